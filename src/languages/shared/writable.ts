/** What languages say about folders that a program writes to. */
import type { Evidence, Note } from '../../types.ts';

/** @param folders absolute paths in the image. @param evidence the places that write there. */
export function declaredNote(folders: readonly string[], evidence: readonly Evidence[]): Note {
  return {
    code: 'shared/writable-declared',
    level: 'info',
    text: `declared as writable, each a volume: ${folders.join(', ')}. What has to outlive the container needs a volume with a name, or a mount`,
    evidence,
  };
}

/** Always writable, or never meant to be kept. */
export const temporary = /^\/(?:tmp|dev|proc|sys)(?:\/|$)/;

/** Where the system and the packages lie: no volume belongs there. */
export const system =
  /^\/(?:bin|boot|etc|lib\w*|opt|root|sbin|usr)(?:\/|$)|^\/(?:home|srv|var|mnt|media)?$/;

export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** @returns the paths that lie in no other one of them. */
export function outermost(paths: readonly string[]): string[] {
  return [...new Set(paths)].filter((it) => !paths.some((other) => isBelow(it, other)));
}

/**
 * Whether version control leaves a path out: names, `*.db` and folders above. What is not
 * understood leaves nothing out.
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
