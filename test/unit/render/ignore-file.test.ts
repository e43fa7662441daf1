import { describe, expect, it } from 'vitest';
import { sealed, unsealedLine } from '../../../src/render/header.ts';
import { ignoreFileOf } from '../../../src/render/ignore-file.ts';
import { generate } from '../../support/generate.ts';

const ours = sealed(`# Generated\n${unsealedLine}\n\n**/x\n`);

describe('the file of patterns', () => {
  it.each([
    ['none is there', 'Dockerfile', undefined, false, '.dockerignore', []],
    ['ours is there', 'Dockerfile', ours, false, '.dockerignore', []],
    ['ours was edited', 'Dockerfile', `${ours}y\n`, false, '.dockerignore', []],
    ['the user has one', 'Dockerfile', 'a\nb\n', false, 'Dockerfile.dockerignore', ['a', 'b']],
    ['it may be overwritten', 'Dockerfile', 'a\n', true, '.dockerignore', []],
    [
      'the Dockerfile has a name',
      'web.Dockerfile',
      undefined,
      false,
      'web.Dockerfile.dockerignore',
      [],
    ],
    ['both', 'web.Dockerfile', 'a\n', false, 'web.Dockerfile.dockerignore', ['a']],
  ])('where %s', (_, output, existing, force, path, theirs) => {
    expect(ignoreFileOf(output, existing, force)).toEqual({ path, theirs });
  });

  it('keeps comments and order, and no line that a reader could not see', () => {
    const text = '\uFEFF\r\n# why\r\n a \r\n\r\nb\u202Ec\r\n!d\r\n\r\n';
    expect(ignoreFileOf('Dockerfile', text, false).theirs).toEqual(['# why', 'a', '', '!d']);
  });
});

it("begins with the user's lines, which stay in their own file, and later runs agree", async () => {
  const project = {
    'go.mod': 'module example.com/shop\n\ngo 1.26.0\n',
    'main.go': 'package main\n\nfunc main() {}\n',
    '.dockerignore': '# big\nmedia/\n!.env\n',
  };
  const { files, notes } = await generate(project, {});
  expect([...files.keys()]).toEqual(['Dockerfile', 'Dockerfile.dockerignore']);
  const text = files.get('Dockerfile.dockerignore') ?? '';
  expect(text).toContain(
    '\n\n# From .dockerignore, which Docker does not read when this file exists.\n# big\nmedia/\n!.env\n\n',
  );
  // The last pattern that matches decides.
  expect(text.lastIndexOf('**/.env')).toBeGreaterThan(text.indexOf('!.env'));
  expect(notes.map((it) => it.code)).toContain('write/dockerignore-kept');
});
