import { describe, expect, it } from 'vitest';
import { choose } from '../../../../../src/choose.ts';
import { detectProject } from '../../../../../src/detect.ts';
import { developmentReason } from '../../../../../src/languages/node/frameworks/dev-servers.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { siteConfiguration, siteRuntime } from '../../../../../src/languages/node/plan/site.ts';
import { planImage } from '../../../../../src/plan.ts';
import { memoryProject, silentPrompter } from '../../../../../src/ports/memory.ts';
import { printed } from '../../../../support/notes.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function serviceOf(manifest: object, files: Record<string, string> = {}) {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({ name: 'x', ...manifest }, null, 2),
      ...files,
    }),
    { today },
  );
  const service = facts?.services[0];
  if (!service) throw new Error('no service');
  return { service, details: service.details };
}

describe('frameworks with a server', () => {
  it.each<[string, object, Record<string, string>, string[], number]>([
    [
      'Next.js, standalone',
      { dependencies: { next: '16' }, scripts: { build: 'next build', start: 'next start' } },
      { 'next.config.ts': "export default { output: 'standalone' }" },
      ['node', 'server.js'],
      3000,
    ],
    [
      'Next.js',
      { dependencies: { next: '16' }, scripts: { build: 'next build', start: 'next start' } },
      {},
      ['node', 'node_modules/next/dist/bin/next', 'start'],
      3000,
    ],
    [
      'Next.js on another port',
      {
        dependencies: { next: '16' },
        scripts: { build: 'next build', start: 'next start -p 4000' },
      },
      {},
      ['node', 'node_modules/next/dist/bin/next', 'start'],
      4000,
    ],
    [
      'Nuxt',
      { dependencies: { nuxt: '4' }, scripts: { build: 'nuxt build', dev: 'nuxt dev' } },
      {},
      ['node', '.output/server/index.mjs'],
      3000,
    ],
    [
      'Waku: its start script is a production server, which only loads what the build wrote',
      {
        dependencies: { waku: '^0.27.5' },
        scripts: { dev: 'waku dev', build: 'waku build', start: 'waku start' },
      },
      {},
      ['node', 'dist/serve-node.js'],
      8080,
    ],
    [
      'Vinxi: its start script is a production server, that of Nitro',
      {
        dependencies: { vinxi: '0.5' },
        scripts: { dev: 'vinxi dev', build: 'vinxi build', start: 'vinxi start' },
      },
      {},
      ['node', '.output/server/index.mjs'],
      3000,
    ],
    [
      'React Router',
      {
        dependencies: { '@react-router/serve': '8' },
        devDependencies: { '@react-router/dev': '8', vite: '7' },
        scripts: {
          build: 'react-router build',
          start: 'react-router-serve ./build/server/index.js',
        },
      },
      {},
      ['node', 'node_modules/@react-router/serve/bin.js', './build/server/index.js'],
      3000,
    ],
    [
      'SvelteKit',
      {
        devDependencies: { '@sveltejs/kit': '^2.0.0', vite: '7' },
        scripts: { build: 'vite build' },
      },
      { 'svelte.config.js': "import adapter from '@sveltejs/adapter-node';" },
      ['node', 'build'],
      3000,
    ],
    [
      'Astro with a server',
      { dependencies: { astro: '5' }, scripts: { build: 'astro build' } },
      {
        'astro.config.mjs':
          "import node from '@astrojs/node'; export default { adapter: node({ mode: 'standalone' }) }",
      },
      ['node', 'dist/server/entry.mjs'],
      4321,
    ],
    [
      'Angular with a server',
      {
        dependencies: { '@angular/core': '22' },
        scripts: { build: 'ng build', start: 'ng serve' },
      },
      {
        'angular.json':
          '{"projects":{"shop":{"projectType":"application","architect":{"build":{"builder":"@angular/build:application","options":{"ssr":{"entry":"src/server.ts"}}}}}}}',
      },
      ['node', 'dist/shop/server/server.mjs'],
      4000,
    ],
    [
      'Remix',
      {
        dependencies: { '@remix-run/serve': '2' },
        devDependencies: { '@remix-run/dev': '2' },
        scripts: { build: 'remix vite:build', start: 'remix-serve ./build/server/index.js' },
      },
      {},
      ['node', 'node_modules/@remix-run/serve/dist/cli.js', './build/server/index.js'],
      3000,
    ],
    [
      'Remix with its own compiler, whose server is one file',
      {
        dependencies: { '@remix-run/serve': '2' },
        devDependencies: { '@remix-run/dev': '2' },
        scripts: { build: 'remix build', start: 'remix-serve ./build/index.js' },
      },
      {},
      ['node', 'node_modules/@remix-run/serve/dist/cli.js', './build/index.js'],
      3000,
    ],
    [
      'Remix with its own compiler and other folders',
      {
        dependencies: { '@remix-run/serve': '2' },
        devDependencies: { '@remix-run/dev': '2' },
        scripts: { build: 'npm run css && remix build' },
      },
      { 'remix.config.js': "export default { serverBuildPath: './server/app.js' };" },
      ['node', 'node_modules/@remix-run/serve/dist/cli.js', './server/app.js'],
      3000,
    ],
    [
      'TanStack Start with Nitro',
      {
        dependencies: { '@tanstack/react-start': '1', nitro: '3' },
        scripts: { build: 'vite build', dev: 'vite dev' },
      },
      {},
      ['node', '.output/server/index.mjs'],
      3000,
    ],
    [
      'SolidStart 1',
      {
        dependencies: { '@solidjs/start': '1', vinxi: '0.5' },
        scripts: { build: 'vinxi build', start: 'vinxi start' },
      },
      {},
      ['node', '.output/server/index.mjs'],
      3000,
    ],
    [
      'Qwik with the adapter for Express',
      {
        dependencies: { undici: '7' },
        devDependencies: { '@builder.io/qwik-city': '1' },
        scripts: { build: 'qwik build', start: 'vite --open --mode ssr' },
      },
      { 'adapters/express/vite.config.ts': '' },
      ['node', 'server/entry.express.js'],
      3000,
    ],
    [
      'AdonisJS',
      {
        dependencies: { '@adonisjs/core': '6' },
        scripts: { build: 'node ace build', start: 'node bin/server.js' },
      },
      { 'bin/server.ts': '' },
      ['node', 'bin/server.js'],
      3333,
    ],
    [
      'NestJS without a script for production',
      {
        dependencies: { '@nestjs/core': '11' },
        scripts: { build: 'nest build', start: 'nest start' },
      },
      {
        'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
        'src/main.ts': 'await app.listen(process.env.PORT ?? 3000)',
      },
      ['node', 'dist/main.js'],
      3000,
    ],
  ])('%s', async (_name, manifest, files, start, port) => {
    const { service } = await serviceOf(manifest, files);
    expect(service.start).toMatchObject({ kind: 'found', value: start });
    expect(service.port).toMatchObject({ kind: 'found', value: port });
  });

  it('the image of an old Remix has what browsers load, too', async () => {
    const { details } = await serviceOf(
      {
        dependencies: { '@remix-run/serve': '2' },
        devDependencies: { '@remix-run/dev': '2' },
        scripts: { build: 'remix build' },
      },
      { 'remix.config.js': "module.exports = { assetsBuildDirectory: 'assets/build' };" },
    );
    expect(details.framework?.copies.map((it) => it.from)).toEqual([
      'package.json',
      'build',
      'public',
      'assets/build',
    ]);
  });

  it("a server of the project's own comes before the framework's", async () => {
    const { service, details } = await serviceOf(
      {
        dependencies: { next: '16', express: '5' },
        scripts: { build: 'next build', start: 'node server.js' },
      },
      { 'server.js': 'app.listen(8080)' },
    );
    expect(service.start).toMatchObject({ kind: 'found', value: ['node', 'server.js'] });
    expect(details.framework).toBeNull();
  });

  it('Next.js standalone listens on every interface, and ships its own packages only', async () => {
    const { details } = await serviceOf(
      { dependencies: { next: '16' }, scripts: { build: 'next build' } },
      { 'next.config.js': "module.exports = { output: 'standalone' }", 'public/a.txt': '' },
    );
    expect(details.environment).toContainEqual(
      expect.objectContaining({ name: 'HOSTNAME', value: '0.0.0.0' }),
    );
    expect(details.ships).toEqual({
      kind: 'copies',
      copies: [
        { from: '.next/standalone', to: '' },
        { from: '.next/static', to: '.next/static' },
        { from: 'public', to: 'public' },
      ],
    });
    expect(details.writable).toEqual(['/app/.next/cache']);
  });

  it('SvelteKit with adapter-auto is an error that says what to install', async () => {
    const { service } = await serviceOf(
      { devDependencies: { '@sveltejs/kit': '^2.0.0' }, scripts: { build: 'vite build' } },
      { 'svelte.config.js': "import adapter from '@sveltejs/adapter-auto';" },
    );
    expect(service.notes[0]?.level).toBe('error');
    expect(printed(service.notes[0])).toBe(
      'node/built-for-platform: adapter-auto does not build a server for containers\nInstall @sveltejs/adapter-node (or adapter-static for a site without a server) and name it in svelte.config.js.',
    );
  });

  it.each<[string, [string, string][] | null]>([
    ["process.env.TO === 'docker' ? node() : other()", [['TO', 'docker']]],
    ["['docker', 'desktop'].includes(process.env.TO) ? node({}) : other({})", [['TO', 'docker']]],
    ['process.env.TO ? node() : other()', [['TO', '1']]],
    ['process.env.VERCEL ? other() : node()', []],
    ['other()', null],
  ])('SvelteKit chooses an adapter by a variable: %s', async (adapter, set) => {
    const { service, details } = await serviceOf(
      { devDependencies: { '@sveltejs/kit': '3' }, scripts: { build: 'vite build' } },
      {
        'svelte.config.js': `import other from '@sveltejs/adapter-cloudflare';\nimport node from '@sveltejs/adapter-node';\nexport default { kit: { adapter: ${adapter} } };`,
      },
    );
    const refused = service.notes.some((it) => it.level === 'error');
    expect(refused).toBe(set === null);
    if (set)
      expect(details.framework?.buildEnvironment.map((it) => [it.name, it.value])).toEqual(set);
  });

  const ofStatic = (options: string, files: Record<string, string> = {}) =>
    serviceOf(
      { devDependencies: { '@sveltejs/kit': '^2.0.0' }, scripts: { build: 'vite build' } },
      {
        'svelte.config.js': `import adapter from '@sveltejs/adapter-static';\nadapter(${options});`,
        'src/lib/+page.md': 'prerender',
        ...files,
      },
    );

  it('SvelteKit with adapter-static, and nothing to prerender, is an error', async () => {
    const { service } = await ofStatic('', { 'src/routes/+layout.ts': 'export const ssr = true;' });
    expect(service.notes[0]?.level).toBe('error');
    expect(printed(service.notes[0])).toBe(
      'node/site-not-prerendered: adapter-static builds only pages that are prerendered, and no route of this project is\nPrerender all: echo "export const prerender = true;" >> src/routes/+layout.ts',
    );
  });

  it.each([
    ['a layout', '', 'src/routes/+layout.ts', 'export const prerender = true;'],
    ['a page', '', 'src/routes/a/+page.server.js', "export const prerender = 'auto';"],
    ['a page of another layout', '', 'src/routes/a/+page@b.ts', 'export const prerender = true;'],
    ['options of another file', '', 'src/routes/+layout.js', "export * from '$lib/options';"],
    ['the fallback of an application', "{ fallback: '200.html' }", 'src/a.ts', ''],
    ['what the adapter accepts', '{ strict: false }', 'src/a.ts', ''],
  ])('SvelteKit with adapter-static builds by %s', async (_name, options, file, text) => {
    const { service } = await ofStatic(options, { [file]: text });
    expect(service.notes).toEqual([]);
  });

  it('SvelteKit as its starter makes it takes the adapter for servers, and says so', async () => {
    const { service, details } = await serviceOf(
      {
        devDependencies: { '@sveltejs/kit': '^2.63.0', '@sveltejs/adapter-auto': '^7.0.1' },
        scripts: { build: 'vite build' },
      },
      { 'vite.config.ts': "import adapter from '@sveltejs/adapter-auto';" },
    );
    expect(service.start).toMatchObject({ value: ['node', 'build'] });
    expect(details.framework).toMatchObject({ buildEnvironment: [{ name: 'GCP_BUILDPACKS' }] });
    expect(service.notes.map((it) => `${it.level} ${it.code}`)).toEqual([
      'warning node/adapter-installed-by-build',
      'info node/sveltekit-origin',
    ]);
  });

  it.each<[string, object, Record<string, string>]>([
    ['a plugin', { 'react-router-hono-server': '2' }, {}],
    [
      'another entry',
      {},
      { 'vite.config.ts': "export default { ssr: { input: './app/main.ts' } }" },
    ],
  ])('React Router listens itself with %s', async (_, dependencies, files) => {
    const { service } = await serviceOf(
      {
        dependencies,
        devDependencies: { '@react-router/dev': '7' },
        scripts: {
          build: 'react-router build',
          start: 'NODE_ENV=production node ./build/server/index.js',
        },
      },
      files,
    );
    expect(service).toMatchObject({
      start: { value: ['node', './build/server/index.js'] },
      port: { value: 3000 },
    });
    expect(service.notes.filter((it) => it.level === 'error')).toEqual([]);
  });

  it('Nuxt may come from a layer of the workspace', async () => {
    const { service } = await serviceOf({
      dependencies: { '@x/base': 'workspace:*' },
      scripts: { build: 'nuxt build', start: 'node .output/server/index.mjs' },
    });
    expect(service).toMatchObject({ port: { value: 3000 } });
  });

  it.each<[string, object, string]>([
    [
      'React Router',
      {
        dependencies: { 'react-router': '7' },
        devDependencies: { '@react-router/dev': '7' },
        scripts: { build: 'react-router build' },
      },
      'node/server-missing: the build of React Router creates only request handlers, and no program here listens for requests\nInstall @react-router/serve, or start your own server in the script "start".',
    ],
    [
      'Remix',
      { devDependencies: { '@remix-run/dev': '2' }, scripts: { build: 'remix vite:build' } },
      'node/server-missing: the build of Remix creates only request handlers, and no program here listens for requests\nInstall @remix-run/serve, or start your own server in the script "start".',
    ],
    [
      'TanStack Start',
      { dependencies: { '@tanstack/react-start': '1' }, scripts: { build: 'vite build' } },
      'node/server-missing: the build of TanStack Start creates only request handlers, and no program here listens for requests\nInstall nitro and add its plugin to vite.config, or name a server in the script "start".',
    ],
    [
      'Qwik',
      {
        devDependencies: { '@builder.io/qwik-city': '1' },
        scripts: { build: 'qwik build', start: 'vite --open --mode ssr' },
      },
      'node/server-missing: the build of Qwik creates no server: there is no adapter for Node in adapters/\nAdd one with "npm run qwik add node-server" (or express, fastify; static for a site without a server).',
    ],
  ])('%s without a server is an error that says what to add', async (_name, manifest, text) => {
    const { service } = await serviceOf(manifest);
    expect(service.notes.filter((it) => it.level === 'error').map(printed)).toEqual([text]);
  });

  it('Qwik whose server would not find undici is an error', async () => {
    const { service } = await serviceOf(
      {
        devDependencies: { '@builder.io/qwik-city': '1', undici: '*' },
        scripts: { build: 'qwik build' },
      },
      { 'adapters/fastify/vite.config.ts': '' },
    );
    expect(service.notes.map((it) => it.level)).toEqual(['error']);
    expect(service.notes.map(printed)).toEqual([
      'node/only-development-dependency: the server that Qwik builds loads undici, which is only a development dependency\nMove it to "dependencies": npm install --save-prod undici',
    ]);
  });

  it('TanStack Start with its own server in the start script needs no Nitro', async () => {
    const { service } = await serviceOf({
      dependencies: { '@tanstack/react-start': '1', srvx: '1' },
      scripts: { build: 'vite build', start: 'srvx --prod -s ../client dist/server/server.js' },
    });
    expect(service.start).toMatchObject({
      kind: 'found',
      value: [
        'node',
        'node_modules/srvx/bin/srvx.mjs',
        '--prod',
        '-s',
        '../client',
        'dist/server/server.js',
      ],
    });
    expect(service.port).toMatchObject({
      kind: 'found',
      value: 3000,
      evidence: [{ because: 'srvx listens on 3000' }],
    });
    expect(service.notes).toEqual([]);
  });

  it('SvelteKit reads variables by the prefix that its adapter is given', async () => {
    const { service, details } = await serviceOf(
      {
        devDependencies: { '@sveltejs/kit': '2', '@sveltejs/adapter-node': '5' },
        scripts: { build: 'vite build' },
      },
      {
        'svelte.config.js':
          "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter({ envPrefix: 'APP_' }) } };",
      },
    );
    expect(details.portVariable).toBe('APP_PORT');
    expect(service.notes.map(printed)).toEqual([
      'node/sveltekit-origin: SvelteKit refuses the POST of forms with 403 unless APP_ORIGIN is set when the container runs\nSet it: docker run -e APP_ORIGIN=https://example.com',
    ]);
  });

  it('fastify-cli loads sources that may demand variables', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': JSON.stringify({
          name: 'x',
          dependencies: { fastify: '5', 'fastify-cli': '7' },
          scripts: { start: 'fastify start app.js' },
        }),
        'app.js':
          "import env from '@fastify/env';\nexport default async (app) => {\n  app.register(env, { schema: { required: ['A'], properties: { A: {} } } });\n};",
      }),
      { today: new Date('2026-11-20') },
    );
    const notes = facts?.services[0]?.notes ?? [];
    expect(notes.flatMap((it) => it.variables ?? [])).toEqual(['A']);
  });

  it('fastify-cli listens on every interface', async () => {
    const { service, details } = await serviceOf(
      {
        dependencies: { fastify: '5', 'fastify-cli': '7' },
        scripts: { start: 'fastify start -l info app.js' },
      },
      { 'app.js': 'module.exports = async function (fastify) {}' },
    );
    expect(service.port).toMatchObject({
      kind: 'found',
      value: 3000,
      evidence: [{ file: 'package.json', because: 'fastify-cli listens on 3000' }],
    });
    expect(details.portVariable).toBe('PORT');
    expect(details.environment).toEqual([
      {
        name: 'FASTIFY_ADDRESS',
        value: '0.0.0.0',
        why: 'fastify-cli listens on localhost by default.',
      },
    ]);
  });

  it('Strapi may write uploads and its own database, and listens where its configuration says', async () => {
    const { service, details } = await serviceOf(
      {
        dependencies: { '@strapi/strapi': '5' },
        scripts: { build: 'strapi build', start: 'strapi start' },
      },
      {
        'config/server.ts':
          "export default ({ env }) => ({ host: env('HOST', '0.0.0.0'), port: env.int('PORT', 1338) });",
      },
    );
    expect(service.port).toMatchObject({ kind: 'found', value: 1338 });
    expect(details.writable).toEqual(['/app/public/uploads', '/app/.tmp']);
    expect(details.environment).toContainEqual({
      name: 'STRAPI_TELEMETRY_DISABLED',
      value: 'true',
      why: 'The server sends no usage data.',
    });
    expect(details.environment).toContainEqual(
      expect.objectContaining({ name: 'XDG_CONFIG_HOME', value: '/tmp' }),
    );
    expect(service.notes).toEqual([
      {
        level: 'info',
        code: 'node/variables-required',
        hint: 'Set them when you run the container: docker run -e APP_KEYS=...',
        text: expect.stringContaining(
          'Strapi starts only if these variables are set: APP_KEYS, API_TOKEN_SALT',
        ) as string,
        evidence: [{ file: 'package.json', because: 'starts Strapi' }],
        variables: expect.arrayContaining(['APP_KEYS', 'JWT_SECRET']) as unknown,
      },
    ]);
  });

  it('Strapi finds what was compiled by tsconfig.json, which ships', async () => {
    const manifest = {
      name: 'x',
      dependencies: { '@strapi/strapi': '5' },
      scripts: { build: 'strapi build', start: 'strapi start' },
    };
    const project = memoryProject({
      'package.json': JSON.stringify(manifest),
      'package-lock.json':
        '{"lockfileVersion":3,"packages":{"":{"dependencies":{"@strapi/strapi":"5"}},"node_modules/@strapi/strapi":{"version":"5.0.0"}}}',
      'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
    });
    const detected = await detectProject(project, { service: undefined, today });
    const { view } = await planImage(
      await choose({
        detected,
        flags: { yes: true, base: 'distroless', port: 1337 },
        preset: {},
        prompter: silentPrompter,
        today,
      }),
    );
    expect(view['project']).toMatchObject({
      unshipped: { paths: ['node_modules', 'package-lock.json'] },
    });
  });

  it('AdonisJS runs what the build made, listens on every interface, and says what it demands', async () => {
    const env =
      "import { Env } from '@adonisjs/core/env'\nexport default await Env.create(new URL('../', import.meta.url), {\n  PORT: Env.schema.number(),\n  APP_KEY: Env.schema.string(),\n  LOG_LEVEL: Env.schema.enum(['info']),\n  PROXY: Env.schema.string.optional(),\n})";
    const { service, details } = await serviceOf(
      {
        dependencies: { '@adonisjs/core': '6' },
        scripts: { build: 'node ace build', start: 'node bin/server.js' },
      },
      { 'start/env.ts': env, 'config/database.ts': "filename: app.tmpPath('db.sqlite3')" },
    );
    expect(details.ships).toEqual({ kind: 'copies', copies: [{ from: 'build', to: '' }] });
    expect(details.environment).toContainEqual(
      expect.objectContaining({ name: 'HOST', value: '0.0.0.0' }),
    );
    expect(details.writable).toEqual(['/app/tmp']);
    expect(service.notes).toEqual([
      {
        level: 'info',
        code: 'node/variables-required',
        text: 'the program starts only if these variables are set: APP_KEY, LOG_LEVEL',
        hint: 'Set them when you run the container: docker run -e APP_KEY=...',
        evidence: [{ file: 'start/env.ts', because: 'demanded' }],
        variables: ['APP_KEY', 'LOG_LEVEL'],
      },
    ]);
  });

  it('an angular.json that cannot be read is no crash: nothing shows how it starts', async () => {
    const { service } = await serviceOf(
      {
        dependencies: { '@angular/core': '22' },
        scripts: { build: 'ng build', start: 'ng serve' },
      },
      { 'angular.json': '{"projects":' },
    );
    expect(service.start).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('ng serve') as string,
    });
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['an interval', { 'app/page.jsx': '\nexport const revalidate = 60;' }, ['app/page.jsx:2']],
    [
      'an interval of the older router',
      {
        'src/pages/a.tsx':
          'export async function getStaticProps() { return { props: {}, revalidate: 10 }; }',
      },
      ['src/pages/a.tsx:1'],
    ],
    [
      'pages that are rendered on request',
      { 'app/[id]/page.tsx': 'export async function generateStaticParams() { return []; }' },
      ['app/[id]/page.tsx:1'],
    ],
    ['never', { 'app/page.jsx': 'export const revalidate = 0;' }, []],
    [
      'what the configuration keeps in memory',
      {
        'app/page.jsx': 'export const revalidate = 60;',
        'next.config.js':
          "module.exports = { output: 'standalone', experimental: { isrFlushToDisk: false } }",
      },
      [],
    ],
  ])('Next.js that renders pages again: %s', async (_name, files, places) => {
    const { service } = await serviceOf(
      { dependencies: { next: '16' }, scripts: { build: 'next build', start: 'next start' } },
      { 'next.config.js': "module.exports = { output: 'standalone' }", ...files },
    );
    expect(
      service.notes.map((it) => it.evidence?.map(({ file, line }) => `${file}:${line}`).join()),
    ).toEqual(places);
  });

  it.each<[string, object, Record<string, string>, string]>([
    [
      'Next.js without a standalone server',
      { dependencies: { next: '16' }, scripts: { build: 'next build' } },
      { 'next.config.mjs': 'export default {}' },
      "node/next-standalone: Next.js can omit what its server does not need, which makes the image much smaller\nSet output: 'standalone' in next.config.mjs.",
    ],
    [
      'Next.js that revalidates pages',
      { dependencies: { next: '16' }, scripts: { build: 'next build' } },
      {
        'next.config.js': "module.exports = { output: 'standalone' }",
        'app/page.jsx': 'export const revalidate = 60;',
      },
      'node/next-revalidates: Next.js revalidates pages at run time. On a read-only file system it keeps them in memory and logs a write error for each\nSet experimental.isrFlushToDisk: false in its configuration to turn the writes off.',
    ],
    [
      'Angular with a server',
      { dependencies: { '@angular/core': '22' }, scripts: { build: 'ng build' } },
      {
        'angular.json':
          '{"projects":{"shop":{"projectType":"application","architect":{"build":{"options":{"ssr":true}}}}}}',
      },
      'node/angular-allowed-hosts: Angular renders only for hosts that NG_ALLOWED_HOSTS names when the container runs\nName them: docker run -e NG_ALLOWED_HOSTS=example.com',
    ],
  ])('%s has a note with what to do', async (_name, manifest, files, note) => {
    const { service } = await serviceOf(manifest, files);
    expect(service.notes.map(printed)).toContain(note);
  });

  it('a framework without a build script is an error', async () => {
    const { service } = await serviceOf({
      dependencies: { next: '16' },
      scripts: { start: 'next start' },
    });
    expect(service.notes).toContainEqual(
      expect.objectContaining({
        level: 'error',
        code: 'node/build-script-missing',
        text: 'Next.js has to be built, and package.json has no script "build"',
        hint: 'Add one to "scripts".',
      }),
    );
  });
});

describe('sites', () => {
  it.each<[string, object, Record<string, string>, string, string | undefined]>([
    [
      'Vite',
      { devDependencies: { vite: '7' }, scripts: { build: 'vite build', preview: 'vite preview' } },
      { 'index.html': '' },
      'dist',
      'index.html',
    ],
    [
      'Vite with a folder',
      { devDependencies: { vite: '7' }, scripts: { build: 'vite build' } },
      {
        'index.html': '',
        'vite.config.js': "export default { build: { outDir: './public_html/' } }",
      },
      'public_html',
      'index.html',
    ],
    [
      'Vite through another script',
      {
        devDependencies: { vite: '7' },
        scripts: {
          build: 'run-p type-check "build-only {@}" --',
          'build-only': 'vite build',
          'type-check': 'vue-tsc',
        },
      },
      { 'index.html': '' },
      'dist',
      'index.html',
    ],
    [
      'Create React App',
      {
        dependencies: { 'react-scripts': '5' },
        scripts: { build: 'react-scripts build', start: 'react-scripts start' },
      },
      {},
      'build',
      'index.html',
    ],
    [
      'Create React App, ejected',
      {
        dependencies: { 'react-dev-utils': '7' },
        scripts: { build: 'node scripts/build.js', start: 'node scripts/start.js' },
      },
      { 'scripts/start.js': "require('webpack-dev-server');", 'scripts/build.js': '' },
      'build',
      'index.html',
    ],
    [
      'the webpack template of Vue',
      {
        devDependencies: { 'vue-loader': '13', 'webpack-dev-middleware': '1' },
        scripts: { build: 'node build/build.js', start: 'node build/dev-server.js' },
      },
      {
        'build/dev-server.js': "require('express')().listen(8080);",
        'build/build.js': '',
        'config/index.js':
          "module.exports = { build: { index: path.resolve(__dirname, '../www/index.html'), assetsRoot: path.resolve(__dirname, '../www') } };",
      },
      'www',
      'index.html',
    ],
    [
      'the webpack template of Vue with another development server',
      {
        devDependencies: { 'vue-loader': '13' },
        scripts: {
          dev: 'webpack-dev-server --inline --config build/webpack.dev.conf.js',
          start: 'npm run dev',
          build: 'node build/build',
        },
      },
      { 'build/build.js': '' },
      'dist',
      'index.html',
    ],
    [
      'Astro',
      { dependencies: { astro: '5' }, scripts: { build: 'astro build' } },
      {},
      'dist',
      '404.html',
    ],
    [
      'webpack',
      {
        devDependencies: { webpack: '5', 'html-webpack-plugin': '5' },
        scripts: { build: 'webpack --mode production', start: 'webpack serve' },
      },
      {
        'src/index.js': '',
        'webpack.config.js':
          "module.exports = { output: { path: require('path').resolve(__dirname, 'public/build') } }",
      },
      'public/build',
      'index.html',
    ],
    [
      'Next.js, exported',
      { dependencies: { next: '16' }, scripts: { build: 'next build' } },
      { 'next.config.mjs': "export default { output: 'export' }" },
      'out',
      '404.html',
    ],
    [
      'Nuxt, generated',
      { dependencies: { nuxt: '4' }, scripts: { build: 'nuxt generate' } },
      {},
      '.output/public',
      '404.html',
    ],
    [
      'React Router without a server',
      { devDependencies: { '@react-router/dev': '8' }, scripts: { build: 'react-router build' } },
      { 'react-router.config.ts': 'export default { ssr: false }' },
      'build/client',
      'index.html',
    ],
    ...(
      [
        ["['/']", '__spa-fallback.html'],
        ['true', '__spa-fallback.html'],
        ["['/about']", 'index.html'],
        ['false', 'index.html'],
      ] as const
    ).map(([prerender, page]): [string, object, Record<string, string>, string, string] => [
      `React Router without a server, prerender: ${prerender}`,
      { devDependencies: { '@react-router/dev': '8' }, scripts: { build: 'react-router build' } },
      { 'react-router.config.ts': `export default { ssr: false, prerender: ${prerender} }` },
      'build/client',
      page,
    ]),
    [
      'SvelteKit with adapter-static',
      { devDependencies: { '@sveltejs/kit': '2' }, scripts: { build: 'vite build' } },
      {
        'svelte.config.js':
          "import adapter from '@sveltejs/adapter-static'; adapter({ fallback: '200.html' })",
      },
      'build',
      '200.html',
    ],
    [
      'Angular',
      {
        dependencies: { '@angular/core': '22' },
        scripts: { build: 'ng build', start: 'ng serve' },
      },
      {
        'angular.json':
          '{"projects":{"shop":{"projectType":"application","architect":{"build":{"builder":"@angular/build:application","options":{}}}}}}',
      },
      'dist/shop/browser',
      'index.html',
    ],
    [
      'Angular CLI 1, whose first application is the one for browsers',
      {
        dependencies: { '@angular/core': '5' },
        scripts: { build: 'ng build --prod', start: 'ng serve' },
      },
      {
        '.angular-cli.json':
          '{"project":{"name":"shop"},"apps":[{"platform":"server","outDir":"dist-server"},{"root":"src","outDir":"public/app"}]}',
        'src/main.ts': 'import "zone.js";',
      },
      'public/app',
      'index.html',
    ],
    [
      'Angular CLI 1 with a folder in its script',
      {
        dependencies: { '@angular/core': '4' },
        scripts: { build: 'ng build -op www', start: 'ng serve' },
      },
      { '.angular-cli.json': '{"apps":[{"root":"src"}]}' },
      'www',
      'index.html',
    ],
    [
      'Docusaurus',
      {
        dependencies: { '@docusaurus/core': '3' },
        scripts: { build: 'docusaurus build', serve: 'docusaurus serve' },
      },
      {},
      'build',
      '404.html',
    ],
    [
      'Eleventy',
      { devDependencies: { '@11ty/eleventy': '3' }, scripts: { build: 'eleventy' } },
      {},
      '_site',
      '404.html',
    ],
    [
      'VitePress',
      { devDependencies: { vitepress: '1' }, scripts: { build: 'vitepress build docs' } },
      {},
      'docs/.vitepress/dist',
      '404.html',
    ],
    [
      'VitePress into another folder',
      { devDependencies: { vitepress: '1' }, scripts: { 'docs:build': 'vitepress build docs' } },
      {
        'docs/.vitepress/config.mts':
          "export default defineConfig({ srcDir: './pages', outDir: '../public' })",
      },
      'public',
      '404.html',
    ],
    [
      'VitePress at the root, with a flag',
      { devDependencies: { vitepress: '1' }, scripts: { build: 'vitepress build --base /x/' } },
      {},
      '.vitepress/dist',
      '404.html',
    ],
    [
      'VitePress at the root, beside its other commands',
      {
        devDependencies: { vitepress: '1' },
        scripts: { dev: 'vitepress', build: 'vitepress build', preview: 'vitepress preview' },
      },
      {},
      '.vitepress/dist',
      '404.html',
    ],
    [
      'Create React App into another folder',
      {
        dependencies: { 'react-scripts': '5' },
        scripts: { build: "cross-env BUILD_PATH='./dist' react-scripts build" },
      },
      {},
      'dist',
      'index.html',
    ],
    [
      'Rsbuild into another folder',
      { devDependencies: { '@rsbuild/core': '1' }, scripts: { build: 'rsbuild build' } },
      {
        'rsbuild.config.ts':
          "export default defineConfig({ output: { distPath: { root: 'www' } } })",
      },
      'www',
      'index.html',
    ],
    [
      'VitePress beside nothing else',
      {
        devDependencies: { vitepress: '1' },
        scripts: { 'docs:dev': 'vitepress dev docs', 'docs:build': 'vitepress build docs' },
      },
      {},
      'docs/.vitepress/dist',
      '404.html',
    ],
    [
      'VitePress where main is no program',
      {
        main: 'index.js',
        devDependencies: { vitepress: '1' },
        scripts: { 'docs:build': 'vitepress build docs' },
      },
      {},
      'docs/.vitepress/dist',
      '404.html',
    ],
    [
      'Gatsby',
      {
        dependencies: { gatsby: '5' },
        scripts: { build: 'gatsby build', start: 'gatsby develop' },
      },
      {},
      'public',
      '404.html',
    ],
    [
      'Qwik with the static adapter',
      { devDependencies: { '@builder.io/qwik-city': '1' }, scripts: { build: 'qwik build' } },
      { 'adapters/static/vite.config.ts': '' },
      'dist',
      '404.html',
    ],
    [
      'files that "serve" hands out',
      {
        dependencies: { serve: '14' },
        scripts: { build: 'make-site', start: 'serve -s public -l 5000' },
      },
      {},
      'public',
      'index.html',
    ],
    [
      'files that "serve" hands out beside a watcher',
      {
        main: 'public/index.js',
        dependencies: { serve: '14' },
        scripts: { build: 'rollup -c', start: 'serve public -l 5000 -s & rollup -w -c' },
      },
      { 'rollup.config.js': "export default { output: { file: 'public/index.js' } };" },
      'public',
      'index.html',
    ],
  ])('%s', async (_name, manifest, files, folder, page) => {
    const { service, details } = await serviceOf(manifest, files);
    expect(details.site).toMatchObject({ folder, fallback: { page } });
    expect(service.start).toMatchObject({ kind: 'found', value: ['serve', folder] });
    expect(service.port).toMatchObject({ kind: 'found', value: 8080 });
  });

  it.each<[string, object, Record<string, string>, true | undefined]>([
    [
      'Next.js',
      { dependencies: { next: '16' } },
      { 'next.config.js': "module.exports = { output: 'export' }" },
      true,
    ],
    [
      'Next.js with folders',
      { dependencies: { next: '16' } },
      { 'next.config.js': "module.exports = { output: 'export', trailingSlash: true }" },
      undefined,
    ],
    [
      'SvelteKit',
      { devDependencies: { '@sveltejs/kit': '2' } },
      { 'svelte.config.js': "import adapter from '@sveltejs/adapter-static';" },
      true,
    ],
    [
      'SvelteKit with folders',
      { devDependencies: { '@sveltejs/kit': '2' } },
      {
        'svelte.config.js': "import adapter from '@sveltejs/adapter-static';",
        'src/routes/+layout.ts': "export const trailingSlash = 'always';",
      },
      undefined,
    ],
  ])(
    '%s says whether pages are files with their own names',
    async (_name, manifest, files, named) => {
      const { details } = await serviceOf({ ...manifest, scripts: { build: 'x build' } }, files);
      expect(details.site?.namedPages).toBe(named);
    },
  );

  it('pages with their own names keep their address', async () => {
    const { details } = await serviceOf(
      { dependencies: { next: '16' }, scripts: { build: 'next build' } },
      { 'next.config.js': "module.exports = { output: 'export' }" },
    );
    if (!details.site) throw new Error('no site');
    const server = {
      kind: 'static-web-server',
      image: { registry: 'docker.io', repository: 'x', tag: '2' },
      program: '/x',
    } as const;
    expect(siteConfiguration(details.site, server, 8080)['lines']).toContain(
      'redirect-trailing-slash = false',
    );
    const folders = Object.fromEntries(
      Object.entries(details.site).filter(([name]) => name !== 'namedPages'),
    ) as typeof details.site;
    expect(siteConfiguration(folders, server, 8080)['lines']).not.toContain(
      'redirect-trailing-slash = false',
    );
  });

  it.each<[string, object, Record<string, string>, string]>([
    [
      'Vite',
      { devDependencies: { vite: '7' } },
      { 'index.html': '', 'vite.config.ts': "export default defineConfig({ base: '/my-app/' })" },
      '/my-app',
    ],
    [
      'Vite, by a flag',
      { devDependencies: { vite: '7' }, scripts: { build: 'vite build --base=/my-app/' } },
      { 'index.html': '' },
      '/my-app',
    ],
    [
      'Astro',
      { devDependencies: { astro: '5' } },
      { 'astro.config.mjs': "export default { base: 'docs' }" },
      '/docs',
    ],
    [
      'Next.js',
      { dependencies: { next: '16' } },
      { 'next.config.js': "module.exports = { output: 'export', basePath: '/shop' }" },
      '/shop',
    ],
    [
      'Create React App',
      { dependencies: { 'react-scripts': '5' }, homepage: 'https://acme.example/team/app/' },
      {},
      '/team/app',
    ],
    [
      'Docusaurus',
      { dependencies: { '@docusaurus/core': '3' } },
      { 'docusaurus.config.ts': "export default { baseUrl: '/handbook/' }" },
      '/handbook',
    ],
    [
      'VitePress',
      { devDependencies: { vitepress: '1' }, scripts: { build: 'vitepress build docs' } },
      { 'docs/.vitepress/config.mts': "export default { base: '/guide/' }" },
      '/guide',
    ],
    [
      'Gatsby',
      { dependencies: { gatsby: '5' }, scripts: { build: 'gatsby build --prefix-paths' } },
      { 'gatsby-config.js': "module.exports = { pathPrefix: '/blog' }" },
      '/blog',
    ],
    [
      'Angular',
      { dependencies: { '@angular/core': '22' }, scripts: { build: 'ng build --base-href /app/' } },
      {
        'angular.json':
          '{"projects":{"shop":{"projectType":"application","architect":{"build":{"options":{}}}}}}',
      },
      '/app',
    ],
  ])('%s whose addresses begin with a path', async (name, manifest, files, prefix) => {
    const tool =
      { 'Create React App': 'react-scripts', 'Next.js': 'next' }[name] ??
      name.toLowerCase().split(',')[0] ??
      '';
    const { details } = await serviceOf(
      { scripts: { build: `${tool} build` }, ...manifest },
      files,
    );
    expect(details.site?.prefix).toBe(prefix);
  });

  it.each([
    [{ 'vite.config.ts': "export default { base: '/' }" }],
    [{ 'vite.config.ts': "export default { base: './' }" }],
    [{ 'vite.config.ts': 'export default { base: process.env.BASE }' }],
  ])('the root is no such path: %j', async (files) => {
    const { details } = await serviceOf(
      { devDependencies: { vite: '7' }, scripts: { build: 'vite build' } },
      { 'index.html': '', ...files },
    );
    expect(details.site?.prefix).toBeUndefined();
  });

  it('is served below its path by both servers', async () => {
    const { details } = await serviceOf(
      { devDependencies: { vite: '7' }, scripts: { build: 'vite build' } },
      { 'index.html': '', 'vite.config.ts': "export default { base: '/my-app/' }" },
    );
    if (!details.site) throw new Error('no site');
    const server = {
      kind: 'static-web-server',
      image: { registry: 'docker.io', repository: 'x', tag: '2' },
      program: '/x',
    } as const;
    expect(siteConfiguration(details.site, server, 8080)['lines']).toContain(
      'source = "/my-app/assets/**"',
    );
    expect(siteRuntime(details.site, server, 8080).arguments).toEqual([
      '--root',
      '/srv',
      '--port',
      '8080',
      '--page-fallback',
      '/srv/my-app/index.html',
    ]);
    const lines = siteConfiguration(details.site, { kind: 'nginx' }, 8080)['lines'];
    expect(lines).toContain('  location /my-app/assets/ {');
    expect(lines).toContain('    try_files $uri $uri/index.html $uri.html /my-app/index.html;');
  });

  describe('an Angular application with a folder for each language', () => {
    const workspace = (i18n: object, localize: unknown): string =>
      JSON.stringify({
        projects: {
          way: {
            projectType: 'application',
            i18n,
            architect: {
              build: { builder: '@angular/build:application', options: { localize } },
            },
          },
        },
      });
    const siteOf = async (i18n: object, localize: unknown, build = 'ng build') => {
      const { details } = await serviceOf(
        { dependencies: { '@angular/core': '21' }, scripts: { build } },
        { 'angular.json': workspace(i18n, localize) },
      );
      if (!details.site) throw new Error('no site');
      return details.site;
    };
    const german = { sourceLocale: 'en', locales: { de: { translation: 'de.xlf' } } };

    it.each([
      [german, true, ['en', 'de']],
      [german, ['de'], ['de']],
      [
        { sourceLocale: { code: 'en-GB', subPath: 'uk' }, locales: { fr: { subPath: 'france' } } },
        true,
        ['uk', 'france'],
      ],
      [{ locales: { de: 'de.xlf' } }, true, ['en-US', 'de']],
      [german, false, undefined],
      [german, undefined, undefined],
    ])('%j, localize %j', async (i18n, localize, locales) => {
      expect((await siteOf(i18n, localize)).locales).toEqual(locales);
    });

    it('by the option of the script', async () => {
      const found = await siteOf(german, undefined, 'ng build --localize');
      expect(found.locales).toEqual(['en', 'de']);
    });

    it('answers the addresses of each, and redirects the root to the first', async () => {
      const found = await siteOf(german, true);
      const nginx = siteConfiguration(found, { kind: 'nginx' }, 8080).lines.join('\n');
      expect(nginx).toContain('  location = / {\n    return 302 /en/;\n  }');
      for (const it of ['en', 'de'])
        expect(nginx).toContain(
          `  location /${it}/ {\n    try_files $uri $uri/index.html $uri.html /${it}/index.html;`,
        );
      expect(found.fallback?.page).toBe('en/index.html');
      const image = { registry: 'docker.io', repository: 'x', tag: '2' };
      const server = { kind: 'static-web-server', image, program: '/x' } as const;
      expect(siteConfiguration(found, server, 8080).lines.join('\n')).toContain(
        '[[advanced.redirects]]\nsource = "/"\ndestination = "/en/"\nkind = 302',
      );
    });
  });

  it('a server of the project is never dropped for the files beside it', async () => {
    const manifest = {
      dependencies: { express: '5' },
      devDependencies: { vite: '7', typescript: '5' },
    };
    const built = await serviceOf(
      {
        ...manifest,
        scripts: { build: 'vite build && tsc -p server', start: 'node server/dist/index.js' },
      },
      {
        'index.html': '',
        'server/tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }',
        'server/index.ts': 'app.listen(4000);',
        'src/main.ts': '',
      },
    );
    expect(built.service.start).toMatchObject({
      kind: 'found',
      value: ['node', 'server/dist/index.js'],
    });
    expect(built.details.site).toBeNull();
    expect(built.details.ships).toEqual({
      kind: 'listed',
      paths: ['package.json', 'server/dist', 'dist'],
    });
    const unknown = await serviceOf(
      { ...manifest, scripts: { build: 'vite build', start: 'node nowhere/index.js' } },
      { 'index.html': '' },
    );
    expect(unknown.details.site).toBeNull();
    expect(unknown.service.start).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('it starts nowhere/index.js') as string,
    });
  });

  it("Next.js behind a server of the project's own ships its build, too", async () => {
    const { details } = await serviceOf(
      {
        dependencies: { next: '16' },
        devDependencies: { typescript: '5' },
        scripts: {
          build: 'next build && tsc --project tsconfig.server.json',
          start: 'cross-env NODE_ENV=production node dist/server.js',
        },
      },
      {
        'next.config.js': '',
        'server.ts': 'createServer().listen(3000)',
        'tsconfig.server.json':
          '{ "compilerOptions": { "outDir": "dist" }, "include": ["server.ts"] }',
        'app/page.tsx': '',
        'public/a.svg': '',
      },
    );
    expect(details.ships).toEqual({
      kind: 'listed',
      paths: ['package.json', 'dist', 'public', 'next.config.js', '.next'],
    });
    expect(details.writable).toEqual(['/app/.next/cache']);
  });

  it.each([
    ['node dist/index.js', ['node', 'dist/index.js']],
    ['node .next/standalone/server.js', ['next', 'start']],
    ['node out/standalone/server.js', ['next', 'start']],
  ])(
    'Next.js is left to the file that the start script names, if its build is not known: %s',
    async (start, words) => {
      const { service } = await serviceOf(
        { dependencies: { next: '16' }, scripts: { build: 'next build && make server', start } },
        { 'next.config.js': '', 'app/page.tsx': '' },
      );
      const found = 'value' in service.start ? service.start.value : [];
      expect(found.slice(-words.length).map((it) => it.replace(/.*\/(?=next$)/, ''))).toEqual(
        words,
      );
    },
  );

  it('a build folder that the configuration names', async () => {
    const { service, details } = await serviceOf(
      {
        dependencies: { '@react-router/serve': '8' },
        devDependencies: { '@react-router/dev': '8' },
        scripts: { build: 'react-router build', start: 'react-router-serve ./out/server/index.js' },
      },
      { 'react-router.config.ts': "export default { buildDirectory: 'out' }" },
    );
    expect(service.start).toMatchObject({
      value: ['node', 'node_modules/@react-router/serve/bin.js', './out/server/index.js'],
    });
    expect(details.ships).toEqual({
      kind: 'copies',
      copies: [
        { from: 'package.json', to: 'package.json' },
        { from: 'out', to: 'out' },
      ],
    });
    const vite = await serviceOf(
      { devDependencies: { vite: '7' }, scripts: { build: 'vite build' } },
      { 'src/index.html': '', 'vite.config.js': "export default { root: 'src' }" },
    );
    expect(vite.details.site?.folder).toBe('src/dist');
  });

  it('Nuxt Content unpacks its database where the program may write', async () => {
    const scripts = { build: 'nuxt build' };
    const database = 'NUXT_CONTENT_DATABASE_FILENAME';
    const { details } = await serviceOf({
      dependencies: { nuxt: '4', '@nuxt/content': '3' },
      scripts,
    });
    expect(details.environment).toContainEqual(
      expect.objectContaining({ name: database, value: '/tmp/contents.sqlite' }),
    );
    const plain = await serviceOf({ dependencies: { nuxt: '4' }, scripts });
    expect(plain.details.environment.map((it) => it.name)).not.toContain(database);
  });

  it.each([
    ["storage: { kv: { driver: 'fs', base: './.data/kv/' } }", ['/app/.data/kv']],
    [
      "storage: { a: { driver: 'fsLite' }, b: { driver: 'fs-lite', base: 'b' } }",
      ['/app/data', '/app/b'],
    ],
    ["storage: { kv: { driver: 'fs', base: '/tmp/kv' }, r: { driver: 'redis' } }", []],
    ["devStorage: { kv: { driver: 'fs', base: './kv' } }", []],
  ])('Nuxt keeps files where its storage does: %s', async (storage, folders) => {
    const { details } = await serviceOf(
      { dependencies: { nuxt: '4' }, scripts: { build: 'nuxt build' } },
      { 'nuxt.config.ts': `export default defineNuxtConfig({ nitro: { ${storage} } })` },
    );
    expect(details.writable).toEqual(folders);
  });

  it.each<[string, object, Record<string, string>, string]>([
    [
      'Nuxt',
      { dependencies: { nuxt: '4' }, scripts: { build: 'nuxt build' } },
      { 'nuxt.config.ts': "export default defineNuxtConfig({ nitro: { preset: 'vercel' } })" },
      'node/built-for-platform: the Nitro preset "vercel" does not build a server for containers\nUse "node-server", or remove the line (node-server is the default).',
    ],
    [
      'Astro',
      { dependencies: { astro: '5', '@astrojs/vercel': '8' }, scripts: { build: 'astro build' } },
      {
        'astro.config.mjs':
          "import vercel from '@astrojs/vercel';\nexport default { output: 'server', adapter: vercel() }",
      },
      "node/built-for-platform: the adapter for vercel does not build a server for containers\nInstall @astrojs/node and name it in astro.config.mjs (adapter: node({ mode: 'standalone' })). Without an adapter all pages are files.",
    ],
    [
      'Angular',
      { dependencies: { '@angular/core': '22' }, scripts: { build: 'ng build' } },
      {
        'angular.json':
          '{"projects":{"shop":{"projectType":"application"},"admin":{"projectType":"application"}}}',
      },
      'node/angular-application-unnamed: it has several applications (shop, admin), and the script "build" names none\nName one: "ng build shop".',
    ],
  ])(
    '%s that makes nothing for a container, or nothing certain, is an error',
    async (_name, manifest, files, text) => {
      const { service } = await serviceOf(manifest, files);
      expect(service.notes.filter((it) => it.level === 'error').map(printed)).toEqual([text]);
    },
  );

  it('documentation beside a program that "main" names is none', async () => {
    const { service, details } = await serviceOf(
      {
        main: 'server/index.js',
        devDependencies: { vitepress: '1' },
        scripts: { 'docs:build': 'vitepress build docs' },
      },
      { 'server/index.js': "require('node:http').createServer().listen(6989);" },
    );
    expect(details.site).toBeNull();
    expect(service.start).toMatchObject({ value: ['node', 'server/index.js'] });
  });

  it('a library built with Vite is none', async () => {
    const { details } = await serviceOf(
      { devDependencies: { vite: '7' }, scripts: { build: 'vite build' }, main: 'index.js' },
      {
        'index.js': '',
        'index.html': '',
        'vite.config.js': 'export default { build: { lib: { entry: "index.js" } } }',
      },
    );
    expect(details.site).toBeNull();
  });

  it('asks the base for a web server, not for an interpreter', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': JSON.stringify({
          name: 'x',
          devDependencies: { vite: '7' },
          scripts: { build: 'vite build' },
        }),
        'index.html': '',
      }),
      { today },
    );
    if (!facts) throw new Error('not recognised');
    const choice = <T>(value: T) => ({ value, origin: 'fact' as const, evidence: [] });
    const { runtime } = await node.needs(facts, {
      language: choice('node'),
      runtimeVersion: choice('26'),
      packageManager: choice('npm'),
      service: choice('x'),
    });
    expect(runtime).toEqual({ kind: 'static-site' });
  });
});

describe('variables that a build puts into what browsers load', () => {
  const site = { devDependencies: { vite: '7' }, scripts: { build: 'vite build' } };

  it('are part of the build context where nothing else is in their file', async () => {
    const { service, details } = await serviceOf(site, {
      'index.html': '',
      '.env.production': 'VITE_API=https://api.example\n# x\nVITE_TITLE=a\n',
    });
    expect(details.kept).toEqual(['.env.production']);
    expect(service.notes).toEqual([]);
    const staging = await serviceOf(
      { ...site, scripts: { build: 'vite build --mode staging' } },
      { 'index.html': '', '.env.production': 'VITE_API=x', '.env.staging': 'VITE_API=y' },
    );
    expect(staging.details.kept).toEqual(['.env.staging']);
  });

  it.each<[string, object, Record<string, string>]>([
    ['beside others', site, { 'index.html': '', '.env.production': 'VITE_API=x\nDB_PASSWORD=y' }],
    [
      'where version control leaves them out',
      site,
      { 'index.html': '', '.env.production': 'VITE_API=x', '.gitignore': '.env.production' },
    ],
    [
      'of a server, which would take the file along',
      { dependencies: { next: '16' }, scripts: { build: 'next build' } },
      {
        'next.config.js': "module.exports = { output: 'standalone' }",
        '.env.production': 'NEXT_PUBLIC_API=x',
      },
    ],
  ])('are warned of: %s', async (_name, manifest, files) => {
    const { service, details } = await serviceOf(manifest, files);
    expect(details.kept).toEqual([]);
    expect(service.notes).toMatchObject([
      {
        code: 'node/public-variables-left-out',
        level: 'warning',
        hint: 'Give the values in the build script or the configuration.',
        text: expect.stringMatching(
          /^the build puts (?:VITE|NEXT_PUBLIC)_API into the files for browsers, but \.env\.production is not part of the build context/,
        ) as string,
      },
    ]);
  });

  it('are none where a name does not say so', async () => {
    const { service, details } = await serviceOf(site, {
      'index.html': '',
      '.env': 'DB_PASSWORD=y',
    });
    expect([details.kept, service.notes]).toEqual([[], []]);
  });
});

describe('Waku before 0.27', () => {
  it('runs Waku itself, as its start script has it', async () => {
    const { service } = await serviceOf(
      {
        dependencies: { waku: '~0.26.1' },
        scripts: { build: 'waku build', start: 'waku start' },
      },
      {
        'package-lock.json': JSON.stringify({
          packages: { 'node_modules/waku': { version: '0.26.1', bin: { waku: 'cli.js' } } },
        }),
      },
    );
    expect(service.start).toMatchObject({
      kind: 'found',
      value: ['node', 'node_modules/waku/cli.js', 'start'],
    });
  });
});

describe('a command for development', () => {
  it.each([
    ['nodemon server.js', 'nodemon restarts'],
    ['ts-node-dev src/index.ts', 'it restarts'],
    ['tsx watch src/index.ts', 'tsx watch restarts'],
    ['tsx --env-file=.env --watch src/index.ts', 'tsx watch restarts'],
    ['node --watch server.js', 'node --watch restarts'],
    ['node --inspect --watch-path=src server.js', 'node --watch restarts'],
    ['bun --hot server.ts', 'bun --watch restarts'],
    ['nest start --watch', 'nest start --watch restarts'],
    ['webpack-dev-server', 'a development server'],
    ['rspack serve', 'a development server'],
    ['strapi develop', 'strapi develop rebuilds'],
    ['wrangler dev', 'a development server'],
    ['expo start', 'a development server'],
    ['storybook', 'a development server'],
    ['vitest run', 'runs tests'],
    ['next dev --turbopack', 'next dev compiles'],
    ['node_modules/.bin/next dev', 'next dev compiles'],
    ['nuxt preview', 'of Nuxt'],
    ['vinxi dev', 'a development server'],
    ['astro preview', 'of Astro'],
    ['ng serve', 'of Angular'],
    ['react-router dev', 'a development server'],
    ['remix vite:dev', 'a development server'],
    ['waku dev', 'of Waku'],
    ['waku', 'of Waku'],
    ['react-scripts start', 'of Create React App'],
    ['vue-cli-service serve', 'of Vue CLI'],
    ['gatsby develop', 'of Gatsby'],
    ['docusaurus start', 'of Docusaurus'],
    ['eleventy --input=docs --serve', 'of Eleventy'],
    ['vitepress preview docs', 'of VitePress'],
    ['vite', 'vite serves'],
    ['vite --host', 'vite serves'],
    ['vite preview', 'vite serves'],
    ['rsbuild dev', 'a development server'],
    ['webpack serve', 'a development server'],
    ['parcel', 'parcel serves'],
    ['parcel src/index.html', 'parcel serves'],
  ])('%s', (command, why) => {
    expect(developmentReason(command.split(' '))).toContain(why);
  });

  it.each([
    'node server.js watch',
    'node-devtools',
    'next start',
    'nuxt start',
    'vinxi start',
    'waku start',
    'solid-start start',
    'astro build',
    'vite build',
    'nest start',
    'tsx src/watch.ts',
    'parcel build',
    'eleventy',
    'strapi start',
    'webpack',
    'nodemon-like',
    'bun server.ts',
  ])('is not %s', (command) => {
    expect(developmentReason(command.split(' '))).toBeNull();
  });

  it.each([
    ['node scripts/start.js', 'react-dev-utils', 'of Create React App'],
    ['node ./build/dev-server.js', 'webpack-dev-middleware', 'a development server'],
  ])('%s, with %s alone', (command, dependency, why) => {
    const words = command.split(' ');
    expect(developmentReason(words, (it) => it === dependency)).toContain(why);
    expect(developmentReason(words, (it) => it !== dependency)).toBeNull();
  });
});

describe('the sessions of Astro', () => {
  const sessions = async (config: string, page: string): Promise<readonly string[]> => {
    const { details } = await serviceOf(
      { dependencies: { astro: '5', '@astrojs/node': '9' }, scripts: { build: 'astro build' } },
      {
        'astro.config.mjs': `import node from '@astrojs/node'; export default { adapter: node({ mode: 'standalone' }), ${config} }`,
        'src/pages/index.astro': page,
      },
    );
    return details.writable;
  };

  it('are files that the server writes', async () => {
    expect(await sessions('', "---\nawait Astro.session?.get('n');\n---\n")).toEqual([
      '/app/node_modules/.astro',
    ]);
  });

  it.each([
    ['no page uses them', '', '<p>x</p>'],
    ['a driver keeps them', "session: { driver: 'redis' }", "---\nAstro.session.get('n')\n---\n"],
  ])('write nothing where %s', async (_, config, page) => {
    expect(await sessions(config, page)).toEqual([]);
  });
});

it.each([
  ["import { version } from '../package.json'", 'dist/src/index.js'],
  ["import pkg = require('../package.json')", 'dist/src/index.js'],
  ["import data from './data.json'", 'dist/index.js'],
  ['// import from "../package.json"', 'dist/index.js'],
])('tsc without rootDir puts the entry where imports of JSON say: %s', async (line, entry) => {
  const { service } = await serviceOf(
    {
      scripts: { build: 'tsc', start: `node ${entry}` },
      dependencies: { express: '5' },
      devDependencies: { typescript: '5' },
    },
    {
      'tsconfig.json': '{"compilerOptions":{"outDir":"dist","resolveJsonModule":true}}',
      'src/index.ts': `${line}\nimport express from 'express';\nexpress().listen(3000);\n`,
      'src/data.json': '{}',
    },
  );
  expect(service.start).toMatchObject({ value: ['node', entry] });
});
