/**
 * Mounts the project's pip.conf for pip, with the logins that its indexes need.
 * https://pip.pypa.io/en/stable/topics/configuration/
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { accessTo, hasPassword } from './indexes.ts';
import { readIni } from '../files/ini.ts';
import type { Installation } from './installation.ts';

const file = 'pip.conf';

/** @param installation the installation of a package manager that uses pip. */
export async function withPipConfiguration(
  installation: Installation,
  project: ProjectReader,
): Promise<Installation> {
  const text = await project.read(file);
  if (text === undefined) return installation;
  const values = readIni(text);
  const addresses = ['index-url', 'extra-index-url', 'find-links'].flatMap((key) =>
    ['global', 'install'].flatMap((section) => {
      const found = values.get(`${section}.${key}`);
      return found
        ? found.value
            .split(/\s+/)
            .filter((it) => it.includes('://'))
            .map((url) => ({
              url,
              evidence: { file, line: found.line, because: 'names an index' },
            }))
        : [];
    }),
  );
  const evidence = { file, because: 'the configuration of pip' };
  const [secret] = addresses.filter((it) => hasPassword(it.url));
  if (secret) {
    return {
      ...installation,
      secrets: [
        ...installation.secrets,
        { kind: 'file', id: 'pip.conf', source: file, target: `/etc/${file}` },
      ],
      withLogin: [file],
      notes: [
        ...installation.notes,
        {
          code: 'python/pip-configuration-password',
          level: 'warning',
          text: `${file} contains a password: it stays out of the build context and is mounted as a secret`,
          evidence: [secret.evidence],
        },
      ],
    };
  }
  const access = accessTo(addresses);
  return {
    ...installation,
    mounts: [`type=bind,source=${file},target=/etc/${file}`],
    unshipped: [...installation.unshipped, file],
    secrets: [
      ...installation.secrets,
      ...access.secrets.filter(
        (it) =>
          !installation.secrets.some((known) => 'id' in known && 'id' in it && known.id === it.id),
      ),
    ],
    notes: [
      ...installation.notes,
      {
        code: 'python/pip-configuration',
        level: 'info',
        text: `${file} is used where packages are installed`,
        evidence: [evidence],
      },
      ...access.notes,
    ],
  };
}
