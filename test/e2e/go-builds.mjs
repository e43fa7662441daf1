/**
 * End to end, what Go images promise beyond running: linux/arm64 is compiled without emulation; two builds of one commit that share no
 * cache give the same binary; and, with SOURCE_DATE_EPOCH and rewritten timestamps, the same image digest. The last needs a builder of
 * BuildKit's own: `E2E_BUILDER` names one (any driver but the engine's own, which cannot rewrite timestamps), else one is made.
 *
 *   node test/e2e/go-builds.mjs
 */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyOf, counter, docker, program } from './support.mjs';

const { step, close } = counter();
const work = mkdtempSync(join(tmpdir(), 'e2e-go-builds-'));

async function generated(name, base) {
  const folder = copyOf(name);
  const { code, stderr } = await program(folder, '--yes', '--base', base);
  assert.equal(code, 0, stderr);
  return folder;
}

const binaryIn = (folder) => {
  const programs = readdirSync(join(folder, 'usr/local/bin'));
  assert.equal(programs.length, 1, `one program in /usr/local/bin: ${programs.join(', ')}`);
  return readFileSync(join(folder, 'usr/local/bin', programs[0]));
};

/** A separate checkout, of another day, whose caches nobody has filled. */
async function freshCheckout(name, base, when) {
  const folder = await generated(name, base);
  for (const entry of readdirSync(folder, { recursive: true }))
    utimesSync(join(folder, entry), when, when);
  const dockerfile = join(folder, 'Dockerfile');
  const text = readFileSync(dockerfile, 'utf8');
  assert.match(text, /--mount=type=cache,target=/);
  writeFileSync(
    dockerfile,
    text.replaceAll(
      '--mount=type=cache,target=',
      () => `--mount=type=cache,id=${randomUUID()},target=`,
    ),
  );
  utimesSync(dockerfile, when, when);
  return folder;
}

/** Machine field of the ELF header, little-endian at offset 18: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
const machines = { 62: 'x86-64', 183: 'aarch64' };

for (const [name, base] of [
  ['go-api', 'scratch'],
  ['go-cmd', 'distroless'],
  ['go-work', 'alpine'],
]) {
  await step(
    `${name} on ${base} for linux/arm64: an arm64 program, compiled on the platform of the builder`,
    async () => {
      const folder = await generated(name, base);
      const dockerfile = join(folder, 'Dockerfile');
      const [, build, final] = readFileSync(dockerfile, 'utf8').split(/^(?=FROM )/m);
      assert.match(build, /^FROM --platform=\$BUILDPLATFORM .* AS build\n/);
      assert.doesNotMatch(final, /^RUN /m);
      // Under emulation the kernel reports the emulated machine.
      const { stdout } = await docker('version', '--format', '{{.Server.Arch}}');
      const native = { amd64: 'x86_64', arm64: 'aarch64' }[stdout.trim()];
      writeFileSync(dockerfile, `${build}RUN test "$(uname -m)" = ${native}\n${final}`);
      const to = join(work, `${name}-arm64`);
      await docker(
        'build',
        '--platform',
        'linux/arm64',
        '--output',
        `type=local,dest=${to}`,
        folder,
      );
      const binary = binaryIn(to);
      assert.equal(binary.subarray(0, 4).toString('latin1'), '\x7fELF');
      assert.equal(machines[binary.readUInt16LE(18)], 'aarch64');
      rmSync(folder, { recursive: true });
    },
  );
}

const first = new Date('2026-01-02T03:04:05Z');
const second = new Date('2026-07-08T09:10:11Z');

for (const [name, base] of [['go-sqlite', 'distroless']]) {
  await step(
    `${name} on ${base}: two builds without any cache give the same program, with cgo, too`,
    async () => {
      const sums = [];
      for (const when of [first, second]) {
        const folder = await freshCheckout(name, base, when);
        const to = join(work, `${name}-${when.getTime()}`);
        await docker('build', '--no-cache', '--output', `type=local,dest=${to}`, folder);
        sums.push(createHash('sha256').update(binaryIn(to)).digest('hex'));
        rmSync(folder, { recursive: true });
      }
      assert.equal(sums[0], sums[1]);
      return sums[0].slice(0, 12);
    },
  );
}

const own = process.env.E2E_BUILDER === undefined ? `secure-dockerfile-e2e-${process.pid}` : null;
const builder = own ?? process.env.E2E_BUILDER;
try {
  if (own !== null) await docker('buildx', 'create', '--name', own, '--driver', 'docker-container');
  for (const base of ['scratch', 'distroless']) {
    await step(
      `go-cmd on ${base}: two builds without any cache give the same image digest`,
      async () => {
        const digests = [];
        for (const when of [first, second]) {
          const folder = await freshCheckout('go-cmd', base, when);
          const report = join(work, 'metadata.json');
          await docker(
            'buildx',
            'build',
            '--builder',
            builder,
            '--no-cache',
            '--provenance=false',
            '--build-arg',
            'SOURCE_DATE_EPOCH=1767225600',
            '--metadata-file',
            report,
            '--output',
            `type=oci,dest=${join(work, 'image.tar')},rewrite-timestamp=true`,
            folder,
          );
          digests.push(JSON.parse(readFileSync(report, 'utf8'))['containerimage.digest']);
          rmSync(folder, { recursive: true });
        }
        assert.match(digests[0], /^sha256:[0-9a-f]{64}$/);
        assert.equal(digests[0], digests[1]);
        return digests[0].slice(0, 19);
      },
    );
  }
} finally {
  if (own !== null) await docker('buildx', 'rm', '--force', own);
  rmSync(work, { recursive: true, force: true });
}
close();
