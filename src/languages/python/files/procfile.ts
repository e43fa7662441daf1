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
  const lines = text.split(/\r?\n/);
  const named = await Promise.all(lines.map((it) => serverFile(it, project)));
  const files = new Set(await project.files());
  return lines.flatMap((line, index) => {
    const found = /^([\w-]+):\s*(.+)$/.exec(line.trim());
    // `release` runs before a deployment, not in the container that serves.
    if (!found?.[1] || !found[2] || found[1] === 'release') return [];
    const evidence: Evidence = {
      file: 'Procfile',
      line: index + 1,
      because: `${found[1]}: ${found[2]}`,
    };
    const command = resolve(found[1], found[2], named[index] ?? noFile);
    return [{ name: found[1], evidence, command: ifThere(found[1], command, files) }];
  });
}

/** Programs that a Python image does not have. */
const otherTools = /^(?:make|just|task|npm|npx|pnpm|yarn|node|docker|nginx|caddy|heroku)$/;

/** Refuses a command whose program the image cannot have: of a tool, or of a buildpack. */
function ifThere(
  name: string,
  command: ProcfileProgram['command'],
  files: ReadonlySet<string>,
): ProcfileProgram['command'] {
  const program = command.ok ? (command.words[0] ?? '') : '';
  const isAbsent = /^[^/]+\//.test(program) && !files.has(program.replace(/^\.\//, ''));
  if (!isAbsent && !otherTools.test(program)) return command;
  const why = isAbsent ? 'is not in the project' : 'the image does not have';
  return {
    ok: false,
    why: `the program ${name} of the Procfile starts ${program}, which ${why}: name the program that it starts with --start`,
  };
}

/** What a file says that a server is given. */
interface ServerFile {
  readonly port: number | null;
  /** Whether the server takes it from PORT. */
  readonly followsPort: boolean;
  /** What the command has to add, so that SIGTERM ends the server. */
  readonly stop: readonly string[];
}

const noFile: ServerFile = { port: null, followsPort: false, stop: [] };

/**
 * The file that a command names: `bind = ["0.0.0.0:8080"]` for Hypercorn, `http = :8080` for uWSGI,
 * and for gunicorn a module, in which the port may be the default of a variable.
 * https://docs.gunicorn.org/en/stable/configure.html#configuration-file
 * https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html
 * https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html#environment-variables
 */
async function serverFile(line: string, project: ProjectReader): Promise<ServerFile> {
  const [, toml, ini, module] =
    /\b(?:hypercorn\s.*?(?:-c|--config)[= ](?:toml:)?(?:\.\/)?([\w./-]+\.toml)|uwsgi\s(?:.*\s)?(?:--ini[= ])?(?:\.\/)?([\w./-]+\.ini)|gunicorn\s(?:.*\s)?(?:-c|--config)[= ]?(?:file:)?(?:\.\/)?([\w./-]+\.py))/.exec(
      line,
    ) ?? [];
  const file = toml ?? ini ?? module;
  const text = file === undefined ? undefined : await project.read(file);
  if (text === undefined) return noFile;
  if (module !== undefined) {
    const bound = /^bind\s*=.*:.*?(\d{2,5})\D*$/m.exec(text)?.[1];
    return { ...noFile, port: bound === undefined ? null : Number(bound) };
  }
  const address =
    toml === undefined
      ? /^\s*http(?:-socket|11-socket)?\s*=\s*(.*)$/m.exec(text)?.[1]
      : /^bind\s*=\s*\[?\s*["']([^"']*)["']/m.exec(text)?.[1];
  const digits = /(?:^|:)(\d+)\s*$/.exec(address ?? '')?.[1];
  return {
    port: digits === undefined ? null : Number(digits),
    followsPort: /\$\(PORT\)/.test(address ?? ''),
    stop: ini !== undefined && !/die-on-term|hook-master-start/.test(text) ? ['--die-on-term'] : [],
  };
}

/** @param file what the file says that the command names. */
function resolve(name: string, written: string, file: ServerFile): ProcfileProgram['command'] {
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
  const reached = reachable(
    [...words, ...file.stop],
    name === 'web' ? (port ?? file.port ?? defaultPort) : port,
  );
  const follows = file.followsPort ? [`PORT=${reached.port ?? defaultPort}`] : [];
  const assigned = [...exported, ...split.words.slice(0, set), ...follows].map((it) =>
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
    ...reached,
    saysPort:
      port !== null || file.port !== null || file.followsPort || boundPort(reached.words) !== null,
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

/** The options of a server that say where it listens: one with both, or one for each part. */
type AddressOptions = {
  /** Whether the program takes no options behind the application. */
  readonly isFirst?: boolean;
} & (
  | { readonly bind: readonly string[] }
  | { readonly host: readonly string[]; readonly port: readonly string[] }
);

const hostAndPort = { host: ['--host'], port: ['--port'] };
const shortToo = { host: ['--host', '-H'], port: ['--port', '-p'] };

/**
 * It listens on any address.
 * https://docs.pylonsproject.org/projects/waitress/en/stable/runner.html
 */
const waitress = { host: [], port: ['--port', '--listen'], isFirst: true };

/** By program. Without them most listen on 127.0.0.1, and each on another port. */
const addressOptions: Readonly<Record<string, AddressOptions>> = {
  gunicorn: { bind: ['--bind', '-b'] },
  hypercorn: { bind: ['--bind', '-b'] },
  uvicorn: hostAndPort,
  granian: hostAndPort,
  // https://github.com/django/daphne: an endpoint, a socket and a descriptor take the place of both.
  daphne: {
    host: ['--bind', '-b', '--endpoint', '-e', '--unix-socket', '-u', '--fd'],
    port: ['--port', '-p', '--endpoint', '-e', '--unix-socket', '-u', '--fd'],
  },
  litestar: shortToo,
  sanic: shortToo,
  waitress,
  'waitress-serve': waitress,
  streamlit: { host: ['--server.address'], port: ['--server.port'] },
  panel: { host: ['--address'], port: ['--port'] },
  chainlit: hostAndPort,
  mlflow: shortToo,
};

const optionsOf = (program: string): AddressOptions | undefined =>
  Object.hasOwn(addressOptions, program) ? addressOptions[program] : undefined;

/**
 * Adds options, because most servers listen on 127.0.0.1 by default, and gunicorn writes to folders
 * that are read-only in the image.
 */
function reachable(
  words: readonly string[],
  port: number | null,
): { words: readonly string[]; port: number | null } {
  const server = serverOf(words) ?? '';
  if (port === null) return { words, port };
  const options = optionsOf(server);
  const missing = options === undefined ? [] : missingAddress(words, options, port);
  const at = options?.isFirst ? words.indexOf(server) + 1 : words.length;
  const isTold = server !== 'gunicorn' || words.includes('--worker-tmp-dir');
  return {
    words: [
      ...words.slice(0, at),
      ...missing,
      ...words.slice(at),
      ...(isTold ? [] : ['--worker-tmp-dir', '/dev/shm']),
    ],
    port: boundPort(words) ?? port,
  };
}

/** What a command lacks of an address that others reach. */
function missingAddress(
  words: readonly string[],
  options: AddressOptions,
  port: number,
): readonly string[] {
  const given = (names: readonly string[], value: string): readonly string[] =>
    names.length === 0 || names.some((name) => words.some((it) => valueIn(it, name) !== null))
      ? []
      : [names[0] ?? '', value];
  return 'bind' in options
    ? given(options.bind, `0.0.0.0:${port}`)
    : [...given(options.host, '0.0.0.0'), ...given(options.port, String(port))];
}

/** The value of an option in its own word, empty where the next word has it; `null` for another. */
function valueIn(word: string, option: string): string | null {
  if (word === option) return '';
  const joined = option.startsWith('--') ? `${option}=` : option;
  return word.startsWith(joined) ? word.slice(joined.length).replace(/^=/, '') : null;
}

/** The program that a command starts, behind one that observes it. */
function serverOf(words: readonly string[]): string | undefined {
  const [first, second, third] = words.slice(observerOf(words));
  return first === 'python' && second === '-m' ? third : first;
}

/** The options of a program that have its port. */
function portOptions(program: string): readonly string[] {
  if (program === 'uwsgi') return ['--http', '--http-socket'];
  const known = optionsOf(program);
  if (!known) return ['--port', '-p', '--bind', '-b'];
  return 'bind' in known ? known.bind : known.port;
}

function boundPort(words: readonly string[]): number | null {
  const options = portOptions(serverOf(words) ?? '');
  for (const [index, word] of words.entries()) {
    for (const option of options) {
      const value = valueIn(word, option);
      const digits = /(?:^|:)(\d{2,5})$/.exec(
        value === '' ? (words[index + 1] ?? '') : (value ?? ''),
      );
      if (digits) return Number(digits[1]);
    }
  }
  return null;
}

function lastCommand(line: string): string {
  return (line.split(/&&|;|\|\|/).at(-1) ?? line)
    .replace(/\s--?[\w-]+[= ]\$\{?\w+\}?/g, '')
    .trim()
    .replaceAll('"', "'");
}
