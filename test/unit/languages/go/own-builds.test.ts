import { expect, it } from 'vitest';
import { ownBuilds } from '../../../../src/languages/go/own-builds.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';

const built = async (makefile: string, folder = 'ui', wanted = 'web/static'): Promise<unknown> => {
  const found = (await ownBuilds(memoryProject({ Makefile: makefile })))(folder, wanted);
  return found && [`${found.script} fills ${found.folder}`, ...found.finish].join(', ');
};
const recipe = (...lines: string[]): string => `all:\n${lines.map((it) => `\t${it}\n`).join('')}`;

it.each([
  [
    'a chain of commands, of which the folder is gone into',
    recipe('@cd ui && \\', 'yarn install && \\', 'yarn run export && mv dist ../web/static'),
    'export fills ui/dist',
  ],
  [
    'commands of their own',
    recipe('npm --prefix ui run build:prod', 'rm -rf web/static', 'cp -r ui/out web/static'),
    'build:prod fills ui/out',
  ],
  [
    'what is in the folder',
    recipe('pnpm --dir ui generate', 'cp -a ui/.output/public/. web/static/'),
    'generate fills ui/.output/public',
  ],
  [
    'files that are renamed and removed on the way',
    recipe(
      'cd ui && pnpm build && mv dist/index.html dist/app.html && rm -f ../other/x',
      'cd ui && npm run build && mv dist/index.html dist/app.html && rm -rf ../web/static && mv dist ../web/static && rm ../web/static/config.js',
    ),
    'build fills ui/dist, mv dist/index.html dist/app.html, rm dist/config.js',
  ],
  [
    'a script that formats, after the one that builds',
    recipe('cd ui && npm run build', 'cd ui && npm run format:check', 'mv ui/dist web/static'),
    'build fills ui/dist',
  ],
  ['a folder that is copied into another', recipe('cp -r ui/static web'), 'build fills ui/static'],
])('%s', async (_what, makefile, expected) => {
  expect(await built(makefile)).toBe(expected);
});

it.each([
  ['another folder is filled', recipe('cp -r ui/dist web/other')],
  ['a file is copied', recipe('cp ui/dist/index.html web/static')],
  ['it comes from elsewhere', recipe('cp -r uikit/dist web/static')],
  ['the folder is a variable', recipe('cp -r $(UI)/dist web/static', 'cp -r ui/* $(OUT)')],
  ['it is the sources themselves', recipe('cp -r ui web/static', 'cp -r ui/. web/static')],
  ['it is outside the project', recipe('cd ../.. && mv ui/dist web/static')],
])('nothing where %s', async (_what, makefile) => {
  expect(await built(makefile)).toBeUndefined();
});
