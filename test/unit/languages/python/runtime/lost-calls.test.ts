import { describe, expect, it } from 'vitest';
import { lostCalls } from '../../../../../src/languages/python/runtime/lost-calls.ts';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function versionOf(text: string, more: Readonly<Record<string, string>> = {}) {
  const files = { 'main.py': `${text}\nif __name__ == "__main__":\n    print(1)\n`, ...more };
  const project = memoryProject({ 'requirements.txt': '', ...files });
  return (await python.detect(project, { today }))?.runtimeVersion;
}

describe('a call that newer versions of Python do not have', () => {
  it.each(lostCalls)('limits the version: $call', async ({ call, until }) => {
    const name = call.replace('?', 'thing').replace('()', '');
    const [head = ''] = name.split('.');
    const library = call.startsWith('?') ? 'def run(thing):\n    ' : `import ${head}\n`;
    const called = call.includes('()')
      ? 'import configparser\nconfigparser.ConfigParser().readfp(1)'
      : `${library}${/^urllib/.test(name) ? 'import urllib.request\n' : ''}${name}()`;
    expect(await versionOf(called)).toMatchObject({ value: until });
  });
  it('is one where no coroutine calls it', async () => {
    const call = 'asyncio.get_event_loop().run_until_complete(x)';
    expect(await versionOf(`import asyncio\ndef run():\n    ${call}\n`)).toMatchObject({
      value: '3.13',
      evidence: [{ file: 'main.py', line: 3 }],
    });
    expect(await versionOf(`import asyncio\nasync def run():\n    ${call}\n`)).toMatchObject({
      value: '3.14',
    });
  });
  it('is none of a function of the project, or of a module that is not reached', async () => {
    const own = { 'loaders.py': 'def get_event_loop():\n    pass\n' };
    expect(
      await versionOf('from loaders import get_event_loop\nget_event_loop()', own),
    ).toMatchObject({ value: '3.14' });
    const other = { 'other.py': 'import asyncio\nasyncio.get_event_loop()\n' };
    expect(await versionOf('', other)).toMatchObject({ value: '3.14' });
  });
  it('is no obstacle where the project asks for a newer version', async () => {
    const asked = await versionOf('import asyncio\nasyncio.get_event_loop()', {
      '.python-version': '3.14\n',
    });
    expect(asked).toMatchObject({ kind: 'found', value: '3.14' });
  });
});
