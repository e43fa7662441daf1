/**
 * Finds the Python version that satisfies every file in the project that names one.
 * https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
import { satisfies, valid } from '@renovatebot/pep440';
import { endedVersions, lifecycleOf, supportedVersions } from '../../data/end-of-life.ts';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Finding, Note } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import type { Package } from './package.ts';
import { isBeforeFirstWheel } from './first-wheels.ts';
import { lastPythonOf } from './last-pythons.ts';

/** The constraint of one file on the version. */
export interface VersionRule {
  /** A specifier set (`>=3.11,<3.15`), alternatives separated by `||`. */
  readonly specifier: string;
  readonly evidence: Evidence;
  /** Whether it names one version instead of a range, as .python-version does. */
  readonly exact: boolean;
}

/** The last version that has what the program imports, or that an installed package runs on. */
export interface VersionLimit {
  readonly until: string;
  readonly evidence: Evidence;
}

export interface VersionChoice {
  readonly finding: Finding<string>;
  readonly notes: readonly Note[];
}

/**
 * The newest version by default. Wheels for a new Python appear months later, so a newer version is
 * used only if the project requires it.
 */
const newestByDefault = '3.14';

/** Files of version managers, and how each asks for a version. */
export const managerFiles: readonly { readonly file: string; readonly pattern: RegExp }[] = [
  { file: '.python-version', pattern: /^(?:cpython-?)?(3\.\d+)(?:\.\d+)?t?\s*$/m },
  { file: '.tool-versions', pattern: /^python\s+(3\.\d+)/m },
  { file: 'mise.toml', pattern: /^\s*python\s*=\s*"(3\.\d+)/m },
  { file: '.mise.toml', pattern: /^\s*python\s*=\s*"(3\.\d+)/m },
  { file: 'runtime.txt', pattern: /^python-(3\.\d+)/m },
];

/** Reads the files of version managers: .python-version, .tool-versions, mise.toml, runtime.txt. */
export async function versionFiles(project: ProjectReader): Promise<VersionRule[]> {
  const rules: VersionRule[] = [];
  for (const { file, pattern } of managerFiles) {
    const text = await project.read(file);
    const found = text === undefined ? null : pattern.exec(text);
    if (!text || !found?.[1]) continue;
    const line = lineAt(text, found.index);
    rules.push({
      specifier: `==${found[1]}.*`,
      evidence: { file, line, because: `asks for Python ${found[0].trim()}` },
      exact: true,
    });
  }
  return rules;
}

/**
 * Converts a Poetry constraint to specifiers:
 * https://python-poetry.org/docs/dependency-specification/
 */
export function poetrySpecifier(constraint: string): string {
  return constraint
    .split('||')
    .map((alternative) =>
      alternative
        .split(/[,\s]+(?=[\^~<>=!\d*])/)
        .map((it) => poetryPart(it.trim()))
        .filter((it) => it !== '')
        .join(','),
    )
    .join('||');
}

function poetryPart(part: string): string {
  const [, sign = '', version = ''] = /^(\^|~(?!=))?\s*(.*)$/.exec(part) ?? [];
  const numbers = version.split('.').map(Number);
  const [major = 0, minor = 0] = numbers;
  if (sign === '^') return `>=${version},<${major + 1}`;
  if (sign === '~')
    return numbers.length > 1
      ? `>=${version},<${major}.${minor + 1}`
      : `>=${version},<${major + 1}`;
  if (version === '*') return '';
  return /^\d/.test(version)
    ? `==${version}${numbers.length < 3 && !version.includes('*') ? '.*' : ''}`
    : version;
}

/** @returns the only patch version that a specifier allows, `3.11.7`: no image stays at one. */
export function onlyPatch(specifier: string | undefined): string | null {
  return /^(?:={2,3}\s*)?(3\.\d+\.\d+)$/.exec(specifier?.trim() ?? '')?.[1] ?? null;
}

/**
 * @param loose what allows all patch versions.
 * @returns a note that the newest patch version is taken instead.
 */
export function patchNote(patch: string, loose: string, evidence: readonly Evidence[]): Note {
  return {
    code: 'python/patch-version',
    level: 'info',
    text: `the packages are locked for Python ${patch} alone; they are installed for the newest ${patch.replace(/\.\d+$/, '')}, which has its security fixes`,
    hint: `Allow all patch versions: ${loose}.`,
    evidence,
  };
}

/** Whether a release of a line (`3.13`) satisfies a rule. */
export function allows(specifier: string, line: string): boolean {
  const named = [...specifier.matchAll(/\d+\.\d+\.\d+/g)]
    .map((it) => it[0])
    .filter((it) => it.startsWith(`${line}.`));
  return specifier
    .split('||')
    .some(
      (set) =>
        set.trim() === '' ||
        [`${line}.0`, `${line}.99`, ...named].some((release) => satisfies(release, set.trim())),
    );
}

/**
 * Chooses the version.
 *
 * @param rules the constraints of all files.
 * @param packages the installed packages. A version for which they have no wheels is not the
 *   default.
 * @param limits the default has what the program imports, where any possible version does.
 * @returns the newest supported version that satisfies every rule. A contradiction names both
 *   sides.
 */
export function chooseVersion(
  rules: readonly VersionRule[],
  packages: readonly Package[],
  today: Date,
  limits: readonly VersionLimit[] = [],
): VersionChoice {
  const supported = supportedVersions('python', today).map((it) => it.version);
  const readable = rules.filter((it) => readableSpecifier(it.specifier));
  const possible = supported.filter((line) =>
    readable.every((rule) => allows(rule.specifier, line)),
  );
  const pin = readable.find((it) => it.exact);
  if (possible.length === 0) {
    const ended = readable.filter((it) => it.exact && endOf(it, today) !== undefined);
    if (ended.length > 0) return insteadOf(ended, readable, { packages, today, limits });
    return onlyEnded(readable, today) ?? contradiction(readable, supported, today);
  }
  if (pin) {
    const value = possible[0] ?? '';
    return {
      finding: { kind: 'found', value, evidence: readable.map((it) => it.evidence) },
      notes: uncovered(value, packages),
    };
  }
  const usual = possible.filter((line) => atMost(line, newestByDefault));
  const known = { packages, limits: [...limits, ...packages.flatMap(limitOf)] };
  const value = likeliest(usual.length > 0 ? usual : possible, known);
  const evidence = readable.map((it) => it.evidence);
  const above = usual.filter((line) => newer(line, value));
  const lacking = known.limits.find(({ until }) => above.some((line) => newer(line, until)));
  if (lacking) evidence.push(lacking.evidence);
  const fitting = packages.filter((it) => !lacksWheel(it, value));
  const capped =
    above.map((line) => missingWheel(line, fitting)).find((it) => it !== undefined) ??
    above.map((line) => missingWheel(line, packages)).find((it) => it !== undefined);
  if (capped) evidence.push(capped.evidence);
  return {
    finding: { kind: 'suggested', value, evidence },
    notes: [...outgrown(value, packages), ...uncovered(value, packages)],
  };
}

interface Known {
  readonly packages: readonly Package[];
  readonly limits: readonly VersionLimit[];
}

/**
 * The newest version on which nothing fails. Where there is none, as few packages and imports fail
 * as possible, and among equals those nearest to a version that they have: less has changed since.
 */
function likeliest(lines: readonly string[], { packages, limits }: Known): string {
  const judged = lines.map((line) => {
    const distances = [
      ...limits
        .filter(({ until }) => newer(line, until))
        .map(({ until }) => minor(line) - minor(until)),
      ...packages.filter((it) => lacksWheel(it, line)).map((it) => distanceToWheel(it, line)),
    ];
    return { line, count: distances.length, distance: distances.reduce((sum, it) => sum + it, 0) };
  });
  const [best] = judged.toSorted(
    (one, other) => one.count - other.count || one.distance - other.distance,
  );
  return best?.line ?? '';
}

/** How many versions are between a version and the nearest one that a package has a wheel for. */
function distanceToWheel(it: Package, line: string): number {
  const distances = Array.from({ length: minor(line) * 2 }, (_, other) => other)
    .filter((other) => !lacksWheel(it, `3.${other}`))
    .map((other) => Math.abs(other - minor(line)));
  return Math.min(...distances, minor(line));
}

function limitOf(it: Package): readonly VersionLimit[] {
  const until = lastPythonOf(it);
  if (until === undefined) return [];
  const because = `${titleOf(it)} runs on Python up to ${until}`;
  return [{ until, evidence: { ...it.evidence, because } }];
}

/** One warning for packages that run on no Python that is as new as the chosen one. */
function outgrown(value: string, packages: readonly Package[]): readonly Note[] {
  const found = packages.flatMap(limitOf).filter(({ until }) => newer(value, until));
  const [first] = found;
  if (!first) return [];
  return [
    {
      code: 'python/package-outgrown',
      level: 'warning',
      text: `${found.map((it) => it.evidence.because).join(', and ')}: the image has Python ${value}`,
      hint: 'Update the package, or try the program on this Python.',
      evidence: found.map((it) => it.evidence),
    },
  ];
}

/** The last day with security fixes of the version that a rule names, if that day is past. */
function endOf({ specifier }: VersionRule, today: Date): string | undefined {
  const line = /3\.\d+/.exec(specifier)?.[0];
  const ended = line === undefined ? undefined : lifecycleOf('python', line, today);
  return ended?.status === 'ended' ? ended.endOfLife : undefined;
}

/**
 * A file of a version manager that nobody has changed since its version ended yields to the
 * constraints of the project, and without any to the nearest version. A constraint does not yield:
 * the package manager enforces it.
 */
function insteadOf(
  ended: readonly VersionRule[],
  rules: readonly VersionRule[],
  {
    packages,
    today,
    limits,
  }: {
    readonly packages: readonly Package[];
    readonly today: Date;
    readonly limits: readonly VersionLimit[];
  },
): VersionChoice {
  const evidence = ended.map((it) => it.evidence);
  const others = rules.filter((it) => !ended.includes(it));
  const nearest = supportedVersions('python', today).at(-1)?.version ?? newestByDefault;
  const choice: VersionChoice =
    others.length > 0
      ? chooseVersion(others, packages, today, limits)
      : {
          finding: { kind: 'suggested', value: nearest, evidence },
          notes: [...outgrown(nearest, packages), ...uncovered(nearest, packages)],
        };
  if (!('value' in choice.finding)) return choice;
  const { value } = choice.finding;
  const note: Note = {
    code: 'python/version-ended',
    level: 'warning',
    text: `the project asks for a Python that has had no security fixes since ${endOf(ended[0] as VersionRule, today)}; the image has Python ${value}`,
    hint: `Try the program on Python ${value}, and name it in ${evidence[0]?.file}.`,
    evidence,
  };
  return { ...choice, notes: [note, ...choice.notes] };
}

/**
 * The oldest Python that can build the image: compileall takes -s since 3.9.
 * https://docs.python.org/3/library/compileall.html#cmdoption-compileall-s
 */
const oldest = '3.9';

/** A Python without security fixes, where the constraints of the project admit no other. */
function onlyEnded(rules: readonly VersionRule[], today: Date): VersionChoice | undefined {
  const line = endedVersions('python', today).find(
    ({ version }) =>
      !newer(oldest, version) && rules.every((rule) => allows(rule.specifier, version)),
  );
  if (!line) return undefined;
  const evidence = rules.map((it) => it.evidence);
  return {
    finding: { kind: 'suggested', value: line.version, evidence },
    notes: [
      {
        code: 'python/version-ended',
        level: 'warning',
        text: `the project admits no Python above ${line.version}, which has had no security fixes since ${line.endOfLife}`,
        hint: 'Admit a newer Python, and try the program on it.',
        evidence,
      },
    ],
  };
}

function contradiction(
  rules: readonly VersionRule[],
  supported: readonly string[],
  today: Date,
): VersionChoice {
  const known = [...supported, ...endedVersions('python', today).map((it) => it.version)];
  const usual = known.filter((line) => atMost(line, newestByDefault));
  // The package manager enforces a constraint, so it comes before the file of a version manager.
  const candidates = rules
    .toSorted((one, other) => Number(one.exact) - Number(other.exact))
    .flatMap((rule) => {
      const value =
        [...usual, ...known].find((line) => allows(rule.specifier, line)) ??
        /3\.\d+/.exec(rule.specifier)?.[0];
      return value === undefined ? [] : [{ value, evidence: [rule.evidence] }];
    });
  const [first] = candidates;
  if (new Set(candidates.map((it) => it.value)).size > 1) {
    return {
      finding: {
        kind: 'ambiguous',
        candidates,
        why: 'no version satisfies all constraints of the project',
      },
      notes: [],
    };
  }
  if (!first)
    return { finding: { kind: 'suggested', value: newestByDefault, evidence: [] }, notes: [] };
  const ended = lifecycleOf('python', first.value, today);
  const why =
    ended?.status === 'ended'
      ? `Python ${first.value} has been without security fixes since ${ended.endOfLife}`
      : `Python ${first.value} is not a supported version`;
  return {
    finding: {
      kind: 'unknown',
      why: `${why} (${rules[0]?.evidence.file ?? ''}); supported are ${supported.join(', ')}`,
    },
    notes: [],
  };
}

function readableSpecifier(specifier: string): boolean {
  return specifier.split('||').every((set) =>
    set.split(',').every((it) => {
      const version = it
        .trim()
        .replace(/^(?:===|[~=!<>]=|[<>])\s*/, '')
        .replace(/\.\*$/, '');
      return it.trim() === '' || valid(version) !== null;
    }),
  );
}

// ---- wheels

/** One warning for packages that have wheels, but not for this version. */
function uncovered(line: string, packages: readonly Package[]): Note[] {
  const missing = missingWheel(line, packages);
  return missing
    ? [
        {
          code: 'python/wheel-missing',
          level: 'warning',
          text: `${missing.title} has no wheel for Python ${line}: the build compiles it, if it can`,
          evidence: [missing.evidence],
        },
      ]
    : [];
}

function missingWheel(
  line: string,
  packages: readonly Package[],
): { readonly title: string; readonly evidence: Evidence } | undefined {
  const found = packages.find((it) => lacksWheel(it, line));
  if (!found) return undefined;
  const title = titleOf(found);
  const because = `${title} has no wheel for Python ${line} on Linux`;
  return { title, evidence: { ...found.evidence, because } };
}

function titleOf({ name, version, below }: Package): string {
  if (version !== null) return `${name} ${version}`;
  return below === undefined ? name : `${name} below ${below}`;
}

/**
 * Whether a package has wheels for Linux, but none for this version. A package without any is
 * compiled on every version, so it does not decide between them.
 */
function lacksWheel(it: Package, line: string): boolean {
  if (it.wheels === null) return isBeforeFirstWheel(it, line);
  const onLinux = it.wheels.filter((wheel) => linuxWheel.test(wheel));
  return onLinux.length > 0 && !onLinux.some((wheel) => wheelFits(wheel, line));
}

const linuxWheel = /-(?:any|[^-]*linux[^-]*)\.whl$/;

/**
 * Whether a wheel can be installed on a Python version on Linux:
 * `name-1.0-cp313-cp313-manylinux_2_28_x86_64.whl`.
 * https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
 */
export function wheelFits(wheel: string, line: string, platform: RegExp = /any|linux/): boolean {
  const tags = /-([^-]+)-([^-]+)-([^-]+)\.whl$/.exec(wheel);
  if (!tags) return false;
  const [, pythons = '', abis = '', platforms = ''] = tags;
  if (!platform.test(platforms)) return false;
  const minor = Number(line.split('.')[1]);
  return pythons.split('.').some((tag) => {
    if (tag === 'py3' || tag === `py3${minor}` || tag === `cp3${minor}`)
      return abis
        .split('.')
        .some((abi) => abi === 'none' || abi === 'abi3' || abi === `cp3${minor}`);
    const from = /^(?:cp|py)3(\d+)$/.exec(tag)?.[1];
    return (
      from !== undefined &&
      Number(from) <= minor &&
      (abis.includes('abi3') || (tag.startsWith('py') && abis === 'none'))
    );
  });
}

function atMost(line: string, limit: string): boolean {
  return !newer(line, limit);
}

/** @returns whether a version of Python is newer than another: `3.13` than `3.12`. */
export function newer(line: string, than: string): boolean {
  return minor(line) > minor(than);
}

function minor(line: string): number {
  return Number(line.split('.')[1]);
}
