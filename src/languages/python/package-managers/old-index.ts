/**
 * Asks PyPI at its address of today where a list has the one that it had until 2018, which only
 * redirects. https://warehouse.pypa.io/api-reference/integration-guide.html
 */
import { shellWord } from '../../../text/shell-words.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import { lineOf } from '../files/toml.ts';
import { type Installation, requirementsPath } from './installation.ts';
import { managerOf } from './index.ts';

const old = '//pypi.python.org/';

/** @returns the installation, if pip installs, with the lists changed before it reads them. */
export async function withCurrentIndex(
  installation: Installation,
  project: ProjectReader,
): Promise<Installation> {
  const { manager, manifests, steps, notes } = installation;
  if (!managerOf(manager).usesPip) return installation;
  const texts = await Promise.all(
    manifests.map(async (file) => ({ file, text: (await project.read(file)) ?? '' })),
  );
  const named = texts.filter(({ text }) => text.includes(old));
  const [first] = named;
  if (!first) return installation;
  // The others export a list.
  const lists = manager === 'pip' ? named.map((it) => it.file) : [requirementsPath];
  const change = `sed -i 's#${old}#//pypi.org/#' ${lists.map(shellWord).join(' ')}`;
  return {
    ...installation,
    steps: steps.map((it) =>
      it.installs === 'packages' ? { ...it, before: [...it.before, change] } : it,
    ),
    notes: [
      ...notes,
      {
        code: 'python/old-index',
        level: 'info',
        text: 'pypi.python.org is the old address of PyPI: the build asks pypi.org instead',
        hint: 'Write https://pypi.org/simple, or leave the address out.',
        evidence: [
          {
            file: first.file,
            line: lineOf(first.text, old),
            because: 'names the old address of PyPI',
          },
        ],
      },
    ],
  };
}
