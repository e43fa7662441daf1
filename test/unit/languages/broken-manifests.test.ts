/** Manifests that their own tool refuses: the place, the reason, and which files count. */
import { describe, expect, it } from 'vitest';
import { choose } from '../../../src/choose.ts';
import { detectProject } from '../../../src/detect.ts';
import { UserError } from '../../../src/errors.ts';
import { moduleFileError } from '../../../src/languages/go/grammar.ts';
import { isSample } from '../../../src/languages/shared/samples.ts';
import type { Overrides } from '../../../src/languages/language.ts';
import { memoryProject, scriptedPrompter, silentPrompter } from '../../../src/ports/memory.ts';
import { jsonError, positionAt } from '../../../src/text/syntax-errors.ts';

const today = new Date('2026-11-01');
const goFiles = {
  'go.mod': 'module example.com/hello\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};
const nodeFiles = {
  'package.json': '{ "name": "web", "scripts": { "start": "node server.js" } }',
  'server.js': "require('http').createServer().listen(8080);\n",
};

type Files = Readonly<Record<string, string>>;

/** The whole message, or `null` where the project is detected. */
async function refusal(
  files: Files,
  overrides: Partial<Overrides> & { language?: string } = {},
): Promise<string | null> {
  try {
    await detectProject(memoryProject(files), { today, ...overrides });
    return null;
  } catch (error) {
    if (error instanceof UserError) return `${error.exitCode} ${error.message}`;
    throw error;
  }
}

/** Its first line, without the exit code. */
const place = async (...args: Parameters<typeof refusal>): Promise<string | undefined> =>
  (await refusal(...args))?.split('\n')[0]?.replace(/^1 /, '');

describe('jsonError', () => {
  it.each([
    ['{\n  "a": 1,\n}', '2:9: a comma without a value after it'],
    ['{"a": [1, 2,]}', '1:12: a comma without a value after it'],
    ['{"a": [1,', '1:9: a comma without a value after it'],
    ['{\n  // c\n  "a": 1\n}', '2:3: a comment, which JSON does not allow'],
    ['{"a": 1} /* c */', '1:10: a comment, which JSON does not allow'],
    ["{'a': 1}", '1:2: a single quote where JSON needs a double quote'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3: a comma is missing'],
    ['{"a" 1}', '1:6: "1" is unexpected here'],
    ['{"a": 1', '1:8: it ends too early'],
    ['{"a": 1}}', '1:9: "}" is unexpected here'],
    [
      '{\n<<<<<<< HEAD\n"a": 1\n=======\n>>>>>>> b\n}',
      '2:1: it contains the markers of a merge conflict',
    ],
    ['{"a": "b\n"}', '1:9: Bad control character in string literal'],
    ['{\n  "a": ', '2:7: it ends too early'],
    ['', '1:1: it is empty'],
    [' \n', '1:1: it is empty'],
    ['[]', '1:1: it is not a JSON object'],
    ['null', '1:1: it is not a JSON object'],
    ['"a"', '1:1: it is not a JSON object'],
  ])('%j: %s', async (text, expected) => {
    const found = await jsonError(text);
    expect(found && `${found.line}:${found.column}: ${found.reason}`).toBe(expected);
  });
  it.each(['{}', '{"a": [1, {"b": null}]}', '\uFEFF{"name": "x"}\n'])(
    'takes %j, as npm does',
    async (text) => {
      expect(await jsonError(text)).toBeNull();
    },
  );
  it('counts from 1', () => {
    expect([positionAt('ab\ncd', 0), positionAt('ab\ncd', 4)]).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 2 },
    ]);
  });
});

describe('moduleFileError', () => {
  const mod = 'module example.com/x\n';
  it.each([
    ['modul x\n', '1:1: unknown directive: modul'],
    [`${mod}\n  requires a v1.0.0\n`, '3:3: unknown directive: requires'],
    [`${mod}use ./x\n`, '2:1: unknown directive: use'],
    [`${mod}require (\n\ta v1.0.0\n`, '2:1: the block of require has no )'],
    [
      `${mod}require example.com/a\n`,
      '2:1: require needs a module and its version, such as v1.2.3',
    ],
    [
      `${mod}require (\n\texample.com/a // indirect\n)\n`,
      '3:2: require needs a module and its version, such as v1.2.3',
    ],
    [`${mod}exclude a\n`, '2:1: exclude needs a module and its version, such as v1.2.3'],
    [`${mod}requird (\n)\n`, '2:1: unknown directive: requird'],
    ['x'.repeat(300), `1:1: unknown directive: ${'x'.repeat(200)}…`],
    [
      `${mod}replace a => ${'b'.repeat(300)}`,
      `2:1: ${'b'.repeat(200)}… needs a version, or ./ if it is a folder`,
    ],
    ['go 1.26\n', '1:1: the module directive is missing'],
    ['', '1:1: the module directive is missing'],
    ['module\n', '1:1: module needs the path of the module, one on a line'],
    [`${mod}module b\n`, '2:1: a second module directive'],
    [`${mod}go 1\n`, '2:1: go needs a version such as 1.26'],
    [`${mod}go 1.26 x\n`, '2:1: go needs a version such as 1.26'],
    [`${mod}toolchain\n`, '2:1: toolchain needs a name such as go1.26.1, one on a line'],
    [`${mod}replace a => b\n`, '2:1: b needs a version, or ./ if it is a folder'],
    [`${mod}replace a => ../b v1.0.0\n`, '2:1: a folder has no version'],
    [
      `${mod}replace a ../b\n`,
      '2:1: replace needs module/path [v1.2.3] => other/module v1.4.5, or => ../folder',
    ],
    [
      `${mod}replace a b => ../b\n`,
      '2:1: replace needs module/path [v1.2.3] => other/module v1.4.5, or => ../folder',
    ],
    [`${mod}retract\n`, '2:1: retract needs a version'],
    [`${mod}require (\n) x\n`, '3:3: nothing may follow )'],
    ['module "x\n', '1:8: a quote is not closed'],
    [')\n', '1:1: unknown directive: )'],
    [`${mod}<<<<<<< HEAD\n`, '2:1: unknown directive: <<<<<<<'],
  ])('go.mod %j: %s', (text, expected) => {
    const found = moduleFileError('go.mod', text);
    expect(found && `${found.line}:${found.column}: ${found.reason}`).toBe(expected);
  });

  it('takes everything that the reference of modules has', () => {
    const text = `// Deprecated: use example.com/y instead.
module "example.com/my/thing" // the path

go 1.26rc1
toolchain go1.26.1
godebug default=go1.21
godebug (
	panicnil=1
)
require golang.org/x/net v1.2.3//indirect
require (
	example.com/new/thing/v2 v2.3.4 // indirect
	\`example.com/old/thing\` v1.2.3-0.20190101000000-abcdefabcdef
)
exclude example.com/a v1.2.3
exclude (
)
replace golang.org/x/net v1.2.3 => example.com/fork/net v1.4.5
replace (
	golang.org/x/text => ./fork/text
	golang.org/x/sys v0.1.0 => ../sys
	golang.org/x/mod => example.com/mod v1.0.0
	golang.org/x/win => C:\\mod
)
retract v1.0.0
retract [v1.0.0, v1.9.9] // published by accident
retract (
	v1.0.1
	[v1.1.0, v1.2.0]
)
tool example.com/tool/cmd
ignore ./node_modules
ignore (
	static
)
`;
    expect(moduleFileError('go.mod', text)).toBeNull();
    expect(moduleFileError('go.mod', text.replaceAll('\n', '\r\n'))).toBeNull();
  });

  it('knows the directives of go.work apart', () => {
    expect(
      moduleFileError('go.work', 'go 1.26\n\nuse (\n\t./a\n\t./b\n)\nuse .\nreplace a => ./c\n'),
    ).toBeNull();
    expect(moduleFileError('go.work', 'go 1.26\nmodule x\n')).toEqual({
      line: 2,
      column: 1,
      reason: 'unknown directive: module',
    });
    expect(moduleFileError('go.work', 'use (\n./a\n')?.reason).toBe('the block of use has no )');
  });
});

describe('a broken manifest of the only language', () => {
  const project = '[project]\nname = "x"\n';
  it.each([
    ['dependencies = "flask"', '3:16: dependencies must be a list of texts: ["flask>=3"]'],
    ['dependencies = [1]', '3:16: dependencies must be a list of texts: ["flask>=3"]'],
    [
      '[project.dependencies]\nflask = "3"',
      '3:1: dependencies must be a list of texts: ["flask>=3"]',
    ],
    ['requires-python = 3.13', '3:19: requires-python must be a text: ">=3.13"'],
    [
      '[project.optional-dependencies]\nweb = "flask"',
      '3:1: optional-dependencies must be a table of lists: web = ["flask>=3"]',
    ],
  ])('pyproject.toml with a value of another type: %s', async (line, expected) => {
    const files = { 'pyproject.toml': `${project}${line}\n`, 'app.py': '' };
    expect(await place(files)).toBe(`pyproject.toml:${expected}`);
    expect(await refusal({ ...files, 'requirements.txt': 'flask\n' })).toBeNull();
  });
  it('ends with the place, the reason and what to do', async () => {
    expect(await refusal({ ...nodeFiles, 'package.json': '{\n  "name": "web",\n}\n' })).toBe(
      '1 package.json:2:16: a comma without a value after it\nCorrect it; "npm pkg get" shows whether npm can read it.',
    );
    expect(await refusal({ 'pyproject.toml': '[project\nname = "x"\n', 'app.py': '' })).toBe(
      '1 pyproject.toml:1:9: the line ends too early\nCorrect the line, or restore the file from version control.',
    );
    expect(await refusal({ ...goFiles, 'go.mod': 'modul x\n' })).toBe(
      '1 go.mod:1:1: unknown directive: modul\nCorrect the line; "go list -m" shows whether go can read it.',
    );
    expect(await refusal({ ...goFiles, 'go.work': 'use (\n' })).toBe(
      '1 go.work:1:1: the block of use has no )\nCorrect the line; "go list -m" shows whether go can read it.',
    );
  });

  it('does so when the language is named, too', async () => {
    expect(await place({ ...goFiles, 'go.mod': 'modul x\n' }, { language: 'go' })).toBe(
      'go.mod:1:1: unknown directive: modul',
    );
  });

  it.each([
    [
      'uv.lock',
      'version = 1\n[[package]]\nname = "a" b\n',
      '3:12: each key-value declaration must be followed by an end-of-line',
      'uv lock',
    ],
    ['poetry.lock', '[[package]\n', '1:11: expected end of table array declaration', 'poetry lock'],
    [
      'pdm.lock',
      '[metadata]\n<<<<<<< HEAD\n',
      '2:1: it contains the markers of a merge conflict',
      'pdm lock',
    ],
    ['Pipfile.lock', '{"default": {},}', '1:15: a comma without a value after it', 'pipenv lock'],
  ])('%s is no reason to install something else', async (file, text, expected, command) => {
    const files = { 'pyproject.toml': '[project]\nname = "x"\n', 'app.py': '', [file]: text };
    expect(await refusal(files)).toBe(
      `1 ${file}:${expected}\nRemove ${file}, run "${command}" and commit ${file}.`,
    );
    expect(await refusal(files, { packageManager: 'pip' })).toBeNull();
  });
  it('a Pipfile has nothing to be made from', async () => {
    expect(await refusal({ Pipfile: '[packages\n', 'app.py': '' })).toBe(
      '1 Pipfile:1:10: the line ends too early\nCorrect the line, or restore the file from version control.',
    );
    expect(
      await place({ Pipfile: '[packages\n', 'app.py': '' }, { packageManager: 'pipenv' }),
    ).toMatch(/^Pipfile:1:10/);
  });
  it('numbers of any size are TOML', async () => {
    const text = '[project]\nname = "x"\n[tool.x]\nseed = 12345678901234567890\n';
    expect(await refusal({ 'pyproject.toml': text, 'app.py': '' })).toBeNull();
  });
});

describe('which files count', () => {
  const broken = { json: '{ "name": ', toml: '[project\n', mod: 'modul x\n' };

  it('members of a workspace do', async () => {
    const root = '{ "name": "r", "workspaces": ["packages/*"] }';
    expect(
      await place({ ...nodeFiles, 'package.json': root, 'packages/a/package.json': broken.json }),
    ).toBe('packages/a/package.json:1:10: it ends too early');
    const pnpm = { 'pnpm-workspace.yaml': 'packages: [apps/*]\n', 'pnpm-lock.yaml': '' };
    expect(await place({ ...nodeFiles, ...pnpm, 'apps/a/package.json': broken.json })).toBe(
      'apps/a/package.json:1:10: it ends too early',
    );
    const uv =
      '[project]\nname = "x"\n[tool.uv.workspace]\nmembers = ["libs/*"]\nexclude = ["libs/old"]\n';
    const python = { 'pyproject.toml': uv, 'app.py': '' };
    expect(await place({ ...python, 'libs/a/pyproject.toml': broken.toml })).toBe(
      'libs/a/pyproject.toml:1:9: the line ends too early',
    );
    expect(await refusal({ ...python, 'libs/old/pyproject.toml': broken.toml })).toBeNull();
    expect(
      await place({
        ...goFiles,
        'go.work': 'go 1.26\nuse (\n\t.\n\t./b\n)\n',
        'b/go.mod': broken.mod,
      }),
    ).toBe('b/go.mod:1:1: unknown directive: modul');
  });

  it.each(['sub', 'examples/a', 'packages/a/test/fixtures/b', 'testdata/x'])(
    'what is in %s does not',
    async (folder) => {
      const files = {
        [`${folder}/package.json`]: broken.json,
        [`${folder}/pyproject.toml`]: broken.toml,
        [`${folder}/go.mod`]: broken.mod,
        [`${folder}/uv.lock`]: broken.toml,
      };
      expect(await refusal({ ...goFiles, ...files })).toBeNull();
      expect(await refusal({ ...nodeFiles, ...files })).toBeNull();
      expect(
        await refusal({ 'pyproject.toml': '[project]\nname = "x"\n', 'app.py': '', ...files }),
      ).toBeNull();
    },
  );

  it('test data below the globs of a workspace does not', async () => {
    const root = '{ "name": "r", "scripts": { "start": "node server.js" }, "workspaces": ["**"] }';
    const member = { 'packages/a/package.json': '{ "name": "a" }' };
    const fixture = { 'packages/a/__fixtures__/b/package.json': broken.json };
    expect(await refusal({ ...nodeFiles, 'package.json': root, ...member, ...fixture })).toBeNull();
    const uv = '[project]\nname = "x"\n[tool.uv.workspace]\nmembers = ["**"]\n';
    const python = { 'pyproject.toml': uv, 'app.py': '' };
    expect(await refusal({ ...python, 'tests/a/pyproject.toml': broken.toml })).toBeNull();
  });

  it('samples are known by the names of their folders', () => {
    expect(
      ['test', 'a/tests', '__tests__/b', 'fixtures', 'a/Examples/b', 'e2e'].filter(isSample),
    ).toHaveLength(6);
    expect(['latest', 'contest/a', 'testing-library', 'apps/spectrum'].filter(isSample)).toEqual(
      [],
    );
  });
});

describe('a broken manifest beside a sound program of another language', () => {
  const files = { ...goFiles, 'package.json': '{ "name": "web", }' };

  it('leaves open which is meant, and why', async () => {
    const detected = await detectProject(memoryProject(files), { today });
    expect(detected.language).toMatchObject({
      kind: 'ambiguous',
      why: 'the project has programs in go and node, and package.json:1:16 cannot be read (a comma without a value after it)',
      candidates: [{ value: 'go' }, { value: 'node' }],
    });
    await expect(
      choose({
        detected,
        flags: { yes: true, strict: true },
        preset: {},
        prompter: silentPrompter,
        today,
      }),
    ).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('node (package.json:1:16)') as string,
    });
  });

  it('is not taken by --yes, whatever the order of the languages', async () => {
    const sound = { ...nodeFiles, 'go.mod': 'modul x' };
    const detected = await detectProject(memoryProject(sound), { today });
    const { facts, decisions } = await choose({
      detected,
      flags: { yes: true },
      preset: {},
      prompter: silentPrompter,
      today,
    });
    expect(facts.language).toBe('node');
    expect(decisions.map((it) => it.others.map((other) => other.value))).toEqual([['go']]);
  });

  it('does not refuse the sound one', async () => {
    expect(await refusal(files, { language: 'go' })).toBeNull();
    const detected = await detectProject(memoryProject(files), { today });
    await expect(
      choose({
        detected,
        flags: { base: 'scratch', port: 'none', uid: 1, gid: 1, savePreset: false },
        preset: {},
        prompter: scriptedPrompter({ language: 'go', save: 'no' }),
        today,
      }),
    ).resolves.toMatchObject({ facts: { language: 'go' } });
  });

  it('is the error when its language is chosen', async () => {
    const detected = await detectProject(memoryProject(files), { today });
    await expect(
      choose({
        detected,
        flags: {},
        preset: {},
        prompter: scriptedPrompter({ language: 'node' }),
        today,
      }),
    ).rejects.toThrow(/^package\.json:1:16: a comma without a value after it\nCorrect it; /);
    expect(await place(files, { language: 'node' })).toBe(
      'package.json:1:16: a comma without a value after it',
    );
  });

  it('comes after the sound one', async () => {
    const python = { 'pyproject.toml': '[project\n' };
    const detected = await detectProject(memoryProject({ ...nodeFiles, ...python }), { today });
    expect(detected.language).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: 'node' }, { value: 'python' }],
    });
  });
});
