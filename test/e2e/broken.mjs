// Checks that the built `verify --json` names exactly the promise that each of these images breaks.
// Prints how many were reported right, and what was wrong with the others. Needs docker and its registries.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './support.mjs';

const folder = fileURLToPath(new URL('broken/', import.meta.url));
/** The base images of the Dockerfiles. They are written by tag and pinned here, so that they do not age. */
const bases = ['golang:1.27-alpine', 'alpine:3.24'];

/** Podman has no build checks. Where it runs in a chroot, as in a container of CI, `podman exec` finds no program. */
const notWithPodman = [
  'check-warning',
  'health-fails',
  'health-always-passes',
  // Its containers are in the network of the engine.
  'needs-the-internet',
];

/**
 * @param {{ cli: string, engine?: 'docker' | 'podman', log?: (line: string) => void, parallel?: number, only?: readonly string[] }} options `cli`: the path of bin.cjs
 * @returns {Promise<{ passed: number, failed: number, failures: string[] }>}
 */
export async function runBroken({
  cli,
  engine = 'docker',
  log = console.log,
  // Podman removes images that a build beside takes from the cache: "image not known".
  parallel = engine === 'podman' ? 1 : 2,
  only = [],
}) {
  const names = readdirSync(folder).filter(
    (name) =>
      name !== 'server' &&
      (only.length === 0 || only.includes(name)) &&
      (engine === 'docker' || !notWithPodman.includes(name)),
  );
  const before = await made(engine);
  const digests = await Promise.all(bases.map(digestOf));
  const work = mkdtempSync(join(tmpdir(), 'secure-dockerfile-broken-'));
  const failures = [];
  try {
    // The first fills the build cache that all others share.
    const [first, ...others] = names;
    if (first !== undefined) await check(first);
    const workers = Array.from({ length: parallel }, async () => {
      for (let name = others.shift(); name !== undefined; name = others.shift()) await check(name);
    });
    await Promise.all(workers);
    failures.push(...(await leftBehind(before, engine)));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return {
    passed: names.length - new Set(failures.map((it) => it.split(':')[0])).size,
    failed: failures.length,
    failures,
  };

  async function check(name) {
    const begun = Date.now();
    const wrong = await examine(name, join(work, name), { cli, engine }, digests);
    failures.push(...wrong.map((it) => `${name}: ${it}`));
    log(
      `${wrong.length === 0 ? 'ok' : 'FAIL'}  ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)${wrong.map((it) => `\n       ${it.replaceAll('\n', '\n       ')}`).join('')}`,
    );
  }
}

/** @returns what verify got wrong about this image */
async function examine(name, directory, { cli, engine }, digests) {
  const expected = JSON.parse(readFileSync(join(folder, name, 'expect.json'), 'utf8'));
  mkdirSync(directory);
  cpSync(join(folder, name), directory, { recursive: true });
  cpSync(join(folder, 'server', 'main.go'), join(directory, 'main.go'));
  if (expected.pin !== false) {
    const text = readFileSync(join(directory, 'Dockerfile'), 'utf8');
    writeFileSync(
      join(directory, 'Dockerfile'),
      bases.reduce((so, base, index) => so.replaceAll(base, `${base}@${digests[index]}`), text),
    );
  }
  // Waits less than a busy machine may need only where no answer is expected.
  const seconds = expected.broken === 'answers' ? '4' : '30';
  const { code, stdout, stderr } = await run(process.execPath, [
    cli,
    'verify',
    '--json',
    '--engine',
    engine,
    '--timeout',
    seconds,
    ...(expected.arguments ?? []),
    directory,
  ]);
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return [`no report on standard output; exit code ${code}: ${stderr.slice(-500)}`];
  }
  return differences(report, code, { ...expected, notJudged: notJudgedOf(expected, engine) });
}

/** Where a podman in a chroot cannot run a program in a container, the HEALTHCHECK is not judged, and verify says so. */
function notJudgedOf({ notJudged = [] }, engine) {
  return engine === 'podman' ? [...notJudged, 'build-checks', 'healthy'] : notJudged;
}

function differences(report, code, expected) {
  const wrong = [];
  const broken = report.promises.filter((it) => it.kept === false);
  const wanted = expected.broken === null ? [] : [expected.broken];
  if (JSON.stringify(broken.map((it) => it.id)) !== JSON.stringify(wanted)) {
    wrong.push(
      `names ${JSON.stringify(broken.map((it) => `${it.id}: ${it.detail}`))} as broken, not ${JSON.stringify(wanted)}`,
    );
  }
  if (JSON.stringify(report.broken) !== JSON.stringify(wanted))
    wrong.push(`"broken" is ${JSON.stringify(report.broken)}`);
  if (JSON.stringify(report.doubtful) !== JSON.stringify(expected.doubtful ?? []))
    wrong.push(`"doubtful" is ${JSON.stringify(report.doubtful)}`);
  const but = report.promises.find((it) => it.but !== undefined)?.but ?? '';
  if (!but.includes(expected.but ?? '')) wrong.push(`reserves ${JSON.stringify(but)}`);
  if (report.ok !== (expected.broken === null)) wrong.push(`"ok" is ${report.ok}`);
  if (code !== (expected.broken === null ? 0 : 1)) wrong.push(`exit code ${code}`);
  const first = broken[0];
  if (first !== undefined && !first.detail.includes(expected.says))
    wrong.push(`says ${JSON.stringify(first.detail)}, not ${JSON.stringify(expected.says)}`);
  if (first !== undefined && !(first.hint ?? '').includes(expected.hint ?? ''))
    wrong.push(`advises ${JSON.stringify(first.hint)}, not ${JSON.stringify(expected.hint)}`);
  if (first !== undefined && (first.hint ?? '') === '') wrong.push('does not say what to do');
  // What was not judged must follow from the broken promise, or be known to be out of reach.
  const open = report.promises.filter((it) => it.kept === null);
  const loose = open.filter(
    (it) => it.because !== expected.broken && !(expected.notJudged ?? []).includes(it.id),
  );
  if (loose.length > 0)
    wrong.push(`does not judge ${JSON.stringify(loose.map((it) => `${it.id}: ${it.detail}`))}`);
  return wrong;
}

async function digestOf(image) {
  const { code, stdout, stderr } = await run('docker', [
    'buildx',
    'imagetools',
    'inspect',
    image,
    '--format',
    '{{json .Manifest}}',
  ]);
  if (code !== 0) throw new Error(`docker buildx imagetools inspect ${image}: ${stderr}`);
  return JSON.parse(stdout).digest;
}

/** Containers, networks and tags by the names that verify gives them. */
async function made(engine) {
  const [containers, networks, images] = await Promise.all([
    run(engine, [
      'ps',
      '--all',
      '--filter',
      'name=create-secure-dockerfile-verify',
      '--format',
      '{{.Names}}',
    ]),
    run(engine, [
      'network',
      'ls',
      '--filter',
      'name=create-secure-dockerfile-verify',
      '--format',
      '{{.Name}}',
    ]),
    run(engine, [
      'images',
      '--filter',
      'reference=create-secure-dockerfile-verify',
      '--format',
      '{{.Repository}}:{{.Tag}}',
    ]),
  ]);
  return [containers, networks, images]
    .flatMap((it) => it.stdout.split('\n'))
    .filter((it) => it !== '');
}

/** What exists now, did not exist before, and stays: what another verify makes at the same time disappears. */
async function leftBehind(before, engine) {
  let rest = (await made(engine)).filter((it) => !before.includes(it));
  for (let seconds = 0; rest.length > 0 && seconds < 60; seconds += 2) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const now = await made(engine);
    rest = rest.filter((it) => now.includes(it));
  }
  return rest.map((it) => `left behind: ${it}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const cli = fileURLToPath(new URL('../../bin.cjs', import.meta.url));
  const { values, positionals } = parseArgs({
    options: { engine: { type: 'string', default: 'docker' } },
    allowPositionals: true,
  });
  const { engine } = values;
  const { passed, failed, failures } = await runBroken({ cli, engine, only: positionals });
  for (const failure of failures) console.error(failure);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
