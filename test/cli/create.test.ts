import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bin, folderWith, goProject, run } from './run.ts';

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
const offline = ['--yes', '--offline'];

describe('the main command', () => {
  it('writes a Dockerfile and a .dockerignore, and says what, why and what next', async () => {
    const folder = folderWith(goProject);
    const { code, stdout, stderr } = await run(folder, ...offline, '--base', 'scratch');
    expect([code, stdout]).toEqual([0, '']);
    expect(readdirSync(folder).sort()).toEqual([
      '.dockerignore',
      'Dockerfile',
      'go.mod',
      'main.go',
    ]);
    expect(stderr).toMatch(/Port +8080 +\(main\.go:6: /);
    expect(stderr).toContain('Dockerfile: written');
    expect(stderr).toContain('docker build -t hello .');
    expect(stderr).toMatch(/snapshot of \d{4}-\d\d-\d\d/);
  });

  it('run twice gives the same bytes and says that they are identical', async () => {
    const folder = folderWith(goProject);
    await run(folder, ...offline, '--base', 'alpine');
    const before = [read(folder, 'Dockerfile'), read(folder, '.dockerignore')];
    const { code, stderr } = await run(folder, ...offline, '--base', 'alpine');
    expect(code).toBe(0);
    expect(stderr).toContain('Dockerfile: identical, left alone');
    expect([read(folder, 'Dockerfile'), read(folder, '.dockerignore')]).toEqual(before);
  });

  it('the command in the header writes the same file again', async () => {
    const folder = folderWith(goProject);
    await run(folder, ...offline, '--base', 'scratch', '--uid', '10001', '--start', "hello 'a b'");
    const first = read(folder, 'Dockerfile');
    const command = /^# Write it again: npx create-secure-dockerfile (.*)$/m.exec(first)?.[1] ?? '';
    const { splitCommand } = await import('../../src/text/shell-words.ts');
    const split = splitCommand(command);
    if (!split.ok) throw new Error(split.why);
    writeFileSync(join(folder, 'Dockerfile'), '');
    const { code } = await run(folder, ...split.words, '--offline', '--force');
    expect(code).toBe(0);
    expect(read(folder, 'Dockerfile')).toBe(first);
  });

  it('works from another folder, and with a name of its own for the Dockerfile', async () => {
    const folder = folderWith(goProject);
    const { code, stderr } = await run(
      '/',
      folder,
      ...offline,
      '--base',
      'scratch',
      '--output',
      'api.Dockerfile',
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      `Next:\n  cd ${folder}\n  docker build -f api.Dockerfile -t hello .\n`,
    );
    expect(readdirSync(folder).sort()).toEqual([
      'api.Dockerfile',
      'api.Dockerfile.dockerignore',
      'go.mod',
      'main.go',
    ]);
  });

  it('--dry-run prints the files and writes nothing', async () => {
    const folder = folderWith(goProject);
    const { code, stdout } = await run(folder, ...offline, '--base', 'scratch', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# ---- Dockerfile ----\n# Written by create-secure-dockerfile/);
    expect(existsSync(join(folder, 'Dockerfile'))).toBe(false);
  });

  it('--diff prints what would change and writes nothing', async () => {
    const folder = folderWith(goProject);
    await run(folder, ...offline, '--base', 'scratch');
    const before = read(folder, 'Dockerfile');
    const { code, stdout } = await run(
      folder,
      ...offline,
      '--base',
      'scratch',
      '--port',
      '9090',
      '--diff',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('-EXPOSE 8080\n+EXPOSE 9090');
    expect(read(folder, 'Dockerfile')).toBe(before);
  });

  it('--json prints one JSON value with files, choices, images and notes', async () => {
    const folder = folderWith(goProject);
    const { stdout } = await run(folder, ...offline, '--base', 'scratch', '--json');
    const report = JSON.parse(stdout) as {
      written: boolean;
      files: { path: string; action: string }[];
      choices: { port: unknown };
      images: { reference: string; source: string }[];
    };
    expect(report).toMatchObject({
      written: true,
      files: [
        { path: 'Dockerfile', action: 'created' },
        { path: '.dockerignore', action: 'created' },
      ],
      choices: { port: { value: 8080, origin: 'fact' } },
    });
    expect(report.images).toEqual([
      {
        role: 'build',
        reference: expect.stringMatching(
          /^golang:[\d.]+-alpine3\.24@sha256:[0-9a-f]{64}$/,
        ) as string,
        source: 'snapshot',
      },
    ]);
  });

  it('--print-plan prints the plan without digests and stops', async () => {
    const folder = folderWith(goProject);
    const { stdout } = await run(folder, '--yes', '--base', 'scratch', '--print-plan');
    expect(JSON.parse(stdout)).toMatchObject({
      plan: { language: 'go', base: 'scratch' },
      choices: { base: { origin: 'flag' } },
    });
    expect(stdout).not.toContain('sha256');
    expect(existsSync(join(folder, 'Dockerfile'))).toBe(false);
  });
});

describe('what is there already', () => {
  it('a Dockerfile of somebody else is not overwritten, not even with --yes; with --force it is', async () => {
    const folder = folderWith({ ...goProject, Dockerfile: 'FROM golang\n' });
    const refused = await run(folder, ...offline, '--base', 'scratch');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Dockerfile: it was written by somebody else');
    expect(refused.stderr).toContain('--force');
    expect(readdirSync(folder).sort()).toEqual(['Dockerfile', 'go.mod', 'main.go']);
    expect((await run(folder, ...offline, '--base', 'scratch', '--force')).code).toBe(0);
    expect(read(folder, 'Dockerfile')).toContain('FROM scratch');
  });

  it('a generated Dockerfile that was edited is not overwritten; one where a bot moved a digest is, and its digest stays', async () => {
    const folder = folderWith(goProject);
    await run(folder, ...offline, '--base', 'scratch');
    const original = read(folder, 'Dockerfile');
    const bumped = original.replace(/sha256:[0-9a-f]{64}/, `sha256:${'ab'.repeat(32)}`);
    writeFileSync(join(folder, 'Dockerfile'), bumped);
    expect((await run(folder, ...offline, '--base', 'scratch', '--port', '9090')).code).toBe(0);
    expect(read(folder, 'Dockerfile')).toContain(`sha256:${'ab'.repeat(32)}`);
    expect(read(folder, 'Dockerfile')).toContain('EXPOSE 9090');
    await run(folder, ...offline, '--base', 'scratch', '--update');
    expect(read(folder, 'Dockerfile')).toBe(original);

    writeFileSync(join(folder, 'Dockerfile'), `${original}# mine\n`);
    const { code, stderr } = await run(folder, ...offline, '--base', 'alpine');
    expect(code).toBe(1);
    expect(stderr).toContain('it was edited by hand since it was generated');
    expect(read(folder, 'Dockerfile')).toBe(`${original}# mine\n`);
  });

  it('a folder named Dockerfile is an error, and nothing is written', async () => {
    const folder = folderWith(goProject);
    mkdirSync(join(folder, 'Dockerfile'));
    const { code, stderr } = await run(folder, ...offline, '--base', 'scratch', '--force');
    expect([code, stderr]).toEqual([1, 'Dockerfile: cannot be read (a folder has that name)\n']);
    expect(readdirSync(folder).sort()).toEqual(['Dockerfile', 'go.mod', 'main.go']);
  });
});

describe('presets', () => {
  it('the one in the project is found; flags beat it', async () => {
    const folder = folderWith({
      ...goProject,
      'secure-dockerfile.yaml': 'language: go\nbase: scratch\nport: 9000\n',
    });
    const { code } = await run(folder, '--offline');
    expect(code).toBe(0);
    expect(read(folder, 'Dockerfile')).toMatch(/^EXPOSE 9000$/m);
    expect(read(folder, 'Dockerfile')).toContain(
      '# Write it again: npx create-secure-dockerfile\n',
    );
    await run(folder, '--offline', '--port', '9001');
    expect(read(folder, 'Dockerfile')).toMatch(/^EXPOSE 9001$/m);
  });
  it('a built-in one is found by name', async () => {
    const folder = folderWith(goProject);
    expect((await run(folder, '--offline', '--preset', 'go-scratch')).code).toBe(0);
    expect(read(folder, 'Dockerfile')).toContain('--preset go-scratch\n');
  });
  it('--save-preset writes one that gives the same files', async () => {
    const folder = folderWith(goProject);
    expect(
      (
        await run(
          folder,
          ...offline,
          '--base',
          'scratch',
          '--port',
          '9000',
          '--uid',
          '10001',
          '--save-preset',
        )
      ).code,
    ).toBe(0);
    expect(read(folder, 'secure-dockerfile.yaml')).toMatch(
      /^# yaml-language-server: \$schema=https:\S+\nlanguage: go\nbase: scratch\nport: 9000\nuid: 10001\n$/,
    );
    const before = read(folder, 'Dockerfile');
    expect((await run(folder, ...offline)).stderr).toContain('Dockerfile: identical');
    expect(read(folder, 'Dockerfile')).toBe(before);
  });
  it('--save-preset does not overwrite one that says something else', async () => {
    const folder = folderWith({ ...goProject, 'secure-dockerfile.yaml': '# mine\nbase: alpine\n' });
    const { code, stderr } = await run(folder, ...offline, '--port', '9000', '--save-preset');
    expect(code).toBe(1);
    expect(stderr).toContain('secure-dockerfile.yaml: it was written by somebody else');
    expect(existsSync(join(folder, 'Dockerfile'))).toBe(false);
  });
  it('a mistake is shown with its place, exit code 2, and nothing is written', async () => {
    const folder = folderWith({
      ...goProject,
      'secure-dockerfile.yaml': 'base: scratch\nprot: 80\n',
    });
    const { code, stderr } = await run(folder, ...offline);
    expect([code, stderr]).toEqual([
      2,
      'secure-dockerfile.yaml:2:1: unknown key "prot". Did you mean "port"?\n',
    ]);
    expect(existsSync(join(folder, 'Dockerfile'))).toBe(false);
  });
  it('one that is nowhere lists what is built in', async () => {
    const { code, stderr } = await run(folderWith(goProject), ...offline, '--preset', 'go-scrath');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean go-scratch?');
  });
});

describe('the command presets', () => {
  it('lists the nine pairs, and prints one that can be saved as it is', async () => {
    const { code, stdout } = await run('/', 'presets');
    expect(code).toBe(0);
    for (const language of ['go', 'python', 'node'])
      for (const base of ['alpine', 'scratch', 'distroless'])
        expect(stdout).toMatch(new RegExp(`^${language}-${base} +\\w`, 'm'));
    const folder = folderWith({
      ...goProject,
      'secure-dockerfile.yaml': (await run('/', 'presets', 'go-scratch')).stdout,
    });
    expect((await run(folder, '--offline')).code).toBe(0);
    expect(read(folder, 'Dockerfile')).toMatch(/^FROM scratch$/m);
  });
  it('says which names there are', async () => {
    expect(await run('/', 'presets', 'go-scrach')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean go-scratch?') as string,
    });
  });
});

describe('what cannot work', () => {
  it('without a terminal nothing is asked: exit code 2 and the flags to add', async () => {
    const folder = folderWith(goProject);
    const { code, stderr } = await run(folder, '--offline');
    expect(code).toBe(2);
    expect(stderr).toContain('--base distroless');
    expect(readdirSync(folder)).toHaveLength(2);
  });
  it('no project: what was looked for', async () => {
    const { code, stderr } = await run(folderWith({ 'README.md': 'x' }), ...offline);
    expect(code).toBe(1);
    expect(stderr).toContain('go.mod');
  });
  it('no folder', async () => {
    expect(await run('/', '/does/not/exist', ...offline)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/does/not/exist: there is no such folder') as string,
    });
  });
  it('an unknown flag, a bad value and a repeated flag name themselves', async () => {
    const folder = folderWith(goProject);
    expect(await run(folder, '--bse', 'scratch')).toMatchObject({
      code: 2,
      stderr: 'Unknown option --bse. Did you mean --base? See --help for all options.\n',
    });
    expect(await run(folder, '--port', 'abc')).toMatchObject({
      code: 2,
      stderr: '--port abc: takes a port from 1 to 65535, or none.\n',
    });
    expect(await run(folder, '--port', '1', '--port', '2')).toMatchObject({
      code: 2,
      stderr: '--port is given more than once; give it once.\n',
    });
  });
  it('an image that neither registry nor snapshot knows is an error, never an unpinned FROM', async () => {
    const folder = folderWith(goProject);
    const { code, stderr } = await run(
      folder,
      ...offline,
      '--base',
      'scratch',
      '--runtime-version',
      '1.27.99',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('golang:1.27.99-alpine3.24');
    expect(existsSync(join(folder, 'Dockerfile'))).toBe(false);
  });
  it('a newline in a folder or file name ends up in no file and on no line of its own', async () => {
    const folder = folderWith({
      'go.mod': goProject['go.mod'],
      'cmd/a\nUSER root/main.go': goProject['main.go'],
    });
    const { stderr } = await run(folder, ...offline, '--base', 'scratch');
    expect(stderr).not.toMatch(/^USER root/m);
    if (existsSync(join(folder, 'Dockerfile')))
      expect(read(folder, 'Dockerfile')).not.toMatch(/^USER root/m);
  });
});

describe('--help and --version', () => {
  it('--help lists every option and the exit codes', async () => {
    const { code, stdout } = await run('/', '--help');
    expect(code).toBe(0);
    const { optionTable, flagOf } = await import('../../src/options.ts');
    for (const option of optionTable) expect(stdout).toContain(`--${flagOf(option.key)}`);
    for (const exit of ['  0 ', '  1 ', '  2 ', '  3 ', '  130 ']) expect(stdout).toContain(exit);
  });
  it('--version prints the version of package.json', async () => {
    const { version } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
    ) as { version: string };
    expect(await run('/', '--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});

describe('links out of the project', () => {
  const outside = () =>
    folderWith({ secret: 'PRIVATE KEY\n', 'pyproject.toml': 'secret = PRIVATE KEY\n' });

  it.each([['--diff'], ['--force'], ['--update']])(
    'a Dockerfile that is one is neither shown nor replaced (%s)',
    async (flag) => {
      const [folder, elsewhere] = [folderWith(goProject), outside()];
      symlinkSync(join(elsewhere, 'secret'), join(folder, 'Dockerfile'));
      const { code, stdout, stderr } = await run(folder, ...offline, '--base', 'scratch', flag);
      expect(code).toBe(1);
      expect(stdout + stderr).not.toContain('PRIVATE KEY');
      expect(stderr).toContain(
        'Dockerfile: it is a symbolic link that leads out of the project, or nowhere',
      );
      expect(read(elsewhere, 'secret')).toBe('PRIVATE KEY\n');
      expect(readdirSync(folder).sort()).toEqual(['Dockerfile', 'go.mod', 'main.go']);
    },
  );

  it('a folder that is one is not written into', async () => {
    const [folder, elsewhere] = [folderWith(goProject), folderWith({})];
    symlinkSync(elsewhere, join(folder, '.github'));
    const { code, stderr } = await run(
      folder,
      ...offline,
      '--base',
      'scratch',
      '--with',
      'dependabot',
    );
    expect([code, readdirSync(elsewhere)]).toEqual([1, []]);
    expect(stderr).toContain('.github: it is a symbolic link');
  });

  it('what they lead to is not read: the build context does not have it', async () => {
    const [folder, elsewhere] = [folderWith(goProject), outside()];
    symlinkSync(join(elsewhere, 'pyproject.toml'), join(folder, 'pyproject.toml'));
    const { code, stdout, stderr } = await run(folder, ...offline, '--base', 'scratch');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).not.toMatch(/PRIVATE KEY|pyproject/);
  });

  it('a preset that is one has to be named', async () => {
    const [folder, elsewhere] = [
      folderWith(goProject),
      folderWith({ 'team.yaml': 'base: scratch\n' }),
    ];
    symlinkSync(join(elsewhere, 'team.yaml'), join(folder, 'secure-dockerfile.yaml'));
    expect((await run(folder, ...offline)).stderr).toContain(
      'secure-dockerfile.yaml: it is a symbolic link',
    );
    expect((await run(folder, ...offline, '--preset', join(elsewhere, 'team.yaml'))).code).toBe(0);
  });

  it('within the project, a Dockerfile that is a link stays one', async () => {
    const folder = folderWith({ ...goProject, 'docker/file': '' });
    symlinkSync('docker/file', join(folder, 'Dockerfile'));
    expect((await run(folder, ...offline, '--base', 'scratch', '--force')).code).toBe(0);
    expect(readlinkSync(join(folder, 'Dockerfile'))).toBe('docker/file');
    expect(read(folder, 'docker/file')).toMatch(/^# Written by/);
  });
});

describe('output that nobody reads', () => {
  const shell = promisify(execFile);

  it.each(['2>&1 >/dev/null | head -n 1', '--dry-run 2>/dev/null | true'])(
    'stops nothing: %s',
    async (redirection) => {
      const folder = folderWith(goProject);
      const { stdout } = await shell('bash', [
        '-c',
        `"${process.execPath}" "${bin}" "${folder}" --yes --offline --base scratch ${redirection}; echo "codes \${PIPESTATUS[*]}"`,
      ]);
      expect(stdout).toContain('codes 0 0');
    },
  );

  it.runIf(existsSync('/dev/full'))(
    'that cannot be written is a failure with a sentence',
    async () => {
      const folder = folderWith(goProject);
      const { stdout } = await shell('bash', [
        '-c',
        `"${process.execPath}" "${bin}" "${folder}" --yes --offline --base scratch --dry-run 2>&1 >/dev/full; echo "code $?"`,
      ]);
      expect(stdout).toMatch(/The output cannot be written: the disk is full\.\ncode 1\n$/);
    },
  );
});

it('a named pipe in the project is not waited for', async () => {
  const folder = folderWith(goProject);
  await promisify(execFile)('mkfifo', [join(folder, 'package.json')]);
  expect((await run(folder, ...offline, '--base', 'scratch')).code).toBe(0);
});

it('text from the project cannot begin a line of its own in the summary', async () => {
  const folder = folderWith({
    'package.json': JSON.stringify({
      main: 'a.js',
      scripts: { start: 'node a.js $(x)\nWarning: all is well\u061c' },
    }),
    'a.js': '',
  });
  const { stderr } = await run(folder, ...offline, '--base', 'distroless', '--dry-run');
  expect(stderr).toContain('\\nWarning: all is well\\u061c');
});
