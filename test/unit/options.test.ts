import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choose, type Chosen } from '../../src/choose.ts';
import { parseArguments } from '../../src/cli/args.ts';
import { helpText } from '../../src/cli/help.ts';
import { createShape } from '../../src/cli/shapes.ts';
import { detectProject } from '../../src/detect.ts';
import { type Option, optionTable, presetSchema, type Values } from '../../src/options.ts';
import { regenerateCommand } from '../../src/output/regenerate-command.ts';
import { memoryProject, silentPrompter } from '../../src/ports/memory.ts';
import { presetFileOf } from '../../src/presets/find.ts';
import { parsePreset } from '../../src/presets/parse.ts';

const today = new Date('2026-11-20');
const noPreset = { name: null, found: false };

async function chosenBy(flags: Values, preset: Values = {}): Promise<Chosen> {
  const project = memoryProject({
    'go.mod': 'module example.com/api\n\ngo 1.26\n',
    'main.go': 'package main\n\nfunc main() {}\n',
  });
  const detected = await detectProject(project, { today });
  const prompter = silentPrompter;
  return choose({ detected, flags: { base: 'scratch', ...flags }, preset, prompter, today });
}

describe('a row added to the option table', () => {
  const row: Option = {
    key: 'buildTags',
    kind: 'list',
    only: 'go',
    placeholder: 'TAG',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe: 'Go: build tag (repeatable)',
    schema: v.array(v.pipe(v.string(), v.regex(/^\w+$/, 'must be build tags'))),
  };
  const table = optionTable as unknown as Option[];
  beforeEach(() => void table.push(row));
  afterEach(() => void table.pop());

  const given = { buildTags: ['netgo', 'osusergo'] } as Values;

  it('is a flag, checked by its schema', () => {
    const values = (...argv: string[]) => parseArguments(argv, createShape).values;
    expect(values('--build-tags', 'netgo,osusergo')).toEqual(given);
    expect(() => values('--build-tags', 'a-b')).toThrow('--build-tags a-b: must be build tags');
  });

  it('is in the help', async () => {
    expect(await helpText(createShape, [])).toMatch(/--build-tags +TAG: Go: build tag/);
  });

  it('is in the schema of presets, and read from them', async () => {
    expect(Object.keys(presetSchema().entries)).toContain('buildTags');
    expect(await parsePreset('buildTags: netgo\n', 'p.yaml')).toEqual({ buildTags: ['netgo'] });
  });

  it('reaches the plan of its language', async () => {
    const { programs } = await chosenBy(given);
    expect(programs[0].choices.languageOptions).toEqual({
      buildTags: { value: ['netgo', 'osusergo'], origin: 'flag', evidence: [] },
    });
  });

  it('is in the command of the header, unless a preset contains it', async () => {
    const chosen = await chosenBy(given);
    const command = 'npx create-secure-dockerfile --base scratch';
    expect(regenerateCommand({ chosen, preset: noPreset })).toBe(
      `${command} --build-tags netgo --build-tags osusergo`,
    );
    expect(regenerateCommand({ chosen: await chosenBy({}, given), preset: noPreset })).toBe(
      command,
    );
    expect(regenerateCommand({ chosen: { ...chosen, savePreset: true }, preset: noPreset })).toBe(
      'npx create-secure-dockerfile',
    );
  });

  it('is saved, whether a flag or another preset gave it', async () => {
    for (const chosen of [await chosenBy(given), await chosenBy({}, given)])
      expect((await presetFileOf(chosen, '1')).text).toContain('buildTags: [ netgo, osusergo ]\n');
  });
});

describe('what is repeated and what is saved', () => {
  const flags: Values = {
    port: 'none',
    start: ['api', 'a b'],
    output: 'api.Dockerfile',
    mirror: ['docker.io=registry.example.com/hub'],
    yes: true,
    force: true,
  };

  it('the header repeats what describes the image, and --yes', async () => {
    expect(regenerateCommand({ chosen: await chosenBy(flags), preset: noPreset })).toBe(
      `npx create-secure-dockerfile --base scratch --start "api 'a b'" --port none --mirror docker.io=registry.example.com/hub --output api.Dockerfile --yes`,
    );
  });

  it('a named preset is repeated, one in the project is not', async () => {
    const chosen = await chosenBy({});
    expect(regenerateCommand({ chosen, preset: { name: 'go-scratch', found: false } })).toBe(
      'npx create-secure-dockerfile --preset go-scratch --base scratch',
    );
    expect(regenerateCommand({ chosen, preset: { name: 'x.yaml', found: true } })).toBe(
      'npx create-secure-dockerfile --base scratch',
    );
  });

  it('a saved preset contains that, the language and the base, and nothing that was detected', async () => {
    const { text } = await presetFileOf(await chosenBy(flags), '1');
    expect(text.split('\n').slice(1)).toEqual([
      'language: go',
      'base: scratch',
      'start: [ api, a b ]',
      'port: none',
      'mirror: [ docker.io=registry.example.com/hub ]',
      'output: api.Dockerfile',
      '',
    ]);
  });
});
