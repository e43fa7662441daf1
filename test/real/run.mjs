/**
 * Real applications, each at one commit (projects.json): the built program reads a checkout without the project's own Dockerfiles,
 * `verify` builds the image and runs it hardened, and what it answers is compared with the list. The strictest base that does not
 * refuse the project is taken. Writes results.json and docs/real-projects.md. Needs git, docker, registries and GitHub.
 *
 *   node test/real/run.mjs [--only REGEX] [--text] [--prove] [--theirs] [--mirror FOLDER] [--offline]
 *     --prove    runs `prove` without any flag or variable, and writes the outcome of each into proofs.json
 *     --text     only generates: the outcome is "written" or "refused", and nothing is kept
 *     --theirs   also builds the Dockerfile of the maintainers, for its size
 *     --mirror   takes git directories FOLDER/OWNER+NAME/repo (or REAL_MIRROR) instead of GitHub
 *     --offline  pins from the snapshot
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { docker, program, root, run } from '../e2e/support.mjs';
import {
  end,
  isGood,
  lineOf,
  mistakesIn,
  pageOf,
  promisesOf,
  unbuiltBecause,
  unmet,
} from './projects.mjs';

const usage =
  'usage: node test/real/run.mjs [--only REGEX] [--text] [--prove] [--theirs] [--mirror FOLDER] [--offline]';
const { values: options } = readOptions({
  options: {
    help: { type: 'boolean', default: false },
    only: { type: 'string', default: '.' },
    text: { type: 'boolean', default: false },
    prove: { type: 'boolean', default: false },
    theirs: { type: 'boolean', default: false },
    mirror: { type: 'string', default: process.env.REAL_MIRROR ?? '' },
    offline: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}
const resultsFile = join(root, 'test/real/results.json');
const { projects } = JSON.parse(readFileSync(join(root, 'test/real/projects.json'), 'utf8'));
const mistakes = mistakesIn(projects);
if (mistakes.length > 0) throw new Error(`projects.json:\n${mistakes.join('\n')}`);

/** The smallest first. */
const bases = ['scratch', 'distroless', 'alpine'];
const hardening = '--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges';

/** Files for the project's own image, which a user without a Dockerfile does not have. */
const ownFiles =
  /^(?:Dockerfile(?!\.(?:go|py|[cm]?[jt]s)$).*|.*\.Dockerfile|\.dockerignore|docker-compose.*|compose\.ya?ml)$/i;

if (options.prove) await proveAll();

let passed = 0;
let failed = 0;
for (const project of projects.filter((it) => new RegExp(options.only).test(it.id))) {
  const begun = Date.now();
  const outcome = await tryOut(project);
  const row = { ...outcome, seconds: Math.round((Date.now() - begun) / 1000) };
  if (isGood(project, row)) passed += 1;
  else if (row.outcome !== 'unbuilt') failed += 1;
  console.log(lineOf(project, row));
  if (!options.text) keep(project, row);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Proves every project, and ends. A build that this registry cannot serve counts for neither side. */
async function proveAll() {
  const file = join(root, 'test/real/proofs.json');
  for (const project of projects.filter((it) => new RegExp(options.only).test(it.id))) {
    const row = await proveOne(project);
    console.log(`${row.outcome.padEnd(8)} ${project.id}: ${row.detail}`);
    const proofs = { ...JSON.parse(readFileSync(file, 'utf8')), [project.id]: row };
    const sorted = Object.fromEntries(Object.entries(proofs).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
  }
  const counted = Object.values(JSON.parse(readFileSync(file, 'utf8'))).filter(
    (it) => it.outcome !== 'unbuilt',
  );
  const proven = counted.filter((it) => it.outcome === 'proven');
  const rounds = proven.reduce((sum, it) => sum + it.rounds, 0) / Math.max(1, proven.length);
  console.log(
    `${proven.length} of ${counted.length} keep every promise, in ${rounds.toFixed(1)} rounds on average`,
  );
  process.exit();
}

async function proveOne(project) {
  const parent = mkdtempSync(join(tmpdir(), `real-${project.id}-`));
  try {
    const checkout = join(parent, project.repository.split('/')[1]);
    const missing = await checkOut(project, checkout);
    removeOwnFiles(checkout);
    const folder = join(checkout, project.folder ?? '');
    const { code, stdout, stderr } = await program('prove', folder, '--json');
    if (code !== 0 && !stdout.includes('"rounds"')) {
      const { outcome, detail } = refusedOr({ outcome: 'refused', detail: end(stderr) });
      return { outcome, detail };
    }
    const { rounds, best } = JSON.parse(stdout);
    const builds = best.report.promises.find((it) => it.id === 'builds');
    const because =
      builds.kept || !options.mirror ? null : unbuiltBecause(project, missing, builds.detail);
    if (because !== null) return { outcome: 'unbuilt', detail: because };
    const learned = best.learned.map((it) => `--${it.option} ${it.value}`).join(' ');
    return {
      outcome: best.report.ok ? 'proven' : 'broken',
      rounds: rounds.filter((it) => it.report !== null).length,
      base: best.base,
      detail: end([best.outcome, learned].filter((it) => it !== '').join('; ')),
    };
  } catch (error) {
    return { outcome: 'broken', rounds: 0, detail: end(error?.message ?? error) };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Reads the options; a mistake ends with one line and the usage. */
function readOptions(shape) {
  try {
    return parseArgs(shape);
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    return process.exit(2);
  }
}

/** Keeps each row as soon as it is known, so that a run that is cut off loses nothing. */
function keep({ id }, row) {
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  const theirs = row.theirs ?? results[id]?.theirs;
  results[id] = theirs === undefined ? row : { ...row, theirs };
  const sorted = Object.fromEntries(
    projects.flatMap((it) => (results[it.id] ? [[it.id, results[it.id]]] : [])),
  );
  writeFileSync(resultsFile, `${JSON.stringify(sorted, null, 2)}\n`);
  writeFileSync(join(root, 'docs/real-projects.md'), pageOf(projects, sorted));
}

async function tryOut(project) {
  const parent = mkdtempSync(join(tmpdir(), `real-${project.id}-`));
  try {
    const checkout = join(parent, project.repository.split('/')[1]);
    const missing = await checkOut(project, checkout);
    const theirs = options.theirs ? await sizeOfTheirs(project, checkout) : undefined;
    removeOwnFiles(checkout);
    const folder = join(checkout, project.folder ?? '');
    const generated = await generate(project, folder);
    if (generated.outcome === 'refused') return refusedOr(generated);
    if (options.text) return generated;
    const { base } = generated;
    const outcome = project.answers.exit
      ? await tryProgramThatEnds(project, folder)
      : await tryServer(project, folder);
    const because =
      options.mirror && isUnfinished(project, outcome)
        ? unbuiltBecause(project, missing, outcome.log)
        : null;
    const { log: _, ...known } = outcome;
    const tried = because === null ? known : { outcome: 'unbuilt', detail: because };
    return { base, ...tried, ...(theirs === undefined ? {} : { theirs }) };
  } catch (error) {
    return { outcome: 'run', detail: end(error?.message ?? error) };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** A refusal does not count if it is about an image that only this registry lacks. */
function refusedOr(refused) {
  const isTag = options.mirror && / has no tag /.test(refused.detail);
  return isTag ? { outcome: 'unbuilt', detail: unbuiltBecause({}, [], refused.detail) } : refused;
}

/** Whether the build failed, or went on without what it fetches. */
function isUnfinished({ fetches }, { outcome }) {
  return outcome === 'build' || (outcome === 'run' && fetches !== undefined);
}

/** @returns the files that a mirror lacks. */
async function checkOut({ repository, commit }, checkout) {
  mkdirSync(checkout);
  const git = async (...argv) => {
    const { code, stderr } = await run('git', argv, { cwd: checkout });
    if (code !== 0) throw new Error(`git ${argv.join(' ')}: ${stderr.slice(-500)}`);
  };
  if (options.mirror) {
    const directory = join(options.mirror, repository.replace('/', '+'), 'repo');
    const index = { env: { ...process.env, GIT_INDEX_FILE: `${checkout}.index` }, cwd: checkout };
    const reading = [`--git-dir=${directory}`, `--work-tree=${checkout}`];
    await run('git', [...reading, 'read-tree', commit], index);
    // A mirror may lack its largest files.
    await run('git', [...reading, 'checkout-index', '--all', '--quiet'], index);
    if (readdirSync(checkout).length === 0) throw new Error(`${directory} lacks ${commit}`);
    const listed = await run('git', [...reading, 'ls-files', '--deleted'], index);
    return listed.stdout.split('\n').filter((it) => it !== '');
  }
  await git('init', '--quiet');
  await git('fetch', '--quiet', '--depth=1', `https://github.com/${repository}`, commit);
  await git('checkout', '--quiet', 'FETCH_HEAD');
  return [];
}

function removeOwnFiles(checkout) {
  for (const entry of readdirSync(checkout, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && ownFiles.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
}

/** Takes the first base that does not refuse; the refusal of the default base is the one to show. */
async function generate({ flags = [] }, folder) {
  let refusal = '';
  for (const base of flags.includes('--base') ? [undefined] : bases) {
    const choice = base === undefined ? [] : ['--base', base];
    const more = options.offline ? ['--offline'] : [];
    const { code, stderr } = await program(folder, '--yes', ...choice, ...flags, ...more);
    const chosen = base ?? flags[flags.indexOf('--base') + 1];
    if (code === 0) return { outcome: 'written', base: chosen };
    if (refusal === '' || base === 'distroless') refusal = end(stderr);
  }
  return { outcome: 'refused', detail: refusal };
}

async function tryServer({ answers, env = {} }, folder) {
  const path =
    answers.http && (answers.http.status ?? 200) < 400 ? ['--path', answers.http.path] : [];
  const { code, stdout, stderr } = await program(
    'verify',
    folder,
    '--json',
    ...path,
    ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
  );
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return { outcome: 'run', detail: `verify ended with ${code}: ${end(stderr)}` };
  }
  const promises = promisesOf(report.promises);
  const size = report.image?.size;
  const builds = report.promises.find((it) => it.id === 'builds');
  if (builds?.kept !== true)
    return { outcome: 'build', detail: end(builds?.detail), log: builds?.detail };
  const wrong = unmet(answers, report);
  if (wrong === null) return { outcome: 'ok', size, promises };
  const reason = report.promises.find((it) => it.id === 'read-only' || it.id === 'answers');
  return {
    outcome: 'run',
    size,
    promises,
    detail: end(`${wrong}; ${reason?.detail ?? ''} ${end(report.log ?? '')}`),
  };
}

async function tryProgramThatEnds({ answers, env = {}, arguments: words = [] }, folder) {
  const image = `real-${randomUUID()}`;
  const built = await run('docker', ['build', '--quiet', '--tag', image, folder]);
  if (built.code !== 0) return { outcome: 'build', detail: end(built.stderr), log: built.stderr };
  try {
    const size = await sizeOf(image);
    const { code, stdout, stderr } = await run('docker', [
      'run',
      '--rm',
      ...hardening.split(' '),
      ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      image,
      ...words,
    ]);
    const wrong = unmet(answers, { code, output: stdout + stderr });
    return wrong === null ? { outcome: 'ok', size } : { outcome: 'run', size, detail: wrong };
  } finally {
    await docker('image', 'rm', '--force', image);
  }
}

async function sizeOf(image) {
  const { stdout } = await docker('image', 'inspect', '--format', '{{.Size}}', image);
  return Number(stdout);
}

/** @returns the size of the image of the maintainers; `undefined` if their Dockerfile cannot be built from the repository alone. */
async function sizeOfTheirs({ maintainers }, checkout) {
  if (!maintainers?.dockerfile) return undefined;
  const image = `real-theirs-${randomUUID()}`;
  const dockerfile = join(checkout, maintainers.dockerfile);
  const built = await run('docker', ['build', '-q', '-t', image, '-f', dockerfile, checkout]);
  if (built.code !== 0) return undefined;
  try {
    return await sizeOf(image);
  } finally {
    await docker('image', 'rm', '--force', image);
  }
}
