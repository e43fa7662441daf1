import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { printed } from '../../../../support/notes.ts';

const today = new Date('2026-11-20T00:00:00Z');
const server = { 'server.js': 'require("node:http").createServer().listen(3000)' };

async function startOf(manifest: object, files: Record<string, string> = server) {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({ name: 'x', ...manifest }, null, 2),
      ...files,
    }),
    { today },
  );
  const service = facts?.services[0];
  if (!service) throw new Error('no service');
  return service;
}

describe('an entry file in a folder that is a package installed by itself', () => {
  const files = {
    'server/server.js': server['server.js'],
    'server/package.json': '{"dependencies":{"express":"5"}}',
  };

  it.each<[string, object, Record<string, string>, string]>([
    ['has to be run there if npm does not install it', {}, { 'server/yarn.lock': '' }, 'unknown'],
    ['is one that npm installs', {}, { 'server/package-lock.json': '{}' }, 'suggested'],
    ['is one with packages of its own above', { ms: '2' }, { 'server/yarn.lock': '' }, 'suggested'],
    ['is one without a lock file', {}, { 'server/data.lock': '' }, 'suggested'],
  ])('%s', async (_name, dependencies, more, kind) => {
    const { start } = await startOf({ dependencies }, { ...files, ...more });
    expect(start.kind).toBe(kind);
  });
});

describe('a Procfile', () => {
  const files = (web: string): Record<string, string> => ({
    'lib.js': 'exports.serve = () => 1;',
    'web.js': server['server.js'],
    Procfile: `release: node migrate.js\nweb: ${web}\n`,
  });

  it('names the program where no script does', async () => {
    const { start, port } = await startOf({ main: 'lib.js' }, files('LOG=1 node web.js --quiet'));
    expect(start).toMatchObject({
      value: ['node', 'web.js', '--quiet'],
      evidence: [{ file: 'Procfile', line: 2 }],
    });
    expect(port).toMatchObject({ value: 3000 });
  });

  it.each([
    ['a script starts another', { scripts: { start: 'node lib.js' } }, 'node web.js', 'lib.js'],
    ['it names a file that is not there', { main: 'lib.js' }, 'node away.js', 'lib.js'],
    ['only a shell runs it', { main: 'lib.js' }, 'node web.js | tee log', 'lib.js'],
  ])('does not where %s', async (_, manifest, web, entry) => {
    const { start } = await startOf(manifest, files(web));
    expect(start).toMatchObject({ value: ['node', entry] });
  });
});

describe('scripts that start under another name', () => {
  it.each([
    [{ 'run:prod': 'node server.js --a', dev: 'vite' }, 'node server.js --a'],
    [{ start: 'vite', 'start:server': 'node server.js --b' }, 'node server.js --b'],
    [{ start: 'node server.js', 'start:server': 'node server.js --b' }, 'node server.js'],
  ])('%j', async (scripts, words) => {
    expect((await startOf({ scripts })).start).toMatchObject({ value: words.split(' ') });
  });
});

describe('the start script', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['node', { start: 'node ./server.js --verbose' }, ['node', 'server.js', '--verbose']],
    [
      'an environment before it',
      { start: 'NODE_ENV=production LOG=1 node server' },
      ['node', 'server'],
    ],
    ['cross-env', { start: 'cross-env NODE_ENV=production node server.js' }, ['node', 'server.js']],
    [
      'nested scripts',
      { start: 'npm run serve -- --a', serve: 'yarn go', go: 'node server.js' },
      ['node', 'server.js', '--a'],
    ],
    ['dotenv', { start: 'dotenv -e .env -- node server.js' }, ['node', 'server.js']],
    ['dotenvx', { start: 'dotenvx run -f .env -- node server.js' }, ['node', 'server.js']],
    ['env-cmd', { start: 'env-cmd -f .env node server.js' }, ['node', 'server.js']],
    [
      'an environment file, which is not in the image',
      { start: 'node --env-file=.env server.js' },
      ['node', 'server.js'],
    ],
    [
      'an environment file behind a space',
      { start: 'node --env-file .env server.js' },
      ['node', 'server.js'],
    ],
    [
      'a default of the shell',
      { start: 'node server.js --port ${PORT:-4000}' },
      ['node', 'server.js', '--port', '4000'],
    ],
    [
      'a default that the shell keeps',
      { start: ': ${PORT:=9000} && node server.js --port $PORT' },
      ['node', 'server.js', '--port', '9000'],
    ],
    [
      'a build first',
      { start: 'npm run build && node server.js', build: 'echo built' },
      ['node', 'server.js'],
    ],
    [
      'pm2-runtime',
      { start: 'pm2-runtime start server.js -i max -- --x' },
      ['node', 'server.js', '--x'],
    ],
    [
      'pm2 with node as the program',
      { start: "pm2 start --name 'a' node -- -r ./hook.js --inspect server.js --x" },
      ['node', '-r', './hook.js', 'server.js', '--x'],
    ],
    [
      'options that a variable adds, and a program that formats the log',
      { start: 'node $NODE_OPTIONS server.js | bunyan -o short' },
      ['node', 'server.js'],
    ],
    [
      'one program of concurrently',
      { start: 'concurrently "node server.js"' },
      ['node', 'server.js'],
    ],
    [
      'run-s',
      { start: 'run-s build go', go: 'node server.js', build: 'echo' },
      ['node', 'server.js'],
    ],
    [
      'a script for production before start',
      { start: 'nodemon server.js', 'start:prod': 'node --enable-source-maps server.js' },
      ['node', '--enable-source-maps', 'server.js'],
    ],
    [
      'a file in a folder before one that only the folder of a deployment has',
      {
        build: 'nx run-many',
        start: 'node dist/apps/api/main',
        'start:production': 'node main',
      },
      ['node', 'dist/apps/api/main'],
    ],
    [
      'a file that a build of unknown outputs may write, where no script names another',
      { build: 'nx run-many', start: 'node main' },
      ['node', 'main'],
    ],
    ['sh -c', { start: "sh -c 'node server.js'" }, ['node', 'server.js']],
    ['exec', { start: 'exec node server.js' }, ['node', 'server.js']],
    ['dumb-init', { start: 'dumb-init -- node server.js' }, ['node', 'server.js']],
    ['tini', { start: 'tini -g -- node server.js' }, ['node', 'server.js']],
    ['infisical', { start: 'infisical run --env=prod -- node server.js' }, ['node', 'server.js']],
    [
      'doppler',
      { start: 'doppler run -- npm run go', go: 'node server.js' },
      ['node', 'server.js'],
    ],
    [
      'a variable that stays as it is',
      { start: 'NODE_ENV=$NODE_ENV node server.js' },
      ['node', 'server.js'],
    ],
    [
      'cross-env-shell with the assignment in the line',
      { start: 'cross-env-shell "LOG=1 node server.js"' },
      ['node', 'server.js'],
    ],
    [
      'start where it leads to the script for production',
      { start: 'npm run start:prod -- --port 4000', 'start:prod': 'node server.js' },
      ['node', 'server.js', '--port', '4000'],
    ],
    [
      'one script of npm-run-all',
      { start: 'npm-run-all --parallel go', go: 'node server.js' },
      ['node', 'server.js'],
    ],
    [
      'a sequence after what runs side by side',
      { start: 'npm-run-all --parallel lint build --serial go', go: 'node server.js' },
      ['node', 'server.js'],
    ],
  ])('%s', async (_name, scripts, words) => {
    expect((await startOf({ scripts })).start).toMatchObject({ kind: 'found', value: words });
  });

  it('a program of the project that names its interpreter itself', async () => {
    expect(
      (
        await startOf(
          { scripts: { start: 'bin/hub --x' } },
          { 'bin/hub': '#!/usr/bin/env node\nrequire("http")' },
        )
      ).start,
    ).toMatchObject({ kind: 'found', value: ['node', 'bin/hub', '--x'] });
  });

  it.each<[string, string, Record<string, string>, string]>([
    [
      'a program of another interpreter',
      'bin/hub',
      { 'bin/hub': '#!/bin/sh\necho' },
      'bin/hub is a shell script: there is no shell in the image',
    ],
    ['a program that is not there', 'bin/hub', {}, 'bin/hub is not in the project'],
    [
      'a file outside',
      'node ../../scripts/start.mjs',
      {},
      'it starts ../../scripts/start.mjs, which is outside the project',
    ],
  ])('is no answer: %s', async (_name, start, files, why) => {
    expect((await startOf({ scripts: { start, build: 'make' } }, files)).start).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining(why) as string,
    });
  });

  it.each<[string, string, string]>([
    [
      'nodemon',
      'nodemon app.js',
      'nodemon app.js: nodemon restarts the program whenever a file changes',
    ],
    [
      'tsx watch',
      'tsx watch src/x.ts',
      'tsx watch src/x.ts: tsx watch restarts the program whenever a file changes',
    ],
    [
      'node --watch',
      'node --watch x.js',
      'node --watch x.js: node --watch restarts the program whenever a file changes',
    ],
    [
      'next dev',
      'next dev -p 3000',
      'next dev -p 3000: next dev compiles pages when they are requested',
    ],
    [
      'ts-node as a development dependency',
      'ts-node src/x.ts',
      'ts-node compiles while the program runs, and it is a development dependency',
    ],
    [
      'several programs',
      'concurrently "node a.js" "node b.js"',
      'concurrently starts several programs side by side: one container runs one',
    ],
    [
      'a variable that the shell changes',
      'node x.js ${DEBUG:+-b "x"}',
      'the script "start" needs a shell: it changes the value of a variable',
    ],
    [
      'a pipe into the program',
      'cat seed.json | node x.js',
      'the script "start" needs a shell: it redirects or pipes (|)',
    ],
    [
      'what it reads from a file',
      'node x.js < seed.json',
      'the script "start" needs a shell: it redirects or pipes (<)',
    ],
    ['a folder outside', 'cd ../api && node x.js', 'the script "start" changes the folder (cd)'],
    [
      'the script of another folder',
      'cd api && npm start',
      'the script "start" changes the folder (cd)',
    ],
    [
      'folder after folder',
      'cd api && cd v1 && node x.js',
      'the script "start" changes the folder (cd)',
    ],
    [
      'a variable without a default',
      'node $ENTRY',
      'the script "start" needs a shell: it reads the variable ENTRY',
    ],
    ['itself', 'npm start', 'the script "start" runs itself'],
    ['a script that is not there', 'npm run nothing', 'there is no script "nothing"'],
    [
      'a file that is not there',
      'node gone.js',
      'it starts gone.js, which is not in the project, and no script builds it',
    ],
    [
      'an unknown program',
      'frobnicate',
      'the file of the program "frobnicate" in node_modules is unknown',
    ],
  ])('is not guessed from %s', async (_name, start, why) => {
    const service = await startOf({ scripts: { start } }, { 'other.js': '' });
    expect(service.start.kind).toBe('unknown');
    expect(service.start).toMatchObject({ why: expect.stringContaining(why) as string });
  });

  it.each([
    ['node server.js --a | pino-pretty -c', '| pino-pretty -c'],
    ['node server.js --a 2>&1 | tee -a x.log', '>& 1 | tee -a x.log'],
    ['node server.js --a >> x.log 2>&1', '>> x.log >& 1'],
    ['node server.js --a > x.log && node after.js', undefined],
  ])('leaves its output to the engine: %s', async (start, output) => {
    const { start: found, notes } = await startOf(
      { scripts: { start } },
      { ...server, 'after.js': '' },
    );
    expect(found).toMatchObject({
      kind: 'found',
      value: output === undefined ? ['node', 'after.js'] : ['node', 'server.js', '--a'],
    });
    expect(notes.find((it) => it.code === 'node/start-part-left-out')?.text).toBe(
      output && `${output}: the container engine takes what the program prints`,
    );
  });

  it('falls back to an entry file, and says what it does not use', async () => {
    const service = await startOf({ scripts: { start: 'nodemon server.js' } });
    expect(service.start).toMatchObject({ kind: 'suggested', value: ['node', 'server.js'] });
    expect(printed(service.notes[0])).toBe(
      'node/start-script-not-used: node server.js is started instead of the start script: nodemon server.js: nodemon restarts the program whenever a file changes',
    );
  });

  it.each<[Record<string, string>, string]>([
    [{ start: 'nodemon web' }, 'web/index.js'],
    [{ start: 'NODE_ENV=production nodemon --inspect bin/www' }, 'bin/www'],
    [
      { server: 'nodemon web', dev: 'concurrently "npm run server" "npm run client"' },
      'web/index.js',
    ],
    [{ dev: 'cross-env A=b node --watch ./web/index.js' }, 'web/index.js'],
    [{ dev: 'node tools.js && npx nodemon -w web -e js web/index' }, 'web/index.js'],
  ])('takes the program that developers start: %j', async (scripts, file) => {
    const files = { 'web/index.js': 'require("http")', 'bin/www': '#!/usr/bin/env node\n' };
    const service = await startOf({ scripts }, files);
    expect(service.start).toMatchObject({ kind: 'suggested', value: ['node', file] });
  });

  it('takes what the build makes of a source that the script compiles, with its arguments', async () => {
    const service = await startOf(
      {
        main: 'dist/src/lib.js',
        scripts: { build: 'tsc', start: 'ts-node --files ./src/cli.ts serve --all' },
        devDependencies: { 'ts-node': '10', typescript: '5' },
      },
      {
        'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "." } }',
        'src/cli.ts': "require('node:http').createServer().listen(3000)",
        'src/lib.ts': 'export const a = 1;',
      },
    );
    expect(service.start).toMatchObject({
      kind: 'suggested',
      value: ['node', 'dist/src/cli.js', 'serve', '--all'],
    });
  });

  it('keeps the arguments where the build is a script of a shell', async () => {
    const service = await startOf(
      {
        bin: './dist/bin/tool',
        scripts: { tsc: 'sh build.sh', start: 'ts-node ./bin/tool.ts start --all' },
        devDependencies: { 'ts-node': '10' },
      },
      { 'bin/tool.ts': '', 'build.sh': '' },
    );
    expect(service.start).toMatchObject({ value: ['node', 'dist/bin/tool', 'start', '--all'] });
  });

  it.each<[Record<string, string>, string]>([
    [{ start: 'node --run start:now', 'start:now': 'node server.js --a' }, 'node server.js --a'],
    [{ start: 'node --run start:now -- --b', 'start:now': 'node server.js' }, 'node server.js --b'],
    [{ start: 'node --run build && node server.js', build: 'tsc' }, 'node server.js'],
  ])('follows node --run: %j', async (scripts, words) => {
    const { start, notes } = await startOf({ scripts });
    expect(start).toMatchObject({ kind: 'found', value: words.split(' ') });
    expect(notes.map((it) => it.code)).not.toContain('node/runs-before-start');
  });

  it.each([{ dev: 'nodemon gone.js' }, { dev: 'nodemon ../other' }, { dev: 'vite web' }])(
    'takes none from %j',
    async (scripts) => {
      const service = await startOf({ scripts }, { 'web/index.js': 'require("http")' });
      expect(service.start.kind).toBe('unknown');
    },
  );

  it('tries the next script where one starts development servers alone', async () => {
    const scripts = {
      start: 'concurrently "nodemon server" "ng build --watch"',
      serve: 'node server',
    };
    const { start } = await startOf({ scripts });
    expect(start).toMatchObject({ kind: 'found', value: ['node', 'server'] });
  });

  it('takes no main beside package.json that a build of unknown outputs hardly writes', async () => {
    const scripts = { build: 'cd web && npm run build' };
    const { start } = await startOf(
      { main: './index.js', scripts },
      { 'server/package.json': '{}' },
    );
    expect(start).toEqual({
      kind: 'unknown',
      why: '"main" in package.json is ./index.js, which does not exist and which the build does not write. Name its start command, for example --start "node server.js". There are packages in server: run it there (cd server) if one of them is the program',
    });
  });

  it('says that main is not there', async () => {
    const other = await startOf({ main: 'lib/gone.js' }, { 'other.js': '' });
    expect(other.start).toMatchObject({
      kind: 'unknown',
      why: '"main" in package.json is lib/gone.js, which does not exist and which no script builds. Name its start command, for example --start "node server.js"',
    });
    const near = await startOf({ main: 'lib/gone.js' });
    expect(near.start).toMatchObject({ kind: 'suggested', value: ['node', 'server.js'] });
    expect(printed(near.notes[0])).toBe(
      'node/main-missing: "main" in package.json is lib/gone.js, which does not exist and which no script builds; node server.js is started instead',
    );
  });

  it('takes the one program beside a development server, and says so', async () => {
    const scripts = {
      start: 'concurrently "npm run api" "npm run web"',
      api: 'node server.js',
      web: 'vite',
    };
    const { start, notes } = await startOf({ scripts });
    expect(start).toMatchObject({ kind: 'found', value: ['node', 'server.js'] });
    expect(printed(notes[0])).toMatch(
      /^node\/development-server-left-out: only node server\.js is started: vite: .*\nThe files of the other one have to be built/,
    );
    const gone = await startOf({ scripts: { ...scripts, api: 'node gone.js' } });
    expect(gone.start).toMatchObject({ kind: 'suggested', value: ['node', 'server.js'] });
    const other = await startOf({ scripts: { ...scripts, api: 'nodemon server.js' } });
    expect(other.notes.map((it) => it.code)).not.toContain('node/development-server-left-out');
  });

  it.each([
    ['#!/usr/bin/env node', []],
    ['#!/usr/bin/env -S node -r dotenv/config', ['-r', 'dotenv/config']],
    ['#!/usr/bin/node --enable-source-maps', ['--enable-source-maps']],
  ])('keeps the options of %s', async (line, flags) => {
    for (const start of ['./bin/server --a', 'bin/server --a'])
      expect(
        (await startOf({ scripts: { start } }, { 'bin/server': `${line}\nserve();` })).start,
      ).toMatchObject({ value: ['node', ...flags, 'bin/server', '--a'] });
  });

  it.each<[string, string, string]>([
    ['npm-run-all --parallel', 'npm-run-all --parallel serve worker', 'npm-run-all'],
    ['npm-run-all -p', 'npm-run-all build -p serve worker', 'npm-run-all'],
    ['run-p', 'run-p -r serve worker', 'run-p'],
    ['run-p with a pattern', 'run-p "on:*"', 'run-p'],
    ['concurrently', 'concurrently -k "node server.js" "npm:worker"', 'concurrently'],
  ])('asks which of several programs side by side is meant: %s', async (_name, start, program) => {
    const scripts = {
      start,
      serve: 'node server.js',
      worker: 'node worker.js',
      'on:serve': 'node server.js',
      'on:worker': 'node worker.js',
      'on:worker:test': 'vitest',
    };
    const service = await startOf(
      { scripts },
      { ...server, 'worker.js': 'setInterval(() => {}, 1000)' },
    );
    expect(service.start).toMatchObject({
      kind: 'ambiguous',
      why: `${program} starts several programs side by side: one container runs one`,
      candidates: [{ value: ['node', 'server.js'] }, { value: ['node', 'worker.js'] }],
    });
  });

  it('keeps a variable that looks like a pattern', async () => {
    const service = await startOf(
      { scripts: { start: 'DEBUG=app:* node ./bin/www' } },
      {
        'bin/www': "#!/usr/bin/env node\nrequire('../app').listen(3000)",
        'app.js': 'module.exports = {}',
      },
    );
    expect(service.start).toMatchObject({ kind: 'found', value: ['node', 'bin/www'] });
    expect(service.details).toMatchObject({ environment: [{ name: 'DEBUG', value: 'app:*' }] });
  });

  it('does not fall back to an entry file that only exports', async () => {
    const service = await startOf(
      { scripts: { start: 'node ./bin/$WHICH' } },
      {
        'app.js':
          "const app = require('express')();\napp.use(require('./routes'));\nmodule.exports = app;",
      },
    );
    expect(service.start).toMatchObject({
      kind: 'unknown',
      why: 'the script "start" needs a shell: it reads the variable WHICH; and app.js only exports. Name its start command, for example --start "node server.js"',
    });
  });

  it.each(['nps', 'gulp', 'madrun start'])('starts no runner of tasks: %s', async (start) => {
    const [name = ''] = start.split(' ');
    const service = await startOf(
      { scripts: { start }, dependencies: { [name]: '1' }, main: 'server.js' },
      server,
    );
    expect(service.start).toMatchObject({ kind: 'suggested', value: ['node', 'server.js'] });
  });

  it('asks which of several programs of "bin" is meant', async () => {
    const service = await startOf(
      { bin: { a: './bin/a.js', b: 'bin/b.js' } },
      { 'bin/a.js': '', 'bin/b.js': '' },
    );
    expect(service.start).toMatchObject({
      kind: 'ambiguous',
      why: '"bin" in package.json names several programs',
      candidates: [{ value: ['node', 'bin/a.js'] }, { value: ['node', 'bin/b.js'] }],
    });
  });

  it('follows the configuration of pm2 to its only program', async () => {
    const scripts = { start: 'pm2-runtime start ecosystem.config.cjs --env production' };
    const one = await startOf(
      { scripts },
      {
        ...server,
        'ecosystem.config.cjs':
          "module.exports = { apps: [{ name: 'api', script: './server.js', args: '--x 1', node_args: '--enable-source-maps' }] }",
      },
    );
    expect(one.start).toMatchObject({
      kind: 'found',
      value: ['node', '--enable-source-maps', 'server.js', '--x', '1'],
    });
    const two = await startOf(
      { scripts },
      {
        'a.js': '',
        'b.js': '',
        'ecosystem.config.cjs':
          "module.exports = { apps: [{ script: 'a.js' }, { script: 'b.js' }] }",
      },
    );
    expect(two.start).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: ['node', 'a.js'] }, { value: ['node', 'b.js'] }],
      why: expect.stringContaining(
        'pm2\'s configuration starts several programs: one container runs one; name the file, for instance --start "node server.js"',
      ) as string,
    });
  });

  it.each<[string, string]>([
    [
      'ecosystem.config.cjs',
      "module.exports = { apps: [{ name: 'web', script: './server.js', env: { A: '1' } }, { name: 'jobs', script: 'jobs.js' }] }",
    ],
    [
      'ecosystem.config.json',
      '{ "apps": [{ "script": "server.js", "name": "web" }, { "script": "jobs.js", "name": "jobs" }] }',
    ],
    [
      'process.yml',
      'apps:\n  - script: ./server.js\n    name: web\n  - script: jobs.js\n    name: jobs\n',
    ],
  ])('takes the program that pm2 starts: %s', async (file, text) => {
    const service = await startOf(
      { scripts: { start: `pm2-runtime start ${file} --only web` } },
      { ...server, 'jobs.js': '', [file]: text },
    );
    expect(service.start).toMatchObject({ kind: 'found', value: ['node', 'server.js'] });
  });

  it.each([
    [
      '--env production',
      '4100',
      [
        ['A', 'b'],
        ['N', '2'],
        ['T', 'true'],
      ],
    ],
    [
      '',
      '4000',
      [
        ['A', 'a'],
        ['N', '2'],
      ],
    ],
  ])('sets what pm2 sets: %s', async (flags, port, variables) => {
    const app = {
      name: 'web',
      script: 'server.js',
      env: { PORT: 4000, A: 'a', N: 2, DB: 'pg://me:secret@db' },
      env_production: { PORT: 4100, A: 'b', T: true },
      env_test: { A: 'c' },
    };
    const { port: found, details } = await startOf(
      { scripts: { start: `pm2-runtime start processes.json ${flags}` } },
      {
        'server.js': "require('http').createServer().listen(process.env.PORT);",
        'processes.json': JSON.stringify({ apps: [app] }),
      },
    );
    expect(found).toMatchObject({ value: Number(port) });
    expect(details.environment.map((it) => [it.name, it.value])).toEqual(variables);
  });

  it('finds a script by name, and nothing else', async () => {
    const manifest =
      '{ "scripts": { "start": "npm run __proto__", "__proto__": "node server.js" } }';
    const facts = await node.detect(memoryProject({ 'package.json': manifest, ...server }), {
      today,
    });
    expect(facts?.services[0]?.start).toMatchObject({
      kind: 'found',
      value: ['node', 'server.js'],
    });
    expect(
      (await startOf({ scripts: { start: 'npm run constructor' } }, { 'other.js': '' })).start,
    ).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('there is no script "constructor"') as string,
    });
  });

  it('says which jobs it leaves out', async () => {
    const service = await startOf({
      scripts: { start: 'npm ci && prisma migrate deploy && node server.js' },
    });
    expect(printed(service.notes[0])).toBe(
      'node/runs-before-start: the start script also runs "prisma migrate deploy" before the program, and the image does not\nRun it as a separate job before a new version starts.',
    );
  });

  it("finds a dependency's program by the lock file", async () => {
    const lock = JSON.stringify({
      packages: { 'node_modules/acme': { bin: { acme: './bin/acme.js' } } },
    });
    const service = await startOf(
      { scripts: { start: 'acme serve --x' }, dependencies: { acme: '1' } },
      { 'package-lock.json': lock },
    );
    expect(service.start).toMatchObject({
      kind: 'found',
      value: ['node', 'node_modules/acme/bin/acme.js', 'serve', '--x'],
    });
  });
});

describe('what the build writes', () => {
  const tsconfig =
    '{ // written by hand\n "compilerOptions": { "outDir": "./dist", "rootDir": "src", }, }';

  it('is an entry, when a source is compiled to it', async () => {
    const service = await startOf(
      { scripts: { build: 'tsc', start: 'node dist/main.js' } },
      { 'tsconfig.json': tsconfig, 'src/main.ts': 'app.listen(5000)' },
    );
    expect(service.start).toMatchObject({ kind: 'found', value: ['node', 'dist/main.js'] });
    expect(service.port).toMatchObject({
      kind: 'found',
      value: 5000,
      evidence: [{ file: 'src/main.ts', line: 1 }],
    });
    expect(service.details).toMatchObject({
      ships: { kind: 'listed', paths: ['package.json', 'dist'] },
    });
  });

  it('is not one, when none is; then the likely one is named', async () => {
    const service = await startOf(
      { scripts: { build: 'tsc', start: 'node dist/server.js' } },
      { 'tsconfig.json': tsconfig, 'src/main.ts': '' },
    );
    expect(service.start).toMatchObject({ kind: 'suggested', value: ['node', 'dist/main.js'] });
    expect(service.notes[0]?.text).toContain(
      'it starts dist/server.js, but no source is compiled to it (there would be dist/main.js)',
    );
  });

  it.each([
    ['a bundler with a folder', 'esbuild src/x.ts --bundle --outdir=out', 'out/x.js'],
    ['a bundler with a file', 'esbuild src/x.ts --outfile=build/x.js', 'build/x.js'],
    ['tsup by default', 'tsup src/x.ts', 'dist/x.js'],
    ['swc', 'swc src -d lib', 'lib/x.js'],
    ['tsc with a folder', 'tsc --outDir build', 'build/x.js'],
    ['through another script', 'npm run compile', 'dist/x.js'],
  ])('is known of %s', async (_name, build, entry) => {
    const service = await startOf(
      { scripts: { build, compile: 'tsc', start: `node ${entry}` } },
      { 'tsconfig.json': tsconfig, 'src/x.ts': '' },
    );
    expect(service.start).toMatchObject({ kind: 'found', value: ['node', entry] });
  });

  it.each<[string, Record<string, string>, string]>([
    ['the folder that it has in the build', { 'server/index.ts': 'x.listen(3001)' }, '3001'],
    ['the folder of sources', { 'src/server/index.js': 'x.listen(3002)' }, '3002'],
    ['a folder with the name of the entry', { 'server/index/index.ts': 'x.listen(3003)' }, '3003'],
  ])('a program that builds keeps folders: %s', async (_name, files, port) => {
    const service = await startOf(
      { scripts: { build: 'node build.js', start: 'node ./build/server/index.js' } },
      { 'build.js': '', 'client/app.js': 'history.listen(9)', ...files },
    );
    expect(service.port).toMatchObject({ kind: 'found', value: Number(port) });
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['that tsc makes', { build: 'tsc' }, { 'tsconfig.json': tsconfig }],
    ['of a program that builds', { build: 'node build.js' }, { 'build.js': '' }],
  ])('the sources of what a file of the project loads are read: %s', async (_, scripts, files) => {
    const service = await startOf(
      { scripts: { ...scripts, start: 'node bin/x.js' } },
      {
        'bin/x.js': "require('./../dist/cli');",
        'src/cli.ts': 'x.listen(3004)',
        'client/app.js': 'history.listen(9)',
        ...files,
      },
    );
    expect(service.port).toMatchObject({ kind: 'found', value: 3004 });
    expect(service.port).toMatchObject({ evidence: [{ file: 'src/cli.ts' }] });
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['of Heroku', { 'heroku-postbuild': 'cd web && npm i && npm run build' }, 'heroku-postbuild'],
    ['of Google', { 'gcp-build': 'tsc' }, 'gcp-build'],
    ['the build comes before it', { build: 'tsc', 'heroku-postbuild': 'npm i' }, 'build'],
    ['one that does nothing', { 'heroku-postbuild': 'echo no' }, undefined],
    [
      'of a front end',
      { 'web:all': 'npm install --prefix web && npm run build --prefix web' },
      'web:all',
    ],
    [
      'of no front end',
      { all: 'npm install --prefix web && npm run build --prefix ui' },
      undefined,
    ],
  ])('is what a host or a front end beside it has: %s', async (_, scripts, script) => {
    const { details } = await startOf(
      { scripts: { ...scripts, start: 'node x.js' } },
      { 'x.js': 'x.listen(3000)', 'web/package.json': '{}' },
    );
    expect(details.build?.script).toBe(script);
  });

  it.each<[string, Record<string, string>, string]>([
    ['one for images', { build: 'check-db && tsc', 'build-docker': 'tsc' }, 'build-docker'],
    ['not one that builds an image', { build: 'tsc', 'build:docker': 'docker build .' }, 'build'],
    ['not one that runs a file for that', { build: 'tsc', 'build:docker': './x.sh' }, 'build'],
  ])('is by the script that fits: %s', async (_name, scripts, script) => {
    const service = await startOf(
      { scripts: { ...scripts, start: 'node dist/x.js' } },
      { 'tsconfig.json': tsconfig, 'src/x.ts': '' },
    );
    expect(service.details).toMatchObject({ build: { script } });
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['sass', { start: 'npm run css && node x.js', css: 'sass a.scss public/a.css' }, 'css'],
    ['before it', { start: 'node x.js', prestart: 'webpack --mode production' }, 'prestart'],
    ['a database', { start: 'npm run db && node x.js', db: 'knex migrate:latest' }, undefined],
    [
      'a copy of an example',
      { start: 'node x.js', prestart: 'test -f a.js || cp a.example.js a.js' },
      'prestart',
    ],
    ['a copy that never replaces', { start: 'node x.js', prestart: 'cp -n a.ex a.js' }, 'prestart'],
    ['a copy of a secret', { start: 'node x.js', prestart: 'cp ~/.key a.key' }, undefined],
    [
      'more than a tool',
      { start: 'yarn css && node x.js', css: 'sass a b && node seed' },
      undefined,
    ],
    ['the build', { start: 'yarn css && node x.js', css: 'sass a b', build: 'rollup -c' }, 'build'],
  ])('is what the start script does first, where that compiles: %s', async (_, scripts, script) => {
    const { details, notes } = await startOf({ scripts }, { 'x.js': 'x.listen(3000)' });
    expect(details.build?.script).toBe(script);
    const isLeft = notes.some((it) => it.code === 'node/runs-before-start');
    expect(isLeft).toBe(script === undefined || script === 'build');
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['vite', { 'build:frontend': 'vite build --config web/vite.config.ts' }, 'build:frontend'],
    ['webpack', { 'client:build': 'webpack --mode production' }, 'client:build'],
    ['the build', { 'build:frontend': 'vite build', build: 'rollup -c' }, 'build'],
    ['an image', { 'build:web': 'docker build web' }, undefined],
    ['another name', { 'build:docs': 'vite build' }, undefined],
  ])('is that of a front end where there is no other: %s', async (_, scripts, script) => {
    const manifest = { scripts: { start: 'node x.js', ...scripts } };
    const { details } = await startOf(manifest, { 'x.js': 'x.listen(3000)' });
    expect(details.build?.script).toBe(script);
  });

  it.each<[string, object, string]>([
    ['main', { main: 'src/app.ts', scripts: { build: 'tsc', start: 'nodemon' } }, 'dist/app.js'],
    [
      'main, where a pattern names the scripts of the build',
      { main: 'src/app.ts', scripts: { build: 'run-s build:*', 'build:code': 'tsc' } },
      'dist/app.js',
    ],
    ['main without a build', { main: 'src/app.ts' }, 'src/app.ts'],
  ])('makes a program of an entry in TypeScript: %s', async (_name, manifest, entry) => {
    const files = { 'tsconfig.json': tsconfig, 'src/app.ts': "import x from './x';" };
    const { start } = await startOf(manifest, files);
    expect(start).toMatchObject({ value: ['node', entry] });
  });

  it('is compiled by tsc itself where no script does it', async () => {
    const service = await startOf(
      { scripts: { start: 'node dist/main.js' }, devDependencies: { typescript: '5' } },
      { 'tsconfig.json': tsconfig, 'src/main.ts': '' },
    );
    expect(service.start).toMatchObject({ kind: 'found' });
    expect(service.details).toMatchObject({ build: { script: null } });
  });
});

describe('where tsc writes an entry without rootDir', () => {
  const built = async (settings: object, files: Record<string, string>, start: string) =>
    (
      await startOf(
        { scripts: { build: 'tsc', start }, devDependencies: { typescript: '5' } },
        { 'tsconfig.json': JSON.stringify(settings), 'src/index.ts': 'x.listen(3000)', ...files },
      )
    ).start;

  it.each<[string, object, Record<string, string>, string]>([
    ['all sources in one folder', { compilerOptions: { outDir: 'dist' } }, {}, 'dist/index.js'],
    [
      'sources beside it',
      { compilerOptions: { outDir: 'dist' } },
      { 'scripts/seed.ts': '' },
      'dist/src/index.js',
    ],
    [
      'sources beside it that are not included',
      { compilerOptions: { outDir: 'dist' }, include: ['src'] },
      { 'scripts/seed.ts': '' },
      'dist/index.js',
    ],
    [
      'sources beside it that are excluded',
      { compilerOptions: { outDir: 'dist' }, exclude: ['scripts', '**/*.config.ts'] },
      { 'scripts/seed.ts': '', 'vite.config.ts': '' },
      'dist/index.js',
    ],
    [
      'declarations beside it',
      { compilerOptions: { outDir: 'dist' } },
      { 'types/x.d.ts': '' },
      'dist/index.js',
    ],
  ])('%s', async (_name, settings, files, entry) => {
    expect(await built(settings, files, `node ${entry}`)).toMatchObject({
      kind: 'found',
      value: ['node', entry],
    });
  });

  it('another place is an error that names the right one', async () => {
    expect(
      await built(
        { compilerOptions: { outDir: 'dist' } },
        { 'scripts/seed.ts': '' },
        'node dist/index.js',
      ),
    ).toMatchObject({ kind: 'suggested', value: ['node', 'dist/src/index.js'] });
  });
});

describe('a shell script of the project', () => {
  const script =
    '#!/bin/sh\nset -e\ncd "$(dirname "$0")/.."\n# comment\nexport LOG=1\necho starting\nnpx prisma migrate deploy\nexec node server.js --a\n';

  it.each(['./bin/start.sh', 'sh bin/start.sh', 'LOG=2 bash ./bin/start.sh', 'npm run go'])(
    'is followed to its last command: %s',
    async (start) => {
      const service = await startOf(
        { scripts: { start, go: 'bin/start.sh' } },
        { ...server, 'bin/start.sh': script },
      );
      expect(service.start).toMatchObject({ kind: 'found', value: ['node', 'server.js', '--a'] });
      expect(service.details.environment).toContainEqual(
        expect.objectContaining({ name: 'LOG', value: '1' }),
      );
      expect(service.notes.map((it) => it.text).join()).toContain('"npx prisma migrate deploy"');
    },
  );

  it.each([
    'if [ -z "$A" ]; then\n  node server.js\nfi',
    'exec "$@"',
    'node server.js || node other.js',
    'gunicorn app:app',
  ])('is no program of node where only a shell can run it: %s', async (text) => {
    const service = await startOf(
      { scripts: { start: './run.sh' } },
      { ...server, 'run.sh': `#!/bin/bash\n${text}\n` },
    );
    expect(service.start).toMatchObject({ kind: 'suggested', value: ['node', 'server.js'] });
    expect(printed(service.notes[0])).toContain('run.sh is a shell script');
  });
});

it.each([
  ['forever server.js --a', ['node', 'server.js', '--a']],
  ['forever start -a -l x.log --minUptime 5 ./server.js', ['node', 'server.js']],
  ['forever -c other --watch server.js', ['node', 'server.js']],
])('forever starts what it names: %s', async (start, value) => {
  const service = await startOf({ scripts: { start } });
  expect(service.start).toMatchObject({ kind: 'found', value });
  expect(service.notes.map((it) => it.text)).toContain(
    'forever: the container engine keeps the program running',
  );
});

it('a compiler that writes declarations only does not decide where the program is', async () => {
  const service = await startOf(
    {
      scripts: {
        build: 'tsc && babel src --out-dir dist --extensions .ts',
        start: 'node ./dist/www.js',
      },
      devDependencies: { typescript: '5', '@babel/cli': '7' },
    },
    {
      'tsconfig.json':
        '{ "compilerOptions": { "outDir": "dist", "emitDeclarationOnly": true, "resolveJsonModule": true }, "include": ["src"] }',
      'src/www.ts':
        "import own from '../package.json';\nrequire('http').createServer().listen(3000);",
    },
  );
  expect(service.start).toMatchObject({ kind: 'found', value: ['node', 'dist/www.js'] });
  expect(service.port).toMatchObject({ value: 3000 });
});

it.each([
  'tsc -p api && copyfiles -u 2 api/views/**/*.pug out/views',
  'COMMIT=$(git rev-parse HEAD) tsc -p api',
  'COMMIT=`git rev-parse HEAD` tsc -p api || true',
])('a build that needs a shell still shows what it writes: %s', async (build) => {
  const service = await startOf(
    { scripts: { build, start: 'node out/www.js' }, devDependencies: { typescript: '5' } },
    {
      'api/tsconfig.json': '{ "compilerOptions": { "outDir": "../out" } }',
      'api/www.ts': server['server.js'],
      'tools/other.js': 'require("fs").writeFileSync("other/x.json", "");',
    },
  );
  expect(service.port).toMatchObject({ value: 3000 });
  expect(service.details.writable).toEqual([]);
});

describe('the file that a bundler writes', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['esbuild', 'esbuild src/index.ts --bundle --outfile=out/app.cjs', {}, 'out/app.cjs'],
    [
      'rollup',
      'rollup -c',
      { 'rollup.config.mjs': "export default { output: { file: 'out/bundle.mjs' } }" },
      'out/bundle.mjs',
    ],
    [
      'webpack',
      'webpack --mode production',
      {
        'webpack.config.js':
          "module.exports = { output: { path: join(__dirname, 'build'), filename: 'server.cjs' } }",
      },
      'build/server.cjs',
    ],
    [
      'webpack, named after its entries',
      'webpack',
      {
        'webpack.config.js':
          "module.exports = { output: { path: path.resolve(__dirname, 'build'), filename: '[name].js' } }",
      },
      'build/index.js',
    ],
    [
      'tsup, several programs',
      'tsup',
      {
        'tsup.config.ts':
          "export default defineConfig([{ entry: ['src/index.ts'] }, { outDir: 'out/jobs' }, { outDir: './out/tools' }]);",
      },
      'out/index.js',
    ],
  ])('%s', async (_name, build, files, entry) => {
    const { start } = await startOf(
      { scripts: { build } },
      { 'src/index.ts': 'x.listen(3000)', ...files },
    );
    expect(start).toMatchObject({ kind: 'suggested', value: ['node', entry] });
  });
});

describe('a start script that changes the folder', () => {
  const files = { 'api/server.js': server['server.js'], 'dist/.gitkeep': '' };

  it.each<[string, string]>([
    ['cd api && node server.js --a', 'node api/server.js --a'],
    ['cd ./api; NODE_ENV=production node ./server.js', 'node api/server.js'],
    ['npm run lint && cd api && node server.js', 'node api/server.js'],
  ])('%s', async (start, expected) => {
    const service = await startOf({ scripts: { start, lint: 'eslint .' } }, files);
    expect(service.start).toMatchObject({ kind: 'found', value: expected.split(' ') });
    expect(service.notes.map(printed).join('\n')).toContain(
      "cd api: the program starts in the project's folder",
    );
  });
});

describe('the types of Bun', () => {
  it.each<[string, object, string, string]>([
    [
      'do not count where Node is named and npm installs',
      { node: '>=22' },
      'package-lock.json',
      'node',
    ],
    ['count where nothing names Node', {}, 'package-lock.json', 'bun'],
    ['count where Bun installs', { node: '>=22' }, 'bun.lock', 'bun'],
  ])('%s', async (_, engines, lock, interpreter) => {
    const { start } = await startOf(
      { main: 'index.js', engines, devDependencies: { '@types/bun': '1' } },
      { 'index.js': 'x.listen(3000)', [lock]: '{}' },
    );
    expect(start).toMatchObject({ value: [interpreter, 'index.js'] });
  });

  it('lead to what `bun build` writes where no script starts anything', async () => {
    const build = 'bun build ./web/main.tsx --target=bun --outfile server.js';
    const { start, details } = await startOf(
      { scripts: { build }, devDependencies: { '@types/bun': '1' } },
      { 'web/main.tsx': 'export default { port: 3000 };' },
    );
    expect(start).toMatchObject({ value: ['bun', 'server.js'] });
    expect(details.build?.outputs).toMatchObject([{ entry: 'server.js' }]);
  });

  it('lead nowhere where `bun build` prints', async () => {
    const { details } = await startOf(
      { scripts: { build: 'bun build a.ts', start: 'node b.js' } },
      { 'b.js': '' },
    );
    expect(details.build?.outputs).toEqual([]);
  });
});

describe('an executable that Bun compiles', () => {
  const files = { 'src/index.ts': 'Bun.serve({ port: 3000, fetch: () => new Response() });' };
  const compiling = 'bun build --compile --minify --outfile server src/index.ts';

  it.each<[string, string, string]>([
    [compiling, 'NODE_ENV=production ./server --a', 'bun src/index.ts --a'],
    ['bun build ./src/index.ts --compile --outfile=dist/app', 'dist/app', 'bun src/index.ts'],
    ['bun build --compile src/index.ts', './index', 'bun src/index.ts'],
  ])('is started as its source: %s', async (build, start, expected) => {
    const service = await startOf({ scripts: { build, start } }, files);
    expect(service.start).toMatchObject({ kind: 'found', value: expected.split(' ') });
    expect(service.details).toMatchObject({ build: null });
  });

  it('is not taken for another program', async () => {
    const scripts = { build: 'bun build --compile --outfile server tool.ts', start: './other' };
    const { start } = await startOf({ scripts }, { 'tool.ts': '' });
    expect(JSON.stringify(start)).not.toContain('tool.ts"]');
  });
});
