import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin } from './run.ts';

/** Starts the program with this cache folder. @returns how it ended and what is in the folder of its code. */
function started(home: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stderr } = spawnSync(process.execPath, [bin, '--version'], {
    env: { PATH: process.env['PATH'], XDG_CACHE_HOME: home, ...env },
    encoding: 'utf8',
  });
  const code = join(home, 'create-secure-dockerfile', 'code');
  return { status, stderr, kept: existsSync(code) ? readdirSync(code).length : 0 };
}

const newHome = (): string => mkdtempSync(join(tmpdir(), 'home-'));

describe('the code of the program', () => {
  it('is kept for the next run', () => {
    const home = newHome();
    const first = started(home);
    expect(first).toEqual({ status: 0, stderr: '', kept: 1 });
    expect(started(home)).toEqual(first);
  });

  it('is not kept if NODE_DISABLE_COMPILE_CACHE says so', () => {
    expect(started(newHome(), { NODE_DISABLE_COMPILE_CACHE: '1' }).kept).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('is not kept where others can write', () => {
    const home = newHome();
    const code = join(home, 'create-secure-dockerfile', 'code');
    mkdirSync(code, { recursive: true });
    chmodSync(code, 0o722);
    expect(started(home)).toEqual({ status: 0, stderr: '', kept: 0 });
  });

  it('is not missed where there is no home', () => {
    const file = join(newHome(), 'file');
    writeFileSync(file, '');
    expect(started(file)).toEqual({ status: 0, stderr: '', kept: 0 });
  });
});
