import { describe, expect, it } from 'vitest';
import { system, volumesFor } from '../../../../src/languages/shared/writable.ts';

describe('a folder of the system', () => {
  it.each(['/etc', '/etc/shop', '/usr/share/shop', '/lib64', '/root/.cache', '/opt/venv/lib'])(
    'is %s',
    (path) => {
      expect(system.test(path)).toBe(true);
    },
  );
  it.each(['/opt', '/var', '/srv', '/mnt', '/'])('is %s as a whole', (path) => {
    expect(system.test(path)).toBe(true);
  });
  it.each(['/opt/stacks', '/opt/shop/data', '/var/lib/shop', '/srv/shop', '/mnt/data', '/data'])(
    'is not %s, which a volume can be',
    (path) => {
      expect(system.test(path)).toBe(false);
    },
  );
});

describe('the volumes for folders', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['one for several below a folder of the program', ['/data/uploads', '/data/db/a'], ['/data']],
    ['the folder itself for one beside it', ['/data', '/data/db'], ['/data']],
    ['the folder for one alone', ['/data/db', '/config'], ['/data/db', '/config']],
    ['each in a folder of the system', ['/var/lib/a', '/var/log/a'], ['/var/lib/a', '/var/log/a']],
    ['each beside the program', ['/app/data', '/app/logs'], ['/app/data', '/app/logs']],
    ['each in the home folder', ['/home/u/.a', '/home/u/.b'], ['/home/u/.a', '/home/u/.b']],
  ])('%s', (_what, folders, expected) => {
    expect(volumesFor(folders)).toEqual(expected);
  });
});
