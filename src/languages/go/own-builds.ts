/**
 * Finds which script of a front end the project's own commands run, what they change of its output,
 * and where they move it: `cd ui && yarn run export && mv dist ../web/static` of a Makefile.
 */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../ports/ports.ts';
import { isWithin, resolveFolder, seenFrom } from '../../text/paths.ts';
import { type BuildLine, buildLines } from './build-lines.ts';

/** How the project itself makes a folder that a program needs. */
export interface OwnBuild {
  readonly script: string;
  /** The folder that the script fills. */
  readonly folder: string;
  /** Commands that change files of that folder before the program is compiled; they run in the folder of package.json. */
  readonly finish: readonly string[];
}

/** @returns how a folder is made; `undefined` where no command moves it to its place. */
export type OwnBuilds = (folder: string, wanted: string) => OwnBuild | undefined;

interface Move {
  readonly from: string;
  readonly to: string;
  /** The script that ran before it in the same chain of commands, and the folder of its package.json. */
  readonly ran: { readonly script: string; readonly folder: string } | undefined;
  readonly changes: Change[];
}

/** A command that renames or removes files. All paths are relative to the project. */
interface Change {
  readonly words: readonly string[];
  readonly paths: readonly string[];
}

const runs =
  /^(?:npm|pnpm|yarn|bun)\s+(?:(?:--prefix|--dir|--cwd|-C)[= ](\S+)\s+)?(?:run(?:-script)?\s+)?([\w:.-]+)$/;
const moves = /^(?:mv|cp)\s+((?:-\S+\s+)*)(\S+)\s+(\S+)$/;
const changes = /^(mv|cp|rm)\s+((?:-\w+\s+)*)((?:[\w./-]+\s*)+)$/;
const noScript =
  /^(?:install|ci|i|add|lint\S*|test\S*|dev|start|audit|run|format\S*|fmt\S*|serve|preview|watch|clean|update|upgrade)$/;

export async function ownBuilds(project: ProjectReader): Promise<OwnBuilds> {
  const scripts = new Map<string, string>();
  const moved: Move[] = [];
  for (const line of await buildLines(project)) {
    const chain = readChain(line);
    moved.push(...chain.moved);
    for (const { folder, script } of chain.ran)
      if (
        !scripts.get(folder)?.includes('build') &&
        (!scripts.has(folder) || script.includes('build'))
      )
        scripts.set(folder, script);
  }
  return (folder, wanted) => {
    const found = moved.find(
      (it) => it.to === wanted && isWithin(it.from, folder) && it.from !== folder,
    );
    if (!found) return undefined;
    const own = found.ran?.folder === folder ? found.ran.script : undefined;
    return {
      script: own ?? scripts.get(folder) ?? 'build',
      folder: found.from,
      finish: own === undefined ? [] : finishOf(found, folder),
    };
  };
}

/** Reads commands that run one after the other, of which `cd` changes the folder of the next. */
function readChain({ text, folder }: BuildLine): {
  readonly moved: readonly Move[];
  readonly ran: readonly { readonly folder: string; readonly script: string }[];
} {
  const moved: Move[] = [];
  const ran: { folder: string; script: string }[] = [];
  const changed: Change[] = [];
  let here: string | undefined = folder;
  for (const command of text.trim().split(/\s*(?:&&|;)\s*/)) {
    const bare = command.replace(/^[@-]+/, '').trim();
    const place: string | undefined = /^cd\s+["']?([\w./-]+)["']?$/.exec(bare)?.[1];
    if (place !== undefined) here = here === undefined ? here : resolveFolder(here, place);
    if (here === undefined) continue;
    const [, other = '.', script] = runs.exec(bare) ?? [];
    const inside = resolveFolder(here, other);
    if (script !== undefined && inside !== undefined && !noScript.test(script))
      ran.push({ folder: inside, script });
    const change = changeOf(bare, here);
    if (change) {
      changed.push(change);
      for (const it of moved) it.changes.push(change);
    }
    for (const it of moveOf(bare, here))
      moved.push({ ...it, ran: ran.at(-1), changes: [...changed] });
  }
  return { moved, ran };
}

function changeOf(command: string, here: string): Change | undefined {
  const [, name = '', flags = '', rest = ''] = changes.exec(command) ?? [];
  const paths = rest.split(/\s+/).flatMap((it) => (it === '' ? [] : [resolveFolder(here, it)]));
  if (name === '' || paths.some((it) => it === undefined)) return undefined;
  const words = [name, ...flags.split(/\s+/).filter((it) => it !== '')];
  return { words, paths: paths.flatMap((it) => it ?? []) };
}

/** @returns the commands that change files inside the folder, before or after it is moved. */
function finishOf({ from, to, changes: all }: Move, folder: string): readonly string[] {
  const inner = (path: string): string | undefined => {
    const place = [from, to].find((it) => isWithin(path, it) && path !== it);
    return place && seenFrom(folder, `${from}${path.slice(place.length)}`);
  };
  return all.flatMap(({ words, paths }) => {
    const found = paths.map(inner);
    return found.every((it) => it !== undefined) ? [[...words, ...found].join(' ')] : [];
  });
}

/** `cp -r ui/dist web` fills `web/dist`, where `web` is there, or else `web`. */
function moveOf(command: string, here: string): readonly Pick<Move, 'from' | 'to'>[] {
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
