/**
 * End to end against the registries themselves: digests as `docker buildx imagetools` names them, `update` and `check` over files that a
 * project may have, and the script that refreshes the snapshot. Needs `docker` with buildx and working registry names; builds nothing.
 *
 *   node test/e2e/registry.mjs
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, counter, root, run as execute } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'e2e-registry-'));
const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
const images = [
  'golang:1.27-alpine3.24',
  'golang:1.27-trixie',
  'node:26-trixie-slim',
  'node:24-alpine3.24',
  'python:3.14-slim-trixie',
  'python:3.13-alpine3.24',
  'alpine:3.24',
  'gcr.io/distroless/static-debian13:nonroot',
  'gcr.io/distroless/python3-debian13:nonroot',
];

const run = (command, ...argv) => execute(command, argv, { env, cwd: folder, timeout: 120_000 });
const program = (...argv) => run(process.execPath, bin, ...argv);
const { step, close } = counter();

try {
  const dockerfile = `# a comment\n${images.map((image, index) => `FROM ${image} AS stage-${index}\n`).join('')}COPY --from=stage-0 / /\n`;
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  const digests = new Map();

  await step('update --pin adds the digest that docker names, to nine images', async () => {
    const { code, stdout, stderr } = await program('update', '--pin', '--json', 'Dockerfile');
    assert.equal(code, 0, stderr);
    for (const row of JSON.parse(stdout).images) digests.set(row.image, row.new);
    assert.deepEqual([...digests.keys()].sort(), [...images].sort());
    for (const image of images) {
      const { stdout: seen, stderr: problem } = await run(
        'docker',
        'buildx',
        'imagetools',
        'inspect',
        image,
        '--format',
        '{{json .Manifest.Digest}}',
      );
      assert.equal(digests.get(image), seen.trim() && JSON.parse(seen), `${image} ${problem}`);
    }
  });

  await step('nothing but the digests changed, and a second run changes nothing', async () => {
    const after = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    assert.equal(after.replace(/@sha256:[0-9a-f]{64}/g, ''), dockerfile);
    assert.equal(
      (await program('update', '--pin', '--exit-code', '--no-cache', 'Dockerfile')).code,
      0,
    );
    assert.equal(readFileSync(join(folder, 'Dockerfile'), 'utf8'), after);
  });

  await step('check finds all of them current, and their platforms are there', async () => {
    const { code, stdout, stderr } = await program('check', '--strict', '--json', '--no-cache');
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual([...new Set(JSON.parse(stdout).images.map((it) => it.status))], ['current']);
  });

  await step(
    'check reports the digest of another tag, of one image alone, and of one that nobody has',
    async () => {
      const { stdout } = await run(
        'docker',
        'buildx',
        'imagetools',
        'inspect',
        'node:26-trixie-slim',
        '--raw',
      );
      const single = JSON.parse(stdout).manifests.find(
        (it) => it.platform.architecture === 'amd64',
      ).digest;
      writeFileSync(
        join(folder, 'wrong.Dockerfile'),
        [
          `node:24-trixie-slim@${digests.get('node:26-trixie-slim')}`,
          `node:26-trixie-slim@${single}`,
          'alpine:3.24@sha256:5f1d3b7a9c8e6240fb1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978',
        ]
          .map((it) => `FROM ${it}\n`)
          .join(''),
      );
      const { code, stdout: report } = await program('check', 'wrong.Dockerfile', '--json');
      assert.equal(code, 1);
      assert.deepEqual(
        JSON.parse(report).images.map((it) => it.status),
        ['disagrees', 'single', 'vanished'],
      );
    },
  );

  await step('a tag that does not exist: the tags that are near', async () => {
    writeFileSync(join(folder, 'near.Dockerfile'), 'FROM golang:1.99-alpine3.24\n');
    const { code, stdout } = await program('update', '--pin', 'near.Dockerfile');
    assert.equal(code, 1);
    assert.match(stdout, /Did you mean golang:1\.\d+-alpine3\.\d+/);
  });

  await step('the snapshot can be refreshed', async () => {
    const file = join(folder, 'snapshot.json');
    const { code, stderr } = await run(
      process.execPath,
      join(root, 'scripts/snapshot/refresh.mjs'),
      file,
    );
    assert.equal(code, 0, stderr);
    const snapshot = JSON.parse(readFileSync(file, 'utf8'));
    for (const image of images)
      assert.equal(snapshot.images[image].digest, digests.get(image), image);
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
close();
