/**
 * Every message about something that the user can correct: one union of problems, and one switch
 * that turns them into sentences. Anything else that is thrown is a bug and is shown as one
 * (cli.ts).
 */
import { posix } from 'node:path';
import { anyOf } from './text/lists.ts';
import { joinCommand } from './text/shell-words.ts';

/** Exit codes, also printed by `--help`. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  noEngine: 3,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An answer that is missing or contradicted, and the flag that provides it. */
export interface MissingAnswer {
  readonly flag: string;
  readonly why: string;
  /** Possible values, as a user would type them. */
  readonly candidates: readonly string[];
  /** The value that `--yes` would choose. Absent if `--yes` does not help. */
  readonly proposal?: string;
}

export type Problem =
  | {
      readonly code: 'E_UNKNOWN_FLAG';
      readonly flag: string;
      readonly near?: string;
      readonly where?: string;
    }
  | { readonly code: 'E_REPEATED_FLAG'; readonly flag: string }
  | {
      readonly code: 'E_BAD_VALUE';
      readonly where: string;
      readonly reason: string;
      readonly near?: string;
    }
  | { readonly code: 'E_USAGE'; readonly reason: string; readonly hint?: string }
  | {
      readonly code: 'E_UNKNOWN_COMMAND';
      readonly name: string;
      readonly commands: readonly string[];
      readonly near?: string;
    }
  | {
      readonly code: 'E_MISSING_ANSWERS';
      readonly missing: readonly MissingAnswer[];
      /** The words of the command that was called, to be called again. */
      readonly command?: readonly string[];
    }
  | { readonly code: 'E_NO_DIRECTORY'; readonly path: string; readonly reason: string }
  | {
      readonly code: 'E_NOT_RECOGNIZED';
      readonly directory: string;
      /** The titles of all languages, and their marks. */
      readonly languages: readonly string[];
      readonly lookedFor: readonly string[];
      /** Folders with a project, one or two levels below or above: `backend`, `..`. */
      readonly near: readonly string[];
      /** A manifest that is there, and why it is no program. */
      readonly tooling?: { readonly file: string; readonly because: string };
      /** The language that the project is in instead, and the file that shows it. */
      readonly other?: {
        readonly title: string;
        readonly file: string;
        /** The languages of files that nothing starts: `Node`. */
        readonly beside: readonly string[];
      };
    }
  | {
      readonly code: 'E_LANGUAGE_ABSENT';
      readonly language: string;
      readonly directory: string;
      readonly lookedFor: readonly string[];
    }
  | {
      readonly code: 'E_PROJECT';
      readonly reason: string;
      readonly hint: string;
      readonly file?: string;
      readonly line?: number;
      readonly column?: number;
    }
  | {
      readonly code: 'E_PAIR_REFUSED';
      readonly pair: string;
      readonly why: string;
      readonly instead?: string;
    }
  | {
      readonly code: 'E_PRESET';
      readonly file: string;
      readonly problems: readonly {
        readonly line: number;
        readonly column: number;
        readonly message: string;
      }[];
    }
  | {
      readonly code: 'E_PRESET_NOT_FOUND';
      readonly name: string;
      readonly builtIn: readonly string[];
      readonly near?: string;
    }
  | {
      readonly code: 'E_UNPINNED';
      readonly images: readonly {
        readonly image: string;
        readonly why: string;
        readonly next: string;
      }[];
    }
  | {
      readonly code: 'E_NOT_OURS';
      readonly files: readonly { readonly path: string; readonly why: string }[];
    }
  | { readonly code: 'E_FILE'; readonly path: string; readonly reason: string }
  | { readonly code: 'E_NO_ENGINE'; readonly tried: string; readonly detail: string };

/** A problem that the user can correct. `exitCode` follows from the problem unless given. */
export class UserError extends Error {
  readonly problem: Problem;
  readonly exitCode: ExitCode;

  constructor(problem: Problem, exitCode: ExitCode = exitCodeOf(problem)) {
    super(sentenceOf(problem));
    this.name = 'UserError';
    this.problem = problem;
    this.exitCode = exitCode;
  }
}

/** Ctrl-C at a question, or while `verify` runs. */
export class Cancelled extends Error {
  constructor(message = 'Cancelled: nothing was written.') {
    super(message);
    this.name = 'Cancelled';
  }
}

function exitCodeOf(problem: Problem): ExitCode {
  switch (problem.code) {
    case 'E_UNKNOWN_FLAG':
    case 'E_REPEATED_FLAG':
    case 'E_BAD_VALUE':
    case 'E_USAGE':
    case 'E_UNKNOWN_COMMAND':
    case 'E_MISSING_ANSWERS':
    case 'E_PRESET':
    case 'E_PRESET_NOT_FOUND':
    case 'E_NO_DIRECTORY':
      return exitCodes.usage;
    case 'E_NO_ENGINE':
      return exitCodes.noEngine;
    case 'E_NOT_RECOGNIZED':
    case 'E_LANGUAGE_ABSENT':
    case 'E_PROJECT':
    case 'E_PAIR_REFUSED':
    case 'E_UNPINNED':
    case 'E_NOT_OURS':
    case 'E_FILE':
      return exitCodes.failed;
  }
}

/** The text of a problem: what happened, where, and what to do next. */
export function sentenceOf(problem: Problem): string {
  switch (problem.code) {
    case 'E_UNKNOWN_FLAG':
      return `Unknown option ${problem.flag.length === 1 ? '-' : '--'}${problem.flag}${problem.where ? ` for ${problem.where}` : ''}.${near(problem.near, '--')} See --help for all options.`;
    case 'E_REPEATED_FLAG':
      return `--${problem.flag} is given more than once; give it once.`;
    case 'E_BAD_VALUE':
      return `${problem.where}: ${problem.reason}.${near(problem.near)}`;
    case 'E_USAGE':
      return problem.hint ? `${problem.reason}\n${problem.hint}` : problem.reason;
    case 'E_UNKNOWN_COMMAND':
      return unknownCommand(problem);
    case 'E_MISSING_ANSWERS':
      return missingAnswers(problem);
    case 'E_NO_DIRECTORY':
      return `${problem.path}: ${problem.reason}. Give the folder of a project.`;
    case 'E_NOT_RECOGNIZED':
      return notRecognized(problem);
    case 'E_LANGUAGE_ABSENT':
      return `No ${problem.language} project in ${problem.directory}: there is no ${anyOf(problem.lookedFor)}.`;
    case 'E_PROJECT':
      return `${problem.file ? `${problem.file}${[problem.line, problem.column].map((it) => (it ? `:${it}` : '')).join('')}: ` : ''}${problem.reason}\n${problem.hint}`;
    case 'E_PAIR_REFUSED':
      return `${problem.pair} cannot work: ${problem.why}.${problem.instead ? ` Use --base ${problem.instead} instead.` : ''}`;
    case 'E_PRESET':
      return problem.problems
        .map((it) => `${problem.file}:${it.line}:${it.column}: ${it.message}`)
        .join('\n');
    case 'E_PRESET_NOT_FOUND':
      return `Preset ${problem.name}: no such file, and no built-in preset of that name.${near(problem.near)} Built in: ${problem.builtIn.join(', ')}.`;
    case 'E_UNPINNED':
      return `No digest for ${problem.images.length === 1 ? 'an image' : `${problem.images.length} images`}, and no FROM is written without one:\n${problem.images
        .map((it) => `  ${it.image}: ${it.why}. ${it.next}`)
        .join('\n')}`;
    case 'E_NOT_OURS':
      return `Nothing was written, because these files would be overwritten:\n${problem.files
        .map((it) => `  ${it.path}: ${it.why}`)
        .join(
          '\n',
        )}\nLook at the changes with --diff; overwrite with --force, or write beside it with --output NAME.Dockerfile.`;
    case 'E_FILE':
      return `${problem.path}: ${problem.reason}`;
    case 'E_NO_ENGINE':
      return `No container engine answers (tried: ${problem.tried}): ${problem.detail}\nStart one and check that this works: docker version`;
  }
}

function near(word: string | undefined, prefix = ''): string {
  return word === undefined ? '' : ` Did you mean ${prefix}${word}?`;
}

function notRecognized({
  languages,
  directory,
  lookedFor,
  near: folders,
  tooling,
  other,
}: Extract<Problem, { code: 'E_NOT_RECOGNIZED' }>): string {
  const absent = tooling
    ? `${tooling.file} has ${tooling.because}`
    : `there is no ${anyOf(lookedFor)}`;
  const idle = other?.beside.length ? `nothing starts the ${anyOf(other.beside)} files, and ` : '';
  const why = other ? `${idle}${other.file} is of a ${other.title} project` : absent;
  const missing = `No ${anyOf(languages)} project in ${directory}: ${why}.`;
  const [first] = folders;
  if (first === undefined) {
    const next = other
      ? 'If there is one in another folder, name it'
      : "Run this in the project's folder, or name that folder";
    return `${missing}\n${next}: create-secure-dockerfile path/to/project`;
  }
  const places = folders.map((it) => (it.startsWith('..') ? posix.join(directory, it) : it));
  const found =
    places.length === 1
      ? `There is one in ${places.join('')}`
      : `There are projects in ${places.join(', ')}`;
  return `${missing}\n${found}. Run it there:\n  ${joinCommand(['cd', posix.join(directory, first)])} && npx create-secure-dockerfile`;
}

function unknownCommand({
  name,
  commands,
  near: guess,
}: Extract<Problem, { code: 'E_UNKNOWN_COMMAND' }>): string {
  // A known command ends up here only after other options.
  if (guess === name)
    return `There is no folder ${name}; as a command it comes first: create-secure-dockerfile ${name} [options]`;
  return `${name} is neither a command nor a folder.${near(guess)}\nThe commands are ${commands.join(', ')}. To write a Dockerfile, give the folder of a project, or nothing for the current folder.`;
}

function missingAnswers({
  missing,
  command,
}: Extract<Problem, { code: 'E_MISSING_ANSWERS' }>): string {
  const lines = missing.map((it) => {
    const values = it.candidates.length > 0 ? it.candidates.join(' | ') : 'VALUE';
    return `  --${it.flag} ${values}\n      ${it.why}${it.proposal === undefined ? '' : ` (--yes takes ${it.proposal})`}`;
  });
  const one = missing.length === 1;
  const these = one ? 'this option' : 'these options';
  const all = missing.every((it) => it.proposal !== undefined);
  const advice = all
    ? `Add ${these}, or --yes to accept the proposal${one ? '' : 's'}.`
    : `Add ${these}${missing.some((it) => it.proposal !== undefined) ? '; --yes answers only those with a proposal' : ''}.`;
  const again = command
    ? `\nFor example:\n  ${joinCommand([...command, ...answers(missing)])}`
    : '';
  return `${one ? 'An answer is' : `${missing.length} answers are`} missing, and there is no terminal to ask in:\n${lines.join('\n')}\n${advice}${again}`;
}

/** The options that answer what is missing: `--yes`, and those that it leaves open. */
function answers(missing: readonly MissingAnswer[]): readonly string[] {
  const proposed = missing.some((it) => it.proposal !== undefined);
  return [
    ...(proposed ? ['--yes'] : []),
    ...missing
      .filter((it) => it.proposal === undefined)
      .flatMap((it) => [`--${it.flag}`, it.candidates[0] ?? 'VALUE']),
  ];
}
