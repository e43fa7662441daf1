/** The steps of an install in the form that the template prints: files to copy, mounts, lines. */
import { exportsOf, mountsOf } from '../../../dockerfile/build-secrets.ts';
import { folderOf } from '../../../text/paths.ts';
import { newer } from '../versions.ts';
import type { Installation, InstallStep, Member } from '../package-managers/installation.ts';
import type { PythonDockerfile, StepView } from './view.ts';

/** @returns the secrets of the install: those of the script, or of the whole project. */
export function secretsOf(
  installation: Installation | undefined,
  member: Member | undefined,
): Installation['secrets'] {
  return member?.script?.secrets ?? installation?.secrets ?? [];
}

/**
 * tomllib reads pyproject.toml since Python 3.11: https://docs.python.org/3/library/tomllib.html.
 * Before, pip has a copy of the library that it comes from.
 * @param version a version of Python: `3.14`.
 */
function withToml(step: InstallStep, version: string): InstallStep {
  if (!newer('3.11', version)) return step;
  const before = step.before.map((it) =>
    it.replace('import tomllib;', 'from pip._vendor import tomli as tomllib;'),
  );
  return { ...step, before };
}

/**
 * @param member the chosen member of a workspace. Its steps install only its packages.
 * @param compilers the command that installs compilers, for packages that turn out to have no wheel.
 * @param old whether releases are so old that a new setuptools may refuse their setup.py.
 */
export function stepsView(
  installation: Installation,
  member: Member | undefined,
  { compilers, old, version }: Fallback & { readonly version: string },
): readonly StepView[] {
  const steps = (member?.steps ?? installation.steps)
    .filter((it) => it.installs !== 'local')
    .map((it) => withToml(it, version));
  return steps.map((it) =>
    it.installs === 'tool'
      ? toolStep(it, installation, member)
      : withFallback(packagesStep(it, installation, member), it, { compilers, old }),
  );
}

interface Fallback {
  readonly compilers: string | null;
  readonly old: boolean;
}

/**
 * The last setuptools that converts Python 2 (`use_2to3`), which old releases ask for. pip builds in
 * a separate environment, with the newest one unless a constraint says otherwise:
 * https://setuptools.pypa.io/en/latest/history.html#v58-0-0
 */
const withOldSetuptools =
  "echo 'setuptools<58' > /tmp/setuptools.txt && PIP_CONSTRAINT=/tmp/setuptools.txt";

/**
 * Repeats an install that failed, with compilers. Where it succeeds, nothing is installed for it.
 * What precedes it, the virtual environment and the export of a lock file, is not repeated, and its
 * failure ends the build.
 */
function withFallback(
  view: StepView,
  { command }: InstallStep,
  { compilers, old }: Fallback,
): StepView {
  const last = view.lines.at(-1);
  if (compilers === null || last === undefined) return view;
  const again = command.filter((it) => !it.startsWith('python3 -m venv'));
  const isOld = old && again.length === 1 && !/--require-hashes/.test(again[0] ?? '');
  const made = view.lines.findIndex((it) => it.startsWith('    python3 -m venv'));
  const isApart = made >= 0;
  const lines = view.lines.map((it, index) =>
    isApart && index === made + 1 ? it.replace(/^ {4}/, '    { ') : it,
  );
  return {
    ...view,
    fallback: isOld
      ? 'If the install fails, tries again with a compiler (for a package without a wheel), and then with an old setuptools (for an old setup.py).'
      : 'If the install fails, tries again with a compiler: a package may have no wheel for this Python.',
    lines: [
      ...lines.slice(0, -1),
      `${lines.at(-1) ?? last} || \\`,
      ...linesOf([
        `{ ${compilers} &&`,
        ...(isOld
          ? [
              `{ ${again[0] ?? ''} ||`,
              `{ ${withOldSetuptools} ${again[0] ?? ''}; }; }; }${isApart ? '; }' : ''}`,
            ]
          : [...again.slice(0, -1), `${again.at(-1) ?? ''}; }${isApart ? '; }' : ''}`]),
      ]),
    ],
  };
}

/** The steps that install folders of the project. The sources are copied before. */
export function localStepsView(
  installation: Installation,
  member: Member | undefined,
): readonly StepView[] {
  return (member?.steps ?? installation.steps)
    .filter((it) => it.installs === 'local')
    .map((it) => ({ ...packagesStep(it, installation, member), script: false, copies: [] }));
}

function toolStep(
  { why, caches, command }: InstallStep,
  installation: Installation,
  member: Member | undefined,
): StepView {
  return {
    why,
    fallback: null,
    script: false,
    copies: [],
    mounts: [...cacheMounts(caches), ...toolMounts(installation, member)],
    lines: linesOf(command),
  };
}

function packagesStep(
  { why, caches, before, command }: InstallStep,
  installation: Installation,
  member: Member | undefined,
): StepView {
  const secrets = secretsOf(installation, member);
  const [first, ...rest] = command;
  return {
    why,
    fallback: null,
    script: Boolean(member?.script),
    copies: installation.needsSources ? [['.', './']] : copiesOf(manifestsOf(installation, member)),
    mounts: [...cacheMounts(caches), ...mountsOf(secrets), ...installation.mounts],
    lines: linesOf([...before.map((it) => `${it} &&`), `${exportsOf(secrets)}${first}`, ...rest]),
  };
}

/**
 * The mounts for installing a tool: pip uses the project's pip.conf. Secrets that are variables
 * belong to other files.
 */
export function toolMounts(
  installation: Installation | undefined,
  member: Member | undefined,
): readonly string[] {
  if (!installation || installation.mounts.length + installation.withLogin.length === 0) return [];
  const files = secretsOf(installation, member).filter((it) => it.kind === 'file');
  return [...mountsOf(files), ...installation.mounts];
}

function manifestsOf(installation: Installation, member: Member | undefined): readonly string[] {
  const lock = member?.script?.lock ?? null;
  return [...installation.manifests, ...(lock === null ? [] : [lock])];
}

/** Groups files by folder, because COPY does not keep folders. */
function copiesOf(files: readonly string[]): readonly (readonly string[])[] {
  const folders = [...new Set(files.map(folderOf))];
  return folders.map((folder) => [
    ...files.filter((it) => folderOf(it) === folder),
    folder === '' ? './' : `${folder}/`,
  ]);
}

function cacheMounts(caches: readonly string[]): readonly string[] {
  return caches.map((it) => `type=cache,target=${it}`);
}

/** The lines below `RUN`, indented and joined with backslashes. */
function linesOf(command: readonly string[]): readonly string[] {
  return command.map((line, index) => {
    const indented = line.startsWith('&&') ? ` ${line}` : `    ${line}`;
    return index === command.length - 1 ? indented : `${indented} \\`;
  });
}

/**
 * The view that extracts the metadata of a script first, so that a change in its code does not
 * repeat the install.
 */
export function scriptView(member: Member | undefined): PythonDockerfile['script'] {
  const file = member?.script?.file;
  if (file === undefined) return null;
  return { file, copied: [file, '/tmp/'], source: `/tmp/${file}` };
}
