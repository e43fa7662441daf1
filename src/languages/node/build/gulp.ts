/** Reads what the tasks of gulp write from their file. */
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import { joined, seenFrom } from '../../../text/paths.ts';
import { withoutComments } from '../files/comments.ts';
import type { BuildOutput } from './output.ts';

/** https://gulpjs.com/docs/en/getting-started/javascript-and-gulpfiles */
const taskFile = /^gulpfile(?:\.babel)?\.(?:[cm]?js|ts)$/i;

/** From `src(` to the next `dest(` with a name: what is between them works on the files. */
const flow =
  /\bsrc\(\s*(\[[^\]]*\]|["'`][^"'`\n]+["'`])\s*\)((?:(?!\bsrc\()[\s\S])*?)\bdest\(\s*["'`]([\w./-]+)["'`]\s*\)/g;

/** Plug-ins that make one file of several. */
const bundles = /\b(?:webpack|browserify|rollup|esbuild|concat|bundle|vinylSource|source)\w*\s*\(/i;

/** Patterns by which sources may be meant. */
const scripts = /(?:^|\/)(?:[^/]*\*|[^/]*\.(?:\*|[cm]?[jt]sx?|\{[^}]*\b[jt]sx?\b[^}]*\}))$/;

async function taskText(project: ProjectReader, folder: string): Promise<string> {
  const file = (await project.files()).find(
    (it) => !seenFrom(folder, it).includes('/') && taskFile.test(seenFrom(folder, it)),
  );
  return withoutComments(file === undefined ? '' : ((await project.read(file)) ?? ''));
}

/** @returns the folders that tasks fill with scripts; none if the name of one is not written there. */
export async function gulpOutputs(project: ProjectReader, folder: string): Promise<BuildOutput[]> {
  const text = await taskText(project, folder);
  const flows = [...text.matchAll(flow)];
  const named = [...text.matchAll(/\bdest\(/g)].length;
  if (flows.length === 0 || flows.length !== named) return [];
  const outputs = flows.flatMap(([, from = '', between = '', to = '']): BuildOutput[] => {
    const sources = [...from.matchAll(/["'`](?!!)(?:\.\/)?([^"'`]+)["'`]/g)].map(
      (it) => it[1] ?? '',
    );
    const output = joined(folder, to);
    if (output === folder || !sources.some((it) => scripts.test(it))) return [];
    const roots = [...new Set(sources.map((it) => joined(folder, rootOf(it))))];
    return [{ folder: output, sources: bundles.test(between) ? null : roots }];
  });
  return outputs.filter(({ folder: it }, index) => {
    return outputs.findIndex((other) => other.folder === it) === index;
  });
}

/** The folder in front of the first pattern: its files keep their places below it. */
function rootOf(glob: string): string {
  const parts = glob.split('/');
  const index = parts.findIndex((it) => /[*?{[]/.test(it));
  return index === -1 ? posix.dirname(glob) : parts.slice(0, index).join('/');
}

/** @returns the folders, among some, that the tasks list by themselves: without them, a task fails. */
export async function listedByGulp(
  project: ProjectReader,
  folder: string,
  folders: readonly string[],
): Promise<readonly string[]> {
  const text = await taskText(project, folder);
  const listed = [...text.matchAll(/\breaddir(?:Sync)?\(\s*["'`](?:\.\/)?([\w-]+)\/?["'`]/g)];
  return folders.filter((it) => listed.some(([, name]) => name === it));
}
