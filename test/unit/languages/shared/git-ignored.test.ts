import { describe, expect, it } from 'vitest';
import { ignoredByGit } from '../../../../src/languages/shared/git-ignored.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';

describe('what git ignores', () => {
  it.each<[string, string, boolean]>([
    ['dist', 'dist', true],
    ['dist', 'web/dist', true],
    ['dist/', 'web/dist/app.js', true],
    ['dist', 'web/dists', false],
    ['/dist', 'dist/app.js', true],
    ['/dist', 'web/dist', false],
    ['web/dist', 'web/dist', true],
    ['web/dist', 'app/web/dist', false],
    ['web/dist/*', 'web/dist', true],
    ['**/dist', 'web/dist', true],
    ['a/**/dist', 'a/b/c/dist', true],
    ['a/**/dist', 'a/dist', true],
    ['*.wasm', 'web/app.wasm', true],
    ['*.wasm', 'web/app.wasm.go', false],
    ['# dist', '# dist', false],
    ['a.c', 'abc', false],
    ['*.wasm\n!app.wasm', 'web/app.wasm', false],
    ['*\n!*/', 'go.mod', true],
    ['*\n!*/', 'web', false],
    ['!dist\ndist', 'dist', true],
  ])('%j ignores %j: %s', async (text, path, ignored) => {
    const ignoring = await ignoredByGit(memoryProject({ '.gitignore': text, 'go.mod': '' }));
    expect(ignoring(path) !== undefined).toBe(ignored);
  });

  it('by the file of a folder, for that folder alone', async () => {
    const ignoring = await ignoredByGit(memoryProject({ 'w*b/.gitignore': '# x\n/dist\n' }));
    expect(ignoring('w*b/dist')).toEqual({
      file: 'w*b/.gitignore',
      line: 2,
      because: 'git ignores /dist',
    });
    expect([ignoring('dist'), ignoring('wob/dist')]).toEqual([undefined, undefined]);
  });
});
