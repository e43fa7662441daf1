import { expect, it } from 'vitest';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { exampleNotes } from '../../../../../src/languages/node/runtime/example-files.ts';

const loads = (file: string, specifier: string) => [
  { file, text: `const a = 1;\nconst settings = require('${specifier}');\n` },
];

it.each<[string, string, readonly string[], string]>([
  ['src/user/user.ts', '../config', ['src/config.ts.example'], 'src/config.ts'],
  ['src/bot.ts', '../config/config.json', ['config/config.example.json'], 'config/config.json'],
  ['src/bot.ts', './config.js', ['src/config.sample.ts'], 'src/config.ts'],
])('names what %s loads as %s, and only an example has', (file, specifier, files, path) => {
  const [note, ...others] = exampleNotes(loads(file, specifier), files);
  expect(others).toEqual([]);
  expect(note).toMatchObject({
    code: 'node/only-an-example',
    level: 'warning',
    hint: `Copy it, and fill it in before the build: cp ${files[0] ?? ''} ${path}`,
    evidence: [{ file, line: 2 }],
  });
});

it('names several in one note', () => {
  const text = "import a from './a.json';\nimport b from './b.json';\n";
  const files = ['a.json.example', 'b.json.example'];
  const [note, ...others] = exampleNotes([{ file: 'index.js', text }], files);
  expect(others).toEqual([]);
  expect(note).toMatchObject({
    text: 'the program loads a.json and b.json, which are not in the project: there are only examples of them',
    hint: 'Copy them, and fill them in before the build: cp a.json.example a.json && cp b.json.example b.json',
    evidence: [{ line: 1 }, { line: 2 }],
  });
});

it.each<[string, readonly string[]]>([
  ['the file is there', ['config.js', 'config.js.example']],
  ['nothing loads it', ['ormconfig.json.example']],
])('says nothing where %s', (_, files) => {
  expect(exampleNotes(loads('index.js', './config'), files)).toEqual([]);
});

it('says nothing where the build copies it', async () => {
  const facts = await node.detect(
    memoryProject({
      'package.json':
        '{ "scripts": { "prestart": "test -f ./config.js || cp config.example.js ./config.js", "start": "node index.js" } }',
      'index.js': "const settings = require('./config');",
      'config.example.js': 'module.exports = {};',
    }),
    { today: new Date('2026-11-20') },
  );
  const codes = facts?.services[0]?.notes.map((it) => it.code);
  expect(codes).not.toContain('node/only-an-example');
  expect(codes).not.toContain('node/runs-before-start');
});

it.each<[string, number]>([
  ["const settings = read('a.json');", 1],
  ["if (exists('a.json')) {\n  settings = read('a.json');\n}", 0],
  ["try {\n  settings = read('a.json');\n} catch {}", 0],
])('names a file that the program reads unless it asks for it: %s', (text, count) => {
  const line = text.split('\n').findIndex((it) => it.includes('read(')) + 1;
  const evidence = { file: 'index.js', line, because: 'read' };
  const read = [{ path: 'a.json', evidence }];
  const notes = exampleNotes([{ file: 'index.js', text }], ['a.example.json'], false, read);
  expect(notes).toHaveLength(count);
});

it('is a note about the service', async () => {
  const facts = await node.detect(
    memoryProject({
      'package.json': '{ "scripts": { "start": "node index.js" } }',
      'index.js': "const settings = require('./config');",
      'config.example.js': 'module.exports = {};',
    }),
    { today: new Date('2026-11-20') },
  );
  expect(facts?.services[0]?.notes.map((it) => it.code)).toContain('node/only-an-example');
});

it('is a note about what the service reads', async () => {
  const facts = await node.detect(
    memoryProject({
      'package.json': '{ "scripts": { "start": "node index.js" } }',
      'index.js':
        "const fs = require('fs');\nconst settings = JSON.parse(fs.readFileSync(__dirname + '/conf/a.json'));",
      'conf/a.json.example': '{}',
    }),
    { today: new Date('2026-11-20') },
  );
  const note = facts?.services[0]?.notes.find((it) => it.code === 'node/only-an-example');
  expect(note?.hint).toContain('cp conf/a.json.example conf/a.json');
});

it.each([
  ['config = { token: process.env.TOKEN };', 0],
  ['process.exit(1);', 1],
])('what is done without the file decides: %s', (handler, count) => {
  const text = `let config;\ntry {\n  config = require('./config.json');\n} catch (error) {\n  ${handler}\n}\n`;
  expect(exampleNotes([{ file: 'index.js', text }], ['config.json.example'])).toHaveLength(count);
});

it.each([
  ['tsc', 'error'],
  ['npm run lint && nest build', 'error'],
  ['tsc || true', 'warning'],
  ['swc src -d dist', 'warning'],
])('is an error where the build compiles it: %s', async (build, level) => {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({ scripts: { build, start: 'node dist/index.js' } }),
      'tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }',
      'src/index.ts': "import { settings } from './config';\nsettings.listen(3000);",
      'src/config.ts.example': 'export const settings = {};',
    }),
    { today: new Date('2026-11-20') },
  );
  const note = facts?.services[0]?.notes.find((it) => it.code === 'node/only-an-example');
  expect(note).toMatchObject({ level });
});
