import { describe, expect, it } from 'vitest';
import { choose } from '../../src/choose.ts';
import { detectProject } from '../../src/detect.ts';
import { go } from '../../src/languages/go/go.ts';
import type { Language } from '../../src/languages/language.ts';
import { node } from '../../src/languages/node/node.ts';
import { python } from '../../src/languages/python/python.ts';
import { memoryProject, silentPrompter } from '../../src/ports/memory.ts';

const today = new Date('2026-11-20');

describe('a project that one language cannot use', () => {
  const files = {
    'package.json': '{ "name": ',
    'pyproject.toml': '[project]\nname = "app"\n',
    'main.py': 'print(1)\n',
  };
  const chooseIn = async (language: string) =>
    choose({
      detected: await detectProject(memoryProject(files), { today }),
      flags: { language, yes: true, base: 'alpine', port: 'none', start: ['python', 'main.py'] },
      preset: {},
      prompter: silentPrompter,
      today,
    });

  it('can still be one of another language', async () => {
    const { facts } = await chooseIn('python');
    expect(facts.language).toBe('python');
  });

  it('is refused with the problem when that language is chosen', async () => {
    await expect(chooseIn('node')).rejects.toMatchObject({
      problem: { code: 'E_PROJECT', file: 'package.json' },
    });
  });

  it('is refused at once when that language is the only one asked for', async () => {
    await expect(
      detectProject(memoryProject(files), { today, language: 'node' }),
    ).rejects.toMatchObject({ problem: { code: 'E_PROJECT', file: 'package.json' } });
  });
});

describe('a project with programs in several languages', () => {
  const languageOf = async (files: Record<string, string>): Promise<unknown> => {
    const { language } = await detectProject(memoryProject(files), { today });
    return language.kind === 'ambiguous' ? language.candidates[0]?.value : language;
  };
  const pythonTools = {
    'requirements.txt': 'tinybird-cli==5.0.0\n',
    'ee/features/convert/python/docx-cleaner.py':
      'import sys\n\nif __name__ == "__main__":\n    print(sys.argv)\n',
  };

  it.each<[string, Record<string, string>]>([
    ['a server', { 'server.js': "require('http').createServer().listen(3000);\n" }],
    ['a site', { 'vite.config.js': 'export default {};\n', 'index.html': '' }],
  ])('is in the one whose start is known: %s', async (_, files) => {
    const scripts =
      'server.js' in files ? { start: 'node server.js' } : { build: 'vite build', start: 'vite' };
    const manifest = JSON.stringify({ name: 'shop', scripts, dependencies: { vite: '8.0.0' } });
    expect(await languageOf({ ...pythonTools, ...files, 'package.json': manifest })).toBe('node');
  });
});

describe('a project in no known language', () => {
  const languages = [go, python, node];
  const rust: Language = {
    ...go,
    id: 'rust',
    title: 'Rust',
    marks: ['Cargo.toml'],
    recognize: () => Promise.resolve(null),
    detect: () => Promise.resolve(null),
  };
  const messageOf = (known: readonly Language[], language?: string): Promise<unknown> =>
    detectProject(
      memoryProject({ 'README.md': '' }, '/srv/empty'),
      { today, ...(language === undefined ? {} : { language }) },
      known,
    ).then(
      () => 'detected',
      (error: unknown) => (error instanceof Error ? error.message.split('\n')[0] : error),
    );

  it('names every language and its marks', async () => {
    expect(await messageOf(languages)).toBe(
      'No Go, Python or Node project in /srv/empty: there is no go.mod, pyproject.toml, requirements.txt, Pipfile, manage.py or package.json.',
    );
  });

  const manifest = '{}';
  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['none is near', { 'a/b/c/package.json': manifest }, {}, 'Run this in the project'],
    [
      'one is below',
      { 'web/package.json': manifest, 'web/server.js': '' },
      {},
      'There is one in web. Run it there:\n  cd /srv/shop/web && npx create-secure-dockerfile',
    ],
    [
      'several are below, the nearest first',
      { 'a/b/package.json': manifest, 'z/package.json': manifest, 'z/requirements.txt': '' },
      {},
      'There are projects in z, a/b. Run it there:\n  cd /srv/shop/z && npx',
    ],
    [
      'the tools of a repository are above several',
      {
        'package.json': '{"scripts":{"prepare":"husky"},"devDependencies":{"husky":"9"}}',
        'client/package.json': manifest,
        'server/package.json': manifest,
      },
      {},
      'package.json has nothing to start or to build, and no dependency for production.\nThere are projects in server, client. Run it there:\n  cd /srv/shop/server && npx',
    ],
    [
      'one of them is for developers, and a script only builds the image',
      {
        'package.json':
          '{"scripts":{"build":"docker build -t shop ."},"devDependencies":{"prettier":"3"}}',
        'docs/package.json': manifest,
        'web/package.json': manifest,
      },
      {},
      'There are projects in web, docs. Run it there:\n  cd /srv/shop/web && npx',
    ],
    [
      'an entry file is in a package that npm does not install',
      {
        'package.json': '{"scripts":{"lint":"eslint ."},"devDependencies":{"eslint":"9"}}',
        'server/package.json': '{"dependencies":{"express":"5"}}',
        'server/server.js': 'require("express")().listen(80)',
        'server/yarn.lock': '',
      },
      {},
      'There is one in server. Run it there:\n  cd /srv/shop/server && npx',
    ],
    [
      'the folder above',
      { 'x.txt': '' },
      { '../go.mod': '' },
      'There is one in /srv. Run it there:\n  cd /srv && npx',
    ],
    [
      'it is above',
      { 'x.txt': '' },
      { '../../go.mod': '', '../../../package.json': manifest },
      'There is one in /. Run it there:\n  cd / && npx',
    ],
    [
      'the project is in another language',
      { 'Cargo.toml': '', 'src/main.rs': '' },
      {},
      'project in /srv/shop: Cargo.toml is of a Rust project.\nIf there is one in another folder, name it: create-secure-dockerfile path/to/project',
    ],
    [
      'the project is in another language, by the end of a name',
      { 'Shop.csproj': '', 'tests/package.json': manifest },
      {},
      'Shop.csproj is of a .NET project.\nThere is one in tests. Run it there:\n  cd /srv/shop/tests && npx',
    ],
    [
      'the packages of another language have nothing to start',
      {
        Gemfile: '',
        'package.json': '{"dependencies":{"trix":"2.1.0"}}',
        'app/javascript/application.js': 'import "trix";\n',
      },
      {},
      'project in /srv/shop: nothing starts the Node files, and Gemfile is of a Ruby project.',
    ],
  ])('names the folders near by: %s', async (_, files, above, expected) => {
    const message = await detectProject(memoryProject(files, '/srv/shop', above), { today }).then(
      () => 'detected',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(message).toContain(expected);
  });

  it('takes a module in a folder, although there are other projects', async () => {
    const files = {
      'backend/go.mod': 'module example.com/a\n\ngo 1.26\n',
      'backend/main.go': 'package main\n\nfunc main() {}\n',
      'frontend/package.json': manifest,
      'docs/package.json': manifest,
    };
    const { language } = await detectProject(memoryProject(files), { today });
    expect(language).toMatchObject({ kind: 'found', value: 'go' });
  });

  it('names a fourth language', async () => {
    expect(await messageOf([...languages, rust])).toBe(
      'No Go, Python, Node or Rust project in /srv/empty: there is no go.mod, pyproject.toml, requirements.txt, Pipfile, manage.py, package.json or Cargo.toml.',
    );
  });

  it('names the marks as the language has them', async () => {
    expect(await messageOf([{ ...go, marks: ['go.work', 'go.mod'] }, node])).toBe(
      'No Go or Node project in /srv/empty: there is no go.work, go.mod or package.json.',
    );
  });

  it('names those of the language asked for', async () => {
    expect(await messageOf([...languages, rust], 'rust')).toBe(
      'No Rust project in /srv/empty: there is no Cargo.toml.',
    );
  });
});

it('leaves the files of one language beside the marks of another to that one', async () => {
  const files = { 'Cargo.toml': '', 'release.py': 'print(1)\n' };
  const rust: Language = {
    ...python,
    id: 'rust',
    title: 'Rust',
    marks: ['Cargo.toml'],
    recognize: () => Promise.resolve({ role: 'program', evidence: [] }),
  };
  const { language, notes } = await detectProject(memoryProject(files), { today }, [python, rust]);
  expect(language).toMatchObject({ kind: 'found', value: 'rust' });
  expect(notes.map((it) => it.text)).toEqual(['Python files are only for tooling']);
});
