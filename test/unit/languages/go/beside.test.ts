import { describe, expect, it } from 'vitest';
import { detectProject } from '../../../../src/detect.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { main, mod, noted, said, today } from '../../../support/go-facts.ts';

const program = { 'go.mod': mod, 'main.go': main };
const seen = async (
  files: Record<string, string>,
): Promise<{ language: string; notes: string }> => {
  const { language, notes } = await detectProject(memoryProject({ ...program, ...files }), {
    today,
  });
  return { language: said(language), notes: noted(notes) };
};

describe('a Go program beside files of another language', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'package.json with hooks and formatters',
      {
        'package.json':
          '{"devDependencies":{"husky":"^9.0.0","prettier":"^3.0.0"},"scripts":{"prepare":"husky"}}',
      },
      'info: Node files are only for tooling',
    ],
    [
      'package.json of a style sheet build',
      {
        'package.json':
          '{"scripts":{"css":"tailwindcss -i a.css -o static/b.css"},"devDependencies":{"tailwindcss":"^4.0.0"}}',
        'package-lock.json': '{}',
      },
      'info: Node files are only for tooling',
    ],
    [
      'pyproject.toml that only sets up tools',
      { 'pyproject.toml': '[tool.ruff]\nline-length = 120\n' },
      'info: Python files are only for tooling',
    ],
    ['a script of Python', { 'scripts/release.py': 'print("x")\n' }, ''],
  ])('%s: it is Go, and nothing stops', async (_what, files, notes) => {
    const found = await seen(files);
    expect(found.language).toBe('found "go" go.mod:1');
    expect(found.notes.replace(/ \(.*/s, '')).toBe(notes);
  });

  it('of two programs the one that listens comes first', async () => {
    expect(
      (
        await seen({
          'package.json': '{"scripts":{"start":"node server.js"}}',
          'server.js': 'require("http").createServer().listen(3000)\n',
        })
      ).language,
    ).toBe('ambiguous "node" "go"');
  });
});

describe('a Go program in a folder, beside a site that the root builds', () => {
  const site = {
    'package.json': JSON.stringify({
      devDependencies: { vite: '7.0.0' },
      scripts: { build: 'vite build' },
    }),
    'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
    'index.html': '',
  };
  const below = async (
    files: Record<string, string>,
  ): Promise<{ language: string; notes: string }> => {
    const { language, notes } = await detectProject(memoryProject({ ...site, ...files }), {
      today,
    });
    return { language: said(language), notes: noted(notes) };
  };
  const server = (folder: string): Record<string, string> => ({
    [`${folder}/go.mod`]: mod,
    [`${folder}/main.go`]: main,
  });

  it('is the program, where the site is built into it', async () => {
    const found = await below({
      ...server('backend'),
      'backend/main.go':
        'package main\n\nimport "embed"\n\n//go:embed all:dist\nvar dist embed.FS\n\nfunc main() {}\n',
      'vite.config.js': 'export default { build: { outDir: "backend/dist" } };\n',
    });
    expect(found.language).toBe('ambiguous "go" "node"');
    expect(found.notes).toBe('');
  });

  it('is left out otherwise, and the warning says how to take it', async () => {
    const found = await below(server('backend'));
    expect(found.language).toMatch(/^found "node"/);
    expect(found.notes).toBe(
      'warning: the Go program in backend is not part of the image (backend/go.mod:1)\nTake it instead with --language go.',
    );
  });

  it('is only a tool in a folder for tools', async () => {
    expect((await below(server('tools'))).notes).toBe(
      'info: Go files are only for tooling (tools/go.mod:1)',
    );
  });
});
