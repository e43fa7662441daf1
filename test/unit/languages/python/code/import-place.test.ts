/** The folder that is on the import path: the one by whose names the modules import each other. */
import { expect, it } from 'vitest';
import { isTest } from '../../../../../src/languages/python/code/module-names.ts';
import { generate } from '../../../../support/generate.ts';

const application = 'from fastapi import FastAPI\napp = FastAPI()\n';

it.each<[string, Record<string, string>, string, string | undefined]>([
  [
    'the folder of the module',
    { 'web/main.py': 'import prices\n', 'web/prices.py': '' },
    'main:app',
    '/app/web',
  ],
  [
    'a folder above, without __init__.py',
    { 'backend/web/main.py': 'from web.prices import price\n', 'backend/web/prices.py': '' },
    'web.main:app',
    '/app/backend',
  ],
  [
    'a folder above, whose packages have one',
    {
      'backend/web/__init__.py': '',
      'backend/web/main.py': 'from web.prices import price\n',
      'backend/web/prices.py': '',
    },
    'web.main:app',
    '/app/backend',
  ],
  [
    'a folder for libraries',
    { 'lib/acme/web/main.py': 'from acme.prices import price\n', 'lib/acme/prices.py': '' },
    'acme.web.main:app',
    '/app/lib',
  ],
  [
    'src, without __init__.py in the package',
    { 'src/acme/web/main.py': 'from acme.prices import price\n', 'src/acme/prices.py': '' },
    'acme.web.main:app',
    '/app/src',
  ],
  [
    'the project itself',
    { 'acme/web/main.py': 'from acme.prices import price\n', 'acme/prices.py': '' },
    'acme.web.main:app',
    undefined,
  ],
  [
    'the folder above one that is a package by its imports alone',
    { 'src/main.py': 'from .prices import price\n', 'src/prices.py': '' },
    'src.main:app',
    undefined,
  ],
  [
    'above as many folders as the imports go up',
    {
      'back/src/web/v1/main.py': 'from ...prices import price\n',
      'back/src/prices.py': '',
    },
    'src.web.v1.main:app',
    '/app/back',
  ],
  [
    'above all packages around one that is a package by its imports alone',
    {
      'back/__init__.py': '',
      'back/src/main.py': 'from .prices import price\n',
      'back/src/prices.py': '',
    },
    'back.src.main:app',
    undefined,
  ],
  [
    'the folder of a module that only tries to be in a package',
    {
      'src/main.py':
        'try:\n    from .prices import price\nexcept ImportError:\n    from prices import price\n',
      'src/prices.py': '',
    },
    'main:app',
    '/app/src',
  ],
])('is %s', async (_, files, target, path) => {
  const main = Object.keys(files).find((it) => it.endsWith('main.py')) ?? '';
  const { choices, files: written } = await generate(
    {
      'requirements.txt': 'fastapi==0.165.0\nuvicorn==0.54.0\n',
      ...files,
      [main]: `${files[main] ?? ''}${application}`,
    },
    { base: 'distroless' },
  );
  expect((choices['start']?.value as string[])[1]).toBe(target);
  const dockerfile = written.get('Dockerfile') ?? '';
  expect(/^ENV PYTHONPATH="(.*)"$/m.exec(dockerfile)?.[1]).toBe(path);
});

it.each([
  ['shop/tests/a.py', true],
  ['shop/tests_e2e/a.py', true],
  ['shop/test_integration/a.py', true],
  ['shop/tests_of_value/a.py', false],
  ['shop/contest/a.py', false],
])('%s is a test: %s', (path, expected) => {
  expect(isTest(path)).toBe(expected);
});
