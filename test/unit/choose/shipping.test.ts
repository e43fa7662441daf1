import { describe, expect, it } from 'vitest';
import { checkPaths, shippingOf } from '../../../src/choose/shipping.ts';
import { generate } from '../../support/generate.ts';

const files = ['data/.env', 'data/a.csv', 'data/old/b.csv', 'data/old/c.csv', 'main.go'];

describe('what --ship and --leave-out name', () => {
  it.each([
    [{}, { ship: [], shipsFolder: false, leaveOut: [] }],
    [{ ship: ['data/*.csv'] }, { ship: ['data/a.csv'], shipsFolder: false, leaveOut: [] }],
    [{ ship: ['data', 'data/a.csv'] }, { ship: ['data'], shipsFolder: true, leaveOut: [] }],
    [
      { ship: ['data', 'data/.env'] },
      { ship: ['data', 'data/.env'], shipsFolder: true, leaveOut: [] },
    ],
    [
      { ship: ['data'], leaveOut: ['data/old', 'data/old/*'] },
      { ship: ['data'], shipsFolder: true, leaveOut: ['data/old'] },
    ],
    [
      { ship: ['data/old/b.csv'], leaveOut: ['data'] },
      {
        ship: ['data/old/b.csv'],
        shipsFolder: false,
        leaveOut: ['data/.env', 'data/a.csv', 'data/old/c.csv'],
      },
    ],
  ])('%j', async (given, expected) => {
    expect(await shippingOf(given, files)).toEqual(expected);
  });

  it('is not the same path', async () => {
    await expect(shippingOf({ ship: ['data'], leaveOut: ['data/'] }, files)).rejects.toThrow(
      'data is named by both --ship and --leave-out.',
    );
  });
});

describe('a path that the project does not have', () => {
  it('is refused with the name of the flag, and with the path that may be meant', async () => {
    await expect(checkPaths({ leaveOut: ['data/a.cvs'] }, files)).rejects.toThrow(
      '--leave-out data/a.cvs: names no file or folder of the project. Did you mean data/a.csv?',
    );
    await expect(checkPaths({ ship: ['main.go', 'zzz'] }, files)).rejects.toThrow(
      /^--ship zzz: names no file or folder of the project\.$/,
    );
    await expect(checkPaths({ ship: ['main.go'], port: 8080 }, files)).resolves.toBeUndefined();
  });

  it.each([
    ['ship: confg', 'secure-dockerfile.yaml:2:7: ship: confg names no file or folder of the'],
    ['leaveOut: [app.py, ap.py]', ':2:11: leaveOut: ap.py names no file or folder of the project'],
    ['ship: ../x', ':2:7: ship: ../x must be a path in the project'],
  ])('is refused with its place in the preset: %s', async (line, message) => {
    const project = { 'app.py': 'print(1)\n', 'secure-dockerfile.yaml': `base: alpine\n${line}\n` };
    await expect(generate(project, {})).rejects.toThrow(message);
  });
});
