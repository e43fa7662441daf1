/**
 * Lists the files of a Node project that stay out of the build context, in addition to those of all
 * languages.
 */
import type { LeftOut, View } from '../../../types.ts';
import type { ProjectDetails, ServiceDetails } from '../details.ts';
import { joined, seenFrom } from '../../../text/paths.ts';
import { testFolders } from '../files/sources.ts';

type IgnoreView = View & {
  readonly outputs: readonly string[];
  readonly tests: readonly string[];
  readonly written: { readonly paths: readonly string[] } | null;
  readonly tokens: readonly string[];
};

export function ignoreView(project: ProjectDetails, details: ServiceDetails): IgnoreView {
  const { manifest, workspace } = details;
  const builds = [details.build, ...(workspace?.locals ?? []).map((it) => it.build)].filter(
    (it) => it !== null,
  );
  const outputs = builds
    .flatMap((it) => it.outputs.map((output) => output.folder))
    .filter((it) => it !== '' && !it.startsWith('..'));
  // An output folder that contains the sources of the compiler must not be excluded.
  const sources = builds.flatMap((it) => it.outputs.flatMap((output) => output.sources ?? []));
  const written = [...new Set(outputs)].filter(
    (it) => !sources.includes(it) && !isFilledByHand(it, project.files),
  );
  const scripts = Object.values(manifest.scripts).join('\n');
  const folders = [
    ...new Set(['', manifest.folder, ...(workspace?.locals ?? []).map((it) => it.manifest.folder)]),
  ];
  // They are kept if a script that runs in the build names them.
  const tests = folders
    .flatMap((folder) =>
      testFolders
        .filter((it) => !new RegExp(`\\bbuild[^\\n]*\\b${it}/`).test(scripts))
        .map((it) => joined(folder, it)),
    )
    .filter((it) => project.files.some((file) => file.startsWith(`${it}/`)))
    .filter((it) => !isCompiled(it, details, project.files))
    .filter((it) => !(details.build?.tests ?? []).includes(seenFrom(manifest.folder, it)));
  const others = (workspace?.others ?? []).map((folder) => ({ folder }));
  return {
    outputs: written,
    tests,
    kept: details.kept.length > 0 ? { paths: details.kept } : null,
    written: details.leftOut.length > 0 ? { paths: details.leftOut } : null,
    // Without the configuration, which may hold a token, and without hooks.
    history: details.readsGit
      ? { paths: ['HEAD', 'objects', 'refs', 'packed-refs', 'shallow'].map((it) => `.git/${it}`) }
      : null,
    tokens: project.withTokens,
    certificates: project.certificates,
    read: details.certificates.length > 0 ? { paths: details.certificates } : null,
    others:
      others.length > 0 ? { service: manifest.name ?? manifest.folder, folders: others } : null,
  };
}

/** The runner of tests that AdonisJS compiles with the program, and that loads `tests/bootstrap`. */
function isCompiled(tests: string, details: ServiceDetails, files: readonly string[]): boolean {
  const { manifest, framework } = details;
  return (
    framework?.title === 'AdonisJS' &&
    tests === joined(manifest.folder, 'tests') &&
    files.includes(joined(manifest.folder, 'bin/test.ts'))
  );
}

/** Names of folders that only builds fill. */
const ofBuilds =
  /^(?:\.?output|dist|build|out|lib|target|bundle|compiled|\.next|\.nuxt)(?:[-_.].*)?$/;

/** Whether a build adds to the files of a folder: `esbuild --outdir=public` beside public/index.html. */
function isFilledByHand(folder: string, files: readonly string[]): boolean {
  if (folder.split('/').some((it) => ofBuilds.test(it))) return false;
  return files.some((it) => it.startsWith(`${folder}/`));
}

const testFiles = ['test', 'spec'].flatMap((it) =>
  ['js', 'ts', 'jsx', 'tsx', '?js', '?ts'].map((end) => `**/*.${it}.${end}`),
);

/**
 * @param removed paths that the build reads and the image does not have.
 * @returns what templates/node/dockerignore.hbs leaves out, for the summary.
 */
export function leftOutOf(
  { outputs, tests, written, tokens }: IgnoreView,
  removed: readonly string[],
): readonly LeftOut[] {
  const exact = (paths: readonly string[]): readonly string[] => paths.map((it) => `/${it}`);
  return [
    { why: 'tests', patterns: [...testFiles, '/coverage', ...exact(tests)] },
    { why: 'made by builds', patterns: exact(outputs) },
    { why: 'written by the program', patterns: exact(written?.paths ?? []) },
    { why: 'mounted as secrets', patterns: exact(tokens) },
    { why: 'only for the build', patterns: exact(removed) },
  ];
}
