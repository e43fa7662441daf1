/**
 * Judges the imports of a program: modules that nothing installs, that newer versions of Python
 * lost, and that need more than their package.
 */
import { listed } from '../../../text/lists.ts';
import type { Note } from '../../../types.ts';
import { type ForeignImport, foreignImports } from '../code/imports.ts';
import type { PythonModule } from '../code/module.ts';
import type { Entry, Sources } from '../code/sources.ts';
import { normalizedName } from '../files/names.ts';
import type { Package } from '../package.ts';
import { managerOf } from '../package-managers/index.ts';
import type { Installation } from '../package-managers/installation.ts';
import { forDevelopers, type OptionalSet } from '../package-managers/optional.ts';
import { newer } from '../versions.ts';
import {
  broughtModules,
  distributions,
  leftOutModules,
  type LostModule,
  lostModules,
  modulesOfPython2,
  sharedNames,
  standardModules,
  wellKnown,
} from './import-names.ts';

/** An import of a module that the standard library had up to a version. */
export interface LostImport extends ForeignImport {
  readonly lost: LostModule;
}

export interface ImportInput {
  readonly entry: Entry;
  /** The modules that the program can run. */
  readonly reached: readonly PythonModule[];
  /** The modules of copied libraries that it can run. */
  readonly copies: readonly PythonModule[];
  readonly sources: Sources;
  /** All files of the project. */
  readonly files: readonly string[];
  readonly installation: Installation | undefined;
  readonly packages: readonly Package[];
}

export interface JudgedImports {
  readonly notes: readonly Note[];
  /** What limits the version. */
  readonly lost: readonly LostImport[];
  /** Names of modules that no package provides. */
  readonly missing: readonly string[];
  /** Well-known packages that provide those without which the program ends at its start. */
  readonly lacking: readonly Package[];
  /** The extras and groups that have what it imports at its start and nothing installs. */
  readonly wanted: readonly OptionalSet[];
}

/** @returns notes for imports that fail, and those that newer versions of Python do not have. */
export function judgedImports(input: ImportInput): JudgedImports {
  const { entry, reached, copies, sources, packages } = input;
  const own = namesOf(input.files);
  const brought = broughtBy(packages);
  const found = foreignImports(
    entry,
    reached,
    sources,
    (it) =>
      it === 'psycopg' ||
      leftOutModules.includes(it) ||
      !(own.has(it) || standardModules.has(it) || sharedNames.includes(it) || brought(it)),
  ).filter((it) => !own.has(it.name));
  const ofCopies = foreignImports(entry, copies, sources, isLost).filter(
    ({ name }) => !own.has(name) && !found.some((it) => it.name === name),
  );
  const lost = [...found, ...ofCopies].flatMap((it) => {
    const known = lostModules.find(({ module }) => module === it.name);
    return known ? [{ ...it, lost: known }] : [];
  });
  const others = found.filter((it) => !lost.some(({ name }) => name === it.name));
  return {
    lost,
    missing: others.map((it) => it.name),
    lacking: others.filter((it) => endsWithout(it) && wellKnown.has(it.name)).map(packageOf),
    wanted: wantedSets(others, input.installation),
    notes: [
      ...others.flatMap((it) => specialNotes(it, packages)),
      ...others.filter((it) => leftOutModules.includes(it.name)).map(leftOutNote),
      ...missingNotes(
        others.filter((it) => !isSpecial(it.name) && !leftOutModules.includes(it.name)),
        input,
      ),
    ],
  };
}

function isLost(name: string): boolean {
  return lostModules.some(({ module }) => module === name);
}

/**
 * @param version the Python of the image.
 * @returns a note for each import that this version does not have: an error where it ends the
 *   program at its start.
 */
export function lostNotes(lost: readonly LostImport[], version: string): readonly Note[] {
  return lost
    .filter((it) => newer(version, it.lost.until))
    .map(({ name, when, evidence, lost: { until, packages } }) => ({
      code: 'python/module-lost',
      level: when === 'start' ? 'error' : 'warning',
      text: `the program imports ${name}, which Python ${version} no longer has: the last version with it is ${until}`,
      hint: `Take it with --runtime-version ${until}${packages[0] === undefined ? '' : `, or install ${packages[0]}, which brings the module back`}.`,
      evidence: [evidence],
    }));
}

// ---- what installs a module

const knownFiles = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Names of all folders and modules of the project: any can be on the import path. */
function namesOf(files: readonly string[]): ReadonlySet<string> {
  const known = knownFiles.get(files);
  if (known) return known;
  const names = new Set<string>();
  for (const file of files) {
    const parts = file.split('/');
    const name = /^([A-Za-z_]\w*)(?:\.[\w-]+)*\.(?:pyi?|pyx|so|pyd|c|cpp|rs|proto)$/.exec(
      parts.pop() ?? '',
    )?.[1];
    if (name !== undefined) names.add(name);
    for (const part of parts) names.add(part);
  }
  knownFiles.set(files, names);
  return names;
}

/** Letters and digits alone, so that `ruamel.yaml`, `ruamel-yaml` and `ruamel_yaml` are equal. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** @returns whether one of the packages provides a module, as far as names show. */
export function broughtBy(packages: readonly Package[]): (module: string) => boolean {
  const names = new Set(packages.map((it) => it.name));
  const similar = packages.map((it) => bare(it.name));
  // `dramatiq[redis]`: most extras with the name of a package require it.
  const extras = new Set(packages.flatMap((it) => it.extras.map(bare)));
  const also = new Set(packages.flatMap((it) => (broughtModules[it.name] ?? '').split(' ')));
  return (module) => {
    const known = distributionsOf(module);
    if (also.has(module)) return true;
    if (known) return known.some((it) => names.has(normalizedName(it)) || extras.has(bare(it)));
    const wanted = bare(module);
    if (extras.has(wanted)) return true;
    if (wanted.length < 3) return similar.includes(wanted) || similar.includes(`py${wanted}`);
    return similar.some((it) => it.includes(wanted) || (it.length > 3 && wanted.includes(it)));
  };
}

/** The usual package of a module, as one that no list has. */
function packageOf({ name, evidence }: ForeignImport): Package {
  return {
    name: distributionsOf(name)?.[0] ?? normalizedName(name),
    version: null,
    extras: [],
    wheels: null,
    added: true,
    evidence,
  };
}

/** The packages that bring a module whose name does not follow from theirs. */
function distributionsOf(module: string): readonly string[] | undefined {
  const lost = lostModules.find((it) => it.module === module);
  if (lost) return lost.packages;
  return Object.hasOwn(distributions, module) ? distributions[module] : undefined;
}

// ---- notes

function leftOutNote({ name, evidence }: ForeignImport): Note {
  return {
    code: 'python/module-left-out',
    level: 'warning',
    text: `the image leaves ${name} out, which the program imports: it needs a screen, or installs packages`,
    hint: 'Import it only where it is used.',
    evidence: [evidence],
  };
}

/** Modules of other systems, and tools of developers: code that needs them does not run here. */
const elsewhere =
  /^(?:_.*|win32\w*|winreg|pythoncom|pywintypes|servicemanager|objc|AppKit|Foundation|java|js|pyodide|micropython|pytest|PyInstaller|nox)$/;

function missingNotes(
  missing: readonly ForeignImport[],
  { installation, packages }: ImportInput,
): readonly Note[] {
  // What setup.py computes, and a repository without a name, can provide anything.
  if (installation?.unread === true) return [];
  const isOpen = installation?.git === true && installation.standing !== 'lock';
  const reported = missing.filter(
    (it) =>
      !elsewhere.test(it.name) &&
      !modulesOfPython2.includes(it.name) &&
      (!isOpen || distributionsOf(it.name) !== undefined),
  );
  const [old] = missing
    .filter((it) => modulesOfPython2.includes(it.name))
    .toSorted((one, other) => Number(other.when === 'start') - Number(one.when === 'start'));
  const isComplete = installation?.standing === 'lock' || packages.length === 0;
  const reason = isComplete ? 'no installed package provides' : 'no listed package provides';
  const atStart = reported.filter((it) => it.when === 'start');
  const later = reported.filter((it) => it.when === 'call');
  return [
    ...(old ? [python2Note(old)] : []),
    ...atStart.map((it): Note => {
      const text = `${reason} the module ${it.name}, without which the program ends at its start`;
      return missingNote('warning', text, [it], installation);
    }),
    ...(later.length > 0
      ? [
          missingNote(
            'info',
            `${reason} these modules, and code that needs them fails: ${listed(later.map((it) => it.name))}`,
            later,
            installation,
          ),
        ]
      : []),
  ];
}

function python2Note({ name, when, evidence }: ForeignImport): Note {
  return {
    code: 'python/for-python-2',
    level: when === 'start' ? 'error' : 'warning',
    text: `the program imports ${name}, which only Python 2 has: it runs on no supported Python`,
    hint: 'Port it to Python 3 first: futurize and 2to3 rewrite such lines.',
    evidence: [evidence],
  };
}

function missingNote(
  level: Note['level'],
  text: string,
  missing: readonly ForeignImport[],
  installation: Installation | undefined,
): Note {
  const [first] = missing;
  const name = first?.name ?? '';
  const named = distributionsOf(name)?.[0] ?? name;
  const set = (installation?.optional ?? []).find(({ requires }) => provides(requires, name));
  const add = managerOf(installation?.manager ?? 'pip').add(
    named,
    installation?.manager === 'pip' ? installation.evidence[0]?.file : undefined,
  );
  return {
    code: 'python/module-missing',
    level,
    text,
    hint: set
      ? `The ${set.kind} ${set.name} has ${name}: --${set.kind}s ${set.name}.`
      : `Unless another package requires it, add ${named} (${add}).`,
    evidence: missing.slice(0, 3).map((it) => it.evidence),
  };
}

/** For each import at the start the smallest extra or group that has it and that people deploy. */
function wantedSets(
  missing: readonly ForeignImport[],
  installation: Installation | undefined,
): readonly OptionalSet[] {
  if (installation === undefined || installation.unread === true) return [];
  const deployed = installation.optional.filter((it) => !forDevelopers.test(it.name));
  const found = missing.filter(endsWithout).flatMap(({ name }) =>
    deployed
      .filter(({ requires }) => provides(requires, name))
      .sort((a, b) => a.requires.length - b.requires.length)
      .slice(0, 1),
  );
  return [...new Set(found)];
}

function endsWithout({ name, when }: ForeignImport): boolean {
  return (
    when === 'start' && !elsewhere.test(name) && !isSpecial(name) && !leftOutModules.includes(name)
  );
}

function provides(requires: OptionalSet['requires'], module: string): boolean {
  const wanted = distributionsOf(module)?.map(normalizedName) ?? [normalizedName(module)];
  return requires.some((it) => wanted.includes(it.name));
}

// ---- modules that need more than a package of their name

/** Packages that require setuptools, and do not need it to be listed. */
const requireSetuptools =
  /^(?:apscheduler|astroid|grpcio-tools|pbr|pyramid|spacy|supervisor|tensorboard|torch|zope-.*|zc-.*)$/;

function isSpecial(name: string): boolean {
  return /^(?:pkg_resources|setuptools|psycopg)$/.test(name);
}

function specialNotes(found: ForeignImport, packages: readonly Package[]): readonly Note[] {
  if (found.name === 'psycopg') return psycopgNotes(found, packages);
  return isSpecial(found.name) ? setuptoolsNotes(found, packages) : [];
}

/**
 * pkg_resources and setuptools come with setuptools, which a virtual environment does not have by
 * itself: https://docs.python.org/3.12/whatsnew/3.12.html#ensurepip
 */
function setuptoolsNotes(
  { name, when, evidence }: ForeignImport,
  packages: readonly Package[],
): readonly Note[] {
  const unsure = packages.some((it) => requireSetuptools.test(it.name));
  return [
    {
      code: 'python/setuptools-missing',
      level: when === 'start' && !unsure ? 'error' : 'warning',
      text: `the module ${name} comes with setuptools, and nothing installs setuptools`,
      hint: `Add ${name === 'pkg_resources' ? '"setuptools<82" (later versions have no pkg_resources)' : 'setuptools'} to the packages of the project${name === 'pkg_resources' ? ', or use importlib.metadata and importlib.resources instead' : ''}.`,
      evidence: [evidence],
    },
  ];
}

/**
 * Without an extra, psycopg looks for libpq with ctypes.util.find_library, which asks ldconfig or a
 * compiler: https://www.psycopg.org/psycopg3/docs/basic/install.html
 */
function psycopgNotes(
  { when, evidence }: ForeignImport,
  packages: readonly Package[],
): readonly Note[] {
  const psycopg = packages.find((it) => it.name === 'psycopg');
  const isBrought =
    psycopg?.extras.some((it) => it === 'binary' || it === 'c') === true ||
    packages.some((it) => it.name === 'psycopg-binary' || it.name === 'psycopg-c');
  if (!psycopg || isBrought) return [];
  return [
    {
      code: 'python/psycopg-without-libpq',
      level: when === 'start' ? 'error' : 'warning',
      text: 'psycopg is installed without libpq, and no base has a libpq that it finds',
      hint: 'Require psycopg[binary], which includes libpq, or psycopg[c], which is compiled in the build.',
      evidence: [evidence, psycopg.evidence],
    },
  ];
}
