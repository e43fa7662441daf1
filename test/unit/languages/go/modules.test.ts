import { describe, expect, it } from 'vitest';
import { nameOfModule, parseModuleFile } from '../../../../src/languages/go/modules.ts';
import { resolveFolder } from '../../../../src/text/paths.ts';
import { go } from '../../../../src/languages/go/go.ts';
import { goFacts, main, mod, noted, plannedFor } from '../../../support/go-facts.ts';

async function manifests(
  files: Record<string, string>,
): Promise<{ copies: string[]; download: readonly string[]; notes: string; buildFolder: string }> {
  const facts = await goFacts(files);
  const found = facts.details.manifests;
  const [service] = facts.services;
  return {
    copies: found.copies.map((it) => `${it.files.join(' ')} -> ${it.to}`),
    download: found.downloadIn,
    notes: noted(facts.notes),
    buildFolder: service ? service.details.buildFolder : '',
  };
}

const requires = `${mod}\nrequire github.com/google/uuid v1.6.0\n`;

describe('go.mod', () => {
  it('is read with blocks, comments and quotes', () => {
    const file = parseModuleFile(
      'go.mod',
      'module "a.b/c" // comment\n\ngo 1.26 // x\ntoolchain go1.26.2\n\nrequire (\n\tx.y/z v1.0.0 // indirect\n\t"q.r/s" v2.0.0+incompatible\n)\nreplace x.y/z v1.0.0 => ./z\nreplace (\n\tq.r/s => other.org/s v1.2.3\n)\nignore (\n\t./old\n)\n',
      true,
    );
    expect([file.path, file.go?.value, file.toolchain?.value]).toEqual([
      'a.b/c',
      '1.26',
      'go1.26.2',
    ]);
    expect(file.requires.map((it) => [it.path, it.version, it.evidence.line])).toEqual([
      ['x.y/z', 'v1.0.0', 7],
      ['q.r/s', 'v2.0.0+incompatible', 8],
    ]);
    expect(file.replaces.map((it) => [it.path, it.target, it.evidence.line])).toEqual([
      ['x.y/z', './z', 10],
      ['q.r/s', 'other.org/s', 12],
    ]);
    expect(file.ignores).toEqual(['./old']);
  });

  it('is read with the line ends of Windows', () => {
    const file = parseModuleFile(
      'go.mod',
      'module a.b/c // x\r\n\r\nrequire ( // x\r\n\t// not/this v1.0.0\r\n\tx.y/z v1.0.0 // indirect\r\n) // x\r\n\r\ngo 1.26\r\n',
      true,
    );
    expect([file.path, file.go?.value, ...file.requires.map((it) => it.path)]).toEqual([
      'a.b/c',
      '1.26',
      'x.y/z',
    ]);
  });

  it.each([
    ['github.com/acme/shop', 'shop'],
    ['github.com/acme/shop/v3', 'shop'],
    ['gopkg.in/shop.v2', 'shop'],
    ['shop', 'shop'],
    ['v2', 'v2'],
  ])('%s is called %s', (path, name) => {
    expect(nameOfModule(path)).toBe(name);
  });

  it.each([
    ['', './a/../b', 'b'],
    ['x', '../y', 'y'],
    ['x', '../../y', undefined],
    ['', '/etc', undefined],
    ['', '.', ''],
  ])('from %j, %j is %j', (from, path, folder) => {
    expect(resolveFolder(from, path)).toBe(folder);
  });
});

describe('what is copied before the download', () => {
  it('go.mod and go.sum', async () => {
    expect(await manifests({ 'go.mod': requires, 'go.sum': 'x', 'main.go': main })).toMatchObject({
      copies: ['go.mod go.sum -> ./'],
      download: [''],
      notes: '',
    });
  });
  it('nothing where nothing is required', async () => {
    expect(await manifests({ 'go.mod': mod, 'main.go': main })).toMatchObject({
      download: [],
      notes: '',
    });
  });
  it('nothing where vendor/ has it', async () => {
    expect(
      await manifests({ 'go.mod': requires, 'vendor/modules.txt': '# x', 'main.go': main }),
    ).toMatchObject({ copies: [], download: [], notes: '' });
  });
  it('the go.mod of a folder that replaces a module', async () => {
    const files = {
      'go.mod': `${requires}\nrequire example.com/x v0.0.0\nreplace example.com/x => ./libs/x\n`,
      'go.sum': 'x',
      'libs/x/go.mod': 'module example.com/x\n',
      'main.go': main,
    };
    expect(await manifests(files)).toMatchObject({
      copies: ['go.mod go.sum -> ./', 'libs/x/go.mod -> ./libs/x/'],
      download: [''],
      notes: '',
    });
  });
  it('a workspace: every module of it, go.work first', async () => {
    const files = {
      'go.work': 'go 1.26\n\nuse (\n\t./api\n\t./lib\n)\n',
      'go.work.sum': 'x',
      'api/go.mod': requires,
      'api/go.sum': 'x',
      'api/main.go': main,
      'lib/go.mod': 'module example.com/lib\n',
    };
    expect(await manifests(files)).toMatchObject({
      copies: [
        'go.work go.work.sum -> ./',
        'api/go.mod api/go.sum -> ./api/',
        'lib/go.mod -> ./lib/',
      ],
      download: [''],
      buildFolder: '',
      notes: '',
    });
  });
  it('a module in a folder, without a workspace, is built there', async () => {
    const files = {
      'server/go.mod': requires,
      'server/go.sum': 'x',
      'server/cmd/api/main.go': main,
    };
    expect(await manifests(files)).toMatchObject({
      copies: ['server/go.mod server/go.sum -> ./server/'],
      download: ['server'],
      buildFolder: 'server',
    });
  });
});

describe('what cannot be built', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'no go.sum',
      { 'go.mod': requires, 'main.go': main },
      'error: go.sum is missing, and github.com/google/uuid cannot be checked without it (go.mod:5)\nRun go mod tidy, and commit go.sum.',
    ],
    [
      'a replacement outside of the project',
      { 'go.mod': `${mod}require a.b/c v1.0.0\nreplace a.b/c => ../c\n`, 'main.go': main },
      'error: the module is replaced by ../c, which is outside the project: a build can only see files below its folder (go.mod:5)\nRun this in the folder that contains both, or use a go.work there.',
    ],
    [
      'a replacement that is not there',
      { 'go.mod': `${mod}require a.b/c v1.0.0\nreplace a.b/c => ./c\n`, 'main.go': main },
      'error: the module is replaced by ./c, and there is no go.mod in that folder (go.mod:5)\nAdd the folder, or remove the replace line.',
    ],
    [
      'a workspace that lacks a module',
      { 'go.work': 'go 1.26\nuse .\nuse ./lib\n', 'go.mod': mod, 'main.go': main },
      'error: the workspace uses ./lib, and there is no go.mod in that folder (go.work:3)\nAdd the folder, or remove the use line.',
    ],
    [
      'a workspace of a module outside, by a version that no proxy has',
      {
        'go.work': 'go 1.26\nuse .\nuse ../lib\n',
        'go.mod': `${mod}require a.b/lib v0.0.0\n`,
        'go.sum': '',
        'main.go': main,
      },
      'error: the workspace uses ../lib, and there is no go.mod in that folder (go.work:3)\nRun this in the folder that contains all modules of the workspace.',
    ],
  ])('%s', async (_what, files, expected) => {
    expect((await manifests(files)).notes).toBe(expected);
  });
  it('a replacement by another module is downloaded like any', async () => {
    expect(
      await manifests({
        'go.mod': `${requires}replace github.com/google/uuid => github.com/acme/uuid v1.0.0\n`,
        'go.sum': 'x',
        'main.go': main,
      }),
    ).toMatchObject({ download: [''], notes: '' });
  });
});

describe('vendor/', () => {
  const vendored = {
    'backend/go.mod': requires,
    'backend/vendor/modules.txt': '# github.com/google/uuid v1.6.0',
    'backend/main.go': main,
  };
  it('in the folder of a module is what that module is built from', async () => {
    expect(await manifests(vendored)).toEqual({
      copies: [],
      download: [],
      notes: '',
      buildFolder: 'backend',
    });
  });
  it('of one module holds nothing for another', async () => {
    const files = {
      ...vendored,
      'worker/go.mod': requires.replace('shop', 'worker'),
      'worker/go.sum': 'x',
      'worker/main.go': main,
    };
    expect(await manifests(files)).toMatchObject({
      copies: ['worker/go.mod worker/go.sum -> ./worker/'],
      download: ['worker'],
      notes: '',
    });
  });
  it('beside go.work is what all its modules are built from', async () => {
    const files = {
      'go.work': 'go 1.26\nuse (\n\t./api\n\t./lib\n)\n',
      'vendor/modules.txt': '## workspace\n# github.com/google/uuid v1.6.0',
      'api/go.mod': requires,
      'api/main.go': main,
      'lib/go.mod': requires.replace('shop', 'lib'),
    };
    expect(await manifests(files)).toEqual({
      copies: [],
      download: [],
      notes: '',
      buildFolder: '',
    });
    const others = Object.entries(files).filter(([path]) => !path.startsWith('vendor/'));
    expect((await manifests(Object.fromEntries(others))).notes).toContain('api/go.sum is missing');
  });
  it('in a folder is not read by the module in the root', async () => {
    expect(await manifests({ ...vendored, 'go.mod': requires, 'main.go': main })).toMatchObject({
      notes: expect.stringContaining('go.sum is missing') as string,
    });
  });
  it('holds what folders replace, so that they may be missing', async () => {
    const files = {
      ...vendored,
      'backend/go.mod': `${requires}require a.b/c v1.0.0\nreplace a.b/c => ../../c\n`,
    };
    expect((await manifests(files)).notes).toBe('');
  });
});

describe('what changes nothing for the build', () => {
  it('a replacement of a module that is not required', async () => {
    const files = { 'go.mod': `${requires}replace a.b/c => ../\n`, 'go.sum': 'x', 'main.go': main };
    expect(await manifests(files)).toMatchObject({ download: [''], notes: '' });
  });
  it('a missing go.sum of a folder that replaces a module', async () => {
    const files = {
      'go.mod': `${requires}require a.b/c v1.0.0\nreplace a.b/c => ./c\n`,
      'go.sum': 'x',
      'c/go.mod': 'module a.b/c\nrequire github.com/google/uuid v1.6.0\n',
      'main.go': main,
    };
    expect(await manifests(files)).toMatchObject({
      copies: ['go.mod go.sum -> ./', 'c/go.mod -> ./c/'],
      notes: '',
    });
  });
});

describe('a go.work that the build does without', () => {
  const inside = {
    'go.work': 'go 1.26\nuse .\nuse ./lib\n',
    'go.mod': mod,
    'main.go': main,
    'lib/go.mod': 'module example.com/shop/lib\n',
  };
  const outside = { ...inside, 'go.work': 'go 1.26\nuse .\nuse ../lib\n' };

  it.each<[string, Record<string, string>, string]>([
    [
      'git ignores it',
      { ...inside, '.gitignore': 'go.work\ngo.work.sum\n' },
      'info: git ignores go.work, so it belongs to one developer: the image is built without it, as a fresh clone is (.gitignore:1)',
    ],
    [
      'git ignores it by a pattern',
      { ...inside, '.gitignore': '/bin\n*.work\n' },
      'info: git ignores go.work, so it belongs to one developer: the image is built without it, as a fresh clone is (.gitignore:2)',
    ],
    [
      'it uses a module outside the project',
      outside,
      'warning: go.work uses a module outside the project, which no build can see: the image is built without go.work, with the versions that go.mod requires (go.work:3)',
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await manifests(files)).toMatchObject({ copies: ['go.mod -> ./'], notes: expected });
    const { project, ignore, targets } = await go.plan([await plannedFor(files)]);
    expect(ignore).toMatchObject({ workspace: ['go.work', 'go.work.sum'] });
    expect(project).toMatchObject({ download: null });
    expect(targets[0]?.program).toMatchObject({
      environment: 'CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH GOWORK=off',
    });
  });
  it('but not one that git keeps', async () => {
    const files = { ...inside, '.gitignore': '*.work\n!go.work\n' };
    expect((await manifests(files)).copies[0]).toBe('go.work -> ./');
    const { ignore, targets } = await go.plan([await plannedFor(files)]);
    expect(ignore).toMatchObject({ workspace: [] });
    expect(targets[0]?.program).not.toMatchObject({
      environment: expect.stringContaining('GOWORK') as string,
    });
  });
  it('but not one by which a module finds another', async () => {
    const files = {
      ...inside,
      '.gitignore': 'go.work\n',
      'go.mod': `${mod}require example.com/shop/lib v0.0.0-00010101000000-000000000000\n`,
    };
    expect((await manifests(files)).copies[0]).toBe('go.work -> ./');
    expect(
      (
        await manifests({
          ...files,
          'go.mod': `${files['go.mod']}replace example.com/shop/lib => ./lib\n`,
        })
      ).copies[0],
    ).toBe('go.mod -> ./');
  });
  it('without a module in the root, its members are built', async () => {
    const files = {
      'go.work': 'go 1.26\nuse ./api\n',
      '.gitignore': 'go.work\n',
      'api/go.mod': mod,
      'api/main.go': main,
      'other/go.mod': 'module example.com/other\n',
      'other/main.go': main,
    };
    expect(await manifests(files)).toMatchObject({ buildFolder: 'api' });
    expect((await goFacts(files)).services.map((it) => it.name)).toEqual(['shop']);
  });
});
