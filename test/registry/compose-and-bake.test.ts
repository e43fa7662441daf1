import { describe, expect, it } from 'vitest';
import { referencesInBakeHcl, referencesInBakeJson } from '../../src/update/bake.ts';
import { referencesInCompose } from '../../src/update/compose.ts';
import { kindByName, kindOfNamed, referencesIn, type FileKind } from '../../src/update/kinds.ts';
import { rewrite } from '../../src/update/rewrite.ts';
import { sha256 } from './fake-registry.ts';

const a = `sha256:${'a'.repeat(64)}`;

/** In the examples «…» is around what must be found, ‹…› around what must be reported as unpinnable; the marks are not in the text. */
function read(marked: string): {
  readonly text: string;
  readonly references: readonly [number, number, string][];
  readonly unpinnable: readonly string[];
} {
  const references: [number, number, string][] = [];
  const unpinnable: string[] = [];
  let text = '';
  for (const [, open, inner, other] of marked.matchAll(/([«‹])([^»›]*)[»›]|([^«‹]+)/g)) {
    if (open === '«')
      references.push([text.length, text.length + (inner ?? '').length, inner ?? '']);
    if (open === '‹') unpinnable.push(inner ?? '');
    text += inner ?? other ?? '';
  }
  return { text, references, unpinnable };
}

function check(kind: FileKind, marked: string): void {
  const { text, references, unpinnable } = read(marked);
  const findings = referencesIn(kind, text);
  const found = findings.filter((it) => it.kind === 'reference').sort((x, y) => x.start - y.start);
  expect(found.map((it) => [it.start, it.end, it.text])).toEqual(references);
  expect(found.map((it) => it.line)).toEqual(
    references.map(([start]) => text.slice(0, start).split('\n').length),
  );
  expect(findings.filter((it) => it.kind === 'unpinnable').map((it) => it.text)).toEqual(
    unpinnable,
  );

  const pinned = rewrite(text, findings, (it) => sha256(it.text.split('@')[0] ?? ''));
  expect(pinned.replaceAll(/(?::latest)?@sha256:[0-9a-f]{64}/g, '')).toBe(
    text.replaceAll(/@sha256:[0-9a-f]{64}/g, ''),
  );
  expect(
    rewrite(pinned, referencesIn(kind, pinned), (it) =>
      sha256(it.text.replace(/(:latest)?@.*/, '')),
    ),
  ).toBe(pinned);
}

describe('compose files', () => {
  it.each([
    [
      'plain, quoted, commented',
      `services:\n  web:\n    image: «nginx:1.31» # web\n  db:\n    image: "«postgres:18@${a}»"\n  cache: { image: '«redis:8»' }\n`,
    ],
    [
      'what is built here is left alone',
      'services:\n  app:\n    image: registry.example.com/app:1\n    build: .\n  web:\n    image: «nginx:1»\n',
    ],
    ['CRLF and a byte order mark', '\ufeffservices:\r\n  web:\r\n    image: «nginx:1»\r\n'],
    [
      'anchors, aliases and merges',
      'x-common: &common\n  image: «nginx:1»\n  restart: always\nservices:\n  a:\n    <<: *common\n  b:\n    <<: *common\n    image: «redis:8»\n  c:\n    image: &db «postgres:18»\n  d:\n    image: *db\n',
    ],
    [
      'a merge that adds a build',
      'x-built: &built\n  build: .\nservices:\n  a:\n    <<: *built\n    image: registry.example.com/app:1\n',
    ],
    [
      'variables',
      'services:\n  a:\n    image: ‹nginx:${TAG}›\n  b:\n    image: ${IMAGE:-«nginx:1»}\n  c:\n    image: «nginx:1»\n',
    ],
    ['a folded value', 'services:\n  a:\n    image: >-\n      «nginx:1»\n'],
    [
      'several documents',
      "services: {a: {image: '«nginx:1»'}}\n---\nservices: {b: {image: «redis:8»}}\n",
    ],
    [
      'contexts and arguments of a build',
      `services:\n  app:\n    build:\n      context: .\n      args:\n        BASE: «golang:1.27@${a}»\n        VERSION: golang:1.27\n      additional_contexts:\n        base: docker-image://«alpine:3.24»\n        other: ../other\n  list:\n    build:\n      additional_contexts:\n        - base=docker-image://«alpine:3.24@${a}»\n        - site=https://example.com/a.git\n      args:\n        - BASE=«node:26@${a}»\n`,
    ],
    [
      'an inline Dockerfile',
      'services:\n  app:\n    build:\n      dockerfile_inline: |\n        FROM «golang:1.27» AS build\n        RUN <<EOF\n        FROM debian:12\n        EOF\n\n        FROM «alpine:3.24»\n        COPY --from=build / /\n  web:\n    image: «nginx:1»\n',
    ],
    [
      'an inline Dockerfile in CRLF',
      'services:\r\n  app:\r\n    build:\r\n      dockerfile_inline: |\r\n        FROM «golang:1.27» AS build\r\n        FROM «alpine:3.24»\r\n',
    ],
    [
      'a default of a variable, with a digest',
      `services:\n  a:\n    image: "\${IMAGE-«nginx:1@${a}»}"\n  b:\n    image: ‹nginx:\${TAG:-1}›\n`,
    ],
    [
      'entries that !reset takes away',
      'services:\n  a:\n    image: !reset null\n    build: .\n  b:\n    image: !reset null\n  c:\n    build: !reset null\n    image: «nginx:1»\n',
    ],
    [
      'mounted images',
      `services:\n  a:\n    image: «nginx:1»\n    volumes:\n      - ./data:/data\n      - type: bind\n        source: redis:8\n      - type: image\n        source: «redis:8@${a}»\n        target: /data\n`,
    ],
    [
      'an inline Dockerfile with its own quotes and here-documents',
      'services:\n  app:\n    build:\n      dockerfile_inline: |\n        FROM «golang:1.27»\n        RUN echo "<<EOF"\n        RUN python3 - << EOF\n        from redis import Redis\n        EOF\n        COPY --from=«busybox:1» / /\n',
    ],
    ['no services', 'image: nginx:1\nx: {image: redis:8}\n'],
    ['nothing', ''],
    ['services that are no maps', 'services:\n  a: nginx:1\n  b: [image, nginx:1]\n  c:\n'],
  ])('%s', (_, marked) => check('compose', marked));

  it('reports a mistake in YAML with its line, and the images that can be read', () => {
    const text = 'services:\n  a:\n    image: redis:7\n   b: [x\n';
    expect(referencesInCompose(text)).toEqual([
      {
        kind: 'unpinnable',
        line: 4,
        role: 'YAML',
        text: 'file',
        why: expect.stringMatching(/^it has a mistake, so images can be missing here: [^\n]+$/),
      },
      expect.objectContaining({ kind: 'reference', text: 'redis:7' }),
    ]);
  });

  it('reports what is not YAML, and nothing else of it', () => {
    expect(referencesInCompose('{{{ image: nginx:1')).toEqual([
      expect.objectContaining({ kind: 'unpinnable', line: 1, role: 'YAML' }),
    ]);
  });

  it('says that an inline Dockerfile in quotes is not read', () => {
    expect(
      referencesInCompose(
        'services:\n  a:\n    build:\n      dockerfile_inline: "FROM alpine:3.24"\n',
      ),
    ).toEqual([expect.objectContaining({ kind: 'unpinnable', line: 4 })]);
  });
});

describe('bake files', () => {
  it.each([
    [
      'contexts',
      `target "app" {\n  contexts = {\n    base = "docker-image://«alpine:3.24»"\n    src  = "https://github.com/a/b.git"\n    "go" = "docker-image://«golang:1.27@${a}»"\n  }\n  tags = ["example.com/app:1"]\n}\n`,
    ],
    [
      'pinned arguments and variables',
      `variable "BASE" { default = "«golang:1.27@${a}»" }\nvariable "TAG" { default = "golang:1.27" }\ntarget "app" { args = { NODE = "«node:26@${a}»", V = "26" } }\n`,
    ],
    [
      'comments',
      `# base = "docker-image://alpine:1"\n// "docker-image://alpine:1"\n/* "docker-image://alpine:1"\n "docker-image://alpine:1" */\ntarget "a" { contexts = { b = "docker-image://«alpine:3»" } } # "docker-image://alpine:1"\n`,
    ],
    [
      'templates',
      'target "a" {\n  contexts = { b = "docker-image://‹alpine:${TAG}›" }\n  tags = ["${REPO != "" ? "${REPO}/" : ""}app", "a \\" # b"]\n  x = "docker-image://«alpine:3»"\n}\n',
    ],
    [
      'an inline Dockerfile',
      'target "a" {\n  dockerfile-inline = <<EOT\nFROM «golang:1.27»\nRUN echo "docker-image://x:1"\nEOT\n  other = <<-EOF\n    FROM debian:12\n    EOF\n  contexts = { b = "docker-image://«alpine:3»" }\n}\n',
    ],
    [
      'an indented inline Dockerfile with its own here-document',
      'target "a" {\n  dockerfile-inline = <<-EOT\n    FROM «golang:1.27»\n    RUN <<EOF\n    FROM debian:12\n    EOF\n\n    COPY --from=«busybox:1» / /\n  EOT\n}\n',
    ],
    [
      'an inline Dockerfile in quotes, which is only reported',
      'target "a" { ‹dockerfile-inline› = "FROM alpine:3" }\n',
    ],
    ['a cache with a digest', `target "a" { cache-from = ["type=registry,ref=alpine:3@${a}"] }\n`],
    [
      'CRLF',
      'target "a" {\r\n  dockerfile-inline = <<EOT\r\nFROM «golang:1.27»\r\nEOT\r\n  c = "docker-image://«alpine:3»"\r\n}\r\n',
    ],
    [
      'a string that does not end',
      'a = "docker-image://alpine:3\nb = "docker-image://«busybox:1»"\n'.replace(
        'docker-image://alpine:3',
        'x',
      ),
    ],
    ['nothing', ''],
  ])('HCL: %s', (_, marked) => check('bake-hcl', marked));

  it.each([
    [
      'contexts and arguments',
      `{\n\t"target": {\n\t\t"app": {\n\t\t\t"contexts": {"base": "docker-image://«alpine:3.24»", "docker-image://x:1": "."},\n\t\t\t"args": {"BASE": "«golang:1.27@${a}»", "V": "golang:1.27"},\n\t\t\t"tags": ["example.com/app:1"]\n\t\t}\n\t}\n}\n`,
    ],
    [
      'an inline Dockerfile',
      '{"target":{"app":{"dockerfile-inline":"FROM ‹alpine:3.24›\\nFROM ‹busybox:1›\\n","contexts":{"a":"docker-image://«alpine:3»"}}}}',
    ],
    ['nothing', '{}'],
    ['what is no JSON', '{"a": '],
  ])('JSON: %s', (_, marked) => check('bake-json', marked));

  it('names the same places whether asked by kind or by reader', () => {
    const text = 'target "a" { contexts = { b = "docker-image://alpine:3" } }';
    expect(referencesInBakeHcl(text)).toHaveLength(1);
    expect(referencesInBakeJson('{"c": "docker-image://alpine:3"}')).toHaveLength(1);
  });
});

describe('kinds', () => {
  it.each([
    ['Dockerfile', 'dockerfile'],
    ['a/b/api.Dockerfile', 'dockerfile'],
    ['Dockerfile.dev', 'dockerfile'],
    ['Containerfile', 'dockerfile'],
    ['dockerfile', 'dockerfile'],
    ['Dockerfile.dockerignore', undefined],
    ['templates/go/Dockerfile.hbs', undefined],
    ['compose.yaml', 'compose'],
    ['docker-compose.override.yml', 'compose'],
    ['compose-dev.yml', 'compose'],
    ['docker-bake.hcl', 'bake-hcl'],
    ['docker-bake.override.json', 'bake-json'],
    ['package.json', undefined],
    ['composer.yml', undefined],
    ['Dockerfiles.md', undefined],
  ] as const)('%s', (path, kind) => expect(kindByName(path)).toBe(kind));

  it.each([
    ['stack.yml', 'compose'],
    ['x.hcl', 'bake-hcl'],
    ['x.json', 'bake-json'],
    ['image.def', 'dockerfile'],
    ['Dockerfile.hbs', 'dockerfile'],
  ] as const)('%s, when it is named', (path, kind) => expect(kindOfNamed(path)).toBe(kind));
});
