/**
 * Knows how long each version of a runtime or distribution is supported. The dates and their
 * sources are in end-of-life.json.
 */
import lifecycles from './end-of-life.json' with { type: 'json' };

export type Runtime = 'go' | 'node' | 'python';
export type Product = Runtime | 'alpine' | 'debian' | 'distroless';

/**
 * - `upcoming`: not released.
 * - `active`: full support.
 * - `maintenance`: only security fixes (for Debian: long-term support).
 * - `ended`: past its end of life.
 */
export type Status = 'upcoming' | 'active' | 'maintenance' | 'ended';

export interface Lifecycle {
  readonly product: Product;
  readonly title: string;
  /** The release line as in image tags: `26`, `3.14`, `1.27`, `3.24`, `13`. */
  readonly version: string;
  /** Debian's name for the line. */
  readonly codename?: string;
  readonly status: Status;
  /** `YYYY-MM-DD`. */
  readonly endOfLife: string;
  /** Set if the date follows from a policy and is not announced yet. */
  readonly estimated: boolean;
  /** Whether the line has long-term support today. */
  readonly lts: boolean;
  readonly released?: string;
  /** The source of the dates. */
  readonly source: string;
}

interface Line {
  readonly version: string;
  readonly codename?: string;
  readonly released?: string;
  readonly lts?: string;
  readonly maintenance?: string;
  readonly endOfLife: string;
  readonly estimated?: boolean;
}

/** The day on which the dates were last compared with their sources. */
export const lifecyclesChecked: string = lifecycles.checked;

/**
 * The release line of a version: `26.11.1` belongs to Node.js 26. `undefined` if nothing is known
 * about it.
 */
export function lifecycleOf(product: Product, version: string, today: Date): Lifecycle | undefined {
  const line = lineOf(product, version);
  return line === undefined ? undefined : toLifecycle(product, line, today);
}

/** All lines that are released and not past their end of life, newest first. */
export function supportedVersions(product: Product, today: Date): readonly Lifecycle[] {
  return linesOf(product)
    .map((line) => toLifecycle(product, line, today))
    .filter((it) => it.status === 'active' || it.status === 'maintenance');
}

/** All lines past their end of life, newest first. */
export function endedVersions(product: Product, today: Date): readonly Lifecycle[] {
  return linesOf(product)
    .map((line) => toLifecycle(product, line, today))
    .filter((it) => it.status === 'ended');
}

/**
 * @param runtime a release line, which gets images as long as it is supported.
 * @param system a release line of a distribution.
 * @returns whether the one was still supported when the other came out, so that there are images of
 *   both. `true` if a date is not known.
 */
export function wasSupportedOn(
  runtime: { readonly product: Runtime; readonly version: string },
  system: { readonly product: 'alpine' | 'debian'; readonly version: string },
): boolean {
  const end = lineOf(runtime.product, runtime.version)?.endOfLife;
  const released = lineOf(system.product, system.version)?.released;
  return end === undefined || released === undefined || released <= end;
}

/** The data file lists the newest line first. */
function linesOf(product: Product): readonly Line[] {
  return lifecycles.products[product].lines;
}

function lineOf(product: Product, version: string): Line | undefined {
  return linesOf(product).find(
    (it) =>
      it.codename === version || version === it.version || version.startsWith(`${it.version}.`),
  );
}

function toLifecycle(product: Product, line: Line, now: Date): Lifecycle {
  const today = now.toISOString().slice(0, 10);
  const { title, source } = lifecycles.products[product];
  return {
    product,
    title,
    version: line.version,
    status: statusOf(line, today),
    endOfLife: line.endOfLife,
    estimated: line.estimated ?? false,
    lts: line.lts !== undefined && line.lts <= today,
    source,
    ...(line.codename === undefined ? {} : { codename: line.codename }),
    ...(line.released === undefined ? {} : { released: line.released }),
  };
}

function statusOf(line: Line, today: string): Status {
  if (line.released !== undefined && line.released > today) return 'upcoming';
  if (line.endOfLife < today) return 'ended';
  return line.maintenance !== undefined && line.maintenance <= today ? 'maintenance' : 'active';
}
