import { expect, it } from 'vitest';
import { cgoModules } from '../../../../src/languages/go/cgo-modules.ts';
import { withoutVersion } from '../../../../src/languages/go/code/program.ts';

it('has each module once, without its major version', () => {
  const paths = cgoModules.map((it) => it.path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.map(withoutVersion)).toEqual(paths);
});

it('has a source for each claim that the sources of a module do not show', () => {
  const unproven = cgoModules.filter(
    (it) => (it.glibc ?? it.muslTags ?? it.muslFlag) !== undefined && it.source === undefined,
  );
  expect(unproven).toEqual([]);
});
