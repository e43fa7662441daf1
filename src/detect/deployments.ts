/**
 * Reads how files of the project run it elsewhere: Procfile, fly.toml, compose file and the like.
 * They are evidence, ranked below the sources and above defaults.
 */
import { parseDockerfile } from '../dockerfile/parse.ts';
import { ownershipOf } from '../render/header.ts';
import type { ProjectReader } from '../ports/ports.ts';
import { splitCommand } from '../text/shell-words.ts';
import type { Evidence } from '../types.ts';

/** One command that a file starts, and the port that it gives it. */
export interface Deployment {
  /** The words of the command; empty where the file names none that runs without a shell. */
  readonly words: readonly string[];
  /** A folder that the file builds or runs in: `apps/api`. */
  readonly folder?: string;
  readonly port?: number;
  readonly evidence: Evidence;
}

/** @returns all deployments, those of platforms before those of containers, each file in its order. */
export async function readDeployments(project: ProjectReader): Promise<readonly Deployment[]> {
  const found: Deployment[] = [];
  for (const { name, read } of readers) {
    for (const file of (await project.files()).filter((it) => name.test(it))) {
      const text = await project.read(file);
      if (text !== undefined && text.length < 100_000) found.push(...(await read(text, file)));
    }
  }
  return found;
}

type Read = (text: string, file: string) => Promise<readonly Deployment[]> | readonly Deployment[];

const readers: readonly { readonly name: RegExp; readonly read: Read }[] = [
  { name: /^Procfile$/, read: fromProcfile },
  { name: /^fly\.toml$/, read: fromFly },
  { name: /^(?:app|render|heroku|railway)\.ya?ml$/, read: fromYaml },
  { name: /^(?:railway|nixpacks)\.toml$/, read: fromToml },
  { name: /^(?:docker-)?compose\.ya?ml$/, read: fromCompose },
  { name: /^Dockerfile$/, read: fromDockerfile },
  { name: /(?:^|\/)[\w@.-]+\.(?:service|systemd)(?:\.in|\.example|\.template)?$/, read: fromUnit },
];

/** https://devcenter.heroku.com/articles/procfile: the process `web` serves. */
function fromProcfile(text: string, file: string): readonly Deployment[] {
  const rows = text.split(/\r?\n/).flatMap((line, index) => {
    const [, name, command = ''] = /^([\w-]+):\s*(\S.*)$/.exec(line) ?? [];
    if (name === undefined || name === 'release') return [];
    const evidence = { file, line: index + 1, because: `${name}: ${command}` };
    return [{ name, deployment: deploymentOf(command, evidence) }];
  });
  return rows
    .toSorted((one, other) => Number(one.name !== 'web') - Number(other.name !== 'web'))
    .map((it) => it.deployment);
}

/** https://fly.io/docs/reference/configuration/ */
async function fromFly(text: string, file: string): Promise<readonly Deployment[]> {
  const table = await tomlOf(text);
  const port = numberAt(table, 'http_service', 'internal_port');
  const processes = recordAt(table, 'processes');
  const commands = Object.values(processes).filter((it) => typeof it === 'string');
  const evidence = { file, because: 'fly.toml runs it' };
  if (commands.length === 0) return port === undefined ? [] : [{ words: [], port, evidence }];
  return commands.map((it) => deploymentOf(it, evidence, port));
}

/**
 * App Engine's app.yaml, Render's and Railway's file, heroku.yml: keys of commands at any depth.
 * https://cloud.google.com/appengine/docs/standard/reference/app-yaml
 * https://render.com/docs/blueprint-spec
 */
async function fromYaml(text: string, file: string): Promise<readonly Deployment[]> {
  const { parseDocument } = await import('../text/yaml.ts');
  const document = parseDocument(text);
  return document.errors.length > 0 ? [] : commandsIn(document.toJS({ maxAliasCount: 100 }), file);
}

async function fromToml(text: string, file: string): Promise<readonly Deployment[]> {
  return commandsIn(await tomlOf(text), file);
}

const commandKeys = ['startCommand', 'entrypoint', 'run', 'cmd', 'web'];

function commandsIn(value: unknown, file: string, depth = 0): readonly Deployment[] {
  if (depth > 6 || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    commandKeys.includes(key) && typeof inner === 'string'
      ? [deploymentOf(inner, { file, because: `${key}: ${inner}` })]
      : commandsIn(inner, file, depth + 1),
  );
}

/** https://docs.docker.com/reference/compose-file/: services that are built here. */
async function fromCompose(text: string, file: string): Promise<readonly Deployment[]> {
  const { parseDocument } = await import('../text/yaml.ts');
  const document = parseDocument(text);
  if (document.errors.length > 0) return [];
  const services = recordAt(document.toJS({ maxAliasCount: 100 }), 'services');
  return Object.entries(services).flatMap(([name, service]) => {
    const build = isRecord(service) ? service['build'] : undefined;
    if (!isRecord(service) || build === undefined) return [];
    const context = typeof build === 'string' ? build : textAt(build, 'context');
    const folder = (context ?? '').replace(/^\.\/?|\/$/g, '');
    const port = firstPort(service['ports']);
    const command = service['command'];
    const words = Array.isArray(command) ? command.map(String) : wordsOf(command);
    const evidence = { file, because: `the service ${name}` };
    return [
      { words: words.length > 0 ? words : [name], folder, evidence, ...portOf(port) },
    ] as const;
  });
}

/** The container's side of the first port: `8080`, `"80:8080"`, `127.0.0.1:80:8080/tcp`. */
function firstPort(ports: unknown): number | undefined {
  const [first] = Array.isArray(ports) ? ports : [];
  if (isRecord(first)) return numberAt(first, 'target');
  const digits = /(\d+)(?:\/tcp)?$/.exec(String(first ?? ''))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A Dockerfile of the user; one that this program wrote would only repeat itself. */
function fromDockerfile(text: string, file: string): readonly Deployment[] {
  if (ownershipOf(text) !== 'absent') return [];
  const { instructions } = parseDockerfile(text);
  const last = instructions.findLastIndex((it) => it.keyword === 'FROM');
  const final = instructions.slice(last);
  const named = (keyword: string) => final.findLast((it) => it.keyword === keyword);
  const commands = [named('ENTRYPOINT'), named('CMD')].flatMap((it) => (it ? [it] : []));
  const [command] = commands;
  const expose = named('EXPOSE');
  const digits = expose && /^(\d+)/.exec(expose.content.text.trim())?.[1];
  if (!command && digits === undefined) return [];
  const words = commands.flatMap((it) =>
    it.isJson ? (JSON.parse(it.content.text) as string[]) : wordsOf(it.content.text),
  );
  const shown = (command ?? expose)!;
  return [
    {
      words,
      evidence: {
        file,
        line: shown.line,
        because: `${shown.keyword} ${shown.content.text.trim()}`,
      },
      ...portOf(digits === undefined ? undefined : Number(digits)),
    },
  ];
}

/**
 * A unit of systemd: the program alone, because its options are those of a machine.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines
 */
function fromUnit(text: string, file: string): readonly Deployment[] {
  const found = /^ExecStart\s*=\s*[-@:+!|]*(.*)/m.exec(text);
  if (!found) return [];
  const [program = '', ...given] = wordsOf(found[1]);
  const isInterpreter = /(?:^|\/)(?:env|python[\d.]*|node|bun)$/.test(program);
  const scripts = isInterpreter ? given.filter((it) => /\.(?:py|[cm]?js|ts)$/.test(it)) : [];
  const line = text.slice(0, found.index).split('\n').length;
  return [
    { words: [program, ...scripts.slice(0, 1)], evidence: { file, line, because: found[0] } },
  ];
}

/** A command line with `$PORT` is one of words: the image sets the variable. */
function deploymentOf(command: string, evidence: Evidence, port?: number): Deployment {
  return { words: wordsOf(command), evidence, ...portOf(port ?? defaultPort(command)) };
}

/** @returns 8080 of `${PORT:-8080}`. */
function defaultPort(command: string): number | undefined {
  const digits = /\$\{PORT:-(\d+)\}/.exec(command)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The last command of a line; none where it needs a shell. `$PORT` stays as it is. */
function wordsOf(command: unknown): readonly string[] {
  if (typeof command !== 'string') return [];
  const last = command.split(/&&|;/).at(-1) ?? '';
  const plain = last.replace(/\$\{?PORT(?::-\d+)?\}?/g, '%PORT%').replace(/^\s*exec\s+/, '');
  const split = splitCommand(plain);
  return split.ok ? split.words.map((it) => it.replaceAll('%PORT%', '$PORT')) : [];
}

const portOf = (port: number | undefined): { readonly port?: number } =>
  port !== undefined && port > 0 && port < 65_536 ? { port } : {};

type Fields = Readonly<Record<string, unknown>>;

async function tomlOf(text: string): Promise<Fields> {
  const { parse } = await import('smol-toml');
  try {
    return parse(text);
  } catch {
    // A platform's file is only evidence: one that cannot be read is none.
    return {};
  }
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordAt(value: unknown, key: string): Fields {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : {};
}

function textAt(value: unknown, key: string): string | undefined {
  const inner = isRecord(value) ? value[key] : undefined;
  return typeof inner === 'string' ? inner : undefined;
}

function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  let here: unknown = value;
  for (const key of path) here = isRecord(here) ? here[key] : undefined;
  return typeof here === 'number' ? here : undefined;
}
