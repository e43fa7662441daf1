/**
 * Recognizes Node projects. A package.json with only development tools does not count as a program.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence } from '../../../types.ts';
import type { Recognition } from '../../language.ts';
import { entryExtensions, entryNames, startScripts } from '../files/entries.ts';
import { isInstalledApart } from '../files/installed-apart.ts';
import { type Manifest, place, productionDependencies, readManifest } from '../files/manifest.ts';

/**
 * @returns `tooling` for a package.json without a program for production: hooks, linters, commit
 *   tools, or the assets of a front end.
 */
export async function recognizeNode(
  project: ProjectReader,
  otherMarks: readonly string[],
): Promise<Recognition | null> {
  const read = await readManifest(project);
  if (!read) {
    const other = await otherManifest(project);
    if (other === 'project.json')
      return { role: 'program', evidence: [{ file: other, because: 'a project of Nx' }] };
    return other === undefined
      ? null
      : {
          role: 'program',
          evidence: [
            {
              file: other,
              because: other.startsWith('deno')
                ? 'a program of Deno'
                : 'a manifest that pnpm reads',
            },
          ],
        };
  }
  if (!read.ok) return { role: 'program', evidence: [read.evidence] };
  const files = new Set(await project.files());
  const runs = runEvidence(read.manifest, files);
  if (runs) return { role: 'program', evidence: [runs] };
  const builds = buildEvidence(read.manifest);
  // Beside a program in another language, dependencies and a build script belong to its front end.
  const other = otherMarks.find((it) => files.has(it));
  if (builds && other === undefined) return { role: 'program', evidence: [builds] };
  const because = builds
    ? `${builds.because}, but nothing to start, and ${other ?? 'another program'} is there`
    : 'nothing to start or to build, and no dependency for production';
  return { role: 'tooling', evidence: [{ ...(builds ?? { file: 'package.json' }), because }] };
}

/**
 * @returns the manifest of a project without package.json: a Deno manifest, one that only pnpm
 *   reads, or the manifest of a project in an Nx workspace; `undefined` if there is none.
 */
export async function otherManifest(project: ProjectReader): Promise<string | undefined> {
  const files = await project.files();
  if (files.includes('package.json')) return undefined;
  const found = ['deno.json', 'deno.jsonc', 'deno.lock', 'package.json5', 'package.yaml'].find(
    (it) => files.includes(it),
  );
  if (found !== undefined) return found;
  return files.includes('project.json') && (await project.above('nx.json')).length > 0
    ? 'project.json'
    : undefined;
}

function runEvidence(manifest: Manifest, files: ReadonlySet<string>): Evidence | null {
  const script = startScripts.find((it) => it in manifest.scripts);
  if (script !== undefined) return place(manifest, ['scripts', script], `the script "${script}"`);
  if (manifest.main !== null && files.has(manifest.main.replace(/^\.\//, '')))
    return place(manifest, ['main'], `"main" is ${manifest.main}`);
  if (Object.keys(manifest.bin).length > 0)
    return place(manifest, ['bin'], '"bin" names a program');
  if (manifest.workspaces.length > 0 || files.has('pnpm-workspace.yaml'))
    return place(manifest, ['workspaces'], 'a workspace of several packages');
  const entry = entryNames
    .flatMap((name) => entryExtensions.map((extension) => name + extension))
    .find((it) => files.has(it) && !isInstalledApart(it, files, manifest));
  return entry === undefined ? null : { file: entry, because: 'the usual name of an entry file' };
}

/** A script that builds an image from a Dockerfile builds no program. */
const buildsImage = /^\s*(?:docker|podman|buildah)\s/;

function buildEvidence(manifest: Manifest): Evidence | null {
  const script = manifest.scripts['build'];
  if (script !== undefined && !buildsImage.test(script))
    return place(manifest, ['scripts', 'build'], 'the script "build"');
  const [dependency] = Object.keys(productionDependencies(manifest));
  return dependency === undefined
    ? null
    : place(manifest, ['dependencies', dependency], `depends on ${dependency}`);
}
