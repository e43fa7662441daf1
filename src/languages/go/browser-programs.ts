/**
 * Finds programs for the browser (GOOS=js GOARCH=wasm) whose files the server embeds or reads. The
 * image has them only if they were built before.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Note } from '../../types.ts';
import { joined } from '../../text/paths.ts';
import { buildLines, evidenceOf, generateLines, type BuildLine } from './build-lines.ts';
import type { Embedded } from './ignored.ts';
import { isInside } from './packages.ts';
import type { RunFiles } from './runtime-files.ts';

/** @returns a warning for each file of a browser program that is served and was not built. */
export async function browserPrograms(
  project: ProjectReader,
  { targets }: Embedded,
  { copies }: RunFiles,
): Promise<Note[]> {
  const served = [...targets.map((it) => it.path), ...copies.map((it) => it.from)];
  if (served.length === 0) return [];
  const files = await project.files();
  const lines = [...(await buildLines(project)), ...(await generateLines(project))];
  const notes = new Map<string, Note>();
  for (const line of lines.filter((it) => isForBrowser(it.text))) {
    const output = outputOf(line);
    if (output === undefined || files.includes(output)) continue;
    if (!served.some((it) => isInside(output, it)) || notes.has(output)) continue;
    notes.set(output, {
      code: 'go/browser-program-missing',
      level: 'warning',
      text: `${output} is served to browsers, and the image does not build it (GOOS=js)`,
      hint: `Run ${line.run} before docker build, which then takes the file into the image.`,
      evidence: [evidenceOf(line, `builds ${output}`)],
    });
  }
  return [...notes.values()];
}

/** https://go.dev/wiki/WebAssembly, https://tinygo.org/docs/guides/webassembly/wasm/ */
function isForBrowser(text: string): boolean {
  return /\bGOOS=js\b/.test(text) || /\btinygo build\b.*-target[ =]wasm\b/.test(text);
}

function outputOf({ text, folder }: BuildLine): string | undefined {
  const written = /\s-o[ =]["']?([\w./-]+)/.exec(text)?.[1];
  const left = /\bcd ["']?([\w./-]+)["']? *&&/.exec(text)?.[1] ?? '';
  return written === undefined ? undefined : joined(folder, `${left}/${written}`);
}
