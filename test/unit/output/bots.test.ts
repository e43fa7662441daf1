import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { botFile, botNames } from '../../../src/output/bots.ts';

const having =
  (...paths: readonly string[]) =>
  (path: string) =>
    Promise.resolve(paths.includes(path));

describe('--with', () => {
  it('renovate: digests grouped, weekly, without a waiting time', async () => {
    const { file } = await botFile('renovate', having());
    expect(file?.path).toBe('renovate.json');
    const { packageRules } = JSON.parse(file?.text ?? '') as {
      packageRules: readonly Record<string, unknown>[];
    };
    expect(packageRules).toEqual([
      expect.objectContaining({
        matchDatasources: ['docker'],
        pinDigests: true,
        groupName: expect.any(String),
        schedule: ['before 6am on monday'],
        minimumReleaseAge: null,
      }),
    ]);
  });

  it('dependabot: grouped, weekly, no cooldown', async () => {
    const { file } = await botFile('dependabot', having());
    expect(file?.path).toBe('.github/dependabot.yml');
    expect(parse(file?.text ?? '')).toEqual({
      version: 2,
      updates: [
        {
          'package-ecosystem': 'docker',
          directory: '/',
          schedule: { interval: 'weekly', day: 'monday' },
          groups: { 'container-images': { patterns: ['*'] } },
        },
      ],
    });
  });

  it.each([
    ['renovate', '.github/renovate.json5'],
    ['renovate', '.renovaterc'],
    ['dependabot', '.github/dependabot.yaml'],
  ] as const)('%s: never beside %s', async (bot, path) => {
    const { file, note } = await botFile(bot, having(path));
    expect(file).toBeNull();
    expect(note.text).toContain(path);
  });

  it('knows both bots', () => expect(botNames).toEqual(['renovate', 'dependabot']));
});
