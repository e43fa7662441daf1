/** The packages of a lock file in; the first that no wheel brings to musl out, as the reason why alpine cannot carry the program. */
import type { Package } from './details.ts';
import { wheelFits } from './versions.ts';

/** @returns `null` when every package has a wheel that fits, or the lock file lists no wheels. */
export function musllessPackage(packages: readonly Package[], version: string): string | null {
  for (const it of packages) {
    if (!it.wheels || it.wheels.length === 0) continue;
    const onGlibc = it.wheels.some((wheel) => wheelFits(wheel, version, /manylinux/));
    const anywhere = it.wheels.some((wheel) => wheelFits(wheel, version, /^any$|musllinux/));
    if (onGlibc && !anywhere) return `${it.name} ${it.version ?? ''} has wheels for glibc only (${it.evidence.file}:${it.evidence.line ?? 1})`;
  }
  return null;
}
