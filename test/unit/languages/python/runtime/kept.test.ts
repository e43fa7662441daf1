import { expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const main =
  'import sqlite3\nfrom pathlib import Path\nfrom experiments.ab_test import pick\nHERE = Path(__file__).parent\nKEY = (HERE / "keys" / "issuer.pem").read_text()\nSECRET = open("keys/private.pem").read()\nwords = sqlite3.connect("file:data/words.sqlite3?mode=ro", uri=True)\nABOUT = open("README.md").read()\nif __name__ == "__main__":\n    print(pick())\n';

it('what the program reads or imports stays in the build context, but for secrets', async () => {
  const { ignore, dockerfile } = await generated({
    'main.py': main,
    'experiments/__init__.py': '',
    'experiments/ab_test.py': 'def pick():\n    return 1\n',
    'experiments/test_pick.py': '',
    'keys/issuer.pem': '-----BEGIN PUBLIC KEY-----\n',
    'keys/private.pem': '-----BEGIN PRIVATE KEY-----\n',
    'data/words.sqlite3': '',
    'README.md': '',
    'CHANGES.md': '',
  });
  expect(ignore.slice(ignore.indexOf('# The program reads'))).toBe(
    '# The program reads or imports these.\n!/data/words.sqlite3\n!/experiments/ab_test.py\n!/keys/issuer.pem\n',
  );
  expect(dockerfile).toContain('CHANGES.md');
  expect(dockerfile).not.toContain('README.md');
});

it('the certificates of a package among the sources stay in the build context', async () => {
  const { ignore } = await generated({
    'main.py': 'import lib.certifi\nprint(1)\n',
    'lib/certifi/__init__.py': '',
    'lib/certifi/cacert.pem': '-----BEGIN CERTIFICATE-----\n',
    'lib/certifi/test/__init__.py': '',
    'lib/certifi/test/bad.pem': '-----BEGIN CERTIFICATE-----\n',
    'lib/certifi/own.key': '-----BEGIN PRIVATE KEY-----\n',
    'certificates/server.pem': '-----BEGIN CERTIFICATE-----\n',
  });
  expect(ignore.split('\n').filter((it) => it.startsWith('!'))).toEqual([
    '!/lib/certifi/cacert.pem',
  ]);
});
