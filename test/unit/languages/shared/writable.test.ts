import { describe, expect, it } from 'vitest';
import { system } from '../../../../src/languages/shared/writable.ts';

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
