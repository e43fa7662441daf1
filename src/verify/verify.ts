/**
 * The `verify` command: builds, starts hardened, looks, stops, removes. In: a directory and how to start it. Out: a report.
 * Whatever happens in between (a failure, Ctrl-C), nothing that was started is left behind.
 */
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Engine, Host, Output } from '../ports/ports.ts';
import { resolveAccount, type Account } from './account.ts';
import { buildImage, checkBuild, exportFiles, inspectImage } from './build.ts';
import { readDockerfile, type DockerfileFacts } from '../dockerfile/facts.ts';
import { canWrite, withoutSlash } from './file-checks.ts';
import type { FileFacts } from './files.ts';
import type { ImageFacts } from './image.ts';
import type { Made, VerifyInput } from './input.ts';
import {
  judgeChecks,
  judgeExecForm,
  judgePinned,
  judgeUser,
  type CheckWarning,
} from './judge-build.ts';
import { finalBase, judgeSecrets, judgeSetuid, judgeTools, judgeWritable } from './judge-files.ts';
import { plainLine } from './plain-text.ts';
import { promiseIds, titles, type PromiseId, type Verdict, type VerifyReport } from './report.ts';
import { checkpoint, type Tools } from './run.ts';
import { tellingParts } from './secrets.ts';
import { tryOut, type RunFindings } from './try-out.ts';
import { shellWord } from '../text/shell-words.ts';

export interface VerifyPorts {
  readonly engine: Engine;
  readonly host: Host;
  readonly out: Output;
}

/**
 * Builds the image and holds it to every promise.
 * @throws UserError E_FILE: there is no such Dockerfile
 * @throws Cancelled on Ctrl-C, after everything was removed
 */
export async function verifyImage(input: VerifyInput, ports: VerifyPorts): Promise<VerifyReport> {
  const { engine, host } = ports;
  const made: Made = {
    image: `create-secure-dockerfile-verify:${host.uniqueName()}`,
    containers: new Set(),
  };
  const interruption = new AbortController();
  const release = host.onInterrupt(() => interruption.abort());
  let kept: Made = { image: '', containers: new Set() };
  try {
    const { report, container } = await examine(input, ports, made, interruption.signal);
    checkpoint(interruption.signal);
    if (!input.keep || report.image === null) return report;
    kept = { image: made.image, containers: new Set(container === null ? [] : [container]) };
    return { ...report, left: { image: kept.image, containers: [...kept.containers] } };
  } finally {
    await remove(made, kept, engine, ports.out);
    release();
  }
}

async function remove(made: Made, kept: Made, engine: Engine, out: Output): Promise<void> {
  const containers = [...made.containers].filter((it) => !kept.containers.has(it));
  // -v: volumes without a name go with their container.
  if (containers.length > 0)
    await removeWith(['rm', '--force', '--volumes', ...containers], engine, out);
  if (kept.image !== made.image) await removeWith(['rmi', made.image], engine, out);
}

async function removeWith(args: readonly string[], engine: Engine, out: Output): Promise<void> {
  const result = await engine.run(args, { timeoutMs: 120_000 });
  const isGone = result.stderr
    .split('\n')
    .every((it) => it.trim() === '' || /no such|not known|no container/i.test(it));
  if (result.code !== 0 && !isGone)
    out.say(
      `Could not remove everything: ${plainLine(result.stderr)}\nTry again with: ${engine.program} ${args.join(' ')}`,
    );
}

interface Examined {
  readonly report: VerifyReport;
  /** The container to leave behind with --keep. */
  readonly container: string | null;
}

async function examine(
  input: VerifyInput,
  ports: VerifyPorts,
  made: Made,
  signal: AbortSignal,
): Promise<Examined> {
  const { engine, host, out } = ports;
  const tools: Tools = { engine, host, signal };
  const begun = host.now();
  await checkInput(input, host);
  const path = resolve(input.directory, input.dockerfile);
  const text = await host.read(path);
  if (text === undefined)
    throw new UserError({
      code: 'E_FILE',
      path: input.dockerfile,
      reason: `there is no such file in ${input.directory}. Write one with create-secure-dockerfile, or name another with --output.`,
    });
  const dockerfile = readDockerfile(text, assignments(input.buildArgs), input.target ?? undefined);
  demandSecrets(input, dockerfile);

  out.say(`Building ${input.dockerfile} with ${engine.program} ...`);
  const build = await buildImage(input, path, made, tools, out);
  const buildMs = host.now() - begun;
  checkpoint(signal);
  const warnings = await checkBuild(input, path, tools);
  checkpoint(signal);
  const frame = {
    engine: engine.program,
    dockerfile: input.dockerfile,
    target: input.target,
    answer: null,
    log: '',
    left: null,
  } as const;
  if (build !== null) {
    const known = [build, judgePinned(dockerfile, input.dockerfile)];
    const promises = complete([...known, judgeChecks(warnings, brokenAmong(known))]);
    return {
      container: null,
      report: {
        ...frame,
        ok: false,
        image: null,
        promises,
        broken: [...brokenAmong(promises)],
        timings: { build: buildMs, total: host.now() - begun },
      },
    };
  }

  const image = await inspectImage(made.image, engine);
  const needles = await secretValues(input.secrets, host);
  const files = await exportFiles(made, input.platform, needles, tools);
  checkpoint(signal);
  const account = resolveAccount(
    image.user,
    accountFile(files, 'passwd'),
    accountFile(files, 'group'),
  );
  const declared = [...image.volumes, ...input.writable];
  const ports_ = portsToAsk(dockerfile, image);
  out.say(
    `Starting it with a read-only root, without capabilities${ports_.length > 0 ? `, and asking port ${ports_.join(', ')}` : ''} ...`,
  );
  const run = await tryOut(
    {
      input,
      image,
      account,
      files,
      declared,
      ports: ports_,
      made,
      extra: createArguments(input, account, files, image),
    },
    tools,
  );
  const promises = judge(input, {
    dockerfile,
    image,
    files,
    account,
    declared,
    warnings,
    needles,
    run,
  });
  const broken = [...brokenAmong(promises)];
  const timings = {
    build: buildMs,
    ready: run.readyMs,
    ...(run.stopMs === null ? {} : { stop: run.stopMs }),
    total: host.now() - begun,
  };
  return {
    container: run.container,
    report: {
      ...frame,
      ok: broken.length === 0,
      image: { id: image.id, size: image.size, layers: image.layers },
      promises,
      broken,
      answer: run.answer,
      log: run.log,
      timings,
    },
  };
}

/** What docker would only complain of in the middle of the work. */
async function checkInput(input: VerifyInput, host: Host): Promise<void> {
  if (input.envFile !== null && (await host.read(resolve(input.envFile))) === undefined)
    throw new UserError({
      code: 'E_FILE',
      path: input.envFile,
      reason: 'there is no such file (--env-file)',
    });
}

/** The build would end in the middle, with BuildKit's words for it. @throws UserError E_USAGE naming what to add. */
function demandSecrets(input: VerifyInput, { required }: DockerfileFacts): void {
  const given = new Set(input.secrets.map((it) => assignments(it.split(','))['id']));
  const missing = required.filter((it) =>
    it.kind === 'ssh' ? input.ssh.length === 0 : !given.has(it.id),
  );
  const [first] = missing;
  if (!first) return;
  const flags = [
    ...new Set(
      missing.map((it) =>
        it.kind === 'ssh' ? '--ssh default' : `--secret id=${shellWord(it.id)},src=FILE`,
      ),
    ),
  ];
  throw new UserError({
    code: 'E_USAGE',
    reason: `${input.dockerfile}:${first.line}: the build needs ${first.kind === 'ssh' ? 'the keys of an SSH agent' : `the secret ${first.id}`}, and nothing gives ${first.kind === 'ssh' ? 'them' : 'it'}.`,
    hint: `Add ${flags.join(' ')}${missing.some((it) => it.kind === 'secret') ? ' (or env=VARIABLE instead of src=FILE)' : ''}: verify takes them as docker build does.`,
  });
}

interface Seen {
  readonly dockerfile: DockerfileFacts;
  readonly image: ImageFacts;
  readonly files: FileFacts | string;
  readonly account: Account | null;
  readonly declared: readonly string[];
  readonly warnings: readonly CheckWarning[] | string;
  readonly needles: readonly string[];
  readonly run: RunFindings;
}

function judge(input: VerifyInput, seen: Seen): Verdict[] {
  const { dockerfile, image, files, account, run } = seen;
  const verdicts: Verdict[] = [
    { id: 'builds', title: titles.builds, kept: true, detail: '' },
    judgePinned(dockerfile, input.dockerfile),
    judgeUser(image, account, dockerfile, input.dockerfile),
    ...run.verdicts,
    ...judgeTools(files, finalBase(dockerfile, image)),
    judgeSetuid(files),
    judgeWritable(files, account, image.environment, {
      declared: seen.declared,
      needed: run.needed,
    }),
    ...judgeSecrets(image, files, seen.needles),
    judgeExecForm(image, dockerfile, input.dockerfile),
  ];
  return inOrder([
    ...withCause(verdicts, image),
    judgeChecks(seen.warnings, brokenAmong(verdicts)),
  ]);
}

/** What follows from the way the program is named: no program to start, or a shell as PID 1 that keeps the signal to itself. */
function withCause(verdicts: readonly Verdict[], image: ImageFacts): Verdict[] {
  if (!brokenAmong(verdicts).has('exec-form')) return [...verdicts];
  const follows: readonly PromiseId[] =
    image.entrypoint.length + image.cmd.length === 0 ? ['answers'] : ['pid-1'];
  return verdicts.map((it): Verdict => {
    if (follows.includes(it.id) && it.kept === false)
      return { id: it.id, title: it.title, detail: it.detail, kept: null, because: 'exec-form' };
    return it.because !== undefined && follows.includes(it.because)
      ? { ...it, because: 'exec-form' }
      : it;
  });
}

function brokenAmong(verdicts: readonly Verdict[]): Set<PromiseId> {
  return new Set(verdicts.filter((it) => it.kept === false).map((it) => it.id));
}

function inOrder(verdicts: readonly Verdict[]): Verdict[] {
  return [...verdicts].sort((a, b) => promiseIds.indexOf(a.id) - promiseIds.indexOf(b.id));
}

/** Without an image nothing else can be judged: every other promise says so. */
function complete(verdicts: readonly Verdict[]): Verdict[] {
  const missing = promiseIds.filter((id) => !verdicts.some((it) => it.id === id));
  return inOrder([
    ...verdicts,
    ...missing.map((id): Verdict => ({
      id,
      kept: null,
      title: titles[id],
      detail: 'there is no image',
      because: 'builds',
    })),
  ]);
}

function accountFile(files: FileFacts | string, which: 'passwd' | 'group'): string {
  return typeof files === 'string' ? '' : files[which];
}

/** What the Dockerfile exposes; ports that only its base exposes are not this image's word, unless there is nothing else. */
function portsToAsk(dockerfile: DockerfileFacts, image: ImageFacts): readonly number[] {
  const own = [...new Set(dockerfile.ports)].filter((it) => image.tcpPorts.includes(it));
  return own.length > 0 ? own : image.tcpPorts;
}

/** Arguments of `docker create` besides the hardening: variables, the platform, the declared places. */
function createArguments(
  input: VerifyInput,
  account: Account | null,
  files: FileFacts | string,
  image: ImageFacts,
): string[] {
  const places = input.writable
    .map(withoutSlash)
    .filter((it) => it !== '/tmp' && !image.volumes.map(withoutSlash).includes(it));
  return [
    ...input.env.flatMap((it) => ['--env', it]),
    ...(input.envFile === null ? [] : ['--env-file', input.envFile]),
    ...(input.platform === null ? [] : ['--platform', input.platform]),
    ...places.flatMap((it) => placeArguments(it, account, files)),
  ];
}

/** A folder of the user's that the image brings keeps its content and owner as a volume; any other place is memory that belongs to the user. */
function placeArguments(
  path: string,
  account: Account | null,
  files: FileFacts | string,
): string[] {
  const entry = typeof files === 'string' ? undefined : files.entries.get(path);
  if (entry?.kind === 'directory' && account !== null && canWrite(entry, account))
    return ['--mount', `type=volume,dst=${path}`];
  return [
    '--tmpfs',
    account === null ? path : `${path}:uid=${account.uid},gid=${account.gid},mode=0700`,
  ];
}

function assignments(items: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    items.flatMap((it) =>
      it.includes('=') ? [[it.slice(0, it.indexOf('=')), it.slice(it.indexOf('=') + 1)]] : [],
    ),
  );
}

/** The values of build secrets, to see that none of them is in the image. */
async function secretValues(secrets: readonly string[], host: Host): Promise<string[]> {
  const values: string[] = [];
  for (const secret of secrets) {
    const fields = assignments(secret.split(','));
    const file = fields['src'] ?? fields['source'];
    const value =
      file === undefined
        ? host.env(fields['env'] ?? fields['id'] ?? '')
        : await host.read(resolve(file));
    if (value !== undefined) values.push(...tellingParts(value));
  }
  return values;
}
