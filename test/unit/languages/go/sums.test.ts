import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { noted, plannedFor } from '../../../support/go-facts.ts';

const source = 'package main\n\nimport _ "github.com/acme/web/router"\n\nfunc main() {}\n';
const module = (line: string, more = '') =>
  `module example.com/shop\n\n${line}\n\nrequire github.com/acme/web v1.7.7\n${more}`;
const complete = 'github.com/acme/web v1.7.7 h1:x=\ngithub.com/acme/web v1.7.7/go.mod h1:y=\n';
const onlyManifest = 'github.com/acme/web v1.7.7/go.mod h1:y=\n';

/** Whether the program is built with -mod=mod, and that this is reported. */
async function completed(files: Readonly<Record<string, string>>): Promise<string> {
  const input = await plannedFor({ 'main.go': source, 'go.sum': onlyManifest, ...files });
  const { targets } = await go.plan([input]);
  const { flags } = targets[0]?.program as { flags: readonly string[] };
  const note = noted(input.service.notes.filter((it) => it.code === 'go/sum-incomplete'));
  return [...(flags.includes('-mod=mod') ? ['-mod=mod'] : []), note].join(' ').trim();
}

describe('a go.sum that is not complete', () => {
  it('is completed by the build of a module for Go 1.15', async () => {
    expect(await completed({ 'go.mod': module('go 1.15') })).toBe(
      '-mod=mod warning: go.sum has no line for github.com/acme/web v1.7.7, so the program is built with -mod=mod, which adds what is missing and checks it with the checksum database alone (go.mod:5)\nRun go mod tidy, and commit go.mod and go.sum.',
    );
  });

  it('is completed for a module without a Go version', async () => {
    expect(await completed({ 'go.mod': module('') })).toMatch(/^-mod=mod warning/);
  });

  it('can lack lines of modules that others require', async () => {
    expect(await completed({ 'go.mod': module('go 1.15'), 'go.sum': complete })).toBe(
      '-mod=mod info: a go.sum of Go 1.15 or older can lack lines, so the program is built with -mod=mod, which adds them from the checksum database (go.mod:3)\nRun go mod tidy, and commit go.mod and go.sum.',
    );
  });

  it.each([
    ['go 1.17', 'v0.23.0', true],
    ['go 1.22', 'v0.31.0', true],
    ['', 'v0.23.0', true],
    ['go 1.17', 'v0.22.0', false],
    ['go 1.23.0', 'v0.31.0', false],
  ])('has an older go line than a module: %s and %s', async (line, version, expected) => {
    const files = { 'go.mod': module(line, `require golang.org/x/text ${version} // indirect\n`) };
    const found = await completed({ ...files, 'go.sum': complete });
    expect(found.includes('golang.org/x/text')).toBe(expected);
    expect(found.startsWith('-mod=mod info')).toBe(expected || line === '');
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['a later Go refuses it', { 'go.mod': module('go 1.16') }],
    [
      'the module is replaced',
      {
        'go.mod': module('go 1.15', '\nreplace github.com/acme/web => ./web\n'),
        'web/go.mod': 'module github.com/acme/web\n',
        'web/router/a.go': 'package router\n',
      },
    ],
    [
      'there is a vendor folder',
      { 'go.mod': module('go 1.15'), 'vendor/modules.txt': '# github.com/acme/web v1.7.7\n' },
    ],
    [
      'the module is in a workspace',
      { 'go.mod': module('go 1.15'), 'go.work': 'go 1.15\n\nuse .\n' },
    ],
    [
      'the program imports nothing of the module',
      { 'go.mod': module('go 1.15'), 'main.go': 'package main\n\nfunc main() {}\n' },
    ],
  ])('is left as it is where %s', async (_what, files) => {
    expect(await completed(files)).toBe('');
  });
});
