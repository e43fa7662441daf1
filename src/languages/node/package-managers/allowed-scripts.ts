/**
 * Finds packages whose install script is needed but not allowed to run.
 * https://docs.npmjs.com/cli/v12/commands/npm-install-scripts,
 * https://pnpm.io/settings#allowbuilds,
 * https://yarnpkg.com/configuration/yarnrc#enableScripts, https://bun.com/docs/pm/lifecycle
 */
import semver from 'semver';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Problem } from '../../../errors.ts';
import { literal } from '../../../text/patterns.ts';
import { pnpmSettings } from '../files/documents.ts';
import {
  isRecord,
  type Manifest,
  place,
  productionDependencies,
  recordOf,
} from '../files/manifest.ts';
import type { Install, Manager } from './manager.ts';

/**
 * Packages that do not work without their install script, because they contain no prebuilt binary.
 */
const needScripts = [
  'better-sqlite3',
  'sqlite3',
  'bcrypt',
  'canvas',
  're2',
  'node-pty',
  'kerberos',
  'libxmljs',
  'libxmljs2',
  'node-rdkafka',
  'odbc',
  'farmhash',
  'node-sass',
];

/** Packages that others load by the name of a database or a compiler, so that no source has it. */
const loadedByOthers = ['better-sqlite3', 'sqlite3', 'node-sass'];

/** Which packages may run scripts, and how to allow another one. `null` if every package may. */
interface Permission {
  readonly allowed: (name: string) => boolean;
  readonly remedy: string;
}

/** @returns the problem to report; `null` if there is none. */
export async function forbiddenScripts(
  project: ProjectReader,
  manifest: Manifest,
  manager: Manager,
  install: Install,
): Promise<Problem | null> {
  const permission = await permissionOf(project, manifest, manager, install);
  const production = productionDependencies(manifest);
  // bcrypt 6 and later include their binaries in the package.
  const native = needScripts.filter(
    (it) => it in production && !(it === 'bcrypt' && /^[~^]?[6-9]/.test(production[it] ?? '')),
  );
  const forbidden = native.filter((it) => permission !== null && !permission.allowed(it));
  const [first, ...others] = forbidden.length > 0 ? await loadedOf(project, forbidden) : [];
  if (first === undefined || permission === null) return null;
  const more = others.length === 0 ? '' : ` (the same applies to ${others.join(', ')})`;
  const { file, line } = place(manifest, [first], '');
  const version = install.version === null ? '' : ` ${install.version.exact}`;
  return {
    code: 'E_PROJECT',
    file,
    ...(line === undefined ? {} : { line }),
    reason: `${first} builds its native part in an install script, and ${manager.title}${version} runs only scripts that the project allows${more}`,
    hint: permission.remedy.replaceAll('NAME', first),
  };
}

/** `from "canvas"`, `import("canvas")` and `require("canvas/lib/image")` */
const importing = (name: string): RegExp =>
  new RegExp(`\\b(?:from|import|require)\\s*\\(?\\s*["'\`]${literal(name)}["'\`/]`);

/** @returns the packages that a source of the project imports: what nothing loads is not missed. */
async function loadedOf(
  project: ProjectReader,
  names: readonly string[],
): Promise<readonly string[]> {
  const found = new Set(names.filter((it) => loadedByOthers.includes(it)));
  const patterns = names.map((name) => [name, importing(name)] as const);
  for (const file of await project.files()) {
    if (found.size === names.length) break;
    if (!/\.[cm]?[jt]sx?$|\.(?:vue|svelte|astro)$/.test(file)) continue;
    const text = (await project.read(file)) ?? '';
    for (const [name, imports] of patterns) if (imports.test(text)) found.add(name);
  }
  return names.filter((it) => found.has(it));
}

async function permissionOf(
  project: ProjectReader,
  manifest: Manifest,
  manager: Manager,
  install: Install,
): Promise<Permission | null> {
  const version =
    install.version?.exact ?? /(\d+\.\d+\.\d+)/.exec(install.vendored ?? '')?.[1] ?? '';
  const atLeast = (least: string): boolean =>
    semver.valid(version) !== null && semver.gte(version, least);
  switch (manager.id) {
    case 'npm':
      // The Node images still include npm 11, which only warns.
      return atLeast('12.0.0')
        ? {
            allowed: listed(manifest.all['allowScripts']),
            remedy:
              'Run "npm install-scripts approve NAME" and commit package.json (allowScripts).',
          }
        : null;
    case 'pnpm': {
      if (!atLeast('10.0.0')) return null;
      const settings = await pnpmSettings(project);
      const own = atLeast('11.0.0') ? {} : recordOf(manifest.all['pnpm']);
      const lists = [
        settings['onlyBuiltDependencies'],
        settings['allowBuilds'],
        own['onlyBuiltDependencies'],
      ];
      const everything = settings['dangerouslyAllowAllBuilds'] === true;
      // A project that forbids a script does without: something else is loaded there.
      const forbidden = [
        settings['ignoredBuiltDependencies'],
        own['ignoredBuiltDependencies'],
        Object.entries(recordOf(settings['allowBuilds'])).flatMap(([name, allowed]) =>
          allowed === false ? [name] : [],
        ),
      ];
      return {
        allowed: (name) => everything || [...lists, ...forbidden].some((it) => listed(it)(name)),
        remedy: 'Run "pnpm approve-builds" and commit pnpm-workspace.yaml.',
      };
    }
    case 'yarn-classic':
      return null;
    case 'yarn-berry': {
      // Tested: 4.9 runs them, 4.18 does not.
      const text = (await project.read('.yarnrc.yml')) ?? '';
      const enabled =
        /^enableScripts:\s*(true|false)/m.exec(text)?.[1] ?? (atLeast('4.14.0') ? 'false' : 'true');
      const meta = recordOf(manifest.all['dependenciesMeta']);
      const built = (name: string): boolean =>
        Object.entries(meta).some(
          ([key, value]) =>
            key.replace(/(?<=.)@.*/, '') === name && isRecord(value) && value['built'] === true,
        );
      return enabled === 'true'
        ? null
        : {
            allowed: built,
            remedy:
              'Write "dependenciesMeta": { "NAME": { "built": true } } into package.json, or enableScripts: true into .yarnrc.yml; then run "yarn install".',
          };
    }
    case 'bun':
      // Bun has a built-in list of well-known packages, which applies if the project has no list.
      return 'trustedDependencies' in manifest.all
        ? {
            allowed: listed(manifest.all['trustedDependencies']),
            remedy: 'Run "bun pm trust NAME" and commit package.json (trustedDependencies).',
          }
        : null;
  }
}

/**
 * Reads a list of names, or a record of names with the value true. A version may follow the name.
 */
function listed(value: unknown): (name: string) => boolean {
  const names = Array.isArray(value)
    ? value.filter((it): it is string => typeof it === 'string')
    : Object.entries(recordOf(value))
        .filter(([, allowed]) => allowed === true || typeof allowed === 'string')
        .map(([name]) => name);
  return (name) => names.some((it) => it === name || it.startsWith(`${name}@`));
}
