import { describe, expect, it } from 'vitest';
import { create } from '../../../../../src/commands/create.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import type { Values } from '../../../../../src/options.ts';
import {
  memoryOutput,
  memoryProject,
  memoryRegistry,
  memoryWriter,
  silentPrompter,
} from '../../../../../src/ports/memory.ts';
import { packageAsset, packageFiles, readUserFile } from '../../../../../src/ports/node.ts';
import { printed } from '../../../../support/notes.ts';

const today = new Date('2026-11-20T00:00:00Z');
const server = "import('http').createServer().listen(process.env.PORT ?? 3000)";

/** A workspace of npm: `api` and `web` run, both use `lib`; `api` is tested by `tools`. */
const shop: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'shop',
    private: true,
    workspaces: ['apps/*', 'packages/*'],
    devDependencies: { typescript: '^5' },
  }),
  'package-lock.json': '{}',
  'apps/api/package.json': JSON.stringify({
    name: '@shop/api',
    scripts: { start: 'node server.js' },
    dependencies: { '@shop/lib': '*' },
  }),
  'apps/api/server.js': server,
  'apps/web/package.json': JSON.stringify({
    name: '@shop/web',
    scripts: { start: 'node server.js' },
    dependencies: { '@shop/lib': '*', express: '^5' },
  }),
  'apps/web/server.js': server,
  'packages/lib/package.json': JSON.stringify({
    name: '@shop/lib',
    main: 'dist/index.js',
    scripts: { build: 'tsc' },
    devDependencies: { '@shop/tools': '*' },
  }),
  'packages/lib/tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
  'packages/lib/src/index.ts': 'export {}',
  'packages/tools/package.json': JSON.stringify({ name: '@shop/tools', main: 'index.js' }),
  'packages/tools/index.js': '',
};

async function detected(
  files: Record<string, string>,
  options: { service?: string; root?: string; above?: Record<string, string> } = {},
) {
  const facts = await node.detect(memoryProject(files, options.root, options.above), {
    today,
    ...(options.service === undefined ? {} : { service: options.service }),
  });
  if (!facts) throw new Error('not recognised');
  return facts;
}

/** What a user sees: the files written, or the message. */
async function written(
  files: Record<string, string>,
  flags: Values = {},
  options: { root?: string; above?: Record<string, string> } = {},
): Promise<{ dockerfile: string; ignored: string; message: string }> {
  const writer = memoryWriter();
  try {
    await create(
      { yes: true, json: true, base: 'scratch', ...flags },
      {
        project: memoryProject(files, options.root, options.above),
        writer,
        registry: memoryRegistry(),
        prompter: silentPrompter,
        out: memoryOutput(),
        now: () => today,
        asset: packageAsset,
        assets: packageFiles,
        userFile: readUserFile,
      },
      '0.0.0',
    );
  } catch (error) {
    return {
      dockerfile: '',
      ignored: '',
      message: error instanceof Error ? error.message : String(error),
    };
  }
  return {
    dockerfile: writer.files.get('Dockerfile') ?? '',
    ignored: writer.files.get('.dockerignore') ?? '',
    message: '',
  };
}

const without = (
  files: Record<string, string>,
  ...paths: readonly string[]
): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));

const namesOf = (facts: Awaited<ReturnType<typeof detected>>): string[] =>
  facts.services.map((it) => it.name);

describe('a front end of the workspace that the program serves', () => {
  const fullStack = (manager: Record<string, string>): Record<string, string> => ({
    'package.json': JSON.stringify({
      name: 'x',
      private: true,
      workspaces: ['apps/*', 'packages/*'],
    }),
    'apps/api/package.json': JSON.stringify({
      name: 'api',
      scripts: { build: 'tsc', start: 'node dist/main.js' },
      dependencies: { express: '5' },
      devDependencies: { typescript: '5' },
    }),
    'apps/api/tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
    'apps/api/src/main.ts':
      "import express from 'express';\nimport path from 'path';\nconst app = express();\napp.use(express.static(path.join(__dirname, '../../web/dist')));\napp.listen(3000);",
    'apps/web/package.json': JSON.stringify({
      name: 'web',
      scripts: { build: 'vite build' },
      dependencies: { ui: '*' },
      devDependencies: { vite: '7' },
    }),
    'apps/web/index.html': '',
    'packages/ui/package.json': JSON.stringify({ name: 'ui', main: 'index.js' }),
    'packages/ui/index.js': '',
    'packages/other/package.json': JSON.stringify({ name: 'other', main: 'index.js' }),
    ...manager,
  });
  const npm = { 'package-lock.json': '{}' };
  const pnpm = {
    'pnpm-workspace.yaml': 'packages: [apps/*, packages/*]',
    'pnpm-lock.yaml': "lockfileVersion: '9.0'",
  };

  it('is built and copied, and its packages are not in the image', async () => {
    const { dockerfile, ignored } = await written(fullStack(npm), { service: ['api'] });
    expect(dockerfile).toContain('npm run build --workspace=apps/web');
    expect(dockerfile).toContain('COPY --from=build /app/apps/web/dist /app/apps/web/dist');
    expect(dockerfile).toMatch(
      /npm ci --no-audit.* --workspace=apps\/api --workspace=packages\/ui --workspace=apps\/web/,
    );
    expect(dockerfile).toMatch(/npm ci --omit=dev.* --workspace=apps\/api --include/);
    expect(ignored).not.toContain('/apps/web/*');
    expect(ignored).toContain('/packages/other/*');
  });

  it('is installed by pnpm for the build alone', async () => {
    const { dockerfile } = await written(fullStack(pnpm), { service: ['api'] });
    expect(dockerfile).toMatch(
      /pnpm --filter=api\.\.\. --filter=ui\.\.\. --filter=web\.\.\. .*install --frozen-lockfile --store/,
    );
    expect(dockerfile).toMatch(
      /pnpm --filter=api\.\.\. --filter='\{\.\}' install --frozen-lockfile --prod/,
    );
  });

  it('is built by the task runner of the workspace', async () => {
    const files = fullStack({
      ...pnpm,
      'turbo.json': '{ "tasks": { "build": { "dependsOn": ["^build"] } } }',
      'package.json': JSON.stringify({ name: 'x', private: true, devDependencies: { turbo: '2' } }),
    });
    const { dockerfile } = await written(files, { service: ['api'] });
    expect(dockerfile).toMatch(
      /turbo run build --filter=api \\\n && .*turbo run build --filter=web/,
    );
  });

  it('is said', async () => {
    const { services } = await detected(fullStack(npm), { service: 'api' });
    const notes = services.find((it) => it.name === 'api')?.notes.map(printed) ?? [];
    expect(notes).toContain(
      'node/front-end-of-workspace: the program serves what apps/web builds, which is built and copied, too',
    );
  });

  it('is left out where the program reads something else of it', async () => {
    const files = fullStack(npm);
    const text = files['apps/api/src/main.ts'] ?? '';
    const { dockerfile } = await written(
      { ...files, 'apps/api/src/main.ts': text.replace('web/dist', 'web/assets') },
      { service: ['api'] },
    );
    expect(dockerfile).toContain('/app/apps/api/dist');
    expect(dockerfile).not.toContain('/app/apps/web');
  });
});

describe('a package that only the root of the workspace depends on', () => {
  const files = (source: string): Record<string, string> => ({
    'package.json': JSON.stringify({
      name: 'x',
      private: true,
      dependencies: { shared: 'workspace:*' },
    }),
    'pnpm-workspace.yaml': 'packages: [apps/*, packages/*]',
    'pnpm-lock.yaml': "lockfileVersion: '9.0'",
    'apps/api/package.json': JSON.stringify({ name: 'api', scripts: { start: 'node main.js' } }),
    'apps/api/main.js': source,
    'packages/shared/package.json': JSON.stringify({ name: 'shared', main: 'index.js' }),
    'packages/shared/index.js': 'export const port = 3000;',
  });

  it('is in the image where the program imports it', async () => {
    const { dockerfile } = await written(
      files("import { port } from 'shared';\nimport('http').createServer().listen(port);"),
    );
    expect(dockerfile).toContain("--filter=api... --filter=shared... --filter='{.}'");
    expect(dockerfile).toContain('/app/packages/shared');
  });

  it('is not in the image of another program', async () => {
    const { dockerfile } = await written(files(server));
    expect(dockerfile).toContain('/app/apps/api');
    expect(dockerfile).not.toContain('/app/packages/shared');
  });
});

describe('the programs of a workspace', () => {
  it('are asked for where there are several', async () => {
    expect((await written(shop, { strict: true })).message).toBe(
      'An answer is missing, and there is no terminal to ask in:\n' +
        '  --service api | web\n' +
        '      the workspace has several programs: api (apps/api/package.json); web (apps/web/package.json)\n' +
        'Add this option.',
    );
  });

  it('are found where there is one', async () => {
    expect((await detected(without(shop, 'apps/web/package.json'))).service).toMatchObject({
      kind: 'found',
      value: 'api',
    });
  });

  it('are no libraries, settings or tests: what others depend on has to start by itself to be one', async () => {
    const facts = await detected({
      ...shop,
      'packages/ui/package.json': JSON.stringify({
        name: '@shop/ui',
        exports: { '.': './index.js' },
      }),
      'packages/ui/index.js': '',
      'packages/eslint/package.json': JSON.stringify({ name: '@shop/eslint', main: 'index.js' }),
      'apps/both/package.json': JSON.stringify({
        name: 'both',
        main: 'index.js',
        scripts: { start: 'node index.js' },
      }),
      'apps/both/index.js': '',
      'apps/user/package.json': JSON.stringify({
        name: 'user',
        dependencies: { both: '*' },
        scripts: { start: 'node index.js' },
      }),
      'apps/user/index.js': '',
    });
    expect(namesOf(facts)).toEqual(['api', 'both', 'user', 'web']);
  });

  it('are found without a start script by framework, "bin" or the name of a file', async () => {
    const facts = await detected({
      'package.json': JSON.stringify({ workspaces: ['*'] }),
      'package-lock.json': '{}',
      'site/package.json': JSON.stringify({
        name: 'site',
        scripts: { build: 'vite build' },
        devDependencies: { vite: '^7' },
      }),
      'site/index.html': '',
      'tool/package.json': JSON.stringify({ name: 'tool', bin: 'cli.js' }),
      'tool/cli.js': '',
      'bot/package.json': JSON.stringify({ name: 'bot' }),
      'bot/bot.js': '',
      'library/package.json': JSON.stringify({ name: 'library', types: 'index.d.ts' }),
      'library/index.js': '',
    });
    expect(namesOf(facts)).toEqual(['bot', 'site', 'tool']);
  });

  it('are named by their folder where names differ only in the scope', async () => {
    const facts = await detected({
      ...shop,
      'apps/web/package.json': JSON.stringify({
        name: '@other/api',
        scripts: { start: 'node server.js' },
      }),
    });
    expect(namesOf(facts)).toEqual(['apps-api', 'apps-web']);
  });

  it('can be a package that does not look like one, by name', async () => {
    const facts = await detected(shop, { service: 'tools' });
    expect(namesOf(facts)).toEqual(['api', 'web', 'tools']);
    expect((await written(shop, { service: ['tools'] })).dockerfile).toContain(
      'WORKDIR /app/packages/tools',
    );
  });

  it('are an error where the name is no package, with those that there are', async () => {
    expect((await written(shop, { service: ['shpo'] })).message).toBe(
      'service shpo: there is no such program; the project has api, web.',
    );
  });

  it('are those that packages install, where no script starts one', async () => {
    const program = (name: string): string =>
      JSON.stringify({ name, bin: { [name]: 'dist/run.js' }, scripts: { build: 'tsc' } });
    const settings = '{ "compilerOptions": { "outDir": "dist", "rootDir": "." } }';
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "private": true, "workspaces": ["*"] }',
        'notes/package.json': program('notes-server'),
        'notes/tsconfig.json': settings,
        'notes/run.ts': '',
        'times/package.json': program('times'),
        'times/tsconfig.json': settings,
        'times/run.ts': '',
        'lib/package.json':
          '{ "name": "lib", "main": "dist/lib.js", "scripts": { "build": "tsc" } }',
        'lib/tsconfig.json': settings,
        'lib/lib.ts': '',
      }),
      { today: new Date('2026-11-20') },
    );
    expect(facts?.service).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: 'notes-server' }, { value: 'times' }],
    });
  });

  it('have to be named where nothing looks like one', async () => {
    const library = {
      ...without(shop, 'apps/web/package.json', 'apps/api/package.json'),
      'packages/lib/package.json': JSON.stringify({
        name: 'lib',
        exports: './dist/index.js',
        devDependencies: { '@shop/tools': '*' },
      }),
    };
    expect((await written(library)).message).toContain(
      'no package of the workspace has a start script, a framework or an entry file: name the one that runs (lib, tools)',
    );
  });

  it('can be the root, with packages as its libraries', async () => {
    const files = {
      'package.json': JSON.stringify({
        name: 'shop',
        workspaces: ['packages/*'],
        scripts: { start: 'node server.js', build: 'npm run build -ws' },
        dependencies: { '@shop/lib': '*' },
      }),
      'package-lock.json': '{}',
      'server.js': server,
      ...Object.fromEntries(Object.entries(shop).filter(([path]) => path.startsWith('packages/'))),
    };
    expect((await detected(files)).service).toMatchObject({ kind: 'found', value: 'shop' });
    const { dockerfile } = await written(files);
    expect(dockerfile).toContain(
      'npm ci --omit=dev --no-audit --no-fund --workspace=packages/tools --workspace=packages/lib --include-workspace-root',
    );
    expect(dockerfile).toContain('WORKDIR /app\n');
  });

  it('are not the root, where its scripts only run those of the packages', async () => {
    const facts = await detected({
      ...shop,
      'package.json': JSON.stringify({
        workspaces: ['apps/*', 'packages/*'],
        scripts: { start: 'npm run start --workspace=@shop/api' },
        devDependencies: { next: '^16' },
      }),
    });
    expect(namesOf(facts)).toEqual(['api', 'web']);
  });
});

describe('the root of a workspace that starts a package', () => {
  const built = async (scripts: Record<string, string>, packages = 'apps/*') => {
    const { dockerfile } = await written(
      {
        ...Object.fromEntries(Object.entries(shop).filter(([path]) => path !== 'package.json')),
        'package.json': JSON.stringify({
          name: 'shop',
          workspaces: [packages, 'packages/*'],
          scripts,
        }),
        'apps/api/package.json': JSON.stringify({
          name: '@shop/api',
          scripts: { build: 'cp -r src dist' },
          dependencies: { '@shop/lib': '*' },
        }),
        'apps/api/src/main.js': server,
        'apps/web/package.json': JSON.stringify({ name: '@shop/web', scripts: { build: 'tsc' } }),
      },
      { service: ['shop'] },
    );
    return {
      installs: [...dockerfile.matchAll(/npm ci .*?no-fund(.*?)(?: \\)?$/gm)].map(([, it]) => it),
      builds: [...dockerfile.matchAll(/npm run build(?: --\S+)?/g)].map(([it]) => it),
    };
  };
  const start = 'node apps/api/dist/main.js';
  const ofApi = ' --workspace=packages/tools --workspace=packages/lib --workspace=apps/api';
  const root = ' --include-workspace-root';

  it.each([
    ['all of them', 'npm run build --workspaces', ` --workspace=apps/web${root}`],
    [
      'one by its name',
      'npm run build -w @shop/api && npm run build -w=@shop/web',
      ` --workspace=apps/web${root}`,
    ],
    ['one by its folder', 'npm run api', root],
    ['none', 'tsc', root],
  ])('has the packages of it, and of what its build enters: %s', async (_name, build, others) => {
    const scripts = { start, build, api: 'cd ./apps/api && npm run build' };
    expect((await built(scripts)).installs).toEqual([`${ofApi}${root}`, `${ofApi}${others}`]);
  });

  it.each([
    ['cd apps/api && npm run build', ['npm run build --workspace=packages/lib', 'npm run build']],
    ['npm run build --workspaces', ['npm run build']],
  ])('builds once what its script builds: %s', async (build, builds) => {
    expect((await built({ start, build })).builds).toEqual(builds);
  });
});

describe('the packages of a workspace', () => {
  const members = (patterns: readonly string[], folders: readonly string[]) =>
    detected({
      'package.json': JSON.stringify({ workspaces: patterns }),
      'package-lock.json': '{}',
      ...Object.fromEntries(
        folders.flatMap((it) => [
          [`${it}/package.json`, JSON.stringify({ name: it.replaceAll('/', '-'), bin: 'cli.js' })],
          [`${it}/cli.js`, ''],
        ]),
      ),
    }).then(namesOf);

  it.each<[string, string[], string[], string[]]>([
    ['one level', ['apps/*'], ['apps/a', 'apps/a/deep', 'other'], ['apps-a']],
    [
      'all levels',
      ['packages/**'],
      ['packages/a', 'packages/a/deep', 'other'],
      ['packages-a', 'packages-a-deep'],
    ],
    [
      'by name, with ./ and a slash at the end',
      ['./api/', 'web'],
      ['api', 'web', 'tool'],
      ['api', 'web'],
    ],
    ['without what is negated', ['apps/*', '!apps/old'], ['apps/new', 'apps/old'], ['apps-new']],
    [
      'with what is taken in again',
      ['apps/**', '!apps/old/**', 'apps/old/kept'],
      ['apps/new', 'apps/old/kept', 'apps/old/gone'],
      ['apps-new', 'apps-old-kept'],
    ],
    ['several in braces', ['{apps,tools}/*'], ['apps/a', 'tools/b', 'c'], ['apps-a', 'tools-b']],
  ])('%s', async (_name, patterns, folders, expected) => {
    expect(await members(patterns, folders)).toEqual(expected);
  });

  it('are those of pnpm-workspace.yaml for pnpm, whatever package.json says', async () => {
    const files = {
      ...without(shop, 'package-lock.json'),
      'package.json': JSON.stringify({ workspaces: ['nothing/*'], packageManager: 'pnpm@10.34.8' }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/*\n',
    };
    expect(namesOf(await detected(files))).toEqual(['api', 'web']);
  });

  it('are none where pnpm-workspace.yaml has settings only', async () => {
    const facts = await detected({
      'package.json': JSON.stringify({ name: 'x', main: 'index.js' }),
      'index.js': '',
      'pnpm-lock.yaml': '',
      'pnpm-workspace.yaml': 'onlyBuiltDependencies:\n  - esbuild\n',
      'examples/a/package.json': '{}',
    });
    expect(facts.service).toMatchObject({ kind: 'found', value: 'x' });
  });

  it('have to have what others name: a dependency that no package satisfies is an error', async () => {
    const files = {
      ...shop,
      'packages/lib/package.json': JSON.stringify({
        name: '@shop/lib',
        dependencies: { '@shop/gone': 'workspace:*' },
      }),
    };
    expect((await written(files, { service: ['api'] })).message).toBe(
      'packages/lib/package.json:1: it depends on @shop/gone (workspace:*), and no package of the workspace has that name\nAdd its folder to the workspace (package.json), or correct the name.',
    );
  });

  it('share one lock file: another one is not used, and said so', async () => {
    const { notes } = await detected({ ...shop, 'apps/api/package-lock.json': '{}' });
    expect(notes.map(printed)).toContain(
      'node/lock-file-of-member: apps/api/package-lock.json: not used, because package-lock.json is the lock file of all packages of the workspace\nDelete it.',
    );
  });

  it('are installed without a lock file where only packages have one, and said so', async () => {
    const files = { ...without(shop, 'package-lock.json'), 'apps/api/package-lock.json': '{}' };
    const { dockerfile } = await written(files, { service: ['api'] });
    expect(dockerfile).toContain('npm install ');
    expect(dockerfile).not.toMatch(/^COPY .*package-lock/m);
    expect((await detected(files)).notes.map(printed)).toContain(
      'node/workspace-lock-missing: the workspace has no lock file at its root, and those of single packages are not used: two builds can install different versions\n' +
        'Install once at the root and commit its lock file; or remove the package from the workspace (package.json), and run this in its folder.',
    );
  });
});

describe('a package of a workspace', () => {
  it('is installed with all manifests, and built after what it needs', async () => {
    const { dockerfile, ignored } = await written(shop, { service: ['api'] });
    for (const folder of ['apps/api', 'apps/web', 'packages/lib', 'packages/tools'])
      expect(dockerfile).toContain(`COPY ["${folder}/package.json", "./${folder}/"]`);
    expect(dockerfile).toContain(
      'npm ci --omit=dev --no-audit --no-fund --workspace=apps/api --include-workspace-root \\\n && for folder in . apps/api packages/lib; do',
    );
    expect(dockerfile).toContain(
      'npm ci --no-audit --no-fund --workspace=apps/api --include-workspace-root\n',
    );
    expect(dockerfile).toContain('RUN npm run build --workspace=packages/lib\n');
    expect(ignored).toContain('/apps/web/*\n!/apps/web/package.json\n');
    expect(ignored).not.toContain('/packages/tools/*');
    expect(ignored).toContain('/packages/lib/dist\n');
  });

  it('ships what it needs when it runs, each as its build left it', async () => {
    const { dockerfile } = await written(shop, { service: ['api'] });
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect([...last.matchAll(/^COPY .*/gm)].map((it) => it[0])).toEqual([
      'COPY --from=dependencies /rootfs/ /',
      'COPY --from=dependencies /modules/ /app/',
      'COPY --from=build /app/apps/api/ /app/apps/api/',
      'COPY --from=build /app/packages/lib/package.json /app/packages/lib/package.json',
      'COPY --from=build /app/packages/lib/dist /app/packages/lib/dist',
    ]);
  });

  it('needs what its TypeScript projects refer to', async () => {
    const facts = await detected({
      ...shop,
      'apps/api/tsconfig.json': '{"references":[{"path":"../../packages/shared"}]}',
      'packages/shared/package.json': JSON.stringify({ name: 'shared', types: 'x.d.ts' }),
    });
    const api = facts.services.find((it) => it.name === 'api');
    expect(api && api.details.workspace?.locals.map((it) => it.manifest.folder)).toEqual([
      'packages/tools',
      'packages/lib',
      'packages/shared',
    ]);
  });

  it('is compiled by the TypeScript of the root where no script says how, unless it is imported as it is', async () => {
    const lib = { name: '@shop/lib', main: 'dist/index.js', dependencies: { '@shop/tools': '*' } };
    const { dockerfile } = await written(
      {
        ...shop,
        'packages/lib/package.json': JSON.stringify(lib),
        'packages/tools/tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
      },
      { service: ['api'] },
    );
    expect(dockerfile).toContain('RUN npm exec --no --workspace=packages/lib -- tsc\n#');
    const apart = await written(
      {
        ...shop,
        'packages/lib/package.json': JSON.stringify(lib),
        'packages/lib/tsconfig.json': '{"compilerOptions":{"strict":true}}',
        'packages/lib/tsconfig.build.json':
          '{"extends":"./tsconfig.json","compilerOptions":{"rootDir":"src","outDir":"dist"}}',
      },
      { service: ['api'] },
    );
    expect(apart.dockerfile).toContain(
      'RUN npm exec --no --workspace=packages/lib -- tsc --build tsconfig.build.json\n',
    );
  });

  it('is not built by its installs: scripts that do are taken out, those of other packages, too', async () => {
    const { dockerfile } = await written(
      {
        ...shop,
        'packages/lib/package.json': JSON.stringify({
          name: '@shop/lib',
          main: 'dist/index.js',
          scripts: { prepare: 'tsc' },
        }),
        'apps/web/package.json': JSON.stringify({
          name: '@shop/web',
          scripts: { start: 'node server.js', postinstall: 'node setup.js' },
        }),
      },
      { service: ['api'] },
    );
    expect(dockerfile).toContain(
      'RUN npm --prefix=packages/lib pkg delete scripts.prepare \\\n && npm --prefix=apps/web pkg delete scripts.postinstall\n',
    );
    expect(dockerfile).toContain('RUN npm run prepare --workspace=packages/lib\n');
  });

  it('has programs of dependencies where the install puts them', async () => {
    const next = {
      ...shop,
      'apps/web/package.json': JSON.stringify({
        name: '@shop/web',
        scripts: { build: 'next build', start: 'next start' },
        dependencies: { next: '^16' },
      }),
    };
    expect((await written(next, { service: ['web'] })).dockerfile).toContain(
      '", "../../node_modules/next/dist/bin/next"]\nCMD ["start"]',
    );
    const nested = {
      ...next,
      'package-lock.json': JSON.stringify({ packages: { 'apps/web/node_modules/next': {} } }),
    };
    expect((await written(nested, { service: ['web'] })).dockerfile).toContain(
      '", "node_modules/next/dist/bin/next"]\nCMD ["start"]',
    );
  });
});

describe('run in the folder of a package', () => {
  const api = { 'package.json': shop['apps/api/package.json'] ?? '', 'server.js': server };
  const above = { '../../package.json': shop['package.json'] ?? '' };

  it('is an error with the command that works', async () => {
    expect((await written(api, {}, { root: '/work/shop/apps/api', above })).message).toBe(
      'package.json: this is a package of the workspace in ../.., which has its lock file and the packages that it uses\n' +
        'Run it for the workspace, which becomes the build context: npx create-secure-dockerfile ../.. --service api',
    );
  });

  it('is one for pnpm, too', async () => {
    const { message } = await written(
      api,
      {},
      {
        root: '/work/shop/apps/api',
        above: { '../../pnpm-workspace.yaml': 'packages: [apps/*]\n' },
      },
    );
    expect(message).toContain('npx create-secure-dockerfile ../.. --service api');
  });

  it('is none for a package that no pattern names, or that is alone', async () => {
    expect((await written(api, {}, { root: '/work/shop/tools/api', above })).message).toBe('');
    expect(
      (
        await written(
          { ...api, 'package-lock.json': '{}' },
          {},
          { root: '/work/shop/apps/api', above },
        )
      ).message,
    ).toBe('');
    expect(
      (
        await written(
          {
            ...api,
            'package-lock.json': '{}',
            'package.json': JSON.stringify({
              name: 'api',
              scripts: { start: 'node server.js' },
              dependencies: { lib: 'workspace:*' },
            }),
          },
          {},
          { root: '/work/shop/apps/api', above },
        )
      ).message,
    ).toContain('../..');
  });
});

describe('a workspace in a workspace', () => {
  const nested = {
    ...shop,
    'packages/lib/package.json': JSON.stringify({
      name: '@shop/lib',
      main: 'dist/index.js',
      scripts: { build: 'tsc' },
      workspaces: ['units'],
      dependencies: { '@shop/units': 'workspace:^' },
    }),
    'packages/lib/units/package.json': JSON.stringify({ name: '@shop/units', main: 'index.js' }),
    'packages/lib/units/index.js': '',
  };

  it('is one to Yarn 2 and later', async () => {
    const { dockerfile, message } = await written(
      { ...without(nested, 'package-lock.json'), 'yarn.lock': '__metadata:\n  version: 8\n' },
      { service: ['api'] },
    );
    expect(message).toBe('');
    expect(dockerfile).toContain(
      'COPY ["packages/lib/units/package.json", "./packages/lib/units/"]\n',
    );
    expect(dockerfile).toContain(
      'COPY --from=build /app/packages/lib/units/ /app/packages/lib/units/\n',
    );
  });

  it('runs a compiler that only its root has, which Yarn 2 and later look for there when a setting says so', async () => {
    const files = {
      ...without(nested, 'package-lock.json'),
      'yarn.lock': '__metadata:\n  version: 8\n',
      'packages/lib/tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
    };
    const lib = { name: '@shop/lib', main: 'dist/index.js', workspaces: ['units'] };
    const dockerfile = async (more: object): Promise<string> =>
      (
        await written(
          { ...files, 'packages/lib/package.json': JSON.stringify({ ...lib, ...more }) },
          { service: ['api'] },
        )
      ).dockerfile;
    expect(await dockerfile({})).toContain('RUN yarn workspace @shop/lib run --top-level tsc\n');
    expect(await dockerfile({ devDependencies: { typescript: '^5' } })).toContain(
      'RUN yarn workspace @shop/lib run tsc\n',
    );
    expect(await dockerfile({ scripts: { build: 'run -T tsc' } })).toContain(
      'COPY --from=build /app/packages/lib/dist /app/packages/lib/dist\n',
    );
  });

  it('is none to others', async () => {
    expect((await written(nested, { service: ['api'] })).message).toContain(
      'it depends on @shop/units (workspace:^), and no package of the workspace has that name',
    );
  });
});

describe('a library', () => {
  const withFiles = (files: string[]): Record<string, string> => ({
    ...shop,
    'packages/lib/package.json': JSON.stringify({
      name: '@shop/lib',
      exports: { './server': './dist-server/index.js' },
      files,
      scripts: { build: 'vite build && tsc' },
    }),
    'packages/lib/tsconfig.json': '{"compilerOptions":{"outDir":"dist-server"}}',
  });

  it.each(['dist', './dist/', '/dist', 'dist/**', 'dist/*'])(
    'ships a built folder that it publishes beside its exports: %s',
    async (published) => {
      const { dockerfile } = await written(withFiles(['dist-server', published]), {
        service: ['api'],
      });
      expect(dockerfile).toContain(
        'COPY --from=build /app/packages/lib/dist /app/packages/lib/dist\n',
      );
      expect(dockerfile).toContain('/app/packages/lib/dist-server /app/packages/lib/dist-server\n');
    },
  );

  it('does not ship a built folder that it does not publish', async () => {
    const { dockerfile } = await written(withFiles(['dist-server']), { service: ['api'] });
    expect(dockerfile).not.toContain('/app/packages/lib/dist ');
    expect(dockerfile).toContain('/app/packages/lib/dist-server ');
  });
});

describe('a build', () => {
  const turbo = {
    ...shop,
    'package.json': JSON.stringify({
      name: 'shop',
      workspaces: ['apps/*', 'packages/*'],
      devDependencies: { turbo: '^2' },
    }),
    'turbo.json': '{"tasks":{"build":{"dependsOn":["^build"]}}}',
    'apps/api/package.json': JSON.stringify({
      name: '@shop/api',
      scripts: { build: 'tsc', start: 'node dist/server.js' },
      dependencies: { '@shop/lib': '*' },
    }),
    'apps/api/tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
    'apps/api/src/server.ts': server,
  };

  it('is left to Turborepo, which knows what else it needs', async () => {
    const { dockerfile } = await written(turbo, { service: ['api'] });
    expect(dockerfile).toContain(
      'COPY . .\n# The build sends no anonymous usage data.\nENV TURBO_TELEMETRY_DISABLED="1"\nRUN npx --no-install turbo run build --filter=@shop/api\n',
    );
  });

  it.each<[string, Record<string, string>]>([
    ['it has no task "build"', { 'turbo.json': '{"tasks":{"lint":{}}}' }],
    [
      'a package is built by a script of another name',
      {
        'packages/lib/package.json': JSON.stringify({
          name: '@shop/lib',
          main: 'dist/index.js',
          scripts: { compile: 'tsc' },
        }),
      },
    ],
  ])('is not, where %s', async (_name, files) => {
    const { dockerfile } = await written({ ...turbo, ...files }, { service: ['api'] });
    expect(dockerfile).toMatch(
      /RUN npm run (?:build|compile) --workspace=packages\/lib \\\n && npm run build --workspace=apps\/api\n/,
    );
  });

  const nx = {
    'package.json': JSON.stringify({
      name: 'shop',
      workspaces: ['apps/*'],
      devDependencies: { nx: '^22' },
    }),
    'package-lock.json': '{}',
    'nx.json': '{}',
    'apps/api/package.json': JSON.stringify({
      name: '@shop/api',
      nx: {
        targets: {
          build: { options: { outputPath: 'apps/api/dist', main: 'apps/api/src/main.ts' } },
        },
      },
    }),
    'apps/api/src/main.ts':
      "const host = process.env.HOST ?? 'localhost';\nconst port = process.env.PORT ? Number(process.env.PORT) : 3000;\nlisten(host, port);",
  };

  it('is left to Nx, whose target says what it writes', async () => {
    const { dockerfile } = await written(nx);
    expect(dockerfile).toContain('ENV NX_DAEMON="false"\n');
    expect(dockerfile).toContain('RUN npx --no-install nx run @shop/api:build\n');
    expect(dockerfile).toContain('COPY --from=build /app/apps/api/dist /app/apps/api/dist\n');
    expect(dockerfile).toContain('"dist/main.js"]\n');
  });

  it('of Nx may be described in project.json, and write elsewhere', async () => {
    const files = {
      ...nx,
      'apps/api/package.json': JSON.stringify({ name: '@shop/api' }),
      'apps/api/project.json': JSON.stringify({
        targets: {
          build: { options: { outputPath: 'dist/{projectRoot}', main: 'apps/api/src/main.ts' } },
        },
      }),
    };
    const { dockerfile } = await written(files);
    expect(dockerfile).toContain(
      'COPY --from=build /app/dist/apps/api /app/dist/apps/api\nWORKDIR /app/apps/api\n',
    );
    expect(dockerfile).toContain('"../../dist/apps/api/main.js"]\n');
  });

  it.each([
    [
      'Nx',
      {
        'package.json': JSON.stringify({
          name: 'shop',
          workspaces: ['apps/*', 'packages/*'],
          devDependencies: { nx: '^23' },
        }),
        'nx.json': '{}',
      },
      { 'nx.json': '{"targetDefaults":{"build":{"dependsOn":["^build"]}}}' },
      'nx run @shop/api:build',
    ],
    [
      'Turborepo',
      { 'turbo.json': '{"tasks":{"build":{}}}' },
      { 'turbo.json': '{"tasks":{"build":{"dependsOn":["^build"]}}}' },
      'turbo run build --filter=@shop/api',
    ],
  ])(
    'is left to %s only where it builds first what the package needs',
    async (_name, files, declared, command) => {
      expect((await written({ ...turbo, ...files }, { service: ['api'] })).dockerfile).toContain(
        'RUN npm run build --workspace=packages/lib \\\n && npm run build --workspace=apps/api\n',
      );
      expect(
        (await written({ ...turbo, ...files, ...declared }, { service: ['api'] })).dockerfile,
      ).toContain(`RUN npx --no-install ${command}\n`);
    },
  );

  it('of Next.js leaves the whole workspace in its standalone folder', async () => {
    const { dockerfile } = await written(
      {
        ...shop,
        'apps/web/package.json': JSON.stringify({
          name: '@shop/web',
          scripts: { build: 'next build' },
          dependencies: { next: '^16' },
        }),
        'apps/web/next.config.js': "export default { output: 'standalone' }",
      },
      { service: ['web'] },
    );
    expect(dockerfile).toContain(
      'COPY --from=build /app/apps/web/.next/standalone/ /app/\nCOPY --from=build /app/apps/web/.next/static /app/apps/web/.next/static\nWORKDIR /app/apps/web\n',
    );
    expect(dockerfile).not.toContain('/modules');
  });
});

describe('a workspace of Nx with one package.json', () => {
  const target = {
    executor: '@nx/esbuild:esbuild',
    options: { outputPath: 'dist/apps/api', main: 'apps/api/src/main.ts' },
  };
  const api = {
    'package.json': JSON.stringify({
      name: '@shop/source',
      dependencies: { express: '^5' },
      devDependencies: { nx: '^23', tslib: '^2' },
    }),
    'package-lock.json': '{}',
    'nx.json': '{}',
    'tsconfig.base.json': '{"compilerOptions":{"importHelpers":true}}',
    'apps/api/project.json': JSON.stringify({
      name: 'api',
      projectType: 'application',
      targets: { build: target },
    }),
    'apps/api/tsconfig.json': '{"extends":"../../tsconfig.base.json"}',
    'apps/api/src/main.ts':
      "const host = process.env.HOST ?? 'localhost';\nconst port = process.env.PORT ? Number(process.env.PORT) : 3000;\ncreateServer().listen(port, host);",
    'apps/api-e2e/project.json': JSON.stringify({
      name: 'api-e2e',
      projectType: 'application',
      targets: { e2e: {} },
    }),
    'libs/price/project.json': JSON.stringify({
      name: 'price',
      projectType: 'library',
      targets: { build: target },
    }),
  };
  const web = {
    'apps/web/project.json': JSON.stringify({ name: 'web', projectType: 'application' }),
    'apps/web/index.html': '',
    'apps/web/vite.config.mts': "export default { build: { outDir: '../../dist/apps/web' } }",
  };

  it('has its application built by Nx, and started from where the target writes', async () => {
    const { dockerfile, message } = await written(api);
    expect(message).toBe('');
    expect((await detected(api)).services.map((it) => it.start.kind)).toEqual(['found']);
    expect(dockerfile).toContain('ENV NX_DAEMON="false"\n');
    expect(dockerfile).toContain('RUN npx --no-install nx run api:build\n');
    expect(dockerfile).toContain('COPY --from=build /app/dist/apps/api /app/dist/apps/api\n');
    expect(dockerfile).toContain('"dist/apps/api/main.js"]\n');
    expect(dockerfile).toContain('ENV HOST="0.0.0.0"\n');
  });

  it('ships the helpers of TypeScript that only development has', async () => {
    const helpers = 'COPY --from=build /app/node_modules/tslib /app/node_modules/tslib\n';
    expect((await written(api)).dockerfile).toContain(helpers);
    expect(
      (
        await written({
          ...api,
          'package.json': JSON.stringify({
            dependencies: { express: '^5', tslib: '^2' },
            devDependencies: { nx: '^23' },
          }),
        })
      ).dockerfile,
    ).not.toContain(helpers);
    expect((await written({ ...api, 'tsconfig.base.json': '{}' })).dockerfile).not.toContain(
      helpers,
    );
  });

  it.each([
    [
      'webpack',
      {
        'apps/api/webpack.config.js':
          "module.exports = { output: { path: join(__dirname, '../../dist/apps/api'), clean: true } }",
      },
      {},
      'dist/apps/api/main.js',
    ],
    [
      'tsc',
      {},
      { build: { executor: '@nx/js:tsc', options: target.options } },
      'dist/apps/api/src/main.js',
    ],
  ])('is built by %s', async (_name, files, targets, entry) => {
    const { dockerfile } = await written({
      ...api,
      ...files,
      'apps/api/project.json': JSON.stringify({ name: 'api', projectType: 'application', targets }),
    });
    expect(dockerfile).toContain('RUN npx --no-install nx run api:build\n');
    expect(dockerfile).toContain(`"${entry}"]\n`);
  });

  it('asks which of several applications; libraries and tests are none', async () => {
    expect((await written({ ...api, ...web }, { strict: true })).message).toContain(
      '--service api | web\n      the repository has several programs: api (apps/api/project.json',
    );
    expect((await written({ ...api, ...web }, { service: ['web'] })).dockerfile).toContain(
      'COPY --from=build /app/dist/apps/web/ ',
    );
  });

  it('leaves a start script of the root alone', async () => {
    const { dockerfile } = await written({
      ...api,
      'package.json': JSON.stringify({
        scripts: { build: 'nx build api', start: 'node dist/apps/api/main.js' },
        devDependencies: { nx: '^23' },
      }),
    });
    expect(dockerfile).toContain('RUN npm run build\n');
  });

  it('says what to do where the output of the build is unknown', async () => {
    const { message } = await written({
      ...api,
      'apps/api/project.json': JSON.stringify({
        name: 'api',
        projectType: 'application',
        targets: { build: { executor: '@shop/tools:pack' } },
      }),
    });
    expect(message).toContain(
      'where Nx writes the build of api is unknown\nSet "outputPath" among the options of the target "build" in apps/api/project.json',
    );
  });

  it('is built by the name that Nx knows, with a single project, too', async () => {
    const { dockerfile } = await written({
      ...without(
        api,
        'apps/api/project.json',
        'apps/api-e2e/project.json',
        'libs/price/project.json',
      ),
      'project.json': JSON.stringify({
        name: 'shop',
        targets: { build: { options: { outputPath: 'dist/shop', main: 'src/main.ts' } } },
      }),
      'src/main.ts': server,
    });
    expect(dockerfile).toContain('RUN npx --no-install nx run shop:build\n');
    expect(dockerfile).toContain('"dist/shop/main.js"]\n');
  });

  it('is named in the folder of a project', async () => {
    const { message } = await written(
      {
        'project.json': JSON.stringify({ name: 'api', projectType: 'application' }),
        'src/main.ts': server,
      },
      {},
      { root: '/work/shop/apps/api', above: { '../../nx.json': '{}' } },
    );
    expect(message).toContain('this is a project of the Nx workspace in ../..');
    expect(message).toContain('npx create-secure-dockerfile ../.. --service api');
  });
});

describe('a monorepo of NestJS', () => {
  const nest = {
    'package.json': JSON.stringify({
      name: 'shop',
      scripts: { build: 'nest build', 'start:prod': 'node dist/apps/shop/main' },
      dependencies: { '@nestjs/core': '^12' },
      devDependencies: { '@nestjs/cli': '^12' },
    }),
    'package-lock.json': '{}',
    'nest-cli.json': JSON.stringify({
      monorepo: true,
      root: 'apps/shop',
      projects: {
        jobs: { type: 'application', root: 'apps/jobs', sourceRoot: 'apps/jobs/src' },
        shop: { type: 'application', root: 'apps/shop', sourceRoot: 'apps/shop/src' },
        price: { type: 'library', root: 'libs/price' },
      },
    }),
    'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"}}',
    'apps/jobs/src/main.ts': 'await app.listen(process.env.PORT ?? 3001);',
    'apps/shop/src/main.ts': 'await app.listen(process.env.PORT ?? 3000);',
    'libs/price/src/index.ts': '',
  };

  it('asks which of its applications', async () => {
    expect((await written(nest, { strict: true })).message).toContain('--service shop | jobs\n');
  });

  it('has the one that is meant built and started', async () => {
    const { dockerfile } = await written(nest, { service: ['jobs'] });
    expect(dockerfile).toContain('RUN npx --no-install nest build jobs\n');
    expect(dockerfile).toContain('COPY --from=build /app/dist/apps/jobs /app/dist/apps/jobs\n');
    expect(dockerfile).toContain('EXPOSE 3001\n');
    expect(dockerfile).toContain('"dist/apps/jobs/main.js"]\n');
  });
});

describe('the package manager of a workspace', () => {
  const folders = [
    'package.json',
    'apps/api/package.json',
    'apps/web/package.json',
    'packages/lib/package.json',
    'packages/tools/package.json',
  ];
  const copied = (dockerfile: string): string[] =>
    folders.filter((it) => dockerfile.includes(`COPY ["${it}"`));

  it.each<[string, Record<string, string>, string, string, string, string[]]>([
    [
      'pnpm',
      {
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        'pnpm-workspace.yaml': 'packages: [apps/*, packages/*]\n',
      },
      "pnpm --filter=@shop/api... --filter='{.}' install --frozen-lockfile --store-dir=/pnpm/store\n",
      "pnpm --filter=@shop/api... --filter='{.}' install --frozen-lockfile --prod --store-dir=/pnpm/store \\\n && for folder in . apps/api packages/lib; do",
      'RUN pnpm --filter=@shop/lib run build\n',
      folders,
    ],
    [
      'Yarn 4',
      { 'yarn.lock': '__metadata:\n  version: 8\n' },
      'yarn install --immutable\n',
      'cp yarn.lock /tmp/locked && yarn workspaces focus @shop/api --production && cmp yarn.lock /tmp/locked \\\n && for folder in',
      'RUN yarn workspace @shop/lib run build\n',
      folders,
    ],
    [
      'Yarn 1, which would install all that it sees',
      { 'yarn.lock': '# yarn lockfile v1\n' },
      'yarn install --frozen-lockfile --non-interactive --ignore-engines --cache-folder=/root/.cache/yarn\n',
      'yarn install --frozen-lockfile --production --non-interactive --ignore-engines --cache-folder=/root/.cache/yarn \\\n && for folder in',
      'RUN yarn workspace @shop/lib run build\n',
      folders.filter((it) => !it.includes('web')),
    ],
  ])('%s', async (_name, lock, all, production, build, manifests) => {
    const { dockerfile } = await written(
      { ...without(shop, 'package-lock.json'), ...lock },
      { service: ['api'] },
    );
    expect(dockerfile).toContain(all);
    expect(dockerfile).toContain(production);
    expect(dockerfile).toContain(build);
    expect(copied(dockerfile)).toEqual(manifests);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'for all',
      { 'pnpm-workspace.yaml': 'packages: [apps/*, packages/*]\ninjectWorkspacePackages: true\n' },
      'pnpm-workspace.yaml:2',
    ],
    [
      'for one dependency',
      {
        'apps/api/package.json': JSON.stringify({
          name: '@shop/api',
          scripts: { start: 'node server.js' },
          dependencies: { '@shop/lib': 'workspace:*' },
          dependenciesMeta: { '@shop/lib': { injected: true } },
        }),
      },
      'apps/api/package.json:1',
    ],
  ])('is refused where pnpm injects packages, %s', async (_name, files, place) => {
    const pnpm = {
      ...without(shop, 'package-lock.json'),
      'pnpm-lock.yaml': '',
      'pnpm-workspace.yaml': 'packages: [apps/*, packages/*]\n',
      ...files,
    };
    expect((await written(pnpm, { service: ['api'] })).message).toBe(
      `${place}: it uses packages of the workspace as copies (injected), which pnpm makes before they are built\nUse links, which is what pnpm does without this setting; the image then has the same packages.`,
    );
  });

  it.each<[string, object, boolean]>([
    ['has their sources where nothing builds them', {}, true],
    ['is refused where they are built', { scripts: { build: 'tsc' } }, false],
  ])('the install of a site with injected packages %s', async (_, lib, isCopied) => {
    const { dockerfile, message } = await written(
      {
        'package.json': '{ "private": true }',
        'pnpm-lock.yaml': '',
        'pnpm-workspace.yaml': 'packages: [site, lib]\ninjectWorkspacePackages: true\n',
        'lib/package.json': JSON.stringify({ name: 'lib', exports: './index.js', ...lib }),
        'lib/index.js': '',
        'site/package.json': JSON.stringify({
          name: 'site',
          scripts: { build: 'vite build' },
          dependencies: { lib: 'workspace:*' },
          devDependencies: { vite: '7' },
        }),
        'site/index.html': '',
      },
      { service: ['site'] },
    );
    if (isCopied)
      expect(dockerfile).toContain(
        '# Copies all sources: a script that the install runs reads them.\nCOPY [".", "./"]',
      );
    else expect(message).toContain('it uses packages of the workspace as copies (injected)');
  });

  it.each<[string, object, readonly string[]]>([
    ['opens the site in a window', { start: 'tauri dev', build: 'icons && tauri build' }, ['site']],
    ['serves, too', { start: 'node server.js', build: 'tauri build' }, ['shell', 'site']],
  ])('a package that %s', async (_, scripts, names) => {
    const facts = await detected({
      'package.json': '{ "private": true, "workspaces": ["site", "shell", "tools"] }',
      'tools/package.json':
        '{ "name": "tools", "exports": "./a.js", "dependencies": { "vite": "7" } }',
      'site/package.json': JSON.stringify({
        name: 'site',
        scripts: { start: 'vite', build: 'vite build' },
        devDependencies: { tools: '*' },
      }),
      'site/vite.config.js': 'export default {};',
      'site/index.html': '',
      'shell/package.json': JSON.stringify({ name: 'shell', scripts, dependencies: { site: '*' } }),
      'shell/server.js': "require('node:http').createServer().listen(3000);",
    });
    expect(facts.services.map((it) => it.name)).toEqual(names);
    const { site } = facts.services.find((it) => it.name === 'site')?.details ?? {};
    expect(site).toMatchObject({ title: 'Vite', folder: 'dist' });
  });

  it.each<[string, object, Readonly<Record<string, string>>]>([
    ['extensions of browsers', { devDependencies: { wxt: '0.20', vite: '7' } }, {}],
    ['phones', { dependencies: { expo: '54' }, scripts: { start: 'expo start' } }, {}],
    ['desktops', { devDependencies: { vite: '7' } }, { 'app/src-tauri/tauri.conf.json': '{}' }],
  ])('a package for %s is a program only where there is no other', async (_, app, files) => {
    const members = {
      'app/package.json': JSON.stringify({
        name: 'app',
        scripts: { build: 'vite build' },
        ...app,
      }),
      'app/index.html': '',
      'app/vite.config.js': 'export default {};',
      ...files,
    };
    const both = await detected({
      'package.json': '{ "private": true, "workspaces": ["app", "shop-backend"] }',
      ...members,
      'shop-backend/package.json':
        '{ "name": "shop-backend", "scripts": { "start": "node a.js" } }',
      'shop-backend/a.js': "require('node:http').createServer().listen(3000);",
    });
    expect(both.services.map((it) => it.name)).toEqual(['shop-backend']);
    const alone = await detected({
      'package.json': '{ "private": true, "workspaces": ["app"] }',
      ...members,
    });
    expect(alone.services.map((it) => it.name)).toEqual(['app']);
  });

  it('finds a version of Node that every package accepts', async () => {
    const facts = await detected({
      ...shop,
      'packages/lib/package.json': JSON.stringify({ name: '@shop/lib', engines: { node: '<25' } }),
    });
    expect(facts.runtimeVersion).toMatchObject({
      kind: 'found',
      value: '24',
      evidence: [{ file: 'packages/lib/package.json', because: 'engines.node is <25' }, {}],
    });
  });
});
