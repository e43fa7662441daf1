/** What an install needs in, the lines of its stage out: files to copy first, mounts, compilers. */
import { exportsOf, mountsOf } from '../../secrets.ts';
import type { BuildSecret, View } from '../../types.ts';
import type { ProjectDetails } from './details.ts';
import type { Install, Step } from './managers/manager.ts';

/** node-gyp needs Python, make and a C++ compiler. */
export function compilersOf(libc: 'glibc' | 'musl'): string {
  if (libc === 'musl') return 'apk add --no-cache python3 make g++';
  return 'apt-get update && apt-get install --yes --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*';
}

/** Prisma chooses its engine by the OpenSSL that it finds, and Debian's slim image has none. */
export function opensslOf(libc: 'glibc' | 'musl'): string {
  if (libc === 'musl') return 'apk add --no-cache openssl';
  return 'apt-get update && apt-get install --yes --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*';
}

/** One COPY for what lies at the root, and one for each folder: COPY does not keep folders by itself. */
export function copiesOf(project: ProjectDetails, install: Install): string[][] {
  if (install.needsSources) return [['.', './']];
  const root = ['package.json', ...(install.lock === null ? [] : [install.lock])];
  const folders: string[][] = [];
  for (const path of install.configuration) {
    if (!project.files.includes(path)) folders.push([path, `./${path}/`]);
    else if (path.includes('/')) folders.push([path, `./${path.slice(0, path.lastIndexOf('/'))}/`]);
    else root.push(path);
  }
  for (const member of install.members) folders.push([`${member}/package.json`, `./${member}/`]);
  return [[...root, './'], ...folders];
}

/** Download caches and secrets; a secret that is a variable is read into it for this command alone. */
export function mounted(step: Step, secrets: readonly BuildSecret[]): View & { readonly command: string } {
  const caches = step.caches.map((it) => `type=cache,target=${it}`);
  return { why: step.why ?? '', mounts: [...caches, ...mountsOf(secrets)], command: `${exportsOf(secrets)}${step.command}` };
}
