import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitCommand } from '../../src/text/shell-words.ts';
import { folderWith, goProject, run } from './run.ts';

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
const flags = [
  '--yes',
  '--offline',
  '--base',
  'scratch',
  '--healthcheck-command',
  'hello healthcheck --quiet',
  '--version-var',
  'main.release',
];

describe('options that are never asked', () => {
  it('are in the Dockerfile, and in the command that writes it again', async () => {
    const folder = folderWith(goProject);
    expect((await run(folder, ...flags)).code).toBe(0);
    const first = read(folder, 'Dockerfile');
    expect(first).toContain(
      '\nHEALTHCHECK CMD ["/usr/local/bin/hello", "healthcheck", "--quiet"]\n',
    );
    expect(first).toContain('-ldflags="-s -w -X=main.release=$VERSION"');
    const again = splitCommand(
      /^# Regenerate: npx create-secure-dockerfile (.*)$/m.exec(first)?.[1] ?? '',
    );
    if (!again.ok) throw new Error(again.why);
    writeFileSync(join(folder, 'Dockerfile'), '');
    expect((await run(folder, ...again.words, '--offline', '--force')).code).toBe(0);
    expect(read(folder, 'Dockerfile')).toBe(first);
  });

  it('are saved to a preset that gives the same file', async () => {
    const folder = folderWith(goProject);
    await run(folder, ...flags, '--save-preset');
    const body = (text: string): string => text.split('\n').slice(3).join('\n');
    const first = read(folder, 'Dockerfile');
    expect(read(folder, 'secure-dockerfile.yaml')).toContain('versionVar: main.release');
    expect((await run(folder, '--yes', '--offline', '--force')).code).toBe(0);
    expect(body(read(folder, 'Dockerfile'))).toBe(body(first));
  });

  it.each([
    ['$(id)', 2],
    ['main.version; USER root', 2],
    ['main', 2],
    ['example.com/x/y.Version', 0],
  ])('--version-var %s ends with %i', async (name, expected) => {
    expect(
      (
        await run(
          folderWith(goProject),
          '--yes',
          '--offline',
          '--dry-run',
          '--base',
          'scratch',
          '--version-var',
          name,
        )
      ).code,
    ).toBe(expected);
  });
});

describe('several programs in one Dockerfile', () => {
  const project = {
    'go.mod': goProject['go.mod'],
    'cmd/api/main.go': goProject['main.go'],
    'cmd/worker/main.go': 'package main\n\nfunc main() {\n\tselect {}\n}\n',
  };
  const flags = ['--yes', '--offline', '--base', 'scratch'];

  it.each([
    [['--service', 'all'], 'api worker'],
    [['--service', 'worker,api'], 'worker api'],
    [['-s', 'worker', '--service', 'api'], null],
  ])('%j', async (services, expected) => {
    const { code, stdout, stderr } = await run(
      folderWith(project),
      ...flags,
      ...services,
      '--json',
    );
    if (expected === null)
      return expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('--service is given more than once'),
      ]);
    const { programs, choices } = JSON.parse(stdout) as {
      programs: { target: string; service: { value: string }; port: { value: number | null } }[];
      choices: { service: { value: string } };
    };
    expect(programs.map((it) => it.service.value).join(' ')).toBe(expected);
    expect(choices.service.value).toBe(expected.split(' ')[0]);
    expect(programs.find((it) => it.target === 'api')?.port.value).toBe(8080);
    expect(programs.find((it) => it.target === 'worker')?.port.value).toBeNull();
  });

  it('are listed with a command for each, and the header writes them again', async () => {
    const folder = folderWith(project);
    const { stderr } = await run(folder, ...flags, '--service', 'api', '--service', 'worker');
    expect(stderr).toContain(
      'Next:\n  docker build --target api -t api .\n  docker build --target worker -t worker .\n  docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -p 127.0.0.1:8080:8080 api\n  npx create-secure-dockerfile verify --target api\n  npx create-secure-dockerfile verify --target worker\n',
    );
    expect(stderr).toMatch(
      / {2}Program {3}api .*\n {2}Start {5}api .*\n {2}Port {6}8080 .*\n {2}Program {3}worker .*\n {2}Start {5}worker .*\n {2}Port {6}none /,
    );
    const first = read(folder, 'Dockerfile');
    expect(first).toContain(
      'services api, worker.\n# Regenerate: npx create-secure-dockerfile --base scratch --service api --service worker --yes\n',
    );
    writeFileSync(join(folder, 'Dockerfile'), '');
    expect(
      (await run(folder, '--service', 'api', '--service', 'worker', ...flags, '--force')).code,
    ).toBe(0);
    expect(read(folder, 'Dockerfile')).toBe(first);
  });
});
