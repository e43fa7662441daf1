/** Finds builds that make what production needs only where NODE_ENV says so. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { isInFolder, seenFrom } from '../../../text/paths.ts';
import type { Manifest } from '../files/manifest.ts';

/** Configurations of tools that leave NODE_ENV to their caller. */
const configuration = /^(?:webpack|rspack|rollup|gulpfile)[\w.-]*\.[cm]?[jt]s$/;

const runsTool = /(?:^|[\s/])(?:webpack|rspack|rollup|gulp)(?:\s|$)/;

const asks = /process\.env\.NODE_ENV\s*[!=]==?\s*["'`]production["'`]/;

/** The script decides itself, or installs packages, which needs those for development. */
const decides =
  /\bNODE_ENV=|--mode\b|--node-env\b|--env\b|(?:npm|pnpm|yarn|bun) (?:ci|i|install|add)\b/;

/** @returns whether the build script runs a tool whose configuration asks whether it is production. */
export async function asksForProduction(
  project: ProjectReader,
  { folder, scripts }: Manifest,
  script: string,
): Promise<boolean> {
  const text = wholeScript(scripts, script);
  if (!runsTool.test(text) || decides.test(text)) return false;
  const files = (await project.files()).filter(
    (it) => isInFolder(it, folder) && configuration.test(seenFrom(folder, it)),
  );
  const texts = await Promise.all(files.map((it) => project.read(it)));
  return texts.some((it) => asks.test(it ?? ''));
}

const runsScript = /\b(?:npm|pnpm|yarn|bun)(?: run)? ([\w:-]+)/g;

/** @returns a script with those that it runs, as one text. */
function wholeScript(scripts: Readonly<Record<string, string>>, script: string): string {
  const names = new Set([script]);
  for (const name of names)
    for (const [, inner = ''] of (scripts[name] ?? '').matchAll(runsScript))
      if (inner in scripts) names.add(inner);
  return [...names].map((it) => scripts[it] ?? '').join('\n');
}
