import { describe, expect, it } from 'vitest';
import { choose } from '../../src/choose.ts';
import { sentenceOf, UserError } from '../../src/errors.ts';
import type { Values } from '../../src/options.ts';
import { scriptedPrompter, silentPrompter } from '../../src/ports/memory.ts';
import type { Prompter } from '../../src/ports/ports.ts';
import type { Detected, Finding, ProjectFacts } from '../../src/types.ts';

const evidence = [{ file: 'go.mod', line: 3, because: 'go 1.26' }];
const found = <T>(value: T): Finding<T> => ({ kind: 'found', value, evidence });

function project(
  over: Partial<ProjectFacts> = {},
  service: Partial<ProjectFacts['services'][number]> = {},
): Detected {
  const facts: ProjectFacts = {
    language: 'go',
    evidence,
    runtimeVersion: found('1.27'),
    packageManager: found('go'),
    service: found('api'),
    notes: [],
    details: goDetails,
    services: [
      {
        name: 'api',
        evidence,
        start: found(['api']),
        port: found<number | null>(8080),
        notes: [],
        details: goDetails,
        ...service,
      },
    ],
    ...over,
  };
  return { language: found('go'), projects: { go: facts }, notes: [] };
}
/** Enough for the language's own modules to answer what it needs. */
const goDetails = { sum: true, folder: '', cgo: null };

const twoVersions = {
  kind: 'ambiguous',
  why: 'two go lines',
  candidates: [
    { value: '1.27', evidence: [{ file: 'go.mod', because: 'go 1.27' }] },
    { value: '1.26', evidence: [{ file: 'go.work', because: 'go 1.26' }] },
  ],
} as const satisfies Finding<string>;

const run = (
  detected: Detected,
  given: { flags?: Values; preset?: Values; prompter?: Prompter } = {},
) =>
  choose({
    detected,
    flags: given.flags ?? {},
    preset: given.preset ?? {},
    prompter: given.prompter ?? silentPrompter,
    today: new Date('2026-11-20'),
  });

async function messageOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'no problem';
}

describe('options of one language', () => {
  it.each<[Values, string]>([
    [{ extras: ['web'] }, '--extras: is for Python projects, and this one is Go.'],
    [{ groups: ['web'] }, '--groups: is for Python projects, and this one is Go.'],
  ])('the flag %j is refused in another', async (flags, message) => {
    expect(await messageOf(run(project(), { flags: { yes: true, ...flags } }))).toBe(message);
  });
  it('a preset may be shared by projects in several languages', async () => {
    expect(
      (await run(project(), { flags: { yes: true }, preset: { extras: ['web'] } })).programs,
    ).toHaveLength(1);
  });
  it('a flag for the language itself is taken', async () => {
    expect(
      (await run(project(), { flags: { yes: true, versionVar: 'main.version' } })).programs[0]
        .choices.languageOptions['versionVar'],
    ).toEqual({ value: 'main.version', origin: 'flag', evidence: [] });
  });
});

describe('precedence: flags > preset > answers > facts > defaults', () => {
  const suggested: Finding<number | null> = { kind: 'suggested', value: 3000, evidence };
  const answers = scriptedPrompter({
    base: 'alpine',
    port: '4000',
    uid: '65532',
    gid: '65532',
    savePreset: 'no',
  });

  it('a flag takes precedence over a preset', async () => {
    const {
      programs: [{ choices }],
    } = await run(project({}, { port: suggested }), {
      flags: { port: 1111, base: 'scratch' },
      preset: { port: 2222, base: 'alpine' },
    });
    expect([choices.port, choices.base]).toEqual([
      { value: 1111, origin: 'flag', evidence: [] },
      { value: 'scratch', origin: 'flag', evidence: [] },
    ]);
  });
  it('a preset takes precedence over an answer: nothing is asked', async () => {
    const prompter = scriptedPrompter({
      base: 'alpine',
      uid: '65532',
      gid: '65532',
      savePreset: 'no',
    });
    const {
      programs: [{ choices }],
    } = await run(project({}, { port: suggested }), { preset: { port: 2222 }, prompter });
    expect(choices.port).toEqual({ value: 2222, origin: 'preset', evidence: [] });
    expect(prompter.asked.map((it) => it.name)).toEqual(['base', 'uid', 'gid', 'savePreset']);
  });
  it('an answer takes precedence over a fact that is only suggested, and the fact is its default', async () => {
    const {
      programs: [{ choices }],
    } = await run(project({}, { port: suggested }), { prompter: answers });
    expect(choices.port).toEqual({ value: 4000, origin: 'answer', evidence: [] });
    expect(answers.asked.find((it) => it.name === 'port')).toMatchObject({ default: '3000' });
  });
  it('a certain fact takes precedence over a default, and nothing is asked', async () => {
    const {
      programs: [{ choices }],
    } = await run(project(), { flags: { yes: true } });
    expect(choices.port).toEqual({ value: 8080, origin: 'fact', evidence });
  });
  it('a default is what is left', async () => {
    const {
      programs: [{ choices }],
    } = await run(project(), { flags: { yes: true } });
    expect(choices).toMatchObject({
      base: { value: 'distroless', origin: 'default' },
      uid: { value: 65532, origin: 'default' },
      gid: { value: 65532, origin: 'default' },
    });
  });
  it('a flag takes precedence over a certain fact', async () => {
    const {
      programs: [{ choices }],
    } = await run(project(), { flags: { yes: true, port: 'none', runtimeVersion: '1.26' } });
    expect([choices.port.value, choices.runtimeVersion.value]).toEqual([null, '1.26']);
  });
});

describe('without a terminal', () => {
  it('every missing answer is named at once, with its flag, its reason and what --yes would take', async () => {
    const detected = project(
      { runtimeVersion: { kind: 'suggested', value: '1.27', evidence } },
      { port: { kind: 'unknown', why: 'no port was found in the code' } },
    );
    const message = await messageOf(run(detected));
    expect(message).toContain('3 answers are missing');
    expect(message).toContain('Add these options, or --yes to accept the proposals.');
    expect(message).toContain('--runtime-version 1.27\n      go.mod:3: go 1.26 (--yes takes 1.27)');
    expect(message).toContain('--base distroless');
    expect(message).toContain(
      '--port VALUE\n      no port was found in the code (--yes takes none)',
    );
  });
  it.each<[string, Partial<ProjectFacts>, Finding<readonly string[]>, Values, string]>([
    ['what is likely', { runtimeVersion: twoVersions }, found(['api']), {}, '--yes'],
    [
      'what nobody but the user knows',
      {},
      { kind: 'unknown', why: '' },
      { yes: true },
      '--start VALUE',
    ],
    [
      'what --strict leaves open',
      { runtimeVersion: twoVersions },
      found(['api']),
      { yes: true, strict: true },
      '--runtime-version 1.27',
    ],
  ])('the message ends with the command to paste: %s', async (_, over, start, flags, words) => {
    const problem = await run(project(over, { start }), { flags }).then(
      () => undefined,
      (error: unknown) => (error instanceof UserError ? error.problem : undefined),
    );
    if (problem?.code !== 'E_MISSING_ANSWERS') throw new Error('nothing is missing');
    const command = ['npx', 'create-secure-dockerfile', 'my app'];
    expect(sentenceOf({ ...problem, command })).toMatch(
      new RegExp(`\nFor example:\n  npx create-secure-dockerfile 'my app' ${words}$`),
    );
  });
  it('--strict refuses several answers, and names them', async () => {
    const message = await messageOf(
      run(project({ runtimeVersion: twoVersions }), { flags: { yes: true, strict: true } }),
    );
    expect(message).toContain('--runtime-version 1.27 | 1.26');
    expect(message).toContain('two go lines: 1.27 (go.mod); 1.26 (go.work)');
  });
  it('--strict in a preset holds, too, and a flag takes it back', async () => {
    const detected = project({ runtimeVersion: twoVersions });
    const preset = { strict: true };
    expect(await messageOf(run(detected, { flags: { yes: true }, preset }))).toContain('missing');
    expect(await messageOf(run(detected, { flags: { yes: true, strict: false }, preset }))).toBe(
      'no problem',
    );
  });
  it('an unknown service names those that are there', async () => {
    expect(await messageOf(run(project(), { flags: { yes: true, service: ['nope'] } }))).toContain(
      'service nope: there is no such program; the project has api.',
    );
  });
});

describe('--yes', () => {
  it('takes the first of several answers, and reports the others', async () => {
    const { programs, decisions, notes } = await run(project({ runtimeVersion: twoVersions }), {
      flags: { yes: true },
    });
    const [first, second] = twoVersions.candidates;
    expect(programs[0].choices.runtimeVersion).toEqual({
      value: '1.27',
      origin: 'fact',
      evidence: first?.evidence,
      others: [second],
    });
    expect(decisions).toEqual([
      {
        option: 'runtimeVersion',
        value: '1.27',
        evidence: first?.evidence,
        others: [second],
        why: 'two go lines',
      },
    ]);
    expect(notes).toEqual([
      {
        code: 'choose/runtime-version-of-several',
        level: 'warning',
        text: 'two go lines; 1.27 is the likeliest',
        hint: 'Take another with --runtime-version 1.26 (go.work: go 1.26).',
        evidence: first?.evidence,
      },
    ]);
  });
  it('takes a value that was given without a decision', async () => {
    const { decisions, notes } = await run(project({ runtimeVersion: twoVersions }), {
      flags: { yes: true, runtimeVersion: '1.26' },
    });
    expect([decisions, notes]).toEqual([[], []]);
  });
  it('goes without a port that is unknown, with a warning', async () => {
    const unknown = { kind: 'unknown', why: 'its code does not say which' } as const;
    const { programs, notes } = await run(project({}, { port: unknown }), {
      flags: { yes: true },
    });
    expect(programs[0].choices.port).toEqual({ value: null, origin: 'default', evidence: [] });
    expect(notes).toEqual([
      {
        code: 'choose/no-port',
        level: 'warning',
        text: 'the image has no port: its code does not say which',
        hint: 'Give it with --port, or --port none if there is none.',
      },
    ]);
    expect(
      await messageOf(run(project({}, { port: unknown }), { flags: { yes: true, strict: true } })),
    ).toContain('--port VALUE');
  });
  it('cannot go without a start command', async () => {
    const start = { kind: 'unknown', why: 'nothing starts' } as const;
    expect(await messageOf(run(project({}, { start }), { flags: { yes: true } }))).toContain(
      '--start VALUE\n      nothing starts',
    );
  });
  it('decides for each of several programs, by name', async () => {
    const ports: Finding<number | null> = {
      kind: 'ambiguous',
      why: 'the program names several ports',
      candidates: [
        { value: 80, evidence },
        { value: null, evidence: [] },
      ],
    };
    const facts = project({}, { port: ports }).projects['go'] as ProjectFacts;
    const [service] = facts.services;
    const two = project({ services: [service!, { ...service!, name: 'worker' }] });
    const { decisions, notes } = await run(two, {
      flags: { yes: true, service: ['api', 'worker'] },
    });
    expect(decisions.map((it) => [it.service, it.value, it.others[0]?.value])).toEqual([
      ['api', '80', 'none'],
      ['worker', '80', 'none'],
    ]);
    expect(notes[1]?.text).toBe('worker: the program names several ports; 80 is the likeliest');
  });
});

describe('in a terminal', () => {
  it('the first of several answers is the default, with the reasons of all', async () => {
    const port: Finding<number | null> = {
      kind: 'ambiguous',
      why: 'several',
      candidates: [
        { value: 8080, evidence: [{ file: 'a.go', line: 1, because: 'listens' }] },
        { value: 9090, evidence: [{ file: 'b.go', line: 2, because: 'listens' }] },
      ],
    };
    const prompter = scriptedPrompter({
      base: 'alpine',
      port: '9090',
      uid: '1',
      gid: '1',
      savePreset: 'no',
    });
    await run(project({}, { port }), { prompter });
    expect(prompter.asked.find((it) => it.name === 'port')).toMatchObject({
      default: '8080',
      message:
        'Which port does it listen on? ("none" if it has no port; several: 8080,5353/udp) (8080: a.go:1: listens; 9090: b.go:2: listens)',
    });
  });
  it('only what is neither given nor certain is asked, in a fixed order', async () => {
    const prompter = scriptedPrompter({
      base: 'alpine',
      uid: '65532',
      gid: '65532',
      savePreset: 'yes',
    });
    const { savePreset } = await run(project(), { prompter });
    expect(prompter.asked.map((it) => it.name)).toEqual(['base', 'uid', 'gid', 'savePreset']);
    expect(savePreset).toBe(true);
  });
  it('nothing is asked with --yes', async () => {
    await expect(
      run(project(), { flags: { yes: true }, prompter: scriptedPrompter({}) }),
    ).resolves.toBeDefined();
  });
  it('the group id follows the user id', async () => {
    const prompter = scriptedPrompter({
      base: 'alpine',
      uid: '10001',
      gid: '10001',
      savePreset: 'no',
    });
    await run(project(), { prompter });
    expect(prompter.asked.find((it) => it.name === 'gid')).toMatchObject({ default: '10001' });
  });
  it('a bad answer is refused with a reason before it is taken', async () => {
    const prompter = scriptedPrompter({
      base: 'alpine',
      port: '1',
      start: 'api',
      uid: '1',
      gid: '1',
      savePreset: 'no',
    });
    await run(
      project({}, { port: { kind: 'unknown', why: '' }, start: { kind: 'unknown', why: '' } }),
      { prompter },
    );
    const check = (name: string, text: string): string | null => {
      const question = prompter.asked.find((it) => it.name === name);
      if (question?.kind !== 'input') throw new Error(`${name} is no input`);
      return question.check(text);
    };
    expect(check('port', 'x')).toContain('must be a port from 1 to 65535');
    expect(check('port', 'none')).toBeNull();
    expect(check('uid', '0')).toContain('0 is root');
    expect(check('start', 'a | b')).toContain('without a shell');
    expect(check('start', 'api serve')).toBeNull();
  });
});

it('a project that is broken is refused before anything is written', async () => {
  const detected = project({
    notes: [
      {
        code: 'go/version-unknown',
        level: 'error',
        text: 'go 1.99 is newer than any image',
        hint: 'Lower the go line.',
        evidence: [{ file: 'go.mod', line: 3, because: 'go 1.99' }],
      },
    ],
  });
  expect(await messageOf(run(detected, { flags: { yes: true } }))).toBe(
    'go.mod:3: go 1.99 is newer than any image\nLower the go line.',
  );
});
