import { describe, expect, it } from 'vitest';
import { goFacts, mod } from '../../../support/go-facts.ts';

async function refusal(files: Readonly<Record<string, string>>): Promise<string> {
  const [service] = (await goFacts({ 'go.mod': mod, ...files })).services;
  const note = service?.notes.find((it) => it.code === 'go/no-program');
  return `${note?.text}\n${note?.hint}\n${note?.evidence?.map((it) => `${it.file}:${it.line}`).join(' ')}`;
}

const framework = 'github.com/GoogleCloudPlatform/functions-framework-go';
const greet = `package greet\n\nimport (\n\t"${framework}/functions"\n)\n\nfunc init() { functions.HTTP("Greet", greet) }\n`;

describe('a project of functions', () => {
  it('names the Functions Framework, and the main package to add', async () => {
    const text = await refusal({ 'function.go': greet });
    expect(text).toContain('a function for the Functions Framework (functions-framework-go)');
    expect(text).toContain('Add cmd/main.go, then run go mod tidy:\n\npackage main\n');
    expect(text).toContain('\t_ "example.com/shop"\n');
    expect(text).toContain(`\t"${framework}/funcframework"\n`);
    expect(text).toContain('log.Fatal(funcframework.Start(port))');
    expect(text).toMatch(/function\.go:7$/);
  });

  it('in a folder of a module in a folder', async () => {
    const text = await refusal({
      'go.mod': '',
      'fn/go.mod': 'module example.com/fn\n\ngo 1.26\n',
      'fn/events/on.go': greet.replace('functions.HTTP', 'functions.CloudEvent'),
    });
    expect(text).toContain('Add fn/cmd/main.go');
    expect(text).toContain('\t_ "example.com/fn/events"\n');
  });

  it('names the handler that a platform serves', async () => {
    const handle =
      'package function\n\nimport "net/http"\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {}\n';
    const text = await refusal({ 'api/handle.go': handle });
    expect(text).toContain('\tfunction "example.com/shop/api"\n');
    expect(text).toContain('http.HandlerFunc(function.Handle)');
    expect(await refusal({ 'function/handle.go': handle })).toContain(
      '\t"example.com/shop/function"\n',
    );
  });

  it.each([
    ['a library', { 'shop.go': 'package shop\n\nfunc Handle() {}\n' }],
    [
      'a framework that nothing imports',
      { 'shop.go': 'package shop\n\nfunc init() { functions.HTTP("x", y) }\n' },
    ],
    ['an internal package', { 'internal/fn.go': greet }],
  ])('but not %s', async (_what, files) => {
    expect(await refusal(files)).toContain('A library needs no image.');
  });

  it('is a program as soon as it has func main', async () => {
    const facts = await goFacts({
      'go.mod': mod,
      'function.go': greet,
      'cmd/main.go': 'package main\n\nfunc main() {}\n',
    });
    expect(facts.services.map((it) => it.details.folder)).toEqual(['cmd']);
  });
});
