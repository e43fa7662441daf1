/** What GitHub and npm read: the workflows, the issue forms, package.json. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { pairsOf } from '../e2e/pairs.mjs';
import {
  checkOptions,
  flagOf,
  createOptions,
  updateOptions,
  verifyOptions,
} from '../../src/options.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`);

const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
  readonly strategy?: {
    readonly matrix: { readonly include?: readonly { part: string; only?: string }[] };
  };
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = filesIn('.github/workflows').map(
  (path) => [path, parse(read(path)) as Workflow] as const,
);
const jobsOf = (workflow: Workflow): [string, Job][] => Object.entries(workflow.jobs);
const workflow = (name: string): Workflow =>
  workflows.find(([path]) => path.endsWith(`/${name}.yml`))?.[1] as Workflow;

describe.each(workflows)('%s', (path, { on, permissions, concurrency, jobs }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('may only read the repository, unless a job asks for more', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });
  it('is limited in time and number', () => {
    expect(concurrency).toBeDefined();
    expect(jobsOf({ on, jobs }).filter(([, job]) => !job['timeout-minutes'])).toEqual([]);
  });
  it('does not give the rights of the repository to pull requests from outside', () => {
    expect(Object.keys(on)).not.toContain('pull_request_target');
    expect(Object.keys(on)).not.toContain('workflow_run');
  });
  it('pins every action by commit, and names its version', () => {
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((it) => !/^[\w./-]+@[0-9a-f]{40}$/.test(it))).toEqual([]);
    const lines = read(path)
      .split('\n')
      .filter((line) => line.includes('uses:'));
    expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
  it('leaves no credentials of git behind a checkout', () => {
    const checkouts = steps.filter((step) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBe(Object.keys(jobs).length);
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });
  it('puts no expression into a script, where its value would be code', () => {
    expect(steps.filter((step) => step.run?.includes('${{'))).toEqual([]);
  });
  it('installs tools of a fixed version', () => {
    const installs = steps.flatMap((step) => step.run?.match(/go install \S+/g) ?? []);
    expect(installs.filter((it) => !/@v\d+\.\d+\.\d+$/.test(it))).toEqual([]);
  });
});

describe('the workflows together', () => {
  it('more than reading is for the jobs of a release', () => {
    const more = workflows.flatMap(([, it]) =>
      jobsOf(it).flatMap(([name, { permissions = {} }]) =>
        Object.entries(permissions).map(([scope, access]) => `${name}: ${scope} ${access}`),
      ),
    );
    expect(more.sort()).toEqual([
      'publish: contents write',
      'publish: id-token write',
      'version: contents write',
      'version: pull-requests write',
    ]);
  });
  it('every part of the end-to-end tests, and every example, runs at night', () => {
    const runs = workflow('nightly').jobs['end-to-end']?.strategy?.matrix.include ?? [];
    const parts = /const parts = \[([^\]]+)\]/.exec(read('test/e2e/all.mjs'))?.[1];
    const named = [...(parts ?? '').matchAll(/'([\w-]+)'/g)].map(([, part]) => part);
    // With Docker, the broken images are part of `run`.
    const podman = runs.filter((it) => it.part === 'broken').map((it) => it.only);
    expect(podman).toEqual(['--engine=podman']);
    expect(new Set(runs.map((it) => it.part))).toEqual(new Set([...named, 'broken']));
    const words = runs.filter((it) => it.part === 'run').map((it) => it.only ?? '');
    const examples = readdirSync(join(root, 'examples')).filter((name) =>
      existsSync(join(root, 'examples', name, 'expect.json')),
    );
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.filter((name) => !words.some((word) => name.includes(word)))).toEqual([]);
    expect(words).toContain('broken');
  });
});

describe('what is built of the examples', () => {
  interface Expectation {
    readonly bases: readonly string[];
    readonly versions?: readonly string[];
  }
  const examples = readdirSync(join(root, 'examples'))
    .filter((name) => existsSync(join(root, 'examples', name, 'expect.json')))
    .map((name, place) => ({
      name,
      place,
      expectation: JSON.parse(read(`examples/${name}/expect.json`)) as Expectation,
    }));
  const language = (name: string): string => name.split('-')[0] ?? '';

  it.each(examples)(
    '$name: the cover has each base, another user and each version once',
    ({ place, expectation }) => {
      const pairs = pairsOf(expectation, place, true);
      const plain = pairs.filter((it) => !it.otherUser && it.version === undefined);
      expect(plain.map((it) => it.base)).toEqual(expectation.bases);
      expect(pairs.filter((it) => it.otherUser)).toHaveLength(1);
      expect(pairs.flatMap((it) => it.version ?? [])).toEqual(expectation.versions ?? []);
    },
  );
  it('the cover has another user for each language on each base', () => {
    const seen = examples.flatMap(({ name, place, expectation }) =>
      pairsOf(expectation, place, true)
        .filter((it) => it.otherUser)
        .map((it) => `${language(name)} ${it.base}`),
    );
    const all = examples.flatMap(({ name, expectation }) =>
      expectation.bases.map((base) => `${language(name)} ${base}`),
    );
    expect(new Set(seen)).toEqual(new Set(all));
  });
  it('the whole matrix has both users and each version on each base', () => {
    const pairs = pairsOf({ bases: ['scratch', 'alpine'], versions: ['22'] }, 0, false);
    expect(pairs.map((it) => [it.base, it.otherUser ?? it.version])).toEqual([
      ['scratch', undefined],
      ['scratch', true],
      ['scratch', '22'],
      ['alpine', undefined],
      ['alpine', true],
      ['alpine', '22'],
    ]);
  });
});

describe('the issue forms', () => {
  const known = new Set([
    ...[...createOptions(), ...verifyOptions, ...checkOptions, ...updateOptions].map(
      (it) => `--${flagOf(it.key)}`,
    ),
    '--help',
    '--version',
  ]);
  const forms = filesIn('.github/ISSUE_TEMPLATE').filter((path) => !path.endsWith('/config.yml'));

  it.each(forms)('%s names only options that exist', (path) => {
    const flags = read(path).match(/--[a-z][a-z-]+/g) ?? [];
    expect(flags).toContain('--print-plan');
    expect(flags.filter((flag) => !known.has(flag))).toEqual([]);
  });
  it.each(forms)('%s warns of secrets where it asks for a plan', (path) => {
    const { body } = parse(read(path)) as {
      body: readonly { id: string; attributes: { description?: string } }[];
    };
    const plan = body.find((it) => it.id === 'plan');
    expect(plan?.attributes.description).toMatch(/quotes lines of .*password/s);
    expect(new Set(body.map((it) => it.id)).size).toBe(body.length);
  });
});

describe('the changesets', () => {
  const { name } = JSON.parse(read('package.json')) as { name: string };
  const changesets = readdirSync(join(root, '.changeset'))
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => `.changeset/${file}`);

  // Between a release and the next change there is none.
  it('name this package and how far they raise its version, and have a text', () => {
    const wrong = changesets.filter((path) => {
      const [, before = '', text = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(read(path)) ?? [];
      const bumps = (parse(before) ?? {}) as Readonly<Record<string, unknown>>;
      const isKnown = ['patch', 'minor', 'major'].includes(String(bumps[name]));
      return !isKnown || Object.keys(bumps).length !== 1 || text.trim() === '';
    });
    expect(wrong).toEqual([]);
  });
  it('end in a changelog whose first line is its title, below which the releases go', () => {
    expect(read('CHANGELOG.md')).toMatch(/^# Changelog\n(?:$|\n## )/);
  });
});

describe('the address of the project', () => {
  const home = 'https://github.com/create-secure-dockerfile/create-secure-dockerfile';

  it('is the same in package.json, for npm', () => {
    const { homepage, bugs, repository, publishConfig } = JSON.parse(read('package.json')) as {
      homepage: string;
      bugs: { url: string };
      repository: { url: string };
      publishConfig: unknown;
    };
    expect([homepage, bugs.url, repository.url]).toEqual([
      `${home}#readme`,
      `${home}/issues`,
      `git+${home}.git`,
    ]);
    // npm signs where a package comes from only for a public package, and compares it with `repository`.
    expect(publishConfig).toMatchObject({ access: 'public', provenance: true });
  });
  it('is the same where the program and GitHub name it', () => {
    const files = [
      ...below('src'),
      ...below('.github'),
      'CONTRIBUTING.md',
      'SECURITY.md',
      'CODE_OF_CONDUCT.md',
    ];
    const named = files.flatMap(
      (path) => read(path).match(/https:\/\/github\.com\/[\w-]+\/create-secure-dockerfile/g) ?? [],
    );
    expect(new Set(named)).toEqual(new Set([home]));
  });
});
