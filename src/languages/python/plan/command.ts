/** Splits a start command into ENTRYPOINT (interpreter and program) and CMD (its arguments). */
import { isBefore, type Package } from '../package.ts';

export interface Interpreter {
  /** The absolute path, in the virtual environment if there is one. */
  readonly path: string;
  /** The folder of console scripts. */
  readonly scripts: string;
  /** The virtual environment; `null` if there is none. */
  readonly environment: string | null;
  /** What is installed there. */
  readonly packages: readonly Package[];
}

export interface SplitCommand {
  readonly entrypoint: readonly string[];
  readonly arguments: readonly string[];
}

/** Programs that are also modules with that name, and whose first argument is the application. */
const modulePrograms: Readonly<Record<string, string>> = {
  uvicorn: 'uvicorn',
  gunicorn: 'gunicorn',
  hypercorn: 'hypercorn',
  granian: 'granian',
  daphne: 'daphne',
  waitress: 'waitress',
  'waitress-serve': 'waitress',
  celery: 'celery',
  streamlit: 'streamlit',
  scrapy: 'scrapy',
  litestar: 'litestar',
  flask: 'flask',
  fastapi: 'fastapi',
};

/**
 * The module that runs in every release: only those from 20.1 run by the name of the package.
 * https://gunicorn.org/2021-news/#2010-2021-02-12
 */
const modulesOfOld: Readonly<Record<string, { readonly before: string; readonly module: string }>> =
  { gunicorn: { before: '20.1', module: 'gunicorn.app.wsgiapp' } };

function moduleOf(program: string, packages: readonly Package[]): string | undefined {
  const old = modulesOfOld[program];
  const found = old && packages.find((it) => it.name === program);
  return found && isBefore(found, old.before) ? old.module : modulePrograms[program];
}

/** Options of the interpreter that take a value. */
const interpreterOptions = ['-W', '-X', '--check-hash-based-pycs'];

export function splitStart(words: readonly string[], interpreter: Interpreter): SplitCommand {
  const [program = '', ...rest] = words;
  if (/^(?:.*\/)?python(?:3(?:\.\d+)?)?$/.test(program))
    return behindInterpreter(rest, interpreter);
  const module = moduleOf(program, interpreter.packages);
  if (module !== undefined) {
    const target =
      program === 'streamlit' && rest[0] === 'run'
        ? 2
        : Number(rest[0] !== undefined && !rest[0].startsWith('-'));
    return {
      entrypoint: [interpreter.path, '-m', module, ...rest.slice(0, target)],
      arguments: rest.slice(target),
    };
  }
  if (program.endsWith('.py')) return { entrypoint: [interpreter.path, program], arguments: rest };
  return {
    entrypoint: [program.includes('/') ? program : `${interpreter.scripts}/${program}`],
    arguments: rest,
  };
}

/** Splits after the script, or after the module that follows `-m`. */
function behindInterpreter(words: readonly string[], interpreter: Interpreter): SplitCommand {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    at += 1;
    if (interpreterOptions.includes(word)) at += 1;
    if (word === '-m' || word === '-c') {
      at += 1;
      break;
    }
    if (!word.startsWith('-')) break;
  }
  return { entrypoint: [interpreter.path, ...words.slice(0, at)], arguments: words.slice(at) };
}

/**
 * Returns the same command with another port: `--port 8000`, `0.0.0.0:8000`, `--server.port=8000`.
 */
export function onPort(words: readonly string[], from: number, to: number): readonly string[] {
  return words.map((word) => word.replace(new RegExp(`(^|[:=])${from}$`), `$1${to}`));
}
