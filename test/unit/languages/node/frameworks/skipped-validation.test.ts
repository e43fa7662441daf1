import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const schema = (skip: string): string =>
  `import { createEnv } from '@t3-oss/env-nextjs';\nexport const env = createEnv({ server: {}, ${skip} });\n`;

async function linesFor(skip: string, file = 'src/env.ts'): Promise<readonly string[]> {
  const { files } = await generate(
    {
      'package.json': JSON.stringify({
        name: 'x',
        private: true,
        scripts: { build: 'next build', start: 'next start' },
        dependencies: { next: '16.0.0', '@t3-oss/env-nextjs': '0.13.0' },
      }),
      [file]: schema(skip),
    },
    { base: 'scratch' },
  );
  const lines = (files.get('Dockerfile') ?? '').split('\n');
  return lines.filter((it, index) => lines[index - 1]?.startsWith('# The build has no values'));
}

describe('the check of the environment is skipped for the build', () => {
  it.each([
    ['skipValidation: !!process.env.SKIP_ENV_VALIDATION', 'ENV SKIP_ENV_VALIDATION="1"'],
    [
      'skipValidation: !!process.env.SKIP_ENV_VALIDATION || process.env.npm_lifecycle_event === "lint"',
      'ENV SKIP_ENV_VALIDATION="1"',
    ],
    ['skipValidation: process.env.SKIP_ENV === "true"', 'ENV SKIP_ENV="true"'],
    ["skipValidation: process.env.CI === 'yes' || !!process.env.DOCKER_BUILD", 'ENV CI="yes"'],
  ])('%s', async (skip, line) => {
    expect(await linesFor(skip)).toEqual([line]);
  });

  it('by the schema of another package of the workspace', async () => {
    const skip = 'skipValidation: !!process.env.SKIP_ENV_VALIDATION';
    expect(await linesFor(skip, 'packages/env/index.mjs')).toEqual(['ENV SKIP_ENV_VALIDATION="1"']);
  });

  it.each([
    'skipValidation: false',
    'emptyStringAsUndefined: true',
    'skipValidation: process.env.NODE_ENV === "test"',
    '/* skipValidation: !!process.env.SKIP_ENV_VALIDATION */ client: {}',
  ])('and not by: %s', async (skip) => {
    expect(await linesFor(skip)).toEqual([]);
  });
});
