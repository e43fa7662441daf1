import { toJsonSchema } from '@valibot/to-json-schema';
import { describe, expect, it } from 'vitest';
import { baseIds } from '../../../src/bases/index.ts';
import { UserError } from '../../../src/errors.ts';
import { presetSchema } from '../../../src/options.ts';
import { formatPreset, parsePreset } from '../../../src/presets/parse.ts';

async function mistakesIn(text: string): Promise<string> {
  try {
    await parsePreset(text, 'team.yaml');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'no mistake';
}

describe('a preset', () => {
  it('gives values of the right types', async () => {
    const values = await parsePreset(
      'language: go\nbase: scratch\nruntimeVersion: "1.27"\nstart: api serve --addr ":80 80"\nport: 8080\nuid: 10001\nwritable: [/data]\n',
      'p.yaml',
    );
    expect(values).toEqual({
      language: 'go',
      base: 'scratch',
      runtimeVersion: '1.27',
      start: ['api', 'serve', '--addr', ':80 80'],
      port: 8080,
      uid: 10001,
      writable: ['/data'],
    });
  });

  it('takes a start command as a list, a port of none and a version without a point', async () => {
    expect(
      await parsePreset('start: [node, "a b.js"]\nport: none\nruntimeVersion: 26\n', 'p.yaml'),
    ).toEqual({ start: ['node', 'a b.js'], port: 'none', runtimeVersion: '26' });
  });

  it('takes several ports', async () => {
    expect(await parsePreset('port: 8080,5353/udp\n', 'p.yaml')).toEqual({
      port: '8080,5353/udp',
    });
  });

  it('takes one program, or a list of them', async () => {
    expect(await parsePreset('service: api\n', 'p.yaml')).toEqual({ service: ['api'] });
    expect(await parsePreset('service: [api, worker]\n', 'p.yaml')).toEqual({
      service: ['api', 'worker'],
    });
    expect(await formatPreset({ service: ['api'] }, 'x')).toContain('\nservice: api\n');
    expect(await formatPreset({ service: ['api', 'worker'] }, 'x')).toContain(
      '\nservice: [ api, worker ]\n',
    );
  });

  it('takes what the program must answer', async () => {
    const text = 'expect:\n  - { path: /health, status: 204 }\n  - path: /api\n    text: ok\n    type: application/json\n';
    const values = {
      expect: [
        { path: '/health', status: 204 },
        { path: '/api', text: 'ok', type: 'application/json' },
      ],
    };
    expect(await parsePreset(text, 'p.yaml')).toEqual(values);
    expect(await parsePreset(await formatPreset(values, 'x'), 'p.yaml')).toEqual(values);
  });

  it.each([
    ['[health]', 'must be an answer such as { path: /health'],
    ['/health', 'must be a list such as [{ path: /health'],
    ['[{ path: health }]', 'path must start with /'],
    ['[{ status: 200 }]', 'path is missing'],
    ['[{ path: /, status: 99 }]', 'status must be a number from 100 to 599'],
    ['[{ path: /, type: json }]', 'type must be a media type such as application/json'],
    ['[{ path: /, txt: ok }]', 'must have only the keys path, status, text and type, not "txt"'],
  ])('refuses to expect %s', async (value, reason) => {
    const problem = await parsePreset(`base: scratch\nexpect: ${value}\n`, 'p.yaml').catch(
      (error: unknown) => String(error),
    );
    expect(problem).toContain('p.yaml:2:9: expect: ');
    expect(problem).toContain(reason);
  });

  it('may be empty', async () => {
    expect(await parsePreset('# nothing yet\n', 'p.yaml')).toEqual({});
  });

  it.each([
    ['prot: 8080', 'team.yaml:1:1: unknown key "prot". Did you mean "port"?'],
    [
      'language: go\nbase: distrolles',
      `team.yaml:2:7: base: distrolles must be one of ${baseIds.join(', ')}. Did you mean "distroless"?`,
    ],
    ['port: 80a', 'team.yaml:1:7: port: 80a must be a port from 1 to 65535, several such as 8080,5353/udp, or none.'],
    ['port: 0', 'team.yaml:1:7: port: 0 must be a port from 1 to 65535, several such as 8080,5353/udp, or none.'],
    ['uid: 0', 'team.yaml:1:6: uid: 0 must be at least 1: 0 is root.'],
    [
      'runtimeVersion: 3.10',
      'team.yaml:1:17: runtimeVersion: put the version in quotes, or YAML drops trailing zeros: "3.1"',
    ],
    [
      'start: node a.js && rm -r /',
      'team.yaml:1:8: start: is run without a shell, but it contains &&',
    ],
    [
      'start: "node a.js\\nUSER root"',
      'team.yaml:1:8: start: is run without a shell, but it has more than one line',
    ],
    ['start: [node, "a\\nUSER root"]', 'must be a single line without control characters'],
    ['writable: [data]', 'must be an absolute path in the image'],
    ['service: []', 'team.yaml:1:10: service: [] must name a program.'],
    ['service: 5', 'team.yaml:1:10: service: 5 must be a name, or a list of names.'],
    ['yes: true', 'unknown key "yes".'],
    ['base: scratch\nbase: alpine', 'team.yaml:2:1: Map keys must be unique'],
    ['base: [', 'team.yaml:1:8:'],
    ['- base', 'team.yaml:1:1: a preset is a list of keys and values'],
  ])('%s is refused with its place', async (text, message) => {
    expect(await mistakesIn(text)).toContain(message);
  });

  it('reports every mistake at once', async () => {
    expect((await mistakesIn('prot: 1\nuid: 0\n')).split('\n')).toHaveLength(2);
  });

  it('is written so that it reads back the same', async () => {
    const values = {
      language: 'go',
      base: 'scratch',
      runtimeVersion: '3.10',
      service: ['a: b #c'],
      start: ['app', 'x y', "it's"],
      port: 'none',
      uid: 10001,
      gid: 10002,
      writable: ['/data'],
      platform: ['linux/amd64'],
    } as const;
    const text = await formatPreset(values, 'https://example.com/schema.json');
    expect(text).toMatch(/^# yaml-language-server: \$schema=https:\/\/example.com\/schema.json\n/);
    expect(await parsePreset(text, 'p.yaml')).toEqual(values);
  });

  it('has a JSON Schema made from the option table', async () => {
    const schema = {
      $id: 'https://unpkg.com/create-secure-dockerfile/presets/preset.schema.json',
      title: 'Preset of create-secure-dockerfile',
      ...toJsonSchema(presetSchema(), { errorMode: 'ignore' }),
    };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      '../../../presets/preset.schema.json',
    );
  });
});
