/** Whether the program of an image is for the platform that the image names. */
import { programOf } from './file-checks.ts';
import type { FileFacts } from './files.ts';
import type { ImageFacts } from './image.ts';

/**
 * `e_machine` of the programs that run on an architecture, its own first. A 64-bit processor runs
 * those of 32 bits. https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
 */
const machines: Readonly<Record<string, readonly number[]>> = {
  amd64: [62, 3],
  '386': [3],
  arm64: [183, 40],
  arm: [40],
  ppc64le: [21],
  s390x: [22],
  riscv64: [243],
  loong64: [258],
};

/**
 * An engine starts such a program where the machine happens to fit, whatever the image says.
 *
 * @returns what is wrong, as a sentence; `null` for a program that fits, and for a script.
 */
export function misfitOf(image: ImageFacts, files: FileFacts | string): string | null {
  const fitting = machines[image.architecture];
  if (typeof files === 'string' || fitting === undefined) return null;
  const command = [...image.entrypoint, ...image.cmd];
  const path = image.environment.find(([name]) => name === 'PATH')?.[1] ?? '/usr/bin:/bin';
  const program = programOf(files.entries, command, image.workingDirectory, path);
  if (program?.machine === undefined || fitting.includes(program.machine)) return null;
  const own = Object.entries(machines).find(([, [it]]) => it === program.machine)?.[0];
  return `${program.path} is for ${own ?? `machine ${program.machine}`}, and the image for ${image.architecture}`;
}
