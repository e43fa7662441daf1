/**
 * Whether a lock file was made for another manifest. The tools keep a hash of what the manifest asks
 * for in the lock file, and newer releases of a tool calculate it in another way.
 */
import { createHash } from 'node:crypto';
import { firstTwo } from '../../../text/lists.ts';
import type { Evidence, Note } from '../../../types.ts';
import { isTable } from '../files/toml.ts';

/**
 * `fresh`: the release in the image finds that they match. `older`: only an older release does, so
 * the build cannot check it. `outdated`: no release does.
 */
export type LockState = 'fresh' | 'older' | 'outdated';

/** How `json.dumps` separates items, and a key from its value. */
type Separators = readonly [string, string];
const usual: Separators = [', ', ': '];

/** What `json.dumps(value, sort_keys=True, separators=(",", ":"))` takes. */
export const compact: Separators = [',', ':'];

/**
 * @param locked the hash in the lock file.
 * @param current what the release in the image hashes.
 * @param earlier what older releases hashed.
 */
export function lockState(
  locked: string | undefined,
  current: unknown,
  earlier: readonly unknown[],
  separators: Separators = usual,
): LockState {
  const now = hashOf(current, separators);
  if (now === undefined || now === locked) return 'fresh';
  const isOlder = earlier.some((it) => hashOf(it, separators) === locked);
  return locked === undefined || isOlder ? 'older' : 'outdated';
}

/** @returns the SHA-256 of the JSON that Python writes; `undefined` if this cannot write it. */
export function hashOf(content: unknown, separators: Separators = usual): string | undefined {
  const text = pythonJson(content, separators);
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
}

/** What an outdated lock file is, and what the image has then. */
interface Outdated {
  readonly lock: string;
  readonly manifest: string;
  /** What makes it again. */
  readonly command: string;
  /** What the manifest asks for, and the lock file lacks. */
  readonly unlocked: readonly string[];
  /** Whether the tool exports it all the same. */
  readonly isExported: boolean;
  readonly evidence: Evidence;
}

/** @returns an error where no export has all that the manifest asks for, else a warning. */
export function outdatedNote(given: Outdated): Note {
  const { lock, manifest, unlocked } = given;
  const lacks = unlocked.length === 0 ? '' : `: it lacks ${firstTwo(unlocked)}`;
  const isUsed = given.isExported && unlocked.length === 0;
  return {
    code: 'python/lock-outdated',
    level: isUsed ? 'warning' : 'error',
    text: `${lock} does not match ${manifest}${isUsed ? ': the image has the versions of the lock file' : lacks}`,
    hint: `Run ${given.command}.`,
    evidence: [given.evidence],
  };
}

/** What `json.dumps` of Python writes, with sorted keys; `undefined` for a value that it writes otherwise. */
function pythonJson(value: unknown, separators: Separators): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string') return quoted(value);
  const [between, colon] = separators;
  const written = (it: unknown): string | undefined => pythonJson(it, separators);
  if (Array.isArray(value)) return joined('[', value.map(written), ']', between);
  if (!isTable(value) || value instanceof Date) return undefined;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const pairs = entries.map(([key, it]) => {
    const inner = written(it);
    return inner === undefined ? undefined : `${quoted(key)}${colon}${inner}`;
  });
  return joined('{', pairs, '}', between);
}

function joined(
  open: string,
  items: readonly (string | undefined)[],
  close: string,
  between: string,
): string | undefined {
  return items.includes(undefined) ? undefined : `${open}${items.join(between)}${close}`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
