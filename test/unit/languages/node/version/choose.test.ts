import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { printed } from '../../../../support/notes.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function versionOf(files: Record<string, string>, manifest: object = {}) {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({ name: 'x', main: 'index.js', ...manifest }, null, 2),
      'index.js': '',
      ...files,
    }),
    { today },
  );
  if (!facts) throw new Error('not recognised');
  return { finding: facts.runtimeVersion, notes: facts.notes };
}

describe('the version of Node', () => {
  it.each<[string, Record<string, string>, object, string]>([
    ['.nvmrc', { '.nvmrc': 'v22.11.0\n' }, {}, '22'],
    ['.nvmrc with the name of a line', { '.nvmrc': 'lts/jod\n' }, {}, '22'],
    ['.nvmrc with a comment', { '.nvmrc': '# ours\n24 # krypton\n' }, {}, '24'],
    ['.node-version', { '.node-version': '24.1' }, {}, '24'],
    ['.tool-versions', { '.tool-versions': 'python 3.12\nnodejs 22.3.0\n' }, {}, '22'],
    ['mise.toml', { 'mise.toml': '[tools]\nnode = "24"\n' }, {}, '24'],
    [
      'mise.toml with a list, whose first is the default',
      { 'mise.toml': '[tools]\nnode = ["24", "22"]\n' },
      {},
      '24',
    ],
    [
      'mise.toml with a table',
      { 'mise.toml': '[tools]\nnode = { version = "22", postinstall = "true" }\n' },
      {},
      '22',
    ],
    ['mise.toml with a table', { '.mise.toml': '[tools.node]\nversion = "22.1"\n' }, {}, '22'],
    [
      'mise.toml with the name of the backend',
      { '.config/mise.toml': '[tools]\n"core:node" = "prefix:22"\n' },
      {},
      '22',
    ],
    ['useNodeVersion', { 'pnpm-workspace.yaml': 'useNodeVersion: 22.10.0\n' }, {}, '22'],
    [
      'volta in another file',
      {
        'config/package.json': '{ "volta": { "extends": "../base.json" } }',
        'base.json': '{ "volta": { "node": "22.9.0" } }',
      },
      { volta: { extends: './config/package.json' } },
      '22',
    ],
    ['volta', {}, { volta: { node: '22.9.0' } }, '22'],
    ['devEngines', {}, { devEngines: { runtime: { name: 'node', version: '^24.4.0' } } }, '24'],
    ['an upper bound: the highest LTS below it', {}, { engines: { node: '>=18 <25' } }, '24'],
    ['alternatives', {}, { engines: { node: '^20 || ^22' } }, '22'],
    ['a range and a pin together', { '.nvmrc': '24' }, { engines: { node: '>=20' } }, '24'],
    ['an open range: the newest LTS', {}, { engines: { node: '>=8' } }, '26'],
    [
      'an open range, seen by CI',
      {
        '.github/workflows/ci.yml':
          "jobs:\n  test:\n    strategy:\n      matrix:\n        node-version: ['20.x', '22.x']\n",
      },
      { engines: { node: '>=18' } },
      '22',
    ],
    [
      'an open range, seen by CI line by line',
      { '.github/workflows/ci.yml': '        node-version:\n          - 22\n          - 24\n' },
      { engines: { node: '>=18' } },
      '24',
    ],
    [
      'an open range, seen by GitLab',
      { '.gitlab-ci.yml': 'image: node:24-alpine\n' },
      { engines: { node: '>=8' } },
      '24',
    ],
    [
      'an open range, held back by a package for production',
      {
        'package-lock.json': JSON.stringify({
          packages: {
            '': {},
            'node_modules/old': { engines: { node: '>=14 <25' } },
            'node_modules/tool': { dev: true, engines: { node: '<23' } },
          },
        }),
      },
      { engines: { node: '>=8' } },
      '24',
    ],
    [
      'an open range, written against types',
      {},
      { engines: { node: '>=18' }, devDependencies: { '@types/node': '^24.3.0' } },
      '24',
    ],
  ])('%s', async (_name, files, manifest, version) => {
    const { finding } = await versionOf(files, manifest);
    expect(finding).toMatchObject({ kind: 'found', value: version });
  });

  it('says which package holds it back', async () => {
    const lock =
      '{ "packages": {\n"node_modules/a/node_modules/old": { "engines": { "node": "^22 || ^24" } } } }';
    const { finding } = await versionOf({ 'package-lock.json': lock });
    expect(finding).toMatchObject({
      kind: 'found',
      value: '24',
      evidence: [{ file: 'package-lock.json', line: 2, because: 'old runs on Node ^22 || ^24' }],
    });
  });

  it('names file and line of what it is taken from', async () => {
    const { finding } = await versionOf({}, { engines: { node: '24.x' } });
    expect(finding).toMatchObject({
      evidence: [
        { file: 'package.json', line: 5, because: 'engines.node is 24.x' },
        { because: 'Node 24 is the newest LTS that satisfies it' },
      ],
    });
  });

  it("proposes the newest LTS where nothing is said, never an odd line or the machine's own", async () => {
    expect((await versionOf({})).finding).toMatchObject({ kind: 'suggested', value: '26' });
  });

  it('does not pick from versions that exclude each other', async () => {
    const { finding } = await versionOf({ '.nvmrc': '22' }, { engines: { node: '>=24' } });
    expect(finding).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: '22' }, { value: '26' }],
    });
  });

  it('proposes the nearest supported line for one past its end, and says since when', async () => {
    const { finding, notes } = await versionOf({ '.nvmrc': '18' });
    expect(finding).toMatchObject({ kind: 'suggested', value: '22' });
    expect(printed(notes.find((it) => it.level === 'warning'))).toBe(
      'node/version-ended: the project asks for Node 18, which has had no security fixes since 2025-04-30; Node 22 is the nearest supported line\nTry the program on Node 22.',
    );
  });

  it.each([
    ['16.16.0', '>=20', '26'],
    ['16', '^22', '22'],
  ])('forgets the old %s where the project demands %s', async (pin, range, version) => {
    const { finding, notes } = await versionOf({ '.nvmrc': pin }, { engines: { node: range } });
    expect(finding).toMatchObject({ kind: 'found', value: version });
    expect(notes.map((it) => it.code)).not.toContain('node/version-ended');
  });

  it('knows no version for one that does not exist yet', async () => {
    expect((await versionOf({}, { engines: { node: '>=30' } })).finding).toMatchObject({
      kind: 'unknown',
      why: 'no supported release satisfies what the project asks for; supported are 26, 24, 22',
    });
  });

  it('says what it could not read', async () => {
    const { notes } = await versionOf({ '.nvmrc': 'whatever' });
    expect(notes.map(printed)).toContain(
      'node/version-unreadable: "whatever" is not a version of Node and is ignored',
    );
  });

  it.each<[string, Record<string, string>, object]>([
    ['CI', { '.github/workflows/ci.yml': 'node-version: [12, 14, 16, 18]\n' }, {}],
    ['types', {}, { devDependencies: { '@types/node': '^18.0.0' } }],
  ])(
    'proposes the line nearest to what was seen, where that is past its end: %s',
    async (_name, files, manifest) => {
      const { finding, notes } = await versionOf(files, { engines: { node: '>=8' }, ...manifest });
      expect(finding).toMatchObject({ kind: 'suggested', value: '22' });
      expect(notes.map(printed)).toContain(
        'node/version-ended: the newest Node in the CI and the types of the project is 18, which has had no security fixes since 2025-04-30; Node 22 is the nearest supported line\nTry the program on Node 22.',
      );
    },
  );

  it.each(['lts/*', 'node'])(
    'is taken from .nvmrc where that asks for the newest: %s',
    async (text) => {
      expect((await versionOf({ '.nvmrc': text })).finding).toMatchObject({
        kind: 'found',
        value: '26',
        evidence: [{ file: '.nvmrc', because: `Node ${text}` }, {}],
      });
    },
  );

  it('says where volta leads out of the folder, and that mise.toml is no TOML', async () => {
    expect(
      (await versionOf({}, { volta: { extends: '../base.json' } })).notes.map(printed),
    ).toContain(
      'node/version-file-missing: volta.extends names ../base.json, which is not in this folder and is ignored',
    );
    expect(
      (await versionOf({ 'mise.toml': '[tools\nnode = "22"\n' })).notes.map(printed),
    ).toContain('node/version-file-unreadable: mise.toml is not TOML and is ignored');
  });

  it.each<[string, object, boolean]>([
    ['a line that the image is not of', { version: '20.x' }, true],
    ['one release', { version: '24.4.0', onFail: 'download' }, true],
    ['a line', { version: '^24.4.0' }, false],
    ['a warning is enough', { version: '24.4.0', onFail: 'warn' }, false],
  ])('warns of what npm refuses by devEngines: %s', async (_name, runtime, refused) => {
    const { finding, notes } = await versionOf(
      {},
      { devEngines: { runtime: { name: 'node', ...runtime } } },
    );
    const value = 'value' in finding ? finding.value : '';
    const { version } = runtime as { version: string };
    expect(
      notes
        .map(printed)
        .includes(
          `node/npm-refuses-node: npm refuses to install (EBADDEVENGINES) where Node is not ${version}, and the image has the newest Node ${value}\nWrite "version": "^${value}.0.0", or "onFail": "warn".`,
        ),
    ).toBe(refused);
  });
});

describe('a range that ends inside a line', () => {
  it.each<[string, string, string | null]>([
    ['24 <24.17.0 || 26 <26.3.1', '26', '26.3.0'],
    ['>=26.1.0 <=26.2.4', '26', '26.2.4'],
    ['~22.12.0', '22', '22.12.0'],
    // Another line satisfies it with all of its releases.
    ['22 || 24 <24.17.0', '22', null],
    ['>=22.1.0', '26', null],
    ['<27', '26', null],
  ])('%s', async (range, line, release) => {
    const { finding, notes } = await versionOf({}, { engines: { node: range } });
    expect(finding).toMatchObject({ value: line });
    const note = notes.find((it) => it.code === 'node/version-bound');
    expect(note === undefined).toBe(release === null);
    if (release === null) return;
    expect(note).toMatchObject({
      level: 'warning',
      hint: `Name one that it accepts: --runtime-version ${release}.`,
      evidence: [{ file: 'package.json', line: 5, because: `engines.node is ${range}` }],
    });
  });

  it('is no matter of a file that pins a release', async () => {
    const { notes } = await versionOf({ '.nvmrc': '22.11.0' });
    expect(notes.map((it) => it.code)).not.toContain('node/version-bound');
  });
});
