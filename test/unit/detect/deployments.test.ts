import { describe, expect, it } from 'vitest';
import { withDeployments } from '../../../src/detect/deployed.ts';
import { readDeployments } from '../../../src/detect/deployments.ts';
import { memoryProject } from '../../../src/ports/memory.ts';
import type { Finding, ProjectFacts, ServiceFacts } from '../../../src/types.ts';
import { generate } from '../../support/generate.ts';

describe('how files of a project run it', () => {
  it.each<[string, string, string, unknown]>([
    [
      'a Procfile: web first, no release',
      'Procfile',
      'worker: bin/worker\nrelease: bin/migrate\nweb: bin/api serve --listen :$PORT\n',
      [
        [['bin/api', 'serve', '--listen', ':$PORT'], undefined],
        [['bin/worker'], undefined],
      ],
    ],
    [
      'a default of PORT',
      'Procfile',
      'web: api -p ${PORT:-8081}\n',
      [[['api', '-p', '$PORT'], 8081]],
    ],
    ['a shell', 'Procfile', 'web: a | b\n', [[[], undefined]]],
    [
      'the last of several commands',
      'Procfile',
      'web: migrate && exec api\n',
      [[['api'], undefined]],
    ],
    ['fly.toml', 'fly.toml', '[http_service]\ninternal_port = 3333\n', [[[], 3333]]],
    [
      'processes of fly.toml',
      'fly.toml',
      '[http_service]\ninternal_port = 3333\n[processes]\napp = "api serve"\n',
      [[['api', 'serve'], 3333]],
    ],
    ['fly.toml with a mistake', 'fly.toml', '[http_service\n', []],
    [
      'app.yaml',
      'app.yaml',
      'runtime: go\nentrypoint: api serve\n',
      [[['api', 'serve'], undefined]],
    ],
    [
      'render.yaml',
      'render.yaml',
      'services:\n  - type: web\n    startCommand: node dist/main.js\n',
      [[['node', 'dist/main.js'], undefined]],
    ],
    ['yaml with a mistake', 'app.yaml', 'a: [\n', []],
    ['railway.toml', 'railway.toml', '[deploy]\nstartCommand = "api"\n', [[['api'], undefined]]],
    [
      'a compose file: only what is built',
      'compose.yaml',
      'services:\n  db: {image: postgres}\n  web:\n    build: ./apps/web\n    ports: ["127.0.0.1:80:8080/tcp"]\n  job:\n    build: {context: .}\n    command: [api, work]\n    ports: [{target: 9}]\n',
      [
        [['web'], 8080],
        [['api', 'work'], 9],
      ],
    ],
    [
      'a Dockerfile: its last stage',
      'Dockerfile',
      'FROM a\nCMD ["x"]\nFROM b\nEXPOSE 8082/tcp\nENTRYPOINT ["/usr/bin/api"]\nCMD ["serve"]\n',
      [[['/usr/bin/api', 'serve'], 8082]],
    ],
    [
      'a Dockerfile in shell form',
      'Dockerfile',
      'FROM b\nCMD api serve\n',
      [[['api', 'serve'], undefined]],
    ],
    [
      'a unit of systemd: no options of a machine',
      'contrib/shop.service',
      '[Service]\nExecStart=/usr/bin/shop --config /etc/shop.yml\n',
      [[['/usr/bin/shop'], undefined]],
    ],
    [
      'a unit with an interpreter',
      'init-scripts/init.systemd',
      '[Service]\nExecStart=-/usr/bin/env python3 -u /opt/shop/Shop.py --datadir /opt/x.py\n',
      [[['/usr/bin/env', '/opt/shop/Shop.py'], undefined]],
    ],
    ['a service of avahi', 'avahi.service', '<service-group></service-group>\n', []],
    ['a Dockerfile without a command', 'Dockerfile', 'FROM b\n', []],
    [
      'a port that is none',
      'Dockerfile',
      'FROM b\nEXPOSE 99999\nCMD api\n',
      [[['api'], undefined]],
    ],
  ])('%s', async (_, file, text, expected) => {
    const found = await readDeployments(memoryProject({ [file]: text }));
    expect(found.map((it) => [it.words, it.port])).toEqual(expected);
  });

  it('shows the line of a unit', async () => {
    const unit = '[Service]\n# ExecStart=other\nExecStart=/opt/api\n';
    expect(await readDeployments(memoryProject({ 'api.service': unit }))).toMatchObject([
      { evidence: { file: 'api.service', line: 3, because: 'ExecStart=/opt/api' } },
    ]);
  });

  it('does not read a Dockerfile that this program wrote', async () => {
    const project = {
      'go.mod': 'module x\n\ngo 1.26\n',
      'main.go': 'package main\nfunc main() {}\n',
    };
    const { files } = await generate(project, { port: 1234 });
    const written = { ...project, Dockerfile: files.get('Dockerfile') ?? '' };
    expect(await readDeployments(memoryProject(written))).toEqual([]);
  });
});

const place = { file: 'main', because: 'seen' };
const api: ServiceFacts = {
  name: 'api',
  aliases: ['@shop/api'],
  evidence: [{ file: 'cmd/api/main.go', because: 'a program' }],
  start: { kind: 'found', value: ['api'], evidence: [place] },
  port: { kind: 'found', value: null, evidence: [place] },
  notes: [],
  details: {},
};
const factsOf = (...services: [ServiceFacts, ...ServiceFacts[]]): ProjectFacts => ({
  language: 'go',
  evidence: [],
  runtimeVersion: { kind: 'found', value: '1', evidence: [] },
  packageManager: { kind: 'found', value: 'go', evidence: [] },
  service: {
    kind: 'ambiguous',
    candidates: services.map((it) => ({ value: it.name, evidence: it.evidence })),
    why: '',
  },
  services,
  notes: [],
  details: {},
});
const evidence = { file: 'Procfile', line: 1, because: 'web' };

describe('the order of programs', () => {
  const serving = (name: string): ServiceFacts => ({
    ...api,
    name,
    aliases: [],
    evidence: [{ file: `apps/${name}/package.json`, because: '' }],
    port: { kind: 'found', value: 80, evidence: [] },
  });
  const order = (
    words: readonly string[],
    ...services: [ServiceFacts, ...ServiceFacts[]]
  ): string => {
    const { service } = withDeployments(factsOf(...services), [{ words, evidence }]);
    return service.kind === 'ambiguous' ? service.candidates.map((it) => it.value).join(' ') : '';
  };

  it.each([
    ['its name', ['bin/b']],
    ['its folder', ['node', 'apps/b/dist/main.js']],
    ['its name with an end', ['./b.exe']],
  ])('begins with what is started, by %s', (_, words) => {
    expect(order(words, serving('a'), serving('b'))).toBe('b a');
  });

  it('stays where the command is that of none, or of two', () => {
    expect(order(['node', 'x.js'], serving('a'), serving('b'))).toBe('a b');
    expect(order(['a', 'b'], serving('a'), serving('b'))).toBe('a b');
  });

  it('has one that listens before one that is started', () => {
    expect(order(['api'], serving('a'), api)).toBe('a api');
  });

  it('has an example last', () => {
    expect(order(['b'], serving('a'), { ...serving('b'), secondary: 'examples' })).toBe('a b');
  });
});

describe('what a deployment adds to a program', () => {
  const applied = (port: Finding<number | null>, words: readonly string[] = [], given = 8080) =>
    withDeployments(factsOf({ ...api, port }), [{ words, port: given, evidence }]).services[0]!;

  it.each<[string, Finding<number | null>, unknown]>([
    [
      'a port where none is known',
      { kind: 'unknown', why: '' },
      { kind: 'suggested', value: 8080, evidence: [evidence] },
    ],
    [
      'a port where nothing was seen to listen',
      { kind: 'found', value: null, evidence: [] },
      { kind: 'suggested', value: 8080, evidence: [evidence] },
    ],
    [
      'nothing where the sources show one',
      { kind: 'found', value: 1, evidence: [] },
      { kind: 'found', value: 1, evidence: [] },
    ],
    [
      'the order of several',
      {
        kind: 'ambiguous',
        why: 'two',
        candidates: [1, 8080].map((value) => ({ value, evidence: [] })),
      },
      {
        kind: 'ambiguous',
        why: 'two',
        candidates: [8080, 1].map((value) => ({ value, evidence: [] })),
      },
    ],
  ])('%s', (_, seen, expected) => {
    expect(applied(seen).port).toEqual(expected);
  });

  it('the arguments of a compiled program, with the port', () => {
    const { start } = applied({ kind: 'unknown', why: '' }, ['bin/api', 'serve', ':$PORT'], 9000);
    expect(start).toEqual({
      kind: 'suggested',
      value: ['api', 'serve', ':9000'],
      evidence: [evidence],
    });
  });

  it('no arguments of another program', () => {
    expect(applied({ kind: 'unknown', why: '' }, ['sh', 'api']).start).toBe(api.start);
    expect(applied({ kind: 'unknown', why: '' }, ['api']).start).toBe(api.start);
  });
});
