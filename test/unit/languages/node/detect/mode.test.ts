import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

async function imageOf(
  source: string,
  start = 'node server.js',
  more: Record<string, string> = {},
) {
  const manifest = { name: 'a', scripts: { start }, dependencies: { express: '5' } };
  const { files, choices, notes } = await generate(
    { 'package.json': JSON.stringify(manifest), 'server.js': source, ...more },
    { base: 'scratch' },
  );
  return {
    mode: /^ENV NODE_ENV="(.*)"$/m.exec(files.get('Dockerfile') ?? '')?.[1],
    port: choices['port']?.value,
    note: notes.find((it) => it.code === 'node/listens-outside-production'),
  };
}

const app = "const app = require('express')();\n";
const outside = `${app}if (process.env.NODE_ENV !== 'production') app.listen(3100);\nmodule.exports = app;`;
const serve = `${app}const serve = () => app.listen(3100);\n`;

describe('a program that listens only outside production', () => {
  it.each<[string, string, string, string]>([
    ['beside an export for a platform', outside, 'node server.js', 'development'],
    [
      'in a function',
      `${serve}if (process.env.NODE_ENV === 'docker') serve();\nmodule.exports = serve;`,
      'NODE_ENV=docker node server.js',
      'docker',
    ],
  ])('is started so that it listens: %s', async (_, source, start, mode) => {
    const image = await imageOf(source, start);
    expect(image).toMatchObject({ mode, port: 3100 });
    expect(image.note).toMatchObject({
      level: 'warning',
      text: `the program listens only where NODE_ENV is not "production": the image sets it to "${mode}"`,
      evidence: [{ file: 'server.js' }],
    });
  });

  it.each<[string, string, Record<string, string>]>([
    ['listens in production, too', `${outside}\napp.listen(3100);`, {}],
    [
      'listens elsewhere on Windows',
      `${app}if (process.platform === 'win32') app.listen(1); else app.listen(3100);`,
      {},
    ],
    [
      'calls its function anyway',
      `${serve}if (process.env.NODE_ENV !== 'production') serve();\nserve();`,
      {},
    ],
    [
      'has its function called by another file',
      "require('./lib').serve();",
      {
        'lib.js': `${serve}if (process.env.NODE_ENV !== 'production') serve();\nmodule.exports = { serve };`,
      },
    ],
  ])('none is one that %s', async (_, source, files) => {
    const image = await imageOf(source, 'NODE_ENV=development node server.js', files);
    expect(image).toMatchObject({ mode: 'production', port: 3100, note: undefined });
  });
});
