/**
 * Reads the programs of a Procfile. Each is a list of words, or a reason why it needs a shell.
 * https://devcenter.heroku.com/articles/procfile
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { splitCommand } from '../../../text/shell-words.ts';

export interface ProcfileProgram {
  /** For example `web` or `worker`. */
  readonly name: string;
  readonly evidence: Evidence;
  readonly command:
    | {
        readonly ok: true;
        readonly words: readonly string[];
        readonly port: number | null;
        readonly environment: readonly EnvironmentLine[];
        /** Whether the command says where it listens, and not the code of the program. */
        readonly saysPort: boolean;
        /** Why the line is not quite this command; `null` where it is. */
        readonly despite: string | null;
      }
    | { readonly ok: false; readonly why: string };
}

/** The value of `$PORT` if the Procfile gives no default. */
const defaultPort = 8000;

export async function readProcfile(project: ProjectReader): Promise<readonly ProcfileProgram[]> {
  const text = await project.read('Procfile');
  if (text === undefined) return [];
  return text.split(/\r?\n/).flatMap((line, index) => {
    const found = /^([\w-]+):\s*(.+)$/.exec(line.trim());
    // `release` runs before a deployment, not in the container that serves.
    if (!found?.[1] || !found[2] || found[1] === 'release') return [];
    const evidence: Evidence = {
      file: 'Procfile',
      line: index + 1,
      because: `${found[1]}: ${found[2]}`,
    };
    return [{ name: found[1], evidence, command: resolve(found[1], found[2]) }];
  });
}

function resolve(name: string, written: string): ProcfileProgram['command'] {
  const { line: whole, exported } = exportsOf(written);
  const [line, before] = lastOf(whole);
  const asked = /\$\{?PORT(?::-(\d+))?\}?/.exec(`${line} ${exported.join(' ')}`);
  const port = asked ? Number(asked[1] ?? defaultPort) : null;
  // gunicorn reads WEB_CONCURRENCY itself. Watching the sources is useless in the image.
  const plain = line
    .replace(/\$\{?PORT(?::-\d+)?\}?/g, String(port))
    .replace(/\s(?:-w|--workers)[= ]\$\{?WEB_CONCURRENCY(?::-\d+)?\}?/, '')
    .replace(/\s--reload(?=\s|$)/, '')
    .replace(/^exec\s+/, '');
  const split = splitCommand(inFolder(plain));
  if (!split.ok)
    return {
      ok: false,
      why: `the program ${name} of the Procfile cannot run without a shell: ${split.why}. Name the program that keeps running, for example --start "${lastCommand(plain)}", and run the commands before it as a separate job`,
    };
  const set = split.words.findIndex((it) => !/^[A-Za-z_]\w*=/.test(it));
  const words = withoutRunner(split.words.slice(set));
  if (
    set === -1 ||
    /^(?:\/bin\/)?(?:ba|da)?sh$/.test(words[0] ?? '') ||
    words[0]?.endsWith('.sh')
  ) {
    return {
      ok: false,
      why: `the program ${name} of the Procfile is a shell script (${words.find((it) => it.endsWith('.sh')) ?? line}): name the program that it starts last with --start, and run what it does before as a separate job`,
    };
  }
  if (words.includes('runserver') || (words[0] === 'flask' && words.includes('run'))) {
    return {
      ok: false,
      why: `the program ${name} of the Procfile is a development server (${words.slice(0, 3).join(' ')}): name one for production with --start, for example gunicorn`,
    };
  }
  const assigned = [...exported, ...split.words.slice(0, set)].map((it) =>
    it.replace(/\$\{?PORT(?::-\d+)?\}?/g, String(port)),
  );
  const environment = assigned.map((it) => ({
    name: it.slice(0, it.indexOf('=')),
    value: it.slice(it.indexOf('=') + 1),
    why: 'Set in the Procfile.',
  }));
  return {
    ok: true,
    environment,
    despite:
      before === ''
        ? null
        : `the program ${name} of the Procfile runs "${before}" first, which the image does not: run that as a separate job before a new version starts`,
    ...reachable(words, name === 'web' ? (port ?? defaultPort) : port),
    saysPort: port !== null || boundPort(words) !== null,
  };
}

/** Programs that only look for the environment of the packages, or pass signals on. */
const runners: readonly (readonly string[])[] = [
  ...['poetry', 'pipenv', 'uv', 'pdm', 'rye', 'hatch'].map((it) => [it, 'run']),
  ['dumb-init'],
  ['tini', '--'],
];

/** In the image, the environment is on the path and the program is the first process. */
function withoutRunner(words: readonly string[]): readonly string[] {
  const runner = runners.find((it) => it.every((word, at) => words[at] === word));
  const rest = words.slice(runner?.length ?? 0);
  return runner && rest[0] !== undefined && !rest[0].startsWith('-') ? rest : words;
}

/** Programs that observe the one whose command follows. */
const observers: readonly (readonly string[])[] = [
  // https://docs.newrelic.com/docs/apm/agents/python-agent/installation/python-agent-admin-script-advanced-usage/
  ['newrelic-admin', 'run-program'],
  // https://ddtrace.readthedocs.io/en/stable/installation_quickstart.html
  ['ddtrace-run'],
  // https://opentelemetry.io/docs/zero-code/python/
  ['opentelemetry-instrument'],
];

/** @returns where the observed command begins. */
function observerOf(words: readonly string[]): number {
  return observers.find((it) => it.every((word, at) => words[at] === word))?.length ?? 0;
}

/** Takes `export NAME=value && ` from the beginning of a line. */
function exportsOf(line: string): { readonly line: string; readonly exported: readonly string[] } {
  const [all = '', word = ''] =
    /^export\s+(\w+=[\w./:@%+-]*(?:\$\{?PORT\}?)?)\s*&&\s*/.exec(line) ?? [];
  if (all === '') return { line, exported: [] };
  const rest = exportsOf(line.slice(all.length));
  return { line: rest.line, exported: [word, ...rest.exported] };
}

/**
 * Splits `flask db upgrade && gunicorn app:app` before the program that keeps running. The commands
 * before it are a job: with several containers they would run several times.
 */
function lastOf(line: string): readonly [last: string, before: string] {
  const [, before, last] = /^(.*)(?:&&|;)([^&;|]+)$/.exec(line) ?? [];
  if (before === undefined || last === undefined || line.startsWith('cd ')) return [line, ''];
  return [last.trim(), before.trim()];
}

/** Translates `cd backend && gunicorn app:app`: the servers have an option for the folder. */
function inFolder(line: string): string {
  const [, folder, rest] = /^cd\s+([\w./-]+)\s*&&\s*([^&|;]+)$/.exec(line) ?? [];
  if (folder === undefined || rest === undefined) return line;
  if (/^gunicorn\s/.test(rest)) return rest.replace('gunicorn', `gunicorn --chdir ${folder}`);
  if (/^uvicorn\s/.test(rest)) return rest.replace('uvicorn', `uvicorn --app-dir ${folder}`);
  if (/^celery\s/.test(rest)) return rest.replace('celery', `celery --workdir ${folder}`);
  return line;
}

/**
 * Adds options, because gunicorn and uvicorn listen on 127.0.0.1 by default, and gunicorn writes to
 * folders that are read-only in the image.
 */
function reachable(
  words: readonly string[],
  port: number | null,
): { words: readonly string[]; port: number | null } {
  const server = serverOf(words);
  if (port === null) return { words, port };
  if (server === 'gunicorn') {
    const bound = words.some((it) => /^(?:-b|--bind)/.test(it));
    return {
      words: [
        ...words,
        ...(bound ? [] : ['--bind', `0.0.0.0:${port}`]),
        ...(words.includes('--worker-tmp-dir') ? [] : ['--worker-tmp-dir', '/dev/shm']),
      ],
      port: boundPort(words) ?? port,
    };
  }
  if (server === 'uvicorn') {
    const ownPort = boundPort(words);
    return {
      words: [
        ...words,
        ...(words.some((it) => it.startsWith('--host')) ? [] : ['--host', '0.0.0.0']),
        ...(ownPort === null ? ['--port', String(port)] : []),
      ],
      port: ownPort ?? port,
    };
  }
  return { words, port: boundPort(words) ?? port };
}

/** The program that a command starts, behind one that observes it. */
function serverOf(words: readonly string[]): string | undefined {
  const [first, second, third] = words.slice(observerOf(words));
  return first === 'python' && second === '-m' ? third : first;
}

function boundPort(words: readonly string[]): number | null {
  for (const [index, word] of words.entries()) {
    const number = /^(?:--bind=|-b=?|--port=|-p)?(?:[\w.]*:)?(\d{2,5})$/.exec(word)?.[1];
    if (
      number !== undefined &&
      (word.startsWith('-') || /^(?:-b|--bind|-p|--port)$/.test(words[index - 1] ?? ''))
    )
      return Number(number);
  }
  return null;
}

function lastCommand(line: string): string {
  return (line.split(/&&|;|\|\|/).at(-1) ?? line)
    .replace(/\s--?[\w-]+[= ]\$\{?\w+\}?/g, '')
    .trim()
    .replaceAll('"', "'");
}
