import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { noted, plannedFor, today } from '../../../support/go-facts.ts';

const main =
  'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n';

const detected = (files: Record<string, string>, root = '/home/me/Little Shop') =>
  go.detect(memoryProject(files, root), { today });

describe('a program without a go.mod', () => {
  it('is built as a module that the build makes', async () => {
    const facts = await detected({ 'main.go': main });
    expect(facts?.services.map((it) => it.name)).toEqual(['little-shop']);
    expect(facts?.details.manifests).toMatchObject({
      made: 'little-shop',
      downloadIn: [],
    });
    expect(noted(facts?.notes ?? [])).toBe(
      'warning: there is no go.mod: the build makes one (main.go:5)\nRun go mod init little-shop, and commit go.mod.',
    );
    expect(facts?.services[0]?.notes.filter((it) => it.level === 'error')).toEqual([]);
  });

  it.each([
    ['/srv/app', 'app'],
    ['/srv/2048', 'app'],
    ['/srv/log', 'app'],
    ['C:\\work\\shop_1', 'shop_1'],
  ])('in %s it is %s', async (root, name) => {
    expect((await detected({ 'main.go': main }, root))?.details.manifests.made).toBe(name);
  });

  it('is refused where it imports a module', async () => {
    const facts = await detected({ 'main.go': main.replace('net/http', 'github.com/google/uuid') });
    expect(noted(facts?.services[0]?.notes ?? [])).toContain(
      'error: github.com/google/uuid is imported, and there is no go.mod that requires it (main.go:3)\nRun go mod init little-shop and go mod tidy, and commit go.mod and go.sum.',
    );
  });

  it.each<[string, Record<string, string>]>([
    ['a library', { 'shop.go': 'package shop\n\nfunc main() {}\n' }],
    ['no func main', { 'main.go': 'package main\n' }],
    ['a file that is not built', { 'main.go': `//go:build ignore\n\n${main}` }],
    ['a test', { 'main_test.go': main }],
    ['a file in a folder', { 'scripts/main.go': main }],
  ])('is no project: %s', async (_what, files) => {
    expect(await detected(files)).toBeNull();
  });

  it('is only tooling beside another language', async () => {
    expect(await go.recognize(memoryProject({ 'main.go': main }), ['package.json'])).toMatchObject({
      role: 'tooling',
      evidence: [{ file: 'main.go', line: 5 }],
    });
  });

  it('is planned with the module', async () => {
    const input = await plannedFor({ 'main.go': main });
    expect((await go.plan([input])).project).toMatchObject({ module: null });
    const { manifests } = input.facts.details;
    const details = { ...input.facts.details, manifests: { ...manifests, made: 'shop' } };
    const made = { ...input, facts: { ...input.facts, details } };
    expect((await go.plan([made])).project).toMatchObject({ module: 'shop' });
  });
});

it('names the go.mod above the folder, and the command that builds from there', async () => {
  const project = memoryProject(
    {
      'main.go':
        'package main\n\nimport "example.com/board/internal/x"\n\nfunc main() { println(x.A) }\n',
    },
    '/board/services/web',
    { '../../go.mod': 'module example.com/board\n' },
  );
  const facts = await go.detect(project, { today });
  expect(noted(facts?.services[0]?.notes ?? [])).toContain(
    'the go.mod that requires it is outside the folder that is built: ../../go.mod',
  );
  expect(facts?.services[0]?.notes.map((it) => it.hint)).toContain(
    'Build from there: npx create-secure-dockerfile ../.. --service web',
  );
});
