/** Chooses the build of a package, and maps its output back to the sources. */
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import { isInFolder, joined, seenFrom } from '../../../text/paths.ts';
import { dependsOn, type Manifest, scriptEvidence } from '../files/manifest.ts';
import { testFolders } from '../files/sources.ts';
import { compilerSettings } from '../files/tsconfig.ts';
import { compilerOutput } from './compiler-output.ts';
import { withoutDatabase } from './database-steps.ts';
import { listedByGulp } from './gulp.ts';
import { nxBuild } from './nx.ts';
import type { Build, BuildOutput } from './output.ts';
import { asksForProduction } from './production-mode.ts';
import { scriptOutputs } from './script-outputs.ts';

/**
 * What a host runs after the install, where there is no build.
 * https://devcenter.heroku.com/articles/nodejs-support#heroku-specific-build-steps
 * https://cloud.google.com/docs/buildpacks/nodejs#executing_custom_build_steps_during_deployment
 */
const scriptsOfHosts = ['heroku-postbuild', 'gcp-build'];

/** Builds what the plain script builds, without what only another place has: a database. */
const scriptsForImages = ['build:docker', 'build-docker', 'build:container'];

/** A script of such a name that builds the image itself. */
const buildsImage = /\b(?:docker|podman|buildah|buildx|nerdctl)\s|\.sh\b/;

const scripts = [
  'build',
  'build:prod',
  'build:production',
  'build:server',
  'compile',
  'build:ts',
  'tsc',
  'transpile',
];

/**
 * Scripts that do not build a program: they build images, packages or documentation, or do nothing.
 * An executable of Bun is the program and Bun in one file, and the image starts the source.
 */
const noBuild =
  /^\s*(?:echo\b[^&|;]*|exit 0|true|tsc\s+--noEmit|docker\b.*|pkg\b.*|electron-builder\b.*|jest\b.*|eslint\b[^&]*|bun\s+build\b(?=[^&|;]*--compile)[^&|;]*)\s*$/;

/** Tools that write files from sources alone. */
const compiles =
  /^\s*(?:npx\s+)?(?:sass|node-sass|lessc|postcss|tailwindcss|tsc|swc|babel|webpack|rspack|rollup|esbuild|vite build|parcel build|gulp|grunt)\b[^&|;]*$/;

/** Names of scripts that build a front end alone. */
const frontEnd =
  /^(?:build[:-](?:front-?end|client|web|ui|assets|static)|(?:front-?end|client|web|ui|assets)[:-]build)$/;

/** @returns the script that builds the front end of a program which is not built itself. */
function frontEndScript({ scripts: all }: Manifest): string | undefined {
  return Object.keys(all).find((it) => frontEnd.test(it) && compiles.test(all[it] ?? ''));
}

/** Makes a file of its example, once: `test -f config.js || cp config.example.js config.js`. */
const copiesExample =
  /^\s*(?:(?:test|\[) -[ef] [\w./-]+(?: \])? \|\| |cp -n (?=\S+ \S+\s*$))(?:cp )?[\w./-]+ ([\w./-]+)\s*$/;

/** @returns the file that the script makes of its example; `undefined` for other scripts. */
export function copiedBy({ scripts: all }: Manifest, script: string): string | undefined {
  return copiesExample.exec(all[script] ?? '')?.[1];
}

/**
 * @returns the script that the start script runs first, if it compiles or copies:
 *   `npm run scss && node .`.
 */
function beforeStart({ scripts: all }: Manifest): string | undefined {
  const first = /^\s*(?:npm|pnpm|yarn|bun)(?: run)? ([\w:-]+) && /.exec(all['start'] ?? '')?.[1];
  const text = all['prestart'] ?? (first === undefined ? '' : (all[first] ?? ''));
  const name = 'prestart' in all ? 'prestart' : first;
  return compiles.test(text) || copiesExample.test(text) ? name : undefined;
}

/**
 * Installs and builds the package of a folder: `cd client && npm ci && npm run build`, or the same with
 * `--prefix client`.
 */
const buildsBeside =
  /^\s*(?:\w+=\S+ )*npm (?:ci|i|install) --prefix (?:\.\/)?(?<prefix>[\w-]+)\/? && npm run (?:build --prefix (?:\.\/)?\k<prefix>|--prefix (?:\.\/)?\k<prefix>\/? build)\/?\s*$|^\s*cd (?:\.\/)?([\w-]+)\/? && (?:npm|pnpm|yarn)(?: (?:ci|i|install))?(?: -\S+)* && (?:npm|pnpm|yarn)(?: run)? (?:build|generate)\b[^&|;]*$/;

/** @returns the script that builds a front end beside the program, with its own packages. */
function besideScript(
  { folder, scripts: all }: Manifest,
  files: readonly string[],
): string | undefined {
  return Object.keys(all).find((name) => {
    const [, prefix, folderOf] = buildsBeside.exec(all[name] ?? '') ?? [];
    const inside = prefix ?? folderOf;
    return inside !== undefined && files.includes(joined(folder, joined(inside, 'package.json')));
  });
}

/** @returns the folders where a build script installs packages, which only that build needs. */
export function installedBeside({ folder, scripts: all }: Manifest, script: string): string[] {
  const text = all[script] ?? '';
  return [
    ...text.matchAll(/\bcd (?:\.\/)?([\w-]+)\/? && (?:npm|pnpm|yarn)(?: (?:ci|i|install))?\b/g),
    ...text.matchAll(/\bnpm (?:ci|i|install) (?:--prefix|-C)[= ](?:\.\/)?([\w-]+)/g),
  ].map((it) => joined(folder, it[1] ?? ''));
}

/** The script runs the target "build" of the package: `nx build`, `nx run api:build`. */
const runsNx = /^\s*(?:npx\s+)?nx\s+(?:build|run\s+[\w@/-]+:build)\b[^&|;]*$/;

/**
 * @param root the root manifest of the workspace, whose tools every package may use.
 * @param named the build script of a framework, if it has another name.
 * @returns `null` if nothing is built.
 */
export async function chooseBuild(
  project: ProjectReader,
  manifest: Manifest,
  root: Manifest,
  named?: string,
): Promise<Build | null> {
  const script =
    named ??
    scriptsForImages.find(
      (it) => it in manifest.scripts && !buildsImage.test(manifest.scripts[it] ?? ''),
    ) ??
    [...scripts, ...scriptsOfHosts].find(
      (it) => it in manifest.scripts && !noBuild.test(manifest.scripts[it] ?? ''),
    ) ??
    beforeStart(manifest) ??
    frontEndScript(manifest);
  if (script !== undefined) {
    const written = await scriptOutputs(project, manifest, script);
    const target = runsNx.test(manifest.scripts[script] ?? '')
      ? await nxBuild(project, manifest, root)
      : null;
    const outputs = written.length > 0 ? written : (target?.outputs ?? []);
    const rewritten = await withoutDatabase(project, manifest, script);
    const tests = /\bgulp\b/.test(manifest.scripts[script] ?? '')
      ? await listedByGulp(project, manifest.folder, testFolders)
      : [];
    return {
      script,
      evidence: scriptEvidence(manifest, script),
      outputs,
      ...(tests.length === 0 ? {} : { tests }),
      ...(rewritten === undefined ? {} : { withoutDatabase: rewritten }),
      ...((await asksForProduction(project, manifest, script))
        ? { asksForProduction: true as const }
        : {}),
    };
  }
  const target = await nxBuild(project, manifest, root);
  if (target) return target;
  const beside = besideScript(manifest, await project.files());
  if (beside !== undefined)
    return { script: beside, evidence: scriptEvidence(manifest, beside), outputs: [] };
  return dependsOn(manifest, 'typescript') || dependsOn(root, 'typescript')
    ? compilerBuild(project, manifest)
    : null;
}

/** The build of a package without scripts: what its settings for tsc say, or those for its build. */
async function compilerBuild(project: ProjectReader, manifest: Manifest): Promise<Build | null> {
  for (const name of ['tsconfig.json', 'tsconfig.build.json']) {
    const file = joined(manifest.folder, name);
    const settings = await compilerSettings(project, file);
    if (!settings || settings.noEmit || settings.outDir === null) continue;
    return {
      script: null,
      ...(name === 'tsconfig.json' ? {} : { settings: name }),
      evidence: { file, because: `compiles to ${settings.outDir}` },
      outputs: [await compilerOutput(project, manifest, settings)],
    };
  }
  return null;
}

/**
 * @returns the source that is compiled to `path`, or `null` for it if that is unknown; `undefined`
 *   if the build does not write there.
 */
export function builtFrom(
  path: string,
  build: Build | null,
  files: readonly string[],
): { readonly source: string | null } | undefined {
  for (const output of build?.outputs ?? []) {
    if (path !== output.folder && !path.startsWith(`${output.folder}/`)) continue;
    if (output.sources === null)
      return { source: (path === output.entry ? output.from : undefined) ?? null };
    const inside = path.slice(output.folder.length + 1);
    for (const root of output.sources) {
      const source = sourceNames(joined(root, inside)).find((it) => files.includes(it));
      if (source !== undefined) return { source };
    }
    return { source: null };
  }
  return undefined;
}

/**
 * @param path a path beside the source `file`.
 * @returns where it is beside what the build makes of that source: `dist/db` for `src/db`;
 *   `undefined` if the build does not compile sources one by one.
 */
export function besideBuilt(
  path: string,
  file: string,
  outputs: readonly BuildOutput[],
): string | undefined {
  for (const { folder, sources } of outputs) {
    const root = sources?.find((it) => isInFolder(file, it));
    if (root !== undefined) return joined(folder, seenFrom(root, path));
  }
  return undefined;
}

/**
 * A program that builds keeps the folders mostly: `build/server/index.js` is `server/index.ts`.
 * @param entry the built file, relative to its package in `folder`.
 */
export function likelySource(
  entry: string,
  folder: string,
  files: readonly string[],
): string | null {
  const inside = posix
    .normalize(entry)
    .replace(/^[^/]+\//, '')
    .replace(/\.[cm]?js$/, '');
  const names = ['', 'src/'].flatMap((root) =>
    ['.ts', '.mts', '.js', '.tsx', '/index.ts', '/index.js'].map((it) =>
      joined(folder, root + inside + it),
    ),
  );
  return names.find((it) => files.includes(it)) ?? moved(inside, folder, files);
}

/** Folders of sources that no program is built from. */
const aside = /^(?:tests?|__tests__|e2e|examples?|docs?|scripts|tools|fixtures|node_modules)\//;

/** The one file of that name below another folder: `server/bin/www.js` is built from `api/bin/www.ts`. */
function moved(inside: string, folder: string, files: readonly string[]): string | null {
  if (!inside.includes('/')) return null;
  const [found, another] = files.filter((it) => {
    if (!isInFolder(it, folder)) return false;
    const below = seenFrom(folder, it);
    const [, ...rest] = below.split('/');
    return (
      !aside.test(below) &&
      /\.[cm]?ts$/.test(below) &&
      rest.join('/').replace(/\.[cm]?ts$/, '') === inside
    );
  });
  return found !== undefined && another === undefined ? found : null;
}

/**
 * @returns the sources that may be compiled to a file: `a.js` comes from `a.ts`, and `a` is `a.js`
 *   or `a/index.js`.
 */
function sourceNames(path: string): string[] {
  const stem = path.replace(/\.([cm]?)js$/, '');
  const kind = /\.([cm]?)js$/.exec(path)?.[1] ?? '';
  const direct = [
    `${stem}.${kind}ts`,
    `${stem}.${kind}tsx`,
    `${stem}.${kind}js`,
    `${stem}.tsx`,
    `${stem}.jsx`,
  ];
  return /\.[cm]?js$/.test(path)
    ? direct
    : [...direct, ...['ts', 'mts', 'cts', 'js'].map((it) => joined(stem, `index.${it}`))];
}
