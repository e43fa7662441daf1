/**
 * The sources of the examples, damaged at random: the command generates files or ends with one
 * message, and never crashes or works for longer than two seconds. `FUZZ_FILES` sets how many
 * sources are tried; `FUZZ_SEED`, where to begin.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { memoryProject } from '../../src/ports/memory.ts';
import { projectReader } from '../../src/ports/node.ts';
import { generate } from '../support/generate.ts';
import { processorMs } from '../support/processor-time.ts';
import { mutated, randomNumbers } from './mutations.ts';

const count = Number(process.env['FUZZ_FILES'] ?? 120);
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);
const mostMs = 2000;
const examples = join(import.meta.dirname, '../../examples');
const sources = { go: /\.go$/, python: /\.py$/, node: /\.(?:[cm]?[jt]s|[jt]sx)$/ } as const;

interface Sample {
  readonly files: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
}

async function samplesOf(language: keyof typeof sources): Promise<Sample[]> {
  const names = readdirSync(examples).filter((it) => it.startsWith(`${language}-`));
  const read = await Promise.all(
    names.map(async (name) => {
      const reader = projectReader(join(examples, name));
      const paths = await reader.files();
      const texts = await Promise.all(paths.map(async (it) => [it, (await reader.read(it)) ?? '']));
      return {
        files: Object.fromEntries(texts) as Record<string, string>,
        paths: paths.filter((it) => sources[language].test(it)),
      };
    }),
  );
  return read.filter((it) => it.paths.length > 0);
}

it.each(['go', 'python', 'node'] as const)(
  'damaged sources of %s never crash the command or hold it up',
  { timeout: 600_000 },
  async (language) => {
    const samples = await samplesOf(language);
    const failures: string[] = [];
    const share = Math.ceil(count / 3);
    for (let seed = firstSeed; seed < firstSeed + share; seed += 1) {
      const random = randomNumbers(seed);
      const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
      const { files, paths } = pick(samples);
      const [path, other] = [pick(paths), pick(paths)];
      const damaged = mutated(files[path] ?? '', files[other] ?? '', random);
      const before = processorMs();
      const failure = await generate(memoryProject({ ...files, [path]: damaged }), {
        base: pick(['scratch', 'distroless', 'alpine']),
      }).then(
        () => undefined,
        (error: unknown) => (error instanceof UserError ? undefined : String(error)),
      );
      const taken = processorMs() - before;
      if (failure !== undefined) failures.push(`seed ${seed}, ${path}: ${failure}`);
      if (taken > mostMs) failures.push(`seed ${seed}, ${path}: ${Math.round(taken)} ms`);
    }
    expect(failures).toEqual([]);
  },
);

it('damages in the same way for the same seed, and in another for another', () => {
  const text = 'const port = 3000;\napp.listen(port);\n'.repeat(20);
  const once = (seed: number) => mutated(text, 'other source\n', randomNumbers(seed));
  expect(once(7)).toBe(once(7));
  const all = Array.from({ length: 200 }, (_, seed) => once(seed));
  expect(new Set(all).size).toBeGreaterThan(150);
  expect(all.filter((it) => it === text).length).toBeLessThan(20);
});
