import { describe, expect, it } from 'vitest';
import { onMirror, parseMirror } from '../../src/registry/mirrors.ts';
import { formatReference } from '../../src/registry/reference.ts';

const golang = { registry: 'docker.io', repository: 'library/golang', tag: '1.27' };

describe('mirrors', () => {
  it.each([
    ['docker.io=registry.example.com/hub', 'registry.example.com/hub/library/golang:1.27'],
    ['docker.io=registry.example.com/hub/', 'registry.example.com/hub/library/golang:1.27'],
    ['docker.io=mirror.gcr.io', 'mirror.gcr.io/library/golang:1.27'],
    ['docker.io=localhost:5000/a/b', 'localhost:5000/a/b/library/golang:1.27'],
    ['gcr.io=registry.example.com', 'golang:1.27'],
  ])('%s', (text, image) => {
    const parsed = parseMirror(text);
    if (!parsed.ok) throw new Error(parsed.why);
    expect(formatReference(onMirror(golang, [parsed.mirror]))).toBe(image);
  });

  it.each([
    'docker.io',
    'docker.io=',
    '=x.io',
    'docker.io=hub',
    'docker.io=https://x.io/',
    'docker.io=x.io=y.io',
    'DOCKER IO=x.io',
    'docker.io=x.io/UPPER',
    'a/b=x.io',
  ])('refuses %s', (text) => {
    expect(parseMirror(text)).toMatchObject({ ok: false, why: expect.stringMatching(/./) });
  });
});
