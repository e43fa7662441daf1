import { describe, expect, it } from 'vitest';
import { choose, type Chosen } from '../../../src/choose.ts';
import { UserError } from '../../../src/errors.ts';
import type { Values } from '../../../src/options.ts';
import { planImage } from '../../../src/plan.ts';
import { memoryProject, scriptedPrompter, silentPrompter } from '../../../src/ports/memory.ts';
import type { Prompter } from '../../../src/ports/ports.ts';
import { detectProject } from '../../../src/detect.ts';
import { onlyService } from '../../../src/choose/services.ts';
import { regenerateCommand } from '../../../src/output/regenerate-command.ts';
import { presetFileOf } from '../../../src/presets/find.ts';
import { main, mod, today } from '../../support/go-facts.ts';

const server =
  'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n';
const open =
  'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.ListenAndServe(load(), nil)\n}\n';
const three = {
  'go.mod': mod,
  'cmd/api/main.go': server,
  'cmd/migrate/main.go': main,
  'cmd/worker/main.go': main,
  'tools/gen/main.go': main,
};

async function chosen(
  files: Readonly<Record<string, string>>,
  flags: Values,
  { preset = {}, prompter = silentPrompter }: { preset?: Values; prompter?: Prompter } = {},
): Promise<Chosen> {
  const services = flags.service ?? preset.service;
  const service = onlyService(services);
  const detected = await detectProject(memoryProject(files), { today, service, services });
  return choose({ detected, flags: { base: 'scratch', ...flags }, preset, prompter, today });
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'no problem';
}

const names = ({ programs }: Chosen): string =>
  programs.map((it) => it.choices.service.value).join(' ');

describe('which programs share a file', () => {
  it.each<[string, Record<string, string>, readonly string[], string]>([
    ['one', three, ['worker'], 'worker'],
    ['a list, its first is built by default', three, ['worker', 'api'], 'worker api'],
    [
      'all: examples and tools are not meant, and the first with a port is built by default',
      three,
      ['all'],
      'api migrate worker',
    ],
    [
      'all: of two with a port, the one that is named like the module is built by default',
      { ...three, 'cmd/shop/main.go': server },
      ['all'],
      'shop api migrate worker',
    ],
    [
      'all of a project that has only tools',
      { 'go.mod': mod, 'tools/a/main.go': main, 'tools/b/main.go': main },
      ['all'],
      'a b',
    ],
    ['all of one', { 'go.mod': mod, 'main.go': main }, ['all'], 'shop'],
    ['a tool that is named', three, ['api', 'gen'], 'api gen'],
  ])('%s', async (_what, files, service, expected) => {
    expect(names(await chosen(files, { service }))).toBe(expected);
  });

  it.each<[readonly string[], string]>([
    [
      ['api', 'nope'],
      'service nope: there is no such program; the project has api, migrate, worker, gen.',
    ],
    [['api', 'worker', 'api'], 'service api, worker, api: api is named twice.'],
    [
      ['api', 'all'],
      'service api, all: all means every program of the project; do not combine it with names.',
    ],
  ])('%j is refused', async (service, expected) => {
    expect(await messageOf(chosen(three, { service }))).toBe(expected);
  });

  it('a language that writes one per file says what to do', async () => {
    const files = {
      'requirements.txt': 'uvicorn==0.40.0\n',
      'a.py': 'if __name__ == "__main__":\n    pass\n',
      'b.py': 'if __name__ == "__main__":\n    pass\n',
    };
    expect(await messageOf(chosen(files, { service: ['a', 'b'] }))).toContain(
      'service a, b: a Dockerfile for Python has one program; write a file for each, such as --service a --output a.Dockerfile.',
    );
  });

  it.each([
    ['its folder', 'cmd/worker'],
    ['its folder as it is typed', './cmd/worker/'],
    ['its file', 'cmd/worker/main.go'],
    ['its package path', 'example.com/shop/cmd/worker'],
    ['the end of its package path', 'shop/cmd/worker'],
  ])('a program is named by %s', async (_, said) => {
    expect(names(await chosen(three, { yes: true, service: [said] }))).toBe('worker');
  });

  it.each([
    ['two programs end with it', 'main.go'],
    ['none has it', 'cmd/none'],
  ])('a name is refused where %s', async (_, said) => {
    expect(await messageOf(chosen(three, { yes: true, service: [said] }))).toContain(
      `service ${said}: there is no such program; the project has api, migrate, worker, gen`,
    );
  });

  it('without a terminal, all is named as an answer', async () => {
    expect(await messageOf(chosen(three, { yes: true, strict: true }))).toContain(
      '--service api | worker | migrate | all\n      there are 3 programs, and none is named like the module: api (cmd/api/main.go:5); worker (cmd/worker/main.go:3); migrate (cmd/migrate/main.go:3)',
    );
  });

  it('in a terminal, all of them is the last choice, and is saved as such', async () => {
    const prompter = scriptedPrompter({
      service: 'all',
      uid: '65532',
      gid: '65532',
      savePreset: 'yes',
    });
    const answered = await chosen(three, {}, { prompter });
    const question = prompter.asked.find((it) => it.name === 'service');
    expect(question?.kind === 'select' ? question.choices.at(-1) : undefined).toEqual({
      value: 'all',
      title: 'all of them',
      hint: 'one Dockerfile with a target for each',
    });
    expect(names(answered)).toBe('api migrate worker');
    expect((await presetFileOf(answered, '1')).text).toContain('\nservice: all\n');
    const preset = { name: null, found: false, values: {} };
    expect(
      regenerateCommand({
        chosen: { ...answered, savePreset: false },
        preset,
      }),
    ).toBe('npx create-secure-dockerfile --base scratch --service all --uid 65532 --gid 65532');
  });
});

describe('options that apply to one program', () => {
  it.each<[Values, string]>([
    [
      { port: 9000 },
      '--port: applies to one program, and this file has 3: api, migrate, worker; leave it out, or write the program that needs it to a separate file: --service NAME --output NAME.Dockerfile.',
    ],
    [{ start: ['api'] }, '--start: applies to one program'],
    [{ healthcheckCommand: ['api', 'check'] }, '--healthcheck-command: applies to one program'],
  ])('%j is refused with several', async (flags, expected) => {
    expect(await messageOf(chosen(three, { service: ['all'], ...flags }))).toContain(expected);
  });
  it('in a preset as well', async () => {
    expect(
      await messageOf(chosen(three, {}, { preset: { service: ['all'], port: 9000 } })),
    ).toContain('port in the preset: applies to one program');
  });
  it('what the project leaves open is an error that names the way out', async () => {
    expect(
      await messageOf(chosen({ ...three, 'cmd/web/main.go': open }, { service: ['all'] })),
    ).toBe(
      [
        'Some programs need an answer, and an option would apply to only one program. Write these to separate files:',
        '  --service web --port VALUE --output web.Dockerfile',
        '      the program listens (cmd/web/main.go:6), and its code does not say on which port; say which one, or none',
        'Name the others with --service, separated by commas.',
      ].join('\n'),
    );
  });
});

describe('the plan of several programs', () => {
  const c = 'package main\n\nimport "C"\n\nfunc main() {}\n';
  it('has a target for each, the default last in the file', async () => {
    const plan = await planImage(await chosen(three, { service: ['all'] }));
    expect(plan.targets).toEqual([
      { service: 'api', stage: 'api' },
      { service: 'migrate', stage: 'migrate' },
      { service: 'worker', stage: 'worker' },
    ]);
    expect((plan.view['targets'] as { service: string }[]).map((it) => it.service)).toEqual([
      'migrate',
      'worker',
      'api',
    ]);
  });
  it('one that needs cgo takes the others to a base with a C library, and each is compiled as it needs', async () => {
    const plan = await planImage(
      await chosen(
        { ...three, 'cmd/worker/main.go': c },
        { service: ['api', 'worker'], base: 'distroless' },
      ),
    );
    expect([plan.images['build']?.tag, plan.images['runtime']?.repository]).toEqual([
      '1.27-trixie',
      'distroless/cc-debian13',
    ]);
    expect(
      (plan.view['targets'] as { service: string; program: { environment: string } }[]).map(
        (it) => `${it.service} ${it.program.environment}`,
      ),
    ).toEqual(['worker CGO_ENABLED=1', 'api CGO_ENABLED=0']);
  });
  it('one that loads libraries of the system is refused on scratch for all', async () => {
    const library = c.replace('import "C"', '// #cgo LDFLAGS: -lz\nimport "C"');
    expect(
      await messageOf(chosen({ ...three, 'cmd/worker/main.go': library }, { service: ['all'] })),
    ).toBe(
      'Go on scratch cannot work: the program loads what "#cgo LDFLAGS: -lz" names, and scratch has no libraries. Use --base distroless instead.',
    );
  });
  it('prepares folders that one program writes to for it alone', async () => {
    const writes =
      'package main\n\nimport "os"\n\nfunc main() {\n\tos.MkdirAll("spool", 0o755)\n}\n';
    const plan = await planImage(
      await chosen(
        { ...three, 'cmd/worker/main.go': writes },
        { service: ['all'], writable: ['/data'] },
      ),
    );
    expect(
      (
        plan.view['targets'] as {
          rootfs: { from: string }[];
          runtime: { writable: { paths: string[] } };
        }[]
      ).map(
        (it) =>
          `${it.rootfs.map((part) => part.from).join(' ')}: ${it.runtime.writable.paths.join(' ')}`,
      ),
    ).toEqual([
      '/rootfs/ /rootfs-migrate/: /data',
      '/rootfs/ /rootfs-worker/: /app/spool /data',
      '/rootfs/ /rootfs-api/: /data',
    ]);
  });
  it('two front ends are refused, with the file that embeds the second', async () => {
    const embeds = (folder: string): string =>
      `package main\n\nimport "embed"\n\n//go:embed all:${folder}\nvar files embed.FS\n\nfunc main() {}\n`;
    const front = (folder: string): Record<string, string> => ({
      [`${folder}/package.json`]: '{"scripts":{"build":"x"}}',
      [`${folder}/package-lock.json`]: '{}',
    });
    const files = {
      'go.mod': mod,
      'cmd/a/main.go': embeds('dist'),
      'cmd/b/main.go': embeds('dist'),
      ...front('cmd/a'),
      ...front('cmd/b'),
    };
    const both = await chosen(files, { service: ['a', 'b'] });
    await expect(messageOf(planImage(both))).resolves.toBe(
      'cmd/b/main.go:5: a embeds cmd/a/dist, b embeds cmd/b/dist, and one Dockerfile builds one front end\nWrite one of them to another file: --service b --output b.Dockerfile',
    );
  });
});
