import { expect, it } from 'vitest';
import { readModules } from '../../../../src/languages/go/modules.ts';
import { packagesOf } from '../../../../src/languages/go/packages.ts';
import { bounds } from '../../../../src/languages/shared/budget.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { mod } from '../../../support/go-facts.ts';

it('a package is read as a whole or not at all', async () => {
  const many = Array.from({ length: bounds.searched - 2 }, (_, index) => [
    `near/f${index}.go`,
    'package near\n',
  ]);
  const project = memoryProject({
    'go.mod': mod,
    'main.go': 'package main\nimport _ "example.com/shop/near"\nimport _ "example.com/shop/far"\n',
    'far/a.go': 'package far\n',
    'far/b.go': 'package far\n',
    ...(Object.fromEntries(many) as Record<string, string>),
  });
  const modules = await readModules(project);
  if (!modules) throw new Error('no module');
  const program = await (await packagesOf(project, modules)).program('');
  expect(program.packages.map((it) => it.folder)).toEqual(['', 'near']);
  expect(program.packageOf('example.com/shop/far')).toBeUndefined();
  // It is there: nothing has to be generated first.
  expect([...program.missing.keys()]).toEqual([]);
});
