/** Pages that a framework builds, and that a server of the project serves. */
import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const upload =
  "import fs from 'node:fs';\nfs.mkdirSync('uploads');\nif (!process.env.KEY) throw new Error('none');\nexport default () => null;";
const listens = "require('http').createServer().listen(3000);";

async function outcomeOf(manifest: object, files: Readonly<Record<string, string>>) {
  const project = { 'package.json': JSON.stringify({ name: 'a', ...manifest }), ...files };
  const { files: written, notes } = await generate(project, { base: 'distroless' });
  const dockerfile = written.get('Dockerfile') ?? '';
  return {
    volume: /^VOLUME (.*)$/m.exec(dockerfile)?.[1],
    exported: /export (.*?)(?: \\)?$/m.exec(dockerfile)?.[1],
    demands: notes
      .filter((it) => /variables-(?:required|for-requests)/.test(it.code))
      .map((it) => `${it.code} ${(it.variables ?? []).join(' ')}`),
  };
}

describe('a server of the project', () => {
  it('writes and demands what the pages of Next.js do', async () => {
    const outcome = await outcomeOf(
      { scripts: { build: 'next build', start: 'node server.js' }, dependencies: { next: '16' } },
      {
        'server.js': listens,
        'pages/api/up.js': upload,
        'lib/other.js': "require('fs').mkdirSync('no')",
      },
    );
    expect(outcome).toEqual({
      volume: '["/app/.next/cache", "/app/uploads"]',
      exported: 'KEY=stand-in-for-the-build-of-this-image',
      demands: ['node/variables-for-requests KEY'],
    });
  });

  it('starts only with what the routes of React Router demand', async () => {
    const outcome = await outcomeOf(
      {
        scripts: { build: 'react-router build', start: 'node server.js' },
        dependencies: { '@react-router/node': '7', '@react-router/express': '7' },
        devDependencies: { '@react-router/dev': '7' },
      },
      { 'server.js': listens, 'app/routes/up.tsx': upload, 'vite.config.ts': '' },
    );
    expect(outcome).toEqual({
      volume: '["/app/uploads"]',
      exported: undefined,
      demands: ['node/variables-required KEY'],
    });
  });

  it('does not listen where a page does', async () => {
    const { choices } = await generate(
      {
        'package.json': JSON.stringify({
          scripts: { build: 'next build', start: 'node server.js' },
          dependencies: { next: '16' },
        }),
        'server.js': listens,
        'pages/a.js': 'import http from "http"; http.createServer().listen(9999);',
      },
      { base: 'distroless' },
    );
    expect(choices['port']?.value).toBe(3000);
  });
});
