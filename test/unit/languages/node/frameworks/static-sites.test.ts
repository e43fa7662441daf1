import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

it.each([
  ['@vue/cli-service', 'vue-cli-service build', {}, 'dist'],
  [
    '@vue/cli-service',
    'vue-cli-service build',
    { 'vue.config.js': "module.exports = { outputDir: 'www' }" },
    'www',
  ],
  ['parcel', 'parcel build index.html', {}, 'dist'],
  ['parcel', 'parcel build index.html --dist-dir www', {}, 'www'],
])('%s: "%s" with %j writes %s', async (dependency, build, files, folder) => {
  const project = {
    'package.json': JSON.stringify({
      name: 'a',
      scripts: { build },
      devDependencies: { [dependency]: '1.0.0' },
    }),
    'index.html': '',
    ...files,
  };
  const { choices } = await generate(project, { base: 'scratch' });
  expect(choices['start']?.value).toEqual(['serve', folder]);
});
