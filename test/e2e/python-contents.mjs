/**
 * End to end, what is in a Python image and what is not: no installer, no compiler, no tests, no bytecode that its source contradicts;
 * and on distroless, which includes 3.13, at most 1 MB besides the base, the packages and the program. Needs `docker`.
 *
 *   node test/e2e/python-contents.mjs
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { copyOf, counter, docker, inPool, program } from './support.mjs';

const { step, close } = counter();

/** Installers, compilers and tests: of Python itself, and of the program. Packages may contain their own tests. */
const unwanted =
  /(?:^|\/)(?:pip|pip3|uv|poetry|gcc|g\+\+|cc1|ld|as|make|apt-get)$|\/(?:pip|ensurepip|idlelib|turtledemo)\/|^usr\/(?:local\/)?lib\/python3\.\d+\/(?:test|tests)\/|^app\/tests?\//;

/** Asks the image's own interpreter, because only it knows its format: https://docs.python.org/3/reference/import.html#cached-bytecode-invalidation */
const staleBytecode = `
import importlib.util, pathlib, sys
compiled = stale = 0
for file in [it for root in ["/opt/venv", "/app", *{it for it in sys.path if it.startswith("/usr")}] for it in pathlib.Path(root).rglob("*.pyc")]:
    header = file.read_bytes()[:16]
    source = pathlib.Path(importlib.util.source_from_cache(str(file)))
    compiled += 1
    current = header[:4] == importlib.util.MAGIC_NUMBER and header[4] & 1 and source.is_file() and header[8:] == importlib.util.source_hash(source.read_bytes())
    if not current:
        stale += 1
        print(file, file=sys.stderr)
print(compiled, stale)
`;

/** @returns what the final stage is based on: the image of its FROM, or of the stage named there. */
function baseOf(folder) {
  const stages = [
    ...readFileSync(join(folder, 'Dockerfile'), 'utf8').matchAll(/^FROM (\S+)(?: AS (\S+))?$/gm),
  ].map(([, image, name]) => ({ image, name }));
  const { image } = stages.at(-1);
  return stages.find((it) => it.name === image)?.image ?? image;
}

/** @returns the paths of all files of an image, without a leading slash. */
async function filesOf(image) {
  const { stdout } = await docker('create', image, 'none');
  const container = stdout.trim();
  const files = [];
  try {
    const { stdout: archive } = spawn('docker', ['export', container], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const entry of archive.pipe(extract())) {
      if (entry.header.type === 'file') files.push(entry.header.name);
      entry.resume();
    }
  } finally {
    await docker('rm', container);
  }
  return files;
}

const layersOf = async (image) =>
  (await docker('image', 'inspect', '--format', '{{len .RootFS.Layers}}', image)).stdout.trim();

/** Sizes in bytes of the layers that an image has above its base, by what made them, newest first. */
async function ownLayers(image, base) {
  await docker('pull', '--quiet', base);
  const own = (await layersOf(image)) - (await layersOf(base));
  const { stdout } = await docker(
    'history',
    '--no-trunc',
    '--human=false',
    '--format',
    '{{json .}}',
    image,
  );
  const steps = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((it) => ({ by: it.CreatedBy, size: Number(it.Size) }));
  return steps.filter((it) => /^(?:COPY|ADD|RUN|WORKDIR) /.test(it.by)).slice(0, own);
}

await inPool(
  [
    ['python-flask-pip', 'scratch'],
    ['python-flask-pip', 'distroless'],
    ['python-flask-pip', 'alpine'],
    ['python-fastapi-uv', 'scratch'],
  ].map(([name, base]) => async () => {
    const image = `secure-dockerfile-contents-${name}-${base}-${process.pid}`;
    const folder = copyOf(name);
    await step(
      `${name} on ${base}: no installer, compiler or tests, and bytecode as its sources say`,
      async () => {
        const { code, stderr } = await program(folder, '--yes', '--base', base);
        assert.equal(code, 0, stderr);
        await docker('build', '--tag', image, folder);
        const from = baseOf(folder);
        const brought = new Set(from === 'scratch' ? [] : await filesOf(from));
        const files = (await filesOf(image)).filter((it) => !brought.has(it));
        assert.ok(
          files.some((it) => it.startsWith('opt/venv/lib/')),
          'the packages are there',
        );
        assert.deepEqual(
          files.filter((it) => unwanted.test(it)),
          [],
        );
        const { stdout, stderr: named } = await docker(
          'run',
          '--rm',
          '--read-only',
          '--entrypoint',
          '/opt/venv/bin/python',
          image,
          '-I',
          '-c',
          staleBytecode,
        );
        const [compiled, stale] = stdout.trim().split(' ').map(Number);
        assert.ok(compiled > 100, `only ${compiled} files with bytecode`);
        assert.equal(stale, 0, named.slice(0, 2000));
        return `${compiled} files with bytecode`;
      },
    );
    if (base === 'distroless') {
      await step(
        `${name} on ${base}: at most 1 MB besides the base, the packages and the program`,
        async () => {
          const layers = await ownLayers(image, baseOf(folder));
          assert.ok(
            layers.some((it) => it.by.startsWith('COPY /opt/venv ')),
            layers.map((it) => it.by).join('\n'),
          );
          const rest = layers
            .filter((it) => !/^COPY \/(?:opt\/venv|app) /.test(it.by))
            .reduce((sum, it) => sum + it.size, 0);
          assert.ok(rest <= 1e6, `${rest} bytes`);
          return `${rest} bytes`;
        },
      );
    }
    await docker('image', 'rm', '--force', image);
    rmSync(folder, { recursive: true, force: true });
  }),
);
close();
