/** The command around the rounds: what it asks, prints and writes. */
import { describe, expect, it } from 'vitest';
import { prove, type ProveValues } from '../../../src/commands/prove.ts';
import {
  memoryOutput,
  memoryProject,
  memoryRegistry,
  memoryWriter,
  scriptedPrompter,
  silentPrompter,
} from '../../../src/ports/memory.ts';
import { packageAsset, packageFiles } from '../../../src/ports/node.ts';
import type { Prompter } from '../../../src/ports/ports.ts';
import { memoryEngine } from '../../support/verify-memory.ts';

const files = {
  'go.mod': 'module example.com/a\n\ngo 1.26\n',
  'main.go':
    'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
};

/** A program that ends unless it gets API_USER. */
async function proven(
  values: ProveValues,
  prompter: Prompter,
  base: ProveValues = { base: 'scratch' },
) {
  let isGiven = false;
  const memory = memoryEngine({
    onCommand: (args) => {
      if (args[0] === 'create') isGiven = args.includes('API_USER=me');
    },
    run: () =>
      isGiven
        ? { probe: { kind: 'http', status: 200, headers: {}, body: '' } }
        : { exitCode: 1, log: 'panic: required key API_USER missing value' },
  });
  const out = memoryOutput();
  const writer = memoryWriter();
  const reports = new Map<string, string>();
  const code = await prove(
    '.',
    { ...base, ...values },
    {
      project: memoryProject(files),
      reopen: () => memoryProject(files),
      writer,
      registry: memoryRegistry(),
      prompter,
      out,
      now: () => new Date('2026-11-29T00:00:00Z'),
      asset: packageAsset,
      assets: packageFiles,
      userFile: () => undefined,
      engine: memory.engine,
      host: memory.host,
      reports: {
        demandWritable: () => Promise.resolve(),
        write: (path, text) => Promise.resolve(void reports.set(path, text)),
        pathOf: (folder, path) => `${folder}/${path}`,
      },
    },
    '1.0.0',
  );
  const said = [...out.said, ...out.printed].join('\n');
  return { code, said, out, reports, files: writer.files };
}

describe('prove', () => {
  it('asks for a variable in a terminal, and keeps its value nowhere', async () => {
    const prompter = scriptedPrompter({ API_USER: 'me' });
    const { code, said, files: written } = await proven({}, prompter);
    expect(prompter.asked.map((it) => it.message)).toEqual([
      'The program demands API_USER. Value for this try, which is kept nowhere:',
    ]);
    expect(code).toBe(0);
    expect(said).toContain('At run time it needs API_USER');
    expect([...written.values()].join('\n')).not.toContain('API_USER');
    expect([...written.keys()]).toContain('Dockerfile');
  });

  it.each<[string, ProveValues, Prompter]>([
    ['without a terminal', {}, silentPrompter],
    ['with --json', { json: true }, scriptedPrompter({})],
    ['with --yes', { yes: true }, scriptedPrompter({})],
  ])('asks nothing %s', async (_what, values, prompter) => {
    expect((await proven(values, prompter)).code).toBe(1);
  });

  it('leaves an empty answer out', async () => {
    const { code, said } = await proven({}, scriptedPrompter({ API_USER: '' }));
    expect(code).toBe(1);
    expect(said).not.toContain('--env API_USER=...');
  });

  it('ends with what is broken, and what to do about it', async () => {
    const { said, files: written } = await proven({}, silentPrompter, {});
    expect(said).toContain(
      'x BROKEN      answers on port 8080: it ended with 1 before it answered\n      | panic: required key API_USER missing value\n  -> Pass it with --env API_USER=VALUE',
    );
    expect(written.get('secure-dockerfile.yaml')).toMatch(
      /^base: scratch # the first of the best that were tried, 2026-11-29$/m,
    );
    const good = await proven({ env: ['API_USER=me'] }, silentPrompter, {});
    expect(good.said).not.toContain('BROKEN');
    expect(good.out.said).not.toContain('');
    expect(good.files.get('secure-dockerfile.yaml')).toContain('# the strictest that was proven');
  });

  it('writes the report of the best round, of the Dockerfile as the project has it', async () => {
    const { reports, out } = await proven(
      { env: ['API_USER=me'], report: ['json=a.json', 'sarif=a.sarif'] },
      silentPrompter,
    );
    expect(JSON.parse(reports.get('a.json') ?? '')).toMatchObject({
      ok: true,
      dockerfile: 'Dockerfile',
    });
    expect(reports.get('a.sarif')).toContain('2.1.0');
    // The table is printed all the same, and no other report.
    expect(out.said.join('\n')).toContain('round  base');
    expect(out.printed).toEqual([]);
  });

  it('prints every round as JSON', async () => {
    const { out } = await proven({ env: ['API_USER=me'], json: true }, silentPrompter);
    expect(JSON.parse(out.printed.at(-1) ?? '')).toMatchObject({
      rounds: [{ base: 'scratch', outcome: '' }],
      best: { base: 'scratch' },
    });
  });
});
