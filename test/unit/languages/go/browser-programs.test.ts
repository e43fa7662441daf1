import { describe, expect, it } from 'vitest';
import { goFacts, mod, noted } from '../../../support/go-facts.ts';

async function warned(files: Readonly<Record<string, string>>): Promise<string> {
  const [service] = (await goFacts({ 'go.mod': mod, ...files })).services;
  return noted(service?.notes.filter((it) => it.code === 'go/browser-program-missing') ?? []);
}

const embedding = {
  'main.go':
    'package main\n\nimport "embed"\n\n//go:embed web\nvar web embed.FS\n\nfunc main() {}\n',
  'web/index.html': '',
};
const reading = {
  'main.go':
    'package main\n\nimport "net/http"\n\nfunc main() { http.Handle("/", http.FileServer(http.Dir("web"))) }\n',
  'web/index.html': '',
};
const client = {
  'client/main.go': 'package main\n\nimport "syscall/js"\n\nfunc main() { js.Global() }\n',
};
const make =
  'build: web/app.wasm\n\nweb/app.wasm: client/main.go\n\tGOOS=js GOARCH=wasm go build -o web/app.wasm ./client\n';
const expected =
  'warning: web/app.wasm is served to browsers, and the image does not build it (GOOS=js) (Makefile:4)\nRun make web/app.wasm before docker build, which then takes the file into the image.';

describe('a program for the browser', () => {
  it.each<[string, Record<string, string>]>([
    ['that the server embeds', embedding],
    ['that the server reads', reading],
  ])('%s and that was not built', async (_what, server) => {
    expect(await warned({ ...server, ...client, Makefile: make })).toBe(expected);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'in the folder of the command',
      { Makefile: 'wasm:\n\tcd client && GOOS=js GOARCH=wasm go build -o ../web/app.wasm .\n' },
      'Run make wasm before',
    ],
    [
      'by tinygo',
      { Makefile: 'wasm:\n\ttinygo build -o web/app.wasm -target=wasm ./client\n' },
      'Run make wasm before',
    ],
    [
      'by go generate',
      {
        'gen.go':
          'package main\n\n//go:generate env GOOS=js GOARCH=wasm go build -o web/app.wasm ./client\n',
      },
      'Run go generate . before',
    ],
  ])('is found where it is built %s', async (_what, files, hint) => {
    expect(await warned({ ...embedding, ...client, ...files })).toContain(hint);
  });

  it.each<[string, Record<string, string>]>([
    ['was built', { ...embedding, Makefile: make, 'web/app.wasm': '' }],
    ['is not served', { ...embedding, Makefile: make.replaceAll('web/', 'dist/') }],
    ['is for another system', { ...embedding, Makefile: make.replace('GOOS=js', 'GOOS=wasip1') }],
    [
      'belongs to nothing that is served',
      { 'main.go': 'package main\n\nfunc main() {}\n', Makefile: make },
    ],
  ])('is no warning where it %s', async (_what, files) => {
    expect(await warned(files)).toBe('');
  });

  it('is no program of the image', async () => {
    const facts = await goFacts({
      'go.mod': mod,
      'cmd/server/main.go': 'package main\n\nfunc main() {}\n',
      ...client,
    });
    expect(facts.services.map((it) => it.name)).toEqual(['server']);
  });
});
