/** Variables that the sources of a framework's server demand. */
import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

type Files = Readonly<Record<string, string>>;

async function outcomeOf(manifest: object, files: Files) {
  const project = { 'package.json': JSON.stringify({ name: 'a', ...manifest }), ...files };
  const { files: written, notes } = await generate(project, { base: 'distroless' });
  const dockerfile = written.get('Dockerfile') ?? '';
  return {
    notes: notes
      .filter((it) => /variables-(?:required|for-requests)/.test(it.code))
      .map((it) => it.code),
    exported: /export (.*?)(?: \\)?$/m.exec(dockerfile)?.[1],
    variables: notes.flatMap((it) => it.variables ?? []),
  };
}

const demands = (name: string): string => `if (!process.env.${name}) throw new Error('none');`;

const database = 'stand-in:stand-in@stand-in/stand-in';

const next = {
  scripts: { build: 'next build', start: 'next start' },
  dependencies: { next: '16' },
};

describe('Next.js, whose build loads the pages', () => {
  it('gets placeholders for what a page or what it loads demands', async () => {
    const outcome = await outcomeOf(next, {
      'lib/db.js': `${demands('MONGODB_URI')}\nif (!process.env.REDIS_URL) throw 1;`,
      'app/page.jsx': "import '../lib/db.js'; export default () => null;",
    });
    expect(outcome).toEqual({
      notes: ['node/variables-for-requests'],
      exported:
        'MONGODB_URI=mongodb://stand-in:stand-in@stand-in/stand-in REDIS_URL=redis://stand-in',
      variables: ['MONGODB_URI', 'REDIS_URL'],
    });
  });

  it.each<[string, Files]>([
    ['a file that no page loads', { 'scripts/seed.js': demands('A'), 'seed.js': demands('B') }],
    [
      'what only a request reaches',
      { 'pages/api/a.js': `export default () => { ${demands('A')} }` },
    ],
    ['a variable that the build sets', { 'pages/a.js': demands('NEXT_TELEMETRY_DISABLED') }],
  ])('gets none for %s', async (_, files) => {
    const page = { 'pages/index.js': 'export default () => null;' };
    const outcome = await outcomeOf(next, { ...page, ...files });
    expect(outcome).toEqual({ notes: [], exported: undefined, variables: [] });
  });

  it('gets one where an argument gives no value of what browsers load', async () => {
    const outcome = await outcomeOf(next, { 'pages/a.js': demands('NEXT_PUBLIC_API_URL') });
    expect(outcome).toEqual({
      notes: [],
      exported: 'NEXT_PUBLIC_API_URL="${NEXT_PUBLIC_API_URL:-https://stand-in.invalid}"',
      variables: [],
    });
  });

  it.each([
    ['pg', `postgresql://${database}`],
    ['mysql2', `mysql://${database}`],
    ['mongoose', `mongodb://${database}`],
    ['@libsql/client', 'file:/tmp/stand-in.db'],
    ['better-sqlite3', '/tmp/stand-in.db'],
    ['knex', `postgresql://${database}`],
  ])('gets the address of a database that %s accepts', async (library, address) => {
    const manifest = { ...next, dependencies: { ...next.dependencies, [library]: '1' } };
    const outcome = await outcomeOf(manifest, { 'pages/a.js': demands('DATABASE_URL') });
    expect(outcome.exported).toBe(`DATABASE_URL=${address}`);
  });

  it('gets them although the check of the schema is skipped: what connects when it is loaded does not', async () => {
    const outcome = await outcomeOf(
      { ...next, dependencies: { next: '16', '@t3-oss/env-nextjs': '1' } },
      {
        'env.js':
          "import { createEnv } from '@t3-oss/env-nextjs';\nexport const env = createEnv({ server: {}, skipValidation: !!process.env.SKIP_ENV_VALIDATION });",
        'pages/a.js': `import '../env.js';\n${demands('MONGO_URL')}`,
      },
    );
    expect(outcome.exported).toBe(`MONGO_URL=mongodb://${database}`);
  });

  it('gets one for what its configuration loads', async () => {
    const outcome = await outcomeOf(next, {
      'next.config.mjs': "import './env.mjs';\nexport default {};",
      'env.mjs': demands('SMTP_HOST'),
      'pages/a.js': '',
    });
    expect(outcome.exported).toBe('SMTP_HOST=stand-in-for-the-build-of-this-image');
  });

  it.each([
    ['SITE: z.string().url()', 'SITE=https://stand-in.invalid'],
    ['DATABASE_URL: z.string().url()', `DATABASE_URL=postgresql://${database}`],
    ['DATABASE_URL: z.string().min(1)', `DATABASE_URL=postgresql://${database}`],
    ['LEVEL: z.enum(["low", "high"])', 'LEVEL=low'],
    ['SIZE: z.coerce.number().min(4)', 'SIZE=4'],
    ['RATE: z.coerce.number()', 'RATE=1'],
    ['KEY: z.string().startsWith("pk_")', 'KEY=pk_stand-in-for-the-build-of-this-image'],
    ['SALT: z.string().min(40)', 'SALT=stand-in-for-the-build-of-this-imagexxxx'],
    ['FROM_ADDRESS: z.string().email()', 'FROM_ADDRESS=stand-in@example.com'],
    ['NAME: z.string()', 'NAME=stand-in-for-the-build-of-this-image'],
  ])('gets one that its schema accepts: %s', async (field, exported) => {
    for (const group of ['server', 'shared', 'client']) {
      const outcome = await outcomeOf(next, {
        'pages/a.js': `import { createEnv } from '@t3-oss/env-nextjs';\nimport { z } from 'zod';\nexport const env = createEnv({ ${group}: { ${field} }, runtimeEnv: process.env });`,
      });
      expect(outcome.exported).toBe(exported);
    }
  });

  it('gets one for a variable that has an empty default', async () => {
    const source = "import Stripe from 'stripe'; new Stripe(process.env.STRIPE_KEY ?? '');";
    const outcome = await outcomeOf(next, { 'pages/a.js': source });
    expect(outcome.variables).toEqual(['STRIPE_KEY']);
  });
});

describe('SvelteKit, whose build loads the routes', () => {
  it('gets placeholders for what $lib and $env demand', async () => {
    const outcome = await outcomeOf(
      {
        scripts: { build: 'vite build' },
        devDependencies: { '@sveltejs/kit': '2', '@sveltejs/adapter-node': '5' },
      },
      {
        'svelte.config.js': "import adapter from '@sveltejs/adapter-node';",
        'src/lib/server/db/index.ts':
          "import { env } from '$env/dynamic/private';\nif (!env.DATABASE_URL) throw new Error('none');",
        'src/routes/+page.server.ts': "import { db } from '$lib/server/db';",
      },
    );
    expect(outcome.exported).toBe('DATABASE_URL=postgresql://stand-in:stand-in@stand-in/stand-in');
    expect(outcome.variables).toEqual(['DATABASE_URL']);
  });
});

describe('Remix and React Router, whose server loads all routes when it starts', () => {
  it.each([['@remix-run'], ['@react-router']])('%s', async (scope) => {
    const name = scope === '@remix-run' ? 'remix' : 'react-router';
    const outcome = await outcomeOf(
      {
        scripts: { build: `${name} build`, start: `${name}-serve ./build/server/index.js` },
        dependencies: { [`${scope}/serve`]: '7', 'tiny-invariant': '1' },
        devDependencies: { [`${scope}/dev`]: '7' },
      },
      {
        'app/session.server.ts':
          "import invariant from 'tiny-invariant';\ninvariant(process.env.SESSION_SECRET);",
        'prisma/seed.ts': demands('SEED'),
      },
    );
    expect(outcome).toEqual({
      notes: ['node/variables-required'],
      exported: undefined,
      variables: ['SESSION_SECRET'],
    });
  });
});

describe('the schema of Prisma', () => {
  const manifest = {
    scripts: { start: 'node server.js' },
    dependencies: { '@prisma/client': '6', prisma: '6' },
  };
  const schema =
    'datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n';
  const server = "new PrismaClient(); require('http').createServer().listen(3000);";

  it('names the variable with the address of the database', async () => {
    const files = { 'server.js': server, 'prisma/schema.prisma': schema };
    expect(await outcomeOf(manifest, files)).toMatchObject({
      notes: ['node/variables-for-requests'],
      variables: ['DATABASE_URL'],
    });
  });

  it.each<[string, string, string]>([
    ['a file', server, schema.replace('env("DATABASE_URL")', '"file:/data/a.db"')],
    [
      'an address from the code',
      server.replace('()', '({ datasources: { db: { url } } })'),
      schema,
    ],
  ])('names none for %s', async (_, source, text) => {
    const files = { 'server.js': source, 'prisma/schema.prisma': text };
    expect((await outcomeOf(manifest, files)).variables).toEqual([]);
  });
});
