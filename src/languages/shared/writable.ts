/** Notes and rules for folders that a program writes to, shared by all languages. */
import { listed } from '../../text/lists.ts';
import type { Evidence, Note } from '../../types.ts';

/** @param folders absolute paths in the image. @param evidence the places that write there. */
export function declaredNote(folders: readonly string[], evidence: readonly Evidence[]): Note {
  const volumes = volumesFor(folders);
  return {
    code: 'shared/writable-declared',
    level: 'info',
    text: `the program writes to ${volumes.join(', ')}, which the image declares as ${volumes.length === 1 ? 'a volume' : 'volumes'}`,
    hint: `Give a volume a name to keep its data when the container is replaced: docker run -v NAME:${volumes[0]}`,
    evidence,
  };
}

/** Folders that a system, a base or the image itself has: what is below them does not belong together. */
const notOwn = new Set(
  'app bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var'.split(
    ' ',
  ),
);

/**
 * One volume for several folders below one at the root that only the program has: `/data` for
 * `/data/uploads` and `/data/db`. A user names and mounts one instead of each.
 * @param folders absolute paths.
 */
export function volumesFor(folders: readonly string[]): readonly string[] {
  const tops = folders.map(topOf);
  const volumes = folders.map((it, index) => {
    const top = tops[index];
    const isShared = tops.some((other, place) => place !== index && other === top);
    return top !== undefined && isShared ? `/${top}` : it;
  });
  return [...new Set(volumes)];
}

/** @returns the first part of a path, if only the program has a folder of that name. */
function topOf(path: string): string | undefined {
  const [, top = ''] = path.split('/');
  return top === '' || notOwn.has(top) ? undefined : top;
}

/** Where files are kept that a program writes where nothing can be written. */
export const keptFolder = '/data';

/**
 * @param place where the program writes them, and that it is read-only.
 * @param folder where the image keeps them.
 */
export function keptText(paths: readonly string[], place: string, folder: string): string {
  return `the program writes ${listed(paths)} ${place}: the image keeps ${paths.length === 1 ? 'it' : 'them'} in ${folder}`;
}

/** Folders that are always writable or never meant to keep data. */
export const temporary = /^\/(?:tmp|dev|proc|sys)(?:\/|$)/;

/** The home of the user that templates/partials/rootfs.hbs makes, and that distroless has. */
export const home = '/home/nonroot';

/** Folders of the system and of installed packages, where a volume must not be mounted. */
export const system =
  /^\/(?:bin|boot|etc|lib\w*|root|sbin|usr|opt\/venv)(?:\/|$)|^\/(?:home|mnt|media|opt|srv|var)?$/;

/**
 * Whether version control ignores a path. Understands names, `*.db` and parent folders. Other
 * patterns match nothing.
 * @param ignored the text of .gitignore. https://git-scm.com/docs/gitignore
 */
export function isIgnored(path: string, ignored: string): boolean {
  const parts = path.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return ignored.split(/\r?\n/).some((line) => {
    const rule = line.trim().replace(/\/\*{0,2}$/, '');
    if (rule === '' || rule.startsWith('#') || rule.startsWith('!')) return false;
    if (rule.startsWith('*.')) return path.endsWith(rule.slice(1));
    return above.includes(rule.replace(/^\//, '')) || (!rule.includes('/') && parts.includes(rule));
  });
}
