import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const program = 'node_modules/@google-cloud/functions-framework/build/src/main.js';
const registering = "const f = require('@google-cloud/functions-framework');\n";

async function startOf(files: Record<string, string>, manifest: object = {}) {
  const own = {
    name: 'x',
    scripts: { test: 'mocha' },
    dependencies: { '@google-cloud/functions-framework': '^3.1.0' },
    ...manifest,
  };
  const facts = await node.detect(
    memoryProject({ 'package.json': JSON.stringify(own), ...files }),
    { today: new Date('2026-12-01') },
  );
  return facts?.services[0]?.start;
}

describe('a function without a start script', () => {
  it.each<[string, Record<string, string>, object]>([
    ['index.js', { 'index.js': `${registering}f.http('hello', (q, s) => s.send('x'));` }, {}],
    ['function.js', { 'function.js': `${registering}f.cloudEvent('hello', async () => {});` }, {}],
    [
      'the file that main names',
      { 'src/app.js': `${registering}f.http('hello', h);`, 'index.js': "f.http('other', h);" },
      { main: './src/app.js' },
    ],
    [
      'an exported function',
      { 'index.js': 'exports.hello = (req, res) => res.send();\nexports.a = 1;' },
      {},
    ],
    [
      'a registered function beside exported ones',
      { 'index.js': `${registering}f.http('hello', h);\nexports.forTests = () => {};` },
      {},
    ],
  ])('is served by the functions framework: %s', async (_, files, manifest) => {
    expect(await startOf(files, manifest)).toMatchObject({
      kind: 'suggested',
      value: ['node', program, '--target=hello'],
    });
  });

  it('is asked for where there are several', async () => {
    const source = `${registering}f.http('a', h);\nf.http('b', h);`;
    expect(await startOf({ 'index.js': source })).toMatchObject({
      kind: 'ambiguous',
      candidates: [
        { value: ['node', program, '--target=a'] },
        { value: ['node', program, '--target=b'] },
      ],
    });
  });

  it.each<[string, object, string[]]>([
    ['without the framework', { dependencies: {} }, ['node', 'index.js']],
    [
      'with a start script',
      { scripts: { start: 'node index.js --x' } },
      ['node', 'index.js', '--x'],
    ],
  ])('stays a program %s', async (_, manifest, value) => {
    const source = "require('node:http').createServer().listen(3000);\nexports.hello = () => {};";
    expect(await startOf({ 'index.js': source }, manifest)).toMatchObject({ value });
  });
});
