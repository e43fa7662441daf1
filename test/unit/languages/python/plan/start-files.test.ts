import { expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const project = {
  'setup.py':
    'from setuptools import setup\nsetup(name="shop", packages=["shop"], install_requires=["flask"], entry_points={"console_scripts": ["shop-dev = shop.cli:main"]})\n',
  'shop/__init__.py': '',
  'shop/cli.py': 'import flask\ndef main():\n    print(1)\n',
  'configs/config.yaml': 'port: 8080\n',
  'more/a.ini': '[a]\n',
  'more/b.ini': '[b]\n',
  'serve/notes.txt': '',
  '.env': '',
};
const copiesOf = (dockerfile: string): readonly string[] =>
  dockerfile
    .slice(dockerfile.lastIndexOf('COPY --from=build /rootfs/'))
    .split('\n')
    .filter((it) => /^(?:COPY|WORKDIR|# Files)/.test(it))
    .slice(2);

it.each([
  ['./configs/config.yaml --fast', ['configs/config.yaml']],
  ['--config=configs/config.yaml more/', ['configs/config.yaml', 'more']],
])('a package has the files that its start command names: %s', async (words, paths) => {
  const { dockerfile } = await generated({
    ...project,
    Procfile: `web: shop-dev ${words}\n`,
  });
  expect(copiesOf(dockerfile)).toEqual([
    '# Files that the start command names. The program is installed as a package; its relative paths start in this folder.',
    ...paths.map((it) => `COPY --from=build ["/app/${it}", "/app/${it}"]`),
    'WORKDIR /app',
  ]);
});

it.each(['serve', '--env-file=.env', 'https://shop.test/'])(
  'a package has no file for the word %s',
  async (words) => {
    const { dockerfile } = await generated({ ...project, Procfile: `web: shop-dev ${words}\n` });
    expect(copiesOf(dockerfile)).toEqual([]);
  },
);
