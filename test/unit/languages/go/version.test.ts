import { describe, expect, it } from 'vitest';
import { goFacts, main, noted, said } from '../../../support/go-facts.ts';

const facts = (mod: string, files: Record<string, string> = {}, runtimeVersion?: string) =>
  goFacts(
    { 'go.mod': `module a.b/c\n${mod}`, 'main.go': main, ...files },
    runtimeVersion === undefined ? {} : { runtimeVersion },
  );

describe('the version of Go', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['the newest supported one that satisfies the go line', 'go 1.21', {}, 'found "1.27" go.mod:2'],
    ['the toolchain line counts', 'go 1.21\ntoolchain go1.26.3', {}, 'found "1.27" go.mod:3'],
    ['neither: a suggestion', '', {}, 'suggested "1.27"'],
    [
      '.go-version is a wish for that version',
      'go 1.21',
      { '.go-version': '1.26\n' },
      'found "1.26" .go-version:1',
    ],
    [
      '.tool-versions',
      'go 1.21',
      { '.tool-versions': 'nodejs 24\ngolang 1.26.3\n' },
      'found "1.26.3" .tool-versions:2',
    ],
    ['mise.toml', 'go 1.21', { 'mise.toml': '[tools]\ngo = "1.26"\n' }, 'found "1.26" mise.toml:2'],
    [
      'version files that disagree',
      'go 1.21',
      { '.go-version': '1.26', '.tool-versions': 'golang 1.27\n' },
      'ambiguous "1.26" "1.27"',
    ],
    [
      'version files that agree',
      'go 1.21',
      { '.go-version': '1.26', '.tool-versions': 'golang 1.26\n' },
      'found "1.26" .go-version:1',
    ],
    [
      'a wish below the go line',
      'go 1.27.0',
      { '.go-version': '1.26.1' },
      'ambiguous "1.27" "1.26.1"',
    ],
    [
      'a wish past its end of life yields',
      'go 1.18',
      { '.go-version': '1.24.1' },
      'found "1.27" go.mod:2',
    ],
    [
      'a wish beside one past its end of life',
      'go 1.18',
      { '.go-version': '1.24.1', '.tool-versions': 'golang 1.26' },
      'found "1.26" .tool-versions:1',
    ],
    [
      'a wish that is older than all that is known yields',
      'go 1.18\nrequire golang.org/x/net v0.54.0',
      { '.tool-versions': 'golang 1.18' },
      'found "1.26" go.mod:3',
    ],
    [
      'a wish for a line satisfies its patches',
      'go 1.26.4',
      { '.go-version': '1.26' },
      'found "1.26" .go-version:1',
    ],
    ...[
      ['before', 'v0.53.0', '1.27'],
      ['of', 'v0.54.0', '1.26'],
      ['after', 'v0.55.0', '1.27'],
    ].map(
      ([what = '', version = '', go = '']): [string, string, Record<string, string>, string] => [
        `a module ${what} the releases that the newest Go does not compile`,
        `go 1.26\nrequire golang.org/x/net ${version} // indirect`,
        {},
        `found "${go}" go.mod:${go === '1.26' ? 3 : 2}`,
      ],
    ),
    [
      'a module that the newest Go does not compile, and a go line that asks for it',
      'go 1.27\nrequire golang.org/x/net v0.54.0',
      {},
      'found "1.27" go.mod:2',
    ],
    [
      'a module that the newest Go does not compile, without a go line',
      'require golang.org/x/net v0.54.0',
      {},
      'found "1.26" go.mod:2',
    ],
    [
      'the highest line of a workspace',
      'go 1.25',
      { 'go.work': 'go 1.26.1\n\nuse .\n' },
      'found "1.27" go.work:1',
    ],
  ])('%s', async (_what, mod, files, expected) => {
    expect(said((await facts(mod, files)).runtimeVersion)).toBe(expected);
  });

  it('past its end of life is built where a flag asks for it, with a warning that names the date', async () => {
    expect(noted((await facts('go 1.21', {}, '1.24')).notes)).toBe(
      'warning: Go 1.24 is past its end of life (2026-02-28): its image gets no security fixes; 1.27 and 1.26 are supported (undefined)',
    );
  });

  it('past its end of life in a file is not built, with a warning that names the date', async () => {
    const hint =
      'To build with the old one, name it with --runtime-version, and a --base that has an image of it.';
    expect(noted((await facts('go 1.21', { '.go-version': '1.24' })).notes)).toBe(
      `warning: .go-version asks for Go 1.24, which has had no security fixes since 2026-02-28; Go 1.27 compiles what it compiled (.go-version:1)\n${hint}`,
    );
    expect(noted((await facts('go 1.17', { '.tool-versions': 'golang 1.19' })).notes)).toBe(
      `warning: .tool-versions asks for Go 1.19, which has had no security fixes; Go 1.27 compiles what it compiled (.tool-versions:1)\n${hint}`,
    );
  });

  it('newer than every image is an error that says what to do', async () => {
    expect(noted((await facts('go 1.29.1')).notes)).toBe(
      'error: the project needs Go 1.29.1, but the newest known version is 1.27 (go.mod:2)\nIf 1.29.1 is released, use --runtime-version 1.29; else lower the go line.',
    );
    expect(noted((await facts('go 1.29.1', {}, '1.29')).notes)).toBe('');
  });

  it('asked for by flag and too old for go.mod is an error', async () => {
    expect(noted((await facts('go 1.27.0', {}, '1.26')).notes)).toMatch(
      /^error: the project needs Go 1\.27\.0 or newer, and --runtime-version asks for 1\.26: .* \(go\.mod:2\)\nRemove --runtime-version, or lower the go line\.$/,
    );
  });
});
