/**
 * Resolves USER to the numeric ids that a container runs as, with the /etc/passwd and /etc/group of
 * the image.
 */

export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups that the engine adds. Only if USER names no group. */
  readonly groups: readonly number[];
  /** The home folder in /etc/passwd, looked up by number. */
  readonly home: string | null;
}

/**
 * Resolves USER like the engine. A name must be in /etc/passwd; a number need not be. Without a
 * group, it is the primary group of the account, or else 0.
 */
export function resolveAccount(user: string, passwd: string, group: string): Account | null {
  const [who = '', which] = user.split(':');
  const accounts = rows(passwd);
  const entry =
    accounts.find(([name]) => name === who) ?? accounts.find(([, , uid]) => uid === who);
  const uid = who === '' ? 0 : (number(who) ?? number(entry?.[2]));
  if (uid === null) return null;
  const home = accounts.find(([, , id]) => id === String(uid))?.[5] ?? null;
  if (which !== undefined && which !== '') {
    const gid = number(which) ?? number(rows(group).find(([name]) => name === which)?.[2]);
    return gid === null ? null : { uid, gid, groups: [], home };
  }
  const groups = rows(group).flatMap(([, , gid, members = '']) =>
    entry?.[0] !== undefined && members.split(',').includes(entry[0]) ? [Number(gid)] : [],
  );
  return { uid, gid: number(entry?.[3]) ?? 0, groups, home };
}

/**
 * Whether USER is two numbers. Otherwise Kubernetes cannot check that it is not root without the
 * files of the image.
 */
export function isNumericUser(user: string): boolean {
  return /^\d+:\d+$/.test(user);
}

function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((it) => it.includes(':'))
    .map((it) => it.trim().split(':'));
}

function number(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
