/** The packages of a lock file in; the first that no wheel brings to musl out, as the reason why alpine cannot carry the program. */
import type { Package } from '../files/package.ts';
import { wheelFits } from '../versions.ts';

/** For lock files and requirements that list no wheels: what PyPI has for glibc alone, in every version up to now. */
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

/** @returns `null` when every package has a wheel that fits, or, where none are listed, is not known to lack one. */
export function musllessPackage(packages: readonly Package[], version: string): string | null {
  for (const it of packages) {
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
