/**
 * Finds which script of a front end the project's own commands run, and where they move what it
 * makes: `cd ui && yarn run export && mv dist ../web/static` of a Makefile.
 */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../ports/ports.ts';
import { isWithin, resolveFolder } from '../../text/paths.ts';
import { buildLines } from './build-lines.ts';

/** @returns the script and the folder that it fills; `undefined` where no command moves it. */
export type OwnBuilds = (
  folder: string,
  wanted: string,
) => { readonly script: string; readonly folder: string } | undefined;

interface Move {
  readonly from: string;
  readonly to: string;
}

const runs =
  /^(?:npm|pnpm|yarn|bun)\s+(?:(?:--prefix|--dir|--cwd|-C)[= ](\S+)\s+)?(?:run(?:-script)?\s+)?([\w:.-]+)$/;
const moves = /^(?:mv|cp)\s+((?:-\S+\s+)*)(\S+)\s+(\S+)$/;
const noScript = /^(?:install|ci|i|add|lint\S*|test\S*|dev|start|audit|run)$/;

export async function ownBuilds(project: ProjectReader): Promise<OwnBuilds> {
  const scripts = new Map<string, string>();
  const moved: Move[] = [];
  for (const { text, folder } of await buildLines(project)) {
    let here: string | undefined = folder;
    for (const command of text.trim().split(/\s*(?:&&|;)\s*/)) {
      const bare = command.replace(/^[@-]+/, '').trim();
      const place: string | undefined = /^cd\s+["']?([\w./-]+)["']?$/.exec(bare)?.[1];
      if (place !== undefined) here = here === undefined ? here : resolveFolder(here, place);
      const [, other = '.', script] = runs.exec(bare) ?? [];
      const inside = here === undefined ? undefined : resolveFolder(here, other);
      if (script !== undefined && inside !== undefined && !noScript.test(script))
        scripts.set(inside, script);
      moved.push(...(here === undefined ? [] : moveOf(bare, here)));
    }
  }
  return (folder, wanted) => {
    const found = moved.find(
      (it) => it.to === wanted && isWithin(it.from, folder) && it.from !== folder,
    );
    return found && { script: scripts.get(folder) ?? 'build', folder: found.from };
  };
}

/** `cp -r ui/dist web` fills `web/dist`, where `web` is there, or else `web`. */
function moveOf(command: string, here: string): readonly Move[] {
  const [, , source = '', target = ''] = moves.exec(command) ?? [];
  const from = resolveFolder(here, source.replace(/\/[.*]?$/, ''));
  const to = resolveFolder(here, target.replace(/\/[.]?$/, ''));
  if (!from || !to || /[*$]/.test(from + to) || /[^/]\.\w+$/.test(from)) return [];
  const isInside = /\/[.*]$/.test(source);
  return isInside
    ? [{ from, to }]
    : [
        { from, to },
        { from, to: `${to}/${basename(from)}` },
      ];
}
