/**
 * Chooses the line of Node: the highest supported LTS that satisfies everything the project states,
 * whatever is installed on this machine. Lines and dates come from src/data/end-of-life.ts.
 */
import semver from 'semver';
import { lifecycleOf, supportedVersions } from '../../../data/end-of-life.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence, Finding, Note } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import { lockedPackages } from '../files/documents.ts';
import { isRecord, type Manifest, place, recordOf } from '../files/manifest.ts';
import { admitsNewest, ltsNames } from '../files/version-range.ts';
import { toolVersions } from './tools.ts';
import type { VersionLimit } from './limits.ts';
import { type SeenVersion, seenVersions } from './seen.ts';

/**
 * A statement about the version. `pin` names the version that the project uses; `range` names the
 * versions that it accepts.
 */
export interface VersionStatement {
  readonly kind: 'pin' | 'range';
  readonly range: string;
  readonly evidence: Evidence;
}

interface Stated {
  readonly statements: readonly VersionStatement[];
  readonly notes: readonly Note[];
}

export interface VersionAnswer {
  readonly finding: Finding<string>;
  readonly notes: readonly Note[];
}

/**
 * @param today decides which lines are supported.
 * @param members the other packages of the workspace, whose ranges count, too.
 * @param limits what newer lines lack. They do not change a version that the project pins.
 */
export async function chooseVersion(
  project: ProjectReader,
  manifest: Manifest,
  today: Date,
  members: readonly Manifest[] = [],
  limits: readonly VersionLimit[] = [],
): Promise<VersionAnswer> {
  const stated = withoutStale(await statementsOf(project, manifest, members), today);
  const { finding, notes } = await chosenVersion({ project, manifest, today, stated, limits });
  return {
    finding,
    notes: [
      ...notes,
      ...boundNotes(stated.statements, finding),
      ...(await refusedRuntime(project, manifest, finding)),
    ],
  };
}

/**
 * Leaves out a version past its end that the project's own ranges exclude: it was forgotten when they
 * were raised.
 */
function withoutStale({ statements, notes }: Stated, today: Date): Stated {
  const lines = supportedVersions('node', today).map((it) => it.version);
  const isStale = ({ kind, range }: VersionStatement): boolean => {
    const pinned = semver.minVersion(range);
    return (
      kind === 'pin' &&
      pinned !== null &&
      lines.every((it) => !admits(range, it)) &&
      statements.some((it) => it.kind === 'range' && !admits(it.range, String(pinned.major)))
    );
  };
  return { statements: statements.filter((it) => !isStale(it)), notes };
}

interface VersionInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  readonly today: Date;
  readonly stated: Stated;
  readonly limits: readonly VersionLimit[];
}

async function chosenVersion(input: VersionInput): Promise<VersionAnswer> {
  const { today, stated, limits } = input;
  const { statements, notes } = stated;
  const lines = supportedVersions('node', today)
    .filter((it) => it.lts)
    .map((it) => it.version);
  const satisfying = satisfyingLines(statements, lines);
  const evidence = statements.map((it) => it.evidence);
  if (satisfying[0] === undefined) return unsatisfied(statements, lines, notes, today);
  if (statements.some((it) => it.kind === 'pin'))
    return { finding: { kind: 'found', value: satisfying[0], evidence }, notes };
  const able = satisfying.filter((line) => limits.every((it) => Number(line) < it.before));
  const newest = await newestOf(satisfying, input, []);
  if (able.length === 0 || !('value' in newest.finding) || able.includes(newest.finding.value))
    return newest;
  const { value } = newest.finding;
  const against = limits.filter((it) => Number(value) >= it.before).map((it) => it.evidence);
  return newestOf(able, input, against);
}

/**
 * @param satisfying the lines that the project allows, the newest first.
 * @param against why a newer line was left out.
 * @returns the newest that it was tested on; the newest of all where it does not show that.
 */
async function newestOf(
  satisfying: readonly string[],
  { project, manifest, today, stated: { statements, notes } }: VersionInput,
  against: readonly Evidence[],
): Promise<VersionAnswer> {
  const evidence = [...statements.map((it) => it.evidence), ...against];
  const newest = satisfying[0] ?? '';
  // An open range excludes old versions, but does not show what works. Use no newer line than the
  // project was tested on.
  const open = statements.every((it) => admits(it.range, '9999'));
  const seen = open ? await seenVersions(project, manifest) : undefined;
  const held = open ? await heldBack(project, satisfying) : undefined;
  const known = seen && satisfying.find((line) => Number(line) <= seen.newest);
  if (held && (known === undefined || Number(held.line) < Number(known)))
    return {
      finding: { kind: 'found', value: held.line, evidence: [...evidence, held.evidence] },
      notes,
    };
  const nearest = satisfying.at(-1);
  if (seen && known === undefined && nearest !== undefined)
    return lastSeen(seen, nearest, evidence, notes, today);
  if (seen && known !== undefined)
    return {
      finding: { kind: 'found', value: known, evidence: [...evidence, seen.evidence] },
      notes,
    };
  const because =
    statements.length > 0
      ? `Node ${newest} is the newest LTS that satisfies it`
      : `no version is named: Node ${newest} is the newest LTS`;
  const last = against.length > 0 ? [] : [{ file: 'package.json', because }];
  return {
    finding: {
      kind: statements.length > 0 ? 'found' : 'suggested',
      value: newest,
      evidence: [...evidence, ...last],
    },
    notes,
  };
}

/** @returns the lines with a release for every statement; those with all of their releases first. */
function satisfyingLines(
  statements: readonly VersionStatement[],
  lines: readonly string[],
): readonly string[] {
  const satisfying = lines.filter((line) => statements.every((it) => admits(it.range, line)));
  const whole = satisfying.filter((line) => statements.every((it) => !isCut(it, line)));
  return whole.length > 0 ? whole : satisfying;
}

/** Whether a range ends inside a line (`26 <26.3.1`): the image has the newest release. */
function isCut({ kind, range }: VersionStatement, line: string): boolean {
  return kind === 'range' && admits(range, line) && !admitsNewest(range, line);
}

function boundNotes(statements: readonly VersionStatement[], finding: Finding<string>): Note[] {
  if (finding.kind === 'ambiguous' || finding.kind === 'unknown') return [];
  const cut = statements.find((it) => isCut(it, finding.value));
  if (!cut) return [];
  const last = lastOf(cut.range, finding.value);
  return [
    {
      code: 'node/version-bound',
      level: 'warning',
      text: `the image has the newest release of Node ${finding.value}, and the project asks for an earlier one`,
      hint: `Name one that it accepts${last === undefined ? '' : `: --runtime-version ${last}`}.`,
      evidence: [cut.evidence],
    },
  ];
}

/**
 * @returns the release below the bound, where its number shows it (26.3.0 for `<26.3.1`), or else
 *   the first of the range.
 */
function lastOf(range: string, line: string): string | undefined {
  for (const { semver: bound, operator } of new semver.Range(range).set.flat()) {
    if (String(bound.major) !== line) continue;
    if (operator === '<=') return bound.version;
    if (operator === '<' && bound.patch > 0)
      return `${bound.major}.${bound.minor}.${bound.patch - 1}`;
  }
  const first = semver.minVersion(range);
  return String(first?.major) === line ? first?.version : undefined;
}

/**
 * @returns the newest line that the `engines` of all production packages allow; `undefined` if that
 *   is the newest of all.
 */
async function heldBack(
  project: ProjectReader,
  lines: readonly string[],
): Promise<{ readonly line: string; readonly evidence: Evidence } | undefined> {
  const file = 'package-lock.json';
  const text = (await project.read(file)) ?? '';
  const demands = enginesOf(text).filter(({ range }) => semver.validRange(range) !== null);
  const line = lines.find((it) => demands.every(({ range }) => admits(range, it)));
  const against = demands.find(({ range }) => !admits(range, lines[0] ?? ''));
  if (line === undefined || against === undefined) return undefined;
  return {
    line,
    evidence: {
      file,
      line: lineAt(text, Math.max(0, text.indexOf(JSON.stringify(against.path)))),
      because: `${against.path.replace(/^.*node_modules\//, '')} runs on Node ${against.range}`,
    },
  };
}

/** Only production packages count: development dependencies may be older. */
function enginesOf(text: string): { path: string; range: string }[] {
  return Object.entries(lockedPackages(text)).flatMap(([path, it]) => {
    const range =
      path !== '' && isRecord(it) && it['dev'] !== true && isRecord(it['engines'])
        ? it['engines']['node']
        : undefined;
    return typeof range === 'string' ? [{ path, range }] : [];
  });
}

/** Whether a range includes any release of a line (`22`). */
function admits(range: string, line: string): boolean {
  return semver.intersects(range, `>=${line}.0.0 <${Number(line) + 1}.0.0`, {
    includePrerelease: false,
  });
}

function unsatisfied(
  statements: readonly VersionStatement[],
  lines: readonly string[],
  notes: readonly Note[],
  today: Date,
): VersionAnswer {
  const evidence = statements.map((it) => it.evidence);
  const each = statements.map((it) => ({
    statement: it,
    lines: lines.filter((line) => admits(it.range, line)),
  }));
  const past = each.filter((it) => it.lines.length === 0);
  if (past.length === 0) {
    const candidates = each.flatMap(({ statement, lines: own }) =>
      own[0] === undefined ? [] : [{ value: own[0], evidence: [statement.evidence] }],
    );
    return {
      finding: {
        kind: 'ambiguous',
        candidates,
        why: 'the project names versions of Node that exclude each other',
      },
      notes,
    };
  }
  // The project requests a line without security fixes. Propose the nearest supported one, with a
  // note.
  const wanted =
    past
      .map(({ statement }) => semver.minVersion(statement.range)?.major ?? 0)
      .sort((a, b) => b - a)[0] ?? 0;
  const nearest = [...lines].reverse().find((line) => Number(line) > wanted);
  const [first] = past;
  if (nearest === undefined) {
    return {
      finding: {
        kind: 'unknown',
        why: `no supported release satisfies what the project asks for; supported are ${lines.join(', ')}`,
      },
      notes: [
        ...notes,
        {
          code: 'node/version-unknown',
          level: 'warning',
          text: `no supported release of Node satisfies ${first?.statement.range ?? ''}`,
          hint: `Name one that exists: ${lines.join(', ')}; or give --runtime-version.`,
          evidence,
        },
      ],
    };
  }
  return {
    finding: { kind: 'suggested', value: nearest, evidence },
    notes: [
      ...notes,
      endedNote(`the project asks for Node ${wanted}`, { line: wanted, nearest, today }, evidence),
    ],
  };
}

/**
 * If everything that the project was tested on is past its end of life, proposes the nearest line,
 * with a note.
 */
function lastSeen(
  seen: SeenVersion,
  nearest: string,
  stated: readonly Evidence[],
  notes: readonly Note[],
  today: Date,
): VersionAnswer {
  const evidence = [...stated, seen.evidence];
  const what = `the newest Node in the CI and the types of the project is ${seen.newest}`;
  const line = seen.newest;
  return {
    finding: { kind: 'suggested', value: nearest, evidence },
    notes: [...notes, endedNote(what, { line, nearest, today }, [seen.evidence])],
  };
}

/** @param what the name of the line that is past its end of life. */
function endedNote(
  what: string,
  {
    line,
    nearest,
    today,
  }: { readonly line: number; readonly nearest: string; readonly today: Date },
  evidence: readonly Evidence[],
): Note {
  const ended = lifecycleOf('node', String(line), today);
  const since = ended ? ` since ${ended.endOfLife}` : '';
  return {
    code: 'node/version-ended',
    level: 'warning',
    text: `${what}, which has had no security fixes${since}; Node ${nearest} is the nearest supported line`,
    hint: `Try the program on Node ${nearest}.`,
    evidence,
  };
}

/**
 * Collects all statements, the most important first. Text that is not a version causes a warning.
 */
async function statementsOf(
  project: ProjectReader,
  manifest: Manifest,
  members: readonly Manifest[],
): Promise<Stated> {
  const statements: VersionStatement[] = [];
  const notes: Note[] = [];
  const add = (kind: VersionStatement['kind'], written: string, evidence: Evidence): void => {
    const range = rangeOf(written);
    if (range === null)
      notes.push({
        code: 'node/version-unreadable',
        level: 'warning',
        text: `${JSON.stringify(written)} is not a version of Node and is ignored`,
        evidence: [evidence],
      });
    // A file that requests the newest version pins nothing that other statements could contradict.
    else if (range === '*' && kind === 'pin') statements.push({ kind: 'range', range, evidence });
    else if (range !== '*') statements.push({ kind, range, evidence });
  };
  for (const file of ['.nvmrc', '.node-version']) {
    const line = ((await project.read(file)) ?? '')
      .split('\n')
      .map((it) => it.replace(/#.*/, '').trim())
      .find((it) => it !== '');
    if (line !== undefined)
      add('pin', line, { file, line: 1, because: `Node ${line.replace(/^v/, '')}` });
  }
  const tools = await toolVersions(project, manifest);
  notes.push(...tools.notes);
  for (const { text, evidence } of tools.versions) add('pin', text, evidence);
  const runtime = runtimeOf(manifest);
  if (runtime) add('range', runtime.range, runtime.evidence);
  for (const it of [manifest, ...members]) {
    const engines = it.engines['node'];
    if (engines !== undefined)
      add('range', engines, place(it, ['engines', 'node'], `engines.node is ${engines}`));
  }
  return { statements, notes };
}

/**
 * devEngines.runtime is an object, or a list of alternatives.
 * https://docs.npmjs.com/cli/configuring-npm/package-json#devengines
 */
function runtimeOf(
  manifest: Manifest,
): { range: string; evidence: Evidence; refuses: boolean } | undefined {
  const runtime = recordOf(manifest.all['devEngines'])['runtime'];
  const list = (Array.isArray(runtime) ? runtime : [runtime]).filter(isRecord);
  const versions = list
    .filter((it) => it['name'] === 'node')
    .map((it) => it['version'])
    .filter((it) => typeof it === 'string');
  if (versions.length === 0) return undefined;
  const range = versions.join(' || ');
  // The last alternative decides what happens if none fits. npm downloads nothing.
  const onFail = list.at(-1)?.['onFail'] ?? 'error';
  return {
    range,
    evidence: place(manifest, ['devEngines', 'runtime'], `devEngines.runtime is ${range}`),
    refuses: onFail === 'error' || onFail === 'download',
  };
}

/** Unlike other package managers, npm compares its Node with devEngines. */
async function refusedRuntime(
  project: ProjectReader,
  manifest: Manifest,
  finding: Finding<string>,
): Promise<Note[]> {
  const runtime = runtimeOf(manifest);
  if (
    !runtime?.refuses ||
    finding.kind === 'ambiguous' ||
    finding.kind === 'unknown' ||
    semver.validRange(runtime.range) === null
  )
    return [];
  const others = (await project.files()).some((it) =>
    /^(?:yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/.test(it),
  );
  if (others || admitsNewest(runtime.range, finding.value)) return [];
  return [
    {
      code: 'node/npm-refuses-node',
      level: 'warning',
      text: `npm refuses to install (EBADDEVENGINES) where Node is not ${runtime.range}, and the image has the newest Node ${finding.value}`,
      hint: `Write "version": "^${finding.value}.0.0", or "onFail": "warn".`,
      evidence: [runtime.evidence],
    },
  ];
}

/**
 * @returns a semver range; `*` for the newest version; `null` for text that is not a version.
 *   Supports `lts/*`, `lts/jod`, `node`, `v22`.
 */
function rangeOf(written: string): string | null {
  const text = written.trim().toLowerCase();
  if (['*', 'latest', 'node', 'stable', 'current', 'lts', 'lts/*', 'lts-*'].includes(text))
    return '*';
  const name = /^lts[/-](\w+)$/.exec(text)?.[1] ?? text;
  const named = ltsNames[name];
  if (named !== undefined) return `${named}.x`;
  return semver.validRange(text.replace(/^v(?=\d)/, ''));
}
