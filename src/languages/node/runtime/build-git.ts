/** Finds builds that ask git for a commit or for dates: their build stage gets git and .git. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { lineAt } from '../../../text/lines.ts';
import { joined } from '../../../text/paths.ts';
import type { Evidence, Note } from '../../../types.ts';
import { readProgram } from '../code/program.ts';
import { usesOf } from '../code/uses.ts';
import { filesOfScript, scriptsOf, textsOfScript } from '../files/script-files.ts';
import { dependsOn, type Manifest, place, scriptEvidence } from '../files/manifest.ts';

/** Configurations that a build loads as code, relative to the package. */
const configurations =
  /^(?:[\w-]+\/)?(?:\.vitepress\/config(?:\/index)?|(?:vite|next|nuxt|astro|svelte|vue|webpack|rollup|rsbuild|docusaurus|eleventy|react-router)\.config|gatsby-(?:config|node)|\.eleventy)\.[cm]?[jt]s$/;

/** Options that ask git when a page was changed. */
const dates: readonly {
  readonly dependency: string;
  readonly option: RegExp;
  readonly name: string;
}[] = [
  // https://vitepress.dev/reference/default-theme-last-updated
  { dependency: 'vitepress', option: /^[^\n/]*?\blastUpdated\s*:\s*true\b/m, name: 'lastUpdated' },
  // https://starlight.astro.build/reference/configuration/#lastupdated
  {
    dependency: '@astrojs/starlight',
    option: /^[^\n/]*?\blastUpdated\s*:\s*true\b/m,
    name: 'lastUpdated',
  },
  // https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-docs
  {
    dependency: '@docusaurus/core',
    option: /^[^\n/]*?\bshowLastUpdate(?:Time|Author)\s*:\s*true\b/m,
    name: 'showLastUpdateTime',
  },
];

/** Packages that run git where a configuration or a script of the build loads them. */
const packages =
  /["'](?:git-revision-webpack-plugin|git-rev-sync|git-rev|git-last-commit|git-describe|git-commit-info|last-commit-log|vite-plugin-git-revision|vite-plugin-git-version)["']/;

/** Reads only: git also runs in hooks, which no build starts. */
const reading = /\bgit\s+(?:-\S+\s+)*(?:rev-parse|describe|log|show|rev-list|status|tag|branch)\b/;

/**
 * @param script the build script; `null` if none runs.
 * @returns at most one warning: a script, a configuration or an option of the build runs git.
 */
export async function gitNotes(
  project: ProjectReader,
  manifest: Manifest,
  script: string | null,
): Promise<Note[]> {
  const scripted = scriptThatAsks(manifest, script);
  if (scripted) return [note('the build script runs git', commitHint, scripted)];
  const files = (await project.files()).filter((it) => isConfiguration(it, manifest.folder));
  const dated = await datesOf(project, manifest, files);
  if (dated)
    return [note(`${dated.name} asks git for dates`, datesHint(dated.name), dated.evidence)];
  const run = script === null ? [] : filesOfScript(manifest, script);
  const called =
    (await callIn(project, manifest, [...files, ...run])) ??
    (script === null ? undefined : await shellThatAsks(project, manifest, script));
  return called ? [note('the build runs git', commitHint, called)] : [];
}

const commitHint =
  'Read the value from a variable first (process.env.COMMIT), with a default for where git fails.';

function datesHint(name: string): string {
  return `Set ${name} to false for this build, or give the pages their dates in front matter.`;
}

function note(what: string, hint: string, evidence: Evidence): Note {
  return {
    code: 'node/build-reads-git',
    level: 'warning',
    text: `${what}: the build stage gets git and the history, and the build context needs the folder .git`,
    hint,
    evidence: [evidence],
  };
}

function isConfiguration(file: string, folder: string): boolean {
  const prefix = folder === '' ? '' : `${folder}/`;
  return file.startsWith(prefix) && configurations.test(file.slice(prefix.length));
}

function scriptThatAsks(manifest: Manifest, script: string | null): Evidence | undefined {
  const all = script === null ? [] : scriptsOf(manifest, script);
  const name = all.find((it) => reading.test(manifest.scripts[it] ?? ''));
  if (name !== undefined) return scriptEvidence(manifest, name);
  const plugin = 'gatsby-transformer-gitinfo';
  return dependsOn(manifest, plugin)
    ? place(manifest, [plugin], `${plugin} reads the history`)
    : undefined;
}

async function datesOf(
  project: ProjectReader,
  manifest: Manifest,
  files: readonly string[],
): Promise<{ readonly name: string; readonly evidence: Evidence } | undefined> {
  for (const { dependency, option, name } of dates) {
    if (!dependsOn(manifest, dependency)) continue;
    for (const file of files) {
      const text = (await project.read(file)) ?? '';
      const found = option.exec(text);
      if (!found) continue;
      const line = lineAt(text, found.index + found[0].length);
      return { name, evidence: { file, line, because: `sets ${name}` } };
    }
  }
  return undefined;
}

/** A shell script that a script of the build runs: `sh scripts/version.sh`. */
async function shellThatAsks(
  project: ProjectReader,
  manifest: Manifest,
  script: string,
): Promise<Evidence | undefined> {
  const words = textsOfScript(manifest, script).flatMap((it) => it.split(/[\s"';&|]+/));
  for (const word of words.filter((it) => it.endsWith('.sh'))) {
    const file = joined(manifest.folder, word);
    const lines = ((await project.read(file)) ?? '').split('\n');
    const line = lines.findIndex((it) => !it.trim().startsWith('#') && reading.test(it)) + 1;
    if (line > 0) return { file, line, because: 'runs git' };
  }
  return undefined;
}

/** Reads the configurations with what they load: a file beside them often asks for the commit. */
async function callIn(
  project: ProjectReader,
  manifest: Manifest,
  entries: readonly string[],
): Promise<Evidence | undefined> {
  if (entries.length === 0) return undefined;
  const program = await readProgram(project, {
    entries,
    folder: manifest.folder,
    packages: [{ manifest, build: null }],
  });
  const asking = [...program.modules.values()].filter((it) => /\bgit\b/.test(it.text));
  for (const { file, text } of asking) {
    const loaded = packages.exec(text);
    if (loaded)
      return { file, line: lineAt(text, loaded.index), because: `loads ${loaded[0].slice(1, -1)}` };
  }
  return asking.length > 0
    ? usesOf(program).starts.find((it) => it.program === 'git')?.evidence
    : undefined;
}
