/**
 * Finds the settings with which the project builds its programs: build tags, profiles and variables
 * of the go command. Without them another program is built, or one that lacks what it promises.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import { folderOf, joined } from '../../text/paths.ts';
import { oncePerProject } from '../shared/once.ts';
import { buildLines, evidenceOf, type BuildLine } from './build-lines.ts';

export interface BuildSettings {
  readonly tags: readonly string[];
  /** Assignments before the command: `GOFIPS140=v1.0.0`. */
  readonly environment: readonly string[];
  /** Further flags: `-pgo=cpu.pgo`. */
  readonly flags: readonly string[];
  readonly notes: readonly Note[];
}

/** One `go build` or `go install` of the project. */
interface Build {
  /** The folder or the import path of the package, if the command names one. */
  readonly folder: string | undefined;
  /** The name of the file that it writes: `shop` of `-o bin/shop`. */
  readonly output?: string | undefined;
  readonly tags: readonly string[];
  readonly profile: string | undefined;
  readonly line: BuildLine;
}

/** Everything that the files of the project set, before a program is chosen. */
export interface ProjectSettings {
  readonly builds: readonly Build[];
  readonly variables: readonly { readonly text: string; readonly evidence: Evidence }[];
  /**
   * What `go build`, `go install` and .goreleaser.yaml name, folders and import paths, with the names
   * of the files that are made.
   */
  readonly built: ReadonlyMap<string, readonly string[]>;
  /** The folders of the programs that .goreleaser.yaml releases. */
  readonly released: ReadonlySet<string>;
}

/** How many variables hold one another. */
const deepest = 8;

/** Targets that build something else than what is deployed. */
const otherTargets =
  /(?:^|[\s:_-])(?:dev|debug|test\w*|lint|vet|race|integration|e2e|bench\w*|cover\w*|watch|fuzz|fips)(?:$|[\s:_-])/;
const otherPrograms =
  /\bgo (?:test|vet)\b|-buildmode[= ](?:plugin|c-)|\bGOOS=(?!linux|\$)|-target[ =]wasm/;
/** The last are those of a toolchain with another library for cryptography. */
const otherTags = /^(?:dev|debug|test|tests|integration|e2e|race|musl|goexperiment\..*)$/;

/**
 * The experiments of the newest Go. It refuses the others: those that ended, or that every program
 * has by now. BoringCrypto needs cgo. https://pkg.go.dev/internal/goexperiment
 */
const experiments = /^(?:arenas|jsonv2|(?:no)?greenteagc|runtimesecret|simd)$/;

/** https://pkg.go.dev/cmd/go#hdr-Environment_variables */
const variable =
  /^\s*(?:-\s+)?(?:export\s+|env\s+)?["']?(GOFIPS140|GOEXPERIMENT|GOAMD64)["']?\s*[:?]?[=:]\s*["']?([\w.,-]+)["']?|\s(GOFIPS140|GOEXPERIMENT|GOAMD64)=["']?([\w.,-]+)/;

export const projectSettings = oncePerProject(async (project): Promise<ProjectSettings> => {
  const lines = await buildLines(project);
  const known = assignments(lines);
  const builds: Build[] = [];
  const variables = new Map<string, ProjectSettings['variables'][number]>();
  for (const line of lines) {
    const text = expanded(line.text, known.get(line.file) ?? new Map(), deepest).replace(
      /\$[({]GO[)}]/g,
      'go',
    );
    if (otherTargets.test(line.run) || otherPrograms.test(text)) continue;
    const [, first, firstValue, second, secondValue] = variable.exec(text) ?? [];
    const name = first ?? second;
    const value = valueOf(name, firstValue ?? secondValue ?? '');
    if (name !== undefined && value !== '' && !variables.has(name))
      variables.set(name, {
        text: `${name}=${value}`,
        evidence: evidenceOf(line, `builds with ${name}=${value}`),
      });
    if (/\bgo (?:build|install)\b/.test(text) || /^\s*-?\s*-tags/.test(text))
      builds.push(buildOf(line, text));
  }
  const releases = await releasedBuilds(project);
  const released = foldersOf(releases);
  return {
    builds: [...builds, ...releases.filter((it) => it.tags.length > 0)],
    variables: [...variables.values()],
    built: builtBy([...builds, ...releases]),
    released,
  };
});

function builtBy(builds: readonly Build[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { folder, output } of builds)
    if (folder !== undefined)
      found.set(folder, [...(found.get(folder) ?? []), ...(output === undefined ? [] : [output])]);
  return found;
}

function foldersOf(builds: readonly Build[]): ReadonlySet<string> {
  return new Set(builds.flatMap((it) => it.folder ?? []));
}

/** https://goreleaser.com/customization/builds/go/ */
async function releasedBuilds(project: ProjectReader): Promise<readonly Build[]> {
  const found: Build[] = [];
  for (const file of ['.goreleaser.yaml', '.goreleaser.yml']) {
    const text = await project.read(file);
    if (text === undefined) continue;
    const { parseDocument } = await import('../../text/yaml.ts');
    const document = parseDocument(text);
    const config: unknown = document.errors.length > 0 ? undefined : document.toJS();
    for (const build of listOf(config, 'builds')) {
      const { main, flags, dir, binary } = build as Readonly<Record<string, unknown>>;
      const tags = [
        ...listOf(build, 'tags').filter((it) => typeof it === 'string'),
        ...tagsOfFlags([flags, listOf(build, 'flags')].flat()),
      ];
      const folder = typeof dir === 'string' ? joined('', dir) : '';
      const path = typeof main === 'string' ? joined(folder, main) : folder;
      const [first = 'builds:'] = tags;
      const line = text.split('\n').findIndex((it) => it.includes(first)) + 1;
      found.push({
        folder: packageFolder(path),
        output: typeof binary === 'string' ? binary : undefined,
        tags: plainTags(tags),
        profile: undefined,
        line: { file, line, text: first, folder: '', run: 'goreleaser build' },
      });
    }
  }
  return found;
}

/** `flags: -tags=a,b`, and `flags: [-trimpath, -tags=a]` */
function tagsOfFlags(flags: readonly unknown[]): readonly string[] {
  const text = flags.filter((it) => typeof it === 'string').join(' ');
  return /(?:^|\s)-tags[ =]+["']?([\w.,-]+)/.exec(text)?.[1]?.split(',') ?? [];
}

/** `cmd/shop/main.go` names a file of the package in `cmd/shop`. */
function packageFolder(path: string): string {
  return path.endsWith('.go') ? folderOf(path) : path;
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const found = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

function plainTags(tags: readonly string[]): readonly string[] {
  return tags.filter((it) => /^\w[\w.-]*$/.test(it) && !otherTags.test(it));
}

/** @returns what the build has to set; nothing for what holds without the variable. */
function valueOf(name: string | undefined, value: string): string {
  if (name !== 'GOEXPERIMENT') return value === 'off' ? '' : value;
  return value
    .split(',')
    .filter((it) => experiments.test(it))
    .join(',');
}

/** The tags that every build of the project has, by which files are part of a program. */
export function commonTags({ builds }: ProjectSettings): ReadonlySet<string> {
  const [first, ...others] = builds;
  return new Set(first?.tags.filter((tag) => others.every((it) => it.tags.includes(tag))));
}

/**
 * @param names the folder and the import path of a program.
 * @returns the settings of the build that names it, else of the first for any program.
 */
export function settingsFor(
  { builds, variables }: ProjectSettings,
  names: readonly string[],
  files: readonly string[],
): BuildSettings {
  const build =
    builds.find((it) => it.folder !== undefined && names.includes(it.folder)) ??
    builds.find((it) => it.folder === undefined);
  const profile = build?.profile;
  const flags = profile !== undefined && files.includes(profile) ? [`-pgo=/src/${profile}`] : [];
  const tags = build?.tags ?? [];
  const taken = [...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : []), ...flags];
  const evidence = [
    ...(build && taken.length > 0
      ? [evidenceOf(build.line, `builds with ${taken.join(' ')}`)]
      : []),
    ...variables.map((it) => it.evidence),
  ];
  const all = [...taken, ...variables.map((it) => it.text)];
  return {
    tags,
    environment: variables.map((it) => it.text),
    flags,
    notes:
      all.length === 0
        ? []
        : [
            {
              code: 'go/build-settings',
              level: 'info',
              text: `the program is built with ${all.join(', ')}, as the project builds it`,
              evidence,
            },
          ],
  };
}

function buildOf(line: BuildLine, text: string): Build {
  // What a command prints is not known: `$(shell ...)` of make, `$(...)` of a shell.
  const known = text.replace(/\$\([^()]*\)|`[^`]*`/g, '');
  const tags = /-tags[ =]+(?:"([^"]*)"|'([^']*)'|([^\s"']+))/.exec(known);
  const profile = /-pgo[ =]+["']?([\w./-]+)/.exec(text)?.[1];
  const [, path] =
    /\bgo (?:build|install)\b.*\s["']?(\.(?:\/[\w./-]*)?|[\w-]+(?:\.[\w-]+)+\/[\w./-]+)["']?\s*(?:$|[;&|#])/.exec(
      text,
    ) ?? [];
  // Behind the name there may be the platform: `shop-${OS}-${ARCH}`.
  const [, output] =
    /\s-o[ =]+["']?(?:[^\s"']*\/)?(\w[\w.-]*?)(?:[-_.](?:linux|darwin|windows|\$)[^\s"']*)?["']?(?=\s|$)/.exec(
      text,
    ) ?? [];
  const isNamed = path !== undefined && !path.includes('...');
  const isPath = path?.startsWith('.') === true;
  const folder = isNamed && isPath ? packageFolder(joined(line.folder, path)) : path;
  return {
    line,
    folder: isNamed ? folder : undefined,
    output,
    tags: plainTags((tags?.[1] ?? tags?.[2] ?? tags?.[3] ?? '').split(/[\s,]+/)),
    profile:
      profile === undefined || /^(?:auto|off)$/.test(profile)
        ? undefined
        : joined(line.folder, profile),
  };
}

/** The variables that each file sets: `TAGS := a`, `TAGS += b`, `TAGS: a`, `TAGS=a`. */
function assignments(lines: readonly BuildLine[]): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  const branches = new Map<string, boolean[]>();
  for (const { file, text } of lines) {
    const taken = branches.get(file) ?? [];
    branches.set(file, branchesAfter(text, found.get(file) ?? new Map(), taken));
    if (taken.includes(false)) continue;
    const [, name = '', operator = '', raw = ''] =
      /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*([:?+]{0,2}=|:)\s*(.*)$/.exec(text) ?? [];
    if (name === '') continue;
    const values = found.get(file) ?? new Map<string, string>();
    const value = raw
      .replace(/\s+#.*$/, '')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
    const before = values.get(name);
    if (operator === '+=') values.set(name, `${before ?? ''} ${value}`.trim());
    else if (operator !== '?=' || before === undefined) values.set(name, value);
    found.set(file, values);
  }
  return found;
}

/**
 * Follows the conditions of make: https://www.gnu.org/software/make/manual/make.html#Conditional-Syntax
 *
 * @param taken for each condition around the line, whether its lines count. Both branches count
 *   where the values are not known.
 */
function branchesAfter(
  text: string,
  values: ReadonlyMap<string, string>,
  taken: readonly boolean[],
): boolean[] {
  const [, word = '', rest = ''] = /^\s*(ifn?eq|ifn?def|else|endif)\b\s*(.*)$/.exec(text) ?? [];
  if (word === '') return [...taken];
  if (word === 'endif') return taken.slice(0, -1);
  if (word !== 'else') return [...taken, holds(word, rest, values)];
  const [, next = '', condition = ''] = /^(ifn?eq|ifn?def)\b\s*(.*)$/.exec(rest) ?? [];
  const isFree = taken.at(-1) === false || next === '';
  return [
    ...taken.slice(0, -1),
    isFree && (next === '' ? taken.at(-1) === false : holds(next, condition, values)),
  ];
}

function holds(word: string, condition: string, values: ReadonlyMap<string, string>): boolean {
  if (word.endsWith('def')) {
    const isSet = (values.get(condition.trim()) ?? '') !== '';
    return isSet === (word === 'ifdef');
  }
  const [, one, other] =
    /^\((.*),\s*([^,]*)\)\s*$/.exec(condition) ??
    /^["'](.*?)["']\s+["'](.*?)["']/.exec(condition) ??
    [];
  if (one === undefined || other === undefined) return true;
  // A variable that nothing sets is empty.
  const [left, right] = [one, other].map((it) =>
    withoutFunctions(expanded(it, values, deepest).replace(/\$\(\w+\)|\$\{\w+\}/g, '')).trim(),
  );
  if (`${left}${right}`.includes('$')) return true;
  return (left === right) === (word === 'ifeq');
}

/** Replaces `$(TAGS)`, `${TAGS}`, `$TAGS`, `{{.TAGS}}` and `{{TAGS}}`. A name that nothing sets stays. */
function expanded(text: string, values: ReadonlyMap<string, string>, depth: number): string {
  if (depth === 0) return text;
  const next = text.replace(
    /\$\((\w+)\)|\$\{(\w+)(?::-[^}]*)?\}|\$(\w+)|\{\{\s*\.?(\w+)\s*\}\}/g,
    (whole, make: string, braces: string, plain: string, task: string) =>
      values.get(make ?? braces ?? plain ?? task) ?? whole,
  );
  return next === text ? withoutFunctions(text) : expanded(next, values, depth - 1);
}

/**
 * Replaces functions of make that only change what is between the words of a list:
 * https://www.gnu.org/software/make/manual/make.html#Text-Functions
 */
function withoutFunctions(text: string): string {
  const next = text
    .replace(/\$\((?:strip|sort)\s*([^$()]*)\)/g, '$1')
    .replace(/\$\(subst\s[\s,]*,([^$()]*)\)/g, (_, list: string) =>
      list.trim().replace(/[\s,]+/g, ','),
    );
  return next === text ? text : withoutFunctions(next);
}
