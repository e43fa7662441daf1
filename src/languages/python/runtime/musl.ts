/** Finds a package that has wheels only for glibc, so that alpine cannot run the program. */
import type { Package } from '../package.ts';
import { systemPackages } from './system-packages.ts';
import { wheelFits } from '../versions.ts';

/**
 * Used for lock files and requirements that list no wheels: packages that have wheels only for
 * glibc on PyPI, in every version so far.
 */
const glibcOnly = [
  'torch',
  'torchvision',
  'torchaudio',
  'tensorflow',
  'tensorflow-cpu',
  'jaxlib',
  'onnxruntime',
  'faiss-cpu',
];

/** @returns the reason; `null` if no package is known to lack wheels for musl. */
export function glibcReason(packages: readonly Package[], version: string): string | null {
  const names = packages.map((it) => it.name);
  for (const it of packages) {
    const known = systemPackages.find(
      ({ lookedUp, linkedBy }) => lookedUp && linkedBy?.includes(it.name),
    );
    const brought = [...names, ...it.extras.map((extra) => `${it.name}-${extra}`)];
    if (known && !known.providedBy.some((name) => brought.includes(name)))
      return `${it.name} looks up ${known.title} in a way that only glibc has (${it.evidence.file}:${it.evidence.line ?? 1})`;
    if (it.wheels === null && glibcOnly.includes(it.name))
      return `${it.name} has wheels for glibc only (${it.evidence.file}:${it.evidence.line ?? 1})`;
    if (!it.wheels || it.wheels.length === 0) continue;
    const onGlibc = it.wheels.some((wheel) => wheelFits(wheel, version, /manylinux/));
    const anywhere = it.wheels.some((wheel) => wheelFits(wheel, version, /^any$|musllinux/));
    if (onGlibc && !anywhere)
      return `${it.name} ${it.version ?? ''} has wheels for glibc only (${it.evidence.file}:${it.evidence.line ?? 1})`;
  }
  return null;
}
