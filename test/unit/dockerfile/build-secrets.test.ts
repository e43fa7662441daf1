/** Secrets of a build: the mount, the variable, and the words of the command. */
import { describe, expect, it } from 'vitest';
import {
  dockerBuild,
  exportsOf,
  mountsOf,
  secretFlags,
} from '../../../src/dockerfile/build-secrets.ts';
import type { BuildSecret } from '../../../src/types.ts';

const all: readonly BuildSecret[] = [
  { kind: 'variable', id: 'NPM_TOKEN' },
  { kind: 'file', id: 'netrc', source: '$HOME/.netrc', target: '/root/.netrc' },
  { kind: 'file', id: 'npmrc', source: "it's .npmrc", target: '/root/.npmrc' },
  { kind: 'ssh' },
];

describe('a secret of the build', () => {
  it('is mounted for one command, which fails without it', () => {
    expect(mountsOf(all)).toEqual([
      'type=secret,id=NPM_TOKEN,required=true',
      'type=secret,id=netrc,target=/root/.netrc,required=true',
      'type=secret,id=npmrc,target=/root/.npmrc,required=true',
      'type=ssh,required=true',
    ]);
  });

  it('is a variable of that command alone', () => {
    expect(exportsOf(all)).toBe('export NPM_TOKEN="$(cat /run/secrets/NPM_TOKEN)" && ');
    expect(exportsOf([{ kind: 'ssh' }])).toBe('');
  });

  it('is given as a shell would pass it on', () => {
    expect(secretFlags(all)).toEqual([
      '--secret id=NPM_TOKEN,env=NPM_TOKEN',
      '--secret id=netrc,src="$HOME/.netrc"',
      String.raw`--secret id=npmrc,src='it'\''s .npmrc'`,
      '--ssh default',
    ]);
  });

  it('is part of the command that builds the image', () => {
    expect(dockerBuild({ output: 'Dockerfile', image: 'api', secrets: [] })).toBe(
      'docker build -t api .',
    );
    expect(
      dockerBuild({
        output: 'api.Dockerfile',
        image: 'api',
        target: 'worker',
        secrets: all.slice(0, 1),
      }),
    ).toBe(
      'docker build -f api.Dockerfile --target worker --secret id=NPM_TOKEN,env=NPM_TOKEN -t api .',
    );
  });
});
