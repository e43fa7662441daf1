import { describe, expect, it } from 'vitest';
import { choose } from '../../src/choose.ts';
import { detectProject } from '../../src/detect.ts';
import { memoryProject, silentPrompter } from '../../src/ports/memory.ts';

const today = new Date('2026-11-20');

describe('a project that one language cannot use', () => {
  const files = {
    'package.json': '{ "name": ',
    'pyproject.toml': '[project]\nname = "app"\n',
    'main.py': 'print(1)\n',
  };
  const chooseIn = async (language: string) =>
    choose({
      detected: await detectProject(memoryProject(files), { today }),
      flags: { language, yes: true, base: 'alpine', port: 'none', start: ['python', 'main.py'] },
      preset: {},
      prompter: silentPrompter,
      today,
    });

  it('can still be one of another language', async () => {
    const { facts } = await chooseIn('python');
    expect(facts.language).toBe('python');
  });

  it('is refused with the problem when that language is chosen', async () => {
    await expect(chooseIn('node')).rejects.toMatchObject({
      problem: { code: 'E_PROJECT', file: 'package.json' },
    });
  });

  it('is refused at once when that language is the only one asked for', async () => {
    await expect(
      detectProject(memoryProject(files), { today, language: 'node' }),
    ).rejects.toMatchObject({ problem: { code: 'E_PROJECT', file: 'package.json' } });
  });
});
