import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  given,
  isGood,
  lineOf,
  mistakesIn,
  pageOf,
  type Project,
  promisesOf,
  type Row,
  rowOf,
  unbuiltBecause,
  unmet,
} from '../../real/projects.mjs';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { projects } = JSON.parse(read('test/real/projects.json')) as { projects: Project[] };
const results = JSON.parse(read('test/real/results.json')) as Record<string, Row>;

const project: Project = {
  id: 'api',
  repository: 'someone/api',
  commit: '0123456789abcdef0123456789abcdef01234567',
  language: 'go',
  answers: { http: { path: '/', contains: 'hello' } },
  maintainers: { base: 'debian', user: null, pinned: false },
};
const ok: Row = {
  outcome: 'ok',
  base: 'scratch',
  size: 12_400_000,
  promises: { kept: 17, judged: 18, broken: ['stops'] },
  seconds: 40,
};
const refused: Row = { outcome: 'refused', detail: 'no | port', seconds: 1 };

describe('the list of projects', () => {
  it('is sound, and has 20 of each language', () => {
    expect(mistakesIn(projects)).toEqual([]);
    const languages = projects.map((it) => it.language);
    for (const language of ['go', 'python', 'node'] as const)
      expect(languages.filter((it) => it === language).length).toBeGreaterThanOrEqual(20);
  });
  it('is tried at night as a whole', () => {
    const workflow = parse(read('.github/workflows/nightly.yml')) as {
      jobs: Record<string, { strategy: { matrix: { only?: string[] } } }>;
    };
    const words = workflow.jobs['real-projects']?.strategy.matrix.only ?? [];
    expect(words.length).toBeGreaterThan(0);
    const untried = projects.filter(({ id }) => !words.some((it) => new RegExp(it).test(id)));
    expect(untried.map((it) => it.id)).toEqual([]);
  });
  it('has the results of no other project', () => {
    const ids = new Set(projects.map((it) => it.id));
    expect(Object.keys(results).filter((id) => !ids.has(id))).toEqual([]);
  });
  it('is what the page of the docs shows', () => {
    expect(read('docs/real-projects.md')).toBe(pageOf(projects, results));
  });
});

describe('a mistake in the list', () => {
  it.each<[string, object]>([
    ['the id is no plain name', { id: 'a b' }],
    ['repository is not owner/name', { repository: 'api' }],
    ['commit is not a full commit id', { commit: '0123456' }],
    ['language is not go, python, node', { language: 'rust' }],
    ['answers needs exactly one of http, log, exit', { answers: {} }],
    ['answers needs exactly one of http, log, exit', { answers: { log: {}, exit: {} } }],
    ['the path does not begin with /', { answers: { http: { path: 'x' } } }],
    ['http has no key port', { answers: { http: { path: '/', port: 1 } } }],
    ['arguments are only for a program that ends', { arguments: ['--version'] }],
    ['maintainers needs the base of their image, or is null', { maintainers: {} }],
    ['project has no key flag', { flag: ['--port'] }],
  ])('%s', (mistake, change) => {
    expect(mistakesIn([project])).toEqual([]);
    const changed = { ...project, ...change };
    expect(mistakesIn([changed])).toEqual([`${changed.id}: ${mistake}`]);
  });
  it('an id that is used twice', () => {
    expect(mistakesIn([project, project])).toEqual(['api: the id is used twice']);
  });
});

describe('what a program answers', () => {
  const { answers } = project;
  it.each([
    [null, answers, { answer: { status: 200, body: 'hello gopher' } }],
    ['no answer', answers, { answer: null }],
    ['answered with 500 instead of 200', answers, { answer: { status: 500, body: 'hello' } }],
    ['the answer lacks "hello": bye', answers, { answer: { status: 200, body: 'bye' } }],
    [null, { http: { path: '/', status: 404 } }, { answer: { status: 404, body: '' } }],
    [null, { log: { contains: 'ready' } }, { log: 'now ready' }],
    ['the log lacks "ready": ', { log: { contains: 'ready' } }, {}],
    [null, { exit: {} }, { code: 0, output: '' }],
    [null, { exit: { code: 2, contains: 'usage' } }, { code: 2, output: 'usage: x' }],
    ['ended with 1 instead of 0: no such', { exit: {} }, { code: 1, output: 'no\n such' }],
    ['the output lacks "v1": v2', { exit: { contains: 'v1' } }, { code: 0, output: 'v2' }],
  ])('%j for %j and %j', (wrong, expected, seen) => {
    expect(unmet(expected, seen)).toBe(wrong);
  });
});

it('counts only promises that were judged', () => {
  const promises = [
    { id: 'builds', kept: true },
    { id: 'stops', kept: false },
    { id: 'pid-1', kept: null },
  ];
  expect(promisesOf(promises)).toEqual({ kept: 1, judged: 2, broken: ['stops'] });
});

it('shows what a user gives as on a command line', () => {
  const flags = ['--start', 'api serve'];
  expect(given({ flags, env: { KEY: 'a b' } })).toBe('--start "api serve" -e KEY=a b');
  expect(given({ arguments: ['--version'] })).toBe('--version');
  expect(given({})).toBe('');
});

describe('a row', () => {
  it('of a project that answers', () => {
    expect(rowOf(project, ok)).toBe(
      '| [api](https://github.com/someone/api/tree/0123456789abcdef0123456789abcdef01234567) | answers | scratch | 12 MB | debian, user root, not pinned | 17 of 18, not stops |  |',
    );
    expect(lineOf(project, ok)).toBe('ok   go     api: scratch 12 MB, 17/18 promises (40 s)');
  });
  it('of a project that was not tried, in a folder, without an image of its maintainers', () => {
    const row = rowOf({ ...project, folder: 'cmd', maintainers: null }, undefined);
    expect(row).toMatch(/4567\/cmd\) \| not tried \|  \|  \| none \|  \|  \|$/);
  });
  it('has the size of the image of the maintainers, and what was given', () => {
    const row = rowOf({ ...project, flags: ['--port', '80'] }, { ...ok, theirs: 99_000_000 });
    expect(row).toContain('| debian, user root, not pinned, 99 MB |');
    expect(row).toMatch(/\| `--port 80` \|$/);
  });
  it('of a refusal is as expected only where the list has its reason', () => {
    expect(isGood(project, refused)).toBe(false);
    expect(isGood({ ...project, refused: 'port' }, refused)).toBe(true);
    expect(isGood({ ...project, refused: 'base' }, refused)).toBe(false);
    expect(isGood({ ...project, refused: 'port' }, ok)).toBe(false);
    expect(lineOf(project, refused)).toBe('FAIL go     api: refused: no | port (1 s)');
    expect(rowOf(project, refused)).toContain('| **refused** |');
    expect(rowOf({ ...project, refused: 'port' }, refused)).toContain('| refused, rightly |');
  });
});

describe('a build that lacks what the machine does not have', () => {
  const missing = ['a.go', 'b.go', 'c.go'];
  const unbuilt: Row = { outcome: 'unbuilt', detail: 'lacks a.go', seconds: 1 };
  it.each([
    [null, {}, []],
    ['the build needs a font', { fetches: 'a font' }, []],
    ['the git directory lacks a.go, b.go, c.go', { fetches: 'a font' }, missing],
    ['the git directory lacks a.go, b.go, c.go and 1 more', {}, [...missing, 'd.go']],
  ])('%s: %j, %j', (because, fields, files) => {
    expect(unbuiltBecause(fields, files)).toBe(because);
  });
  it.each([
    [
      'ERR_PNPM_FETCH_404  GET https://registry.npmjs.org/x/-/x-1.tgz: Not Found - 404',
      'x/-/x-1.tgz',
    ],
    ['npm error 404 Not Found - GET https://registry.npmjs.org/x - Not found', 'x'],
    [
      'YN0035: Package not found\nYN0035: Response Code: 404\nYN0035: Request URL: https://registry.npmjs.org/x\n',
      'x',
    ],
  ])('names a package that the registry does not have: %s', (log, path) => {
    expect(unbuiltBecause({}, [], log)).toBe(
      `the registry does not have https://registry.npmjs.org/${path}`,
    );
  });
  it.each([
    'npm error code ETARGET\nnpm error notarget No matching version found for x@7.0.9.\nnpm error',
    ' ERR_PNPM_NO_MATCHING_VERSION  No matching version found for x@7.0.9\n',
  ])('names a release that the registry does not have: %s', (log) => {
    expect(unbuiltBecause({}, [], log)).toBe('the registry does not have x@7.0.9');
  });
  it('knows no reason for another failure', () => {
    expect(
      unbuiltBecause({}, [], 'x: r.io has no tag 3.12-slim of python. Did you mean python:3'),
    ).toBe('r.io does not have python:3.12-slim');
    expect(unbuiltBecause({}, [], 'GET https://registry.npmjs.org/x 200\nexit code: 1')).toBeNull();
  });
  it('has failed in no part of the page', () => {
    const page = pageOf([project], { api: unbuilt });
    expect(page).toContain('1 tried, 0 as expected, 0 failed, 1 could not be built.');
    expect(page).toContain('| not built |');
    expect(page).toContain(
      'Nothing that was tried.\n\n## What could not be built where this was run\n\n- **api**: lacks a.go\n',
    );
    expect(lineOf(project, unbuilt)).toBe('none go     api: unbuilt: lacks a.go (1 s)');
  });
});

describe('the page', () => {
  it('counts, and shows what fails', () => {
    const other = { ...project, id: 'worker' };
    const page = pageOf([project, other, { ...project, id: 'site' }], { api: ok, worker: refused });
    expect(page).toContain('3 projects, 2 tried, 1 as expected, 1 failed, 0 could not be built.');
    expect(page).not.toContain('## What could not');
    expect(page).toContain('- **worker**, refused: no \\| port');
    expect(page).not.toContain('- **api**');
    expect(page).toContain('## Go');
  });
  it('says that nothing fails', () => {
    expect(pageOf([project], { api: ok })).toContain('## What fails\n\nNothing that was tried.');
  });
});
