/**
 * Chooses the package manager by packageManager, devEngines and lock file, in this order, and finds
 * what its install needs. Contradictions are reported, never resolved by a guess.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import semver from 'semver';
import type { Problem } from '../../../errors.ts';
import type { Candidate, Finding, Note } from '../../../types.ts';
import { candidatesOf, type Claim, decisive } from '../../shared/package-manager.ts';
import { gitDependencies } from './git-dependencies.ts';
import { lifecycleIn } from './install-scripts.ts';
import { filesOfInstall } from '../files/file-dependencies.ts';
import { pnpmSettings } from '../files/documents.ts';
import { brokenLock } from './lockfiles/broken.ts';
import { otherYarn } from './lockfiles/other-yarn.ts';
import { type LockFile, outdatedLock } from './lockfiles/outdated.ts';
import { type PeerConflict, peerConflict } from './lockfiles/peers.ts';
import { type Mirrors, mirrorsIn } from './lockfiles/mirrors.ts';
import { incompleteLock } from './lockfiles/incomplete.ts';
import { replacedNote, replacementsOf } from './replacements.ts';
import { demandsOf, enforcedNpm } from './engines.ts';
import { managers } from './index.ts';
import type { Incomplete, Install, Manager } from './manager.ts';
import { versionForIncomplete, versionForLock, versionInRange } from './versions.ts';
import { lineAt } from '../../../text/lines.ts';
import { type Manifest, place } from '../files/manifest.ts';
import { registriesOf } from './registries.ts';
import { forbiddenScripts } from './allowed-scripts.ts';
import { bunEvidence } from '../start/bun.ts';
import { type NamedManager, namedManager } from '../files/named-manager.ts';

/** The install for one value of `--package-manager`. */
export interface PossibleInstall {
  readonly manager: Manager['id'];
  readonly install: Install;
  /** Set if the lock file contradicts package.json. */
  readonly outdated: Problem | null;
  /** Set if a package may not run an install script that it needs. */
  readonly forbidden: Problem | null;
}

export interface ManagerAnswer {
  readonly finding: Finding<string>;
  /** Installs by value of `--package-manager`. For Yarn, the line that the project uses. */
  readonly installs: Readonly<Record<string, PossibleInstall>>;
  readonly notes: readonly Note[];
  /** Files that contain tokens. They stay out of the build context. */
  readonly withTokens: readonly string[];
  /**
   * Certificates that an install reads. The build context includes them, although it excludes other
   * certificates.
   */
  readonly certificates: readonly string[];
}

/** @param members the packages of a workspace. */
export async function choosePackageManager(
  project: ProjectReader,
  manifest: Manifest,
  members: readonly Manifest[],
): Promise<ManagerAnswer> {
  const files = await project.files();
  const named = namedManager(manifest);
  const locks = await locksOf(project, files);
  const registries = await registriesOf(project);
  const local = filesOfInstall(manifest, members, await pnpmSettings(project), files);
  const notes: Note[] = [...registries.notes, ...local.notes];
  const finding = findingOf(named, locks, manifest, notes);
  const npmrc = (await project.read('.npmrc')) ?? '';
  const versions = [...named, ...enforcedNpm(manifest, npmrc)];

  const installs: Record<string, PossibleInstall> = {};
  const lifecycle = await lifecycleIn(project, manifest, files);
  const conflict = await peersIn(project, manifest, locks);
  notes.push(...peersNotes(conflict, finding));
  const mirrors = await mirrorsOf(project, locks);
  notes.push(...mirrorNotes(mirrors, finding));
  for (const manager of managers) {
    const lock = locks.find((it) => it.manager.id === manager.id);
    const statement = versions.find((it) => it.name === manager.choice);
    // Of the two lines of Yarn, uses the one that the lock file or the version shows.
    if (
      manager.choice in installs &&
      !lock &&
      !(manager.id === 'yarn-berry' && /^[2-9]/.test(statement?.version ?? ''))
    )
      continue;
    const vendored = await vendoredOf(project, manager, notes);
    if (vendored !== null) notes.push(...otherRelease(vendored, named));
    const incomplete = incompleteOf(lock);
    const install: Install = {
      version: vendored === null ? versionOf(manager, statement, lock, incomplete) : null,
      lock: lock?.file ?? null,
      vendored,
      linker: manager.id === 'yarn-berry' ? await linkerOf(project, lock !== undefined) : null,
      configuration: [
        ...manager.configuration,
        ...lifecycle.files,
        ...local.paths,
        ...registries.certificates,
      ].filter(
        (it, index, all) =>
          all.indexOf(it) === index && !registries.withTokens.includes(it) && exists(it, files),
      ),
      members: members.map((it) => it.folder),
      prunes: lifecycle.needed.length > 0 || lifecycle.generates,
      developmentScripts: lifecycle.development,
      neededScripts: lifecycle.needed,
      patches: lifecycle.patches,
      needsSources: lifecycle.needsSources,
      demands: demandsOf(manager, [manifest, ...members], npmrc),
      peers: flagFor(manager, conflict),
      incomplete,
      mirrors: mirrors.get(manager.id)?.hosts ?? [],
      replaced: replacementsOf(manifest, manager.id, lock),
      git: gitDependencies([manifest], lock?.text ?? ''),
      secrets: registries.secrets,
    };
    installs[manager.choice] = {
      manager: manager.id,
      outdated: lock ? await outdatedOf(project, [manifest, ...members], lock) : null,
      forbidden: await forbiddenScripts(project, manifest, manager, install),
      install,
    };
  }
  const { yarn } = installs;
  const lock = locks.find((it) => it.manager.choice === 'yarn');
  const line = named.find((it) => it.name === 'yarn' && isStated(it));
  if (yarn && lock && line?.version && yarn.install.vendored === null)
    installs['yarn'] = {
      ...yarn,
      outdated:
        (await brokenLock(lock)) ??
        otherYarn({ version: line.version, evidence: line.evidence }, lock) ??
        yarn.outdated,
    };
  notes.push(...replacedNotes(finding, installs), ...incompleteNotes(finding, installs));
  for (const it of named) notes.push(...inexact(it, installs[it.name]?.install));
  return {
    finding: fittingFirst(finding, installs),
    installs,
    notes,
    withTokens: registries.withTokens,
    certificates: registries.certificates,
  };
}

function replacedNotes(
  finding: Finding<string>,
  installs: Readonly<Record<string, PossibleInstall>>,
): Note[] {
  const chosen = 'value' in finding ? installs[finding.value] : Object.values(installs)[0];
  return chosen?.install.replaced.map(replacedNote) ?? [];
}

/** "npm ci" of the project's developers fails in the same way. */
function incompleteNotes(
  finding: Finding<string>,
  installs: Readonly<Record<string, PossibleInstall>>,
): Note[] {
  const chosen = 'value' in finding ? installs[finding.value]?.install : undefined;
  if (!chosen?.incomplete) return [];
  const { evidence } = chosen.incomplete;
  return [
    {
      code: 'node/lock-incomplete',
      level: 'warning',
      text: `"npm ci" of npm 11 refuses ${evidence.file}, which lacks an optional dependency: the image installs with "npm install"`,
      hint: `Remove node_modules and ${evidence.file}, run "npm install", and commit ${evidence.file}. It stays out if the registry does not have it.`,
      evidence: [evidence],
    },
  ];
}

/** Of several lock files, one that the manifest has outgrown comes after those that fit it. */
function fittingFirst(
  finding: Finding<string>,
  installs: Readonly<Record<string, PossibleInstall>>,
): Finding<string> {
  if (finding.kind !== 'ambiguous') return finding;
  const fits = ({ value }: Candidate<string>): boolean => {
    const install = installs[value];
    return !install?.outdated && !install?.forbidden;
  };
  const { candidates } = finding;
  return {
    ...finding,
    candidates: [...candidates.filter(fits), ...candidates.filter((it) => !fits(it))],
  };
}

async function locksOf(project: ProjectReader, files: readonly string[]): Promise<LockFile[]> {
  const found: LockFile[] = [];
  for (const manager of managers) {
    const file = manager.lockFiles.find((it) => files.includes(it));
    if (file === undefined) continue;
    const text = (await project.read(file)) ?? '';
    // Both lines use one file name, but only Yarn 2 and later write __metadata.
    const berry =
      /^__metadata:/m.test(text) || (text.trim() === '' && files.includes('.yarnrc.yml'));
    if (file === 'yarn.lock' && berry !== (manager.id === 'yarn-berry')) continue;
    found.push({ file, manager, text });
  }
  return found;
}

/** Whether package.json names it as the package manager to use, and not only its version. */
function isStated(it: NamedManager): boolean {
  return /^(?:packageManager|devEngines)/.test(it.evidence.because);
}

/**
 * Finds the package managers that package.json names. If devEngines allows several, the lock file
 * decides.
 */
function statedManagers(
  named: readonly NamedManager[],
  locks: readonly LockFile[],
): NamedManager[] {
  const stated = named.filter(isStated);
  const [first] = stated;
  const alternatives = stated.filter((it) => it.alternative);
  const admitted = alternatives.filter((it) =>
    locks.some((lock) => lock.manager.choice === it.name),
  );
  if (!first || alternatives.length === 0) return stated;
  if (!first.alternative)
    return alternatives.some((it) => it.name === first.name) ? [first] : stated;
  if (admitted.length > 0) return admitted.length === 1 ? admitted : [];
  return locks.length > 0 ? [first] : [];
}

function findingOf(
  named: readonly NamedManager[],
  locks: readonly LockFile[],
  manifest: Manifest,
  notes: Note[],
): Finding<string> {
  const claims = claimsOf(named, locks, manifest);
  const locked = candidatesOf(claims.filter((it) => it.standing === 'lock'));
  const unknown = /^(?!(?:npm|pnpm|yarn|bun)(?:@|$))[^@\s]+/.exec(
    manifest.packageManager ?? '',
  )?.[0];
  if (unknown !== undefined)
    return {
      kind: 'unknown',
      why: `packageManager in package.json names ${unknown}, which is not one of npm, pnpm, yarn and bun`,
    };
  const stated = statedManagers(named, locks);
  const [one, other] = [...new Map(stated.map((it) => [it.name, it])).values()];
  if (one && other)
    return {
      kind: 'ambiguous',
      candidates: [one, other].map((it) => ({ value: it.name, evidence: [it.evidence] })),
      why: 'packageManager and devEngines in package.json name different package managers',
    };
  const [decided] = stated;
  if (decided) {
    const own = locked.filter((it) => it.value === decided.name);
    if (own.length > 0 || locked.length === 0)
      return {
        kind: 'found',
        value: decided.name,
        evidence: [decided.evidence, ...own.flatMap((it) => it.evidence)],
      };
    return {
      kind: 'ambiguous',
      candidates: [{ value: decided.name, evidence: [decided.evidence] }, ...locked],
      why: `package.json names ${decided.name}, but the only lock file is that of another package manager`,
    };
  }
  const [first, second] = locked;
  if (first && second)
    return {
      kind: 'ambiguous',
      candidates: calledFirst(locked, manifest),
      why: 'there are lock files of several package managers, and packageManager in package.json names none',
    };
  if (first) return { kind: 'found', ...first };
  const dependencies = Object.keys({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  if (dependencies.length === 0)
    return {
      kind: 'found',
      value: 'npm',
      evidence: [{ file: manifest.file, because: 'no dependencies to install' }],
    };
  const [{ manager: value, evidence }] = decisive(claims) as readonly [Claim];
  notes.push({
    code: 'node/lock-missing',
    level: 'warning',
    text: 'no lock file: two builds can install different versions',
    hint: `Run "${value} install" and commit the lock file.`,
    evidence: [place(manifest, ['dependencies'], 'dependencies without a lock file')],
  });
  return { kind: 'suggested', value, evidence };
}

/** How a script calls a package manager: `npm install --prefix client`, `yarn --cwd client build`. */
const managerCall = /(?:^|[\s;&|("'])(npm|pnpm|yarn|bun)\s+(?=[a-z-])/g;

/** Puts the one that the scripts call first: another would not work on what it installs. */
function calledFirst(
  locked: readonly Candidate<string>[],
  manifest: Manifest,
): readonly Candidate<string>[] {
  const calls = Object.entries(manifest.scripts).flatMap(([script, text]) =>
    [...text.matchAll(managerCall)].map(([, name = '']) => ({ script, name })),
  );
  const called = locked.filter(({ value }) => calls.some((it) => it.name === value));
  const [only, another] = called;
  if (!only || another) return locked;
  const { script = '' } = calls.find((it) => it.name === only.value) ?? {};
  const evidence = place(
    manifest,
    ['scripts', script],
    `the script "${script}" calls ${only.value}`,
  );
  return [
    { ...only, evidence: [...only.evidence, evidence] },
    ...locked.filter((it) => it !== only),
  ];
}

/** The claim of each package manager. npm can install any project. */
function claimsOf(
  named: readonly NamedManager[],
  locks: readonly LockFile[],
  manifest: Manifest,
): readonly Claim[] {
  const [engine] = named;
  const bun = bunEvidence(manifest);
  return [
    ...locks.map((it) => ({
      manager: it.manager.choice,
      standing: 'lock' as const,
      evidence: [{ file: it.file, because: `lock file of ${it.manager.title}` }],
    })),
    ...(engine
      ? [{ manager: engine.name, standing: 'settings' as const, evidence: [engine.evidence] }]
      : []),
    {
      manager: bun ? 'bun' : 'npm',
      standing: 'fallback',
      evidence: [bun ?? { file: manifest.file, because: 'no lock file: npm comes with Node' }],
    },
  ];
}

function incompleteOf(lock: LockFile | undefined): Incomplete | null {
  return lock?.manager.id === 'npm' ? incompleteLock(lock) : null;
}

function versionOf(
  manager: Manager,
  statement: NamedManager | undefined,
  lock: LockFile | undefined,
  incomplete: Incomplete | null,
): Install['version'] {
  const stated = statedVersion(manager, statement);
  if (incomplete?.needsNewNpm) return versionForIncomplete(stated);
  return stated ?? versionForLock(manager.id, lock?.text ?? '');
}

function statedVersion(manager: Manager, statement: NamedManager | undefined): Install['version'] {
  const fits =
    (manager.id === 'yarn-berry') !== /^[v^~=>]*[01]\b/.test(statement?.version ?? '2') ||
    manager.choice !== 'yarn';
  if (!statement?.version || !fits) return null;
  const exact = versionInRange(manager.id, statement.version);
  return exact === undefined ? null : { exact, why: statement.evidence.because };
}

/** Checks the lock file in the root, which all packages of a workspace share. */
async function outdatedOf(
  project: ProjectReader,
  manifests: readonly Manifest[],
  lock: LockFile,
): Promise<Problem | null> {
  const names = manifests.flatMap((it) => it.name ?? []);
  const broken = await brokenLock(lock);
  if (broken) return broken;
  const problems = await Promise.all(manifests.map((it) => outdatedLock(project, it, lock, names)));
  return problems.find((it) => it !== null) ?? null;
}

async function peersIn(
  project: ProjectReader,
  manifest: Manifest,
  locks: readonly LockFile[],
): Promise<PeerConflict | null> {
  const lock = locks.find((it) => it.manager.id === 'npm');
  return lock ? peerConflict(lock, manifest, (await project.read('.npmrc')) ?? '') : null;
}

function flagFor(manager: Manager, conflict: PeerConflict | null): Install['peers'] {
  return manager.id === 'npm' && conflict ? conflict.flag : null;
}

/** "npm ci" of the project's developers fails in the same way. */
function peersNotes(conflict: PeerConflict | null, finding: Finding<string>): Note[] {
  if (!conflict || finding.kind !== 'found' || finding.value !== 'npm') return [];
  const { flag, evidence } = conflict;
  return [
    {
      code: 'node/peers-ignored',
      level: 'warning',
      text: `"npm ci" refuses ${evidence.file}, which was written with --legacy-peer-deps or --force: the image installs it with ${flag}`,
      hint: `Write "${flag.slice(2)}=true" in .npmrc, so that it installs everywhere.`,
      evidence: [evidence],
    },
  ];
}

/** The mirrors by package manager; the others write no addresses, or ask the registry for them. */
async function mirrorsOf(
  project: ProjectReader,
  locks: readonly LockFile[],
): Promise<ReadonlyMap<string, Mirrors>> {
  const texts = await Promise.all(['.npmrc', '.yarnrc'].map((it) => project.read(it)));
  const found = new Map<string, Mirrors>();
  for (const lock of locks.filter((it) => ['npm', 'yarn-classic'].includes(it.manager.id))) {
    const mirrors = mirrorsIn(lock, texts.join('\n'));
    if (mirrors) found.set(lock.manager.id, mirrors);
  }
  return found;
}

function mirrorNotes(mirrors: ReadonlyMap<string, Mirrors>, finding: Finding<string>): Note[] {
  const chosen = finding.kind === 'found' || finding.kind === 'suggested' ? finding.value : null;
  const [mirror] = [...mirrors].flatMap(([id, it]) => (id.startsWith(`${chosen}`) ? [it] : []));
  if (!mirror) return [];
  const { hosts, evidence } = mirror;
  return [
    {
      code: 'node/mirror-replaced',
      level: 'info',
      text: `${evidence.file} names ${hosts.join(' and ')}: the image takes the same packages, by their checksums, from npm's registry`,
      hint: `Write "registry=https://${hosts[0] ?? ''}/" in .npmrc if they must come from there.`,
      evidence: [evidence],
    },
  ];
}

/** packageManager must be an exact version: https://nodejs.org/api/packages.html#packagemanager */
function inexact({ name, version, evidence }: NamedManager, install: Install | undefined): Note[] {
  if (
    !install ||
    version === null ||
    semver.valid(version) !== null ||
    !evidence.because.startsWith('packageManager')
  )
    return [];
  if (semver.validRange(version) === null) {
    const used = install.version
      ? `${name} ${install.version.exact} is installed`
      : `the ${name} of ${install.vendored === null ? 'the image' : 'the project'} is used`;
    const exact = /(\d+\.\d+\.\d+(?:-[\w.]+)?)\.tgz$/.exec(version)?.[1] ?? install.version?.exact;
    return [
      {
        code: 'node/package-manager-inexact',
        level: 'warning',
        text: `packageManager must be an exact version, not ${version}: ${used}`,
        hint: exact === undefined ? 'Write its number.' : `Write "${name}@${exact}".`,
        evidence: [evidence],
      },
    ];
  }
  if (!install.version) return [];
  return [
    {
      code: 'node/package-manager-inexact',
      level: 'warning',
      text: `packageManager must be an exact version, not ${version}: ${name} ${install.version.exact} is installed`,
      hint: `Write "${name}@${install.version.exact}".`,
      evidence: [evidence],
    },
  ];
}

/** Yarn runs the release in the project, even if package.json names another one. */
function otherRelease(vendored: string, named: readonly NamedManager[]): Note[] {
  const statement = named.find(
    (it) => it.name === 'yarn' && it.evidence.because.startsWith('packageManager'),
  );
  const own = /yarn-(\d+\.\d+\.\d+(?:-[\w.]+)?)\.[cm]?js$/.exec(vendored)?.[1];
  if (!statement?.version || own === undefined || statement.version === own) return [];
  return [
    {
      code: 'node/yarn-path-wins',
      level: 'warning',
      text: `packageManager names Yarn ${statement.version}, and yarnPath the release in ${vendored}, which wins: Yarn ${own} installs`,
      hint: `Write "yarn@${own}", or remove yarnPath.`,
      evidence: [statement.evidence],
    },
  ];
}

/**
 * Finds a release of Yarn that is part of the project: yarn-path in the .yarnrc of Yarn 1, and
 * https://yarnpkg.com/configuration/yarnrc#yarnPath
 */
async function vendoredOf(
  project: ProjectReader,
  manager: Manager,
  notes: Note[],
): Promise<string | null> {
  if (manager.choice !== 'yarn') return null;
  const file = manager.id === 'yarn-berry' ? '.yarnrc.yml' : '.yarnrc';
  const text = (await project.read(file)) ?? '';
  const path = /^\s*(?:yarnPath:|yarn-path)\s*["']?([^"'\s]+)/m
    .exec(text)?.[1]
    ?.replace(/^\.\//, '');
  if (path === undefined || (await project.files()).includes(path)) return path ?? null;
  const line = lineAt(text, text.indexOf(path));
  notes.push({
    code: 'node/yarn-release-missing',
    level: 'error',
    text: `it names the release of Yarn in ${path}, which is not there`,
    hint: 'Commit it (.gitignore may leave .yarn/releases out), or remove the line and name the version in packageManager.',
    evidence: [{ file, line, because: 'the release of Yarn' }],
  });
  return null;
}

/**
 * Decides how Yarn 2 and later lay out packages: with Plug'n'Play unless a setting changes that. If
 * a setting moves its folders, or nobody has committed what Yarn resolves, plain folders are used.
 */
async function linkerOf(project: ProjectReader, isLocked: boolean): Promise<Install['linker']> {
  const text = (await project.read('.yarnrc.yml')) ?? '';
  const unset = isLocked ? 'pnp' : 'node-modules';
  const linker = /^nodeLinker:\s*["']?([\w-]+)/m.exec(text)?.[1] ?? unset;
  return linker === 'pnp' && !/^(?:cacheFolder|pnpUnpluggedFolder):/m.test(text)
    ? 'plug-and-play'
    : 'node-modules';
}

function exists(path: string, files: readonly string[]): boolean {
  return files.includes(path) || files.some((it) => it.startsWith(`${path}/`));
}
