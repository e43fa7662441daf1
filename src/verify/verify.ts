/**
 * The `verify` command: reads its input, builds the image, inspects it, starts it hardened, stops
 * it, and judges the results. Whatever happens (a failure, Ctrl-C), nothing that it started is left
 * behind.
 */
import type { DockerfileFacts } from '../dockerfile/facts.ts';
import type { Engine, Host, Output } from '../ports/ports.ts';
import { resolveAccount } from './account.ts';
import {
  buildImage,
  checkBuild,
  exportFiles,
  inspectImage,
  saveLayers,
  takeImage,
} from './build.ts';
import { createArguments } from './create-arguments.ts';
import { compareSize } from './compare.ts';
import type { ImageFacts } from './image.ts';
import type { Created, VerifyInput } from './input.ts';
import { removeLeftovers, repository } from './leftovers.ts';
import { ownNetwork } from './network.ts';
import { plainLine } from './plain-text.ts';
import {
  demandNamedFiles,
  factsOfImage,
  pathOfDockerfile,
  readInput,
  secretValues,
} from './read-input.ts';
import type { CheckWarning } from './judge-build.ts';
import { contentsOf } from './contents.ts';
import { finalBase, isPublicBase } from './judge-files.ts';
import { withLines } from './places.ts';
import type { Verdict, VerifyReport } from './report.ts';
import { progressOn } from './progress.ts';
import { checkpoint, type Tools } from './run.ts';
import { tryOut } from './try-out.ts';
import { brokenAmong, judgeAll, judgeUnbuilt, nameOf } from './verdicts.ts';

export interface VerifyPorts {
  readonly engine: Engine;
  readonly host: Host;
  readonly out: Output;
}

/**
 * Builds the image and checks every promise.
 * @throws UserError E_FILE if the Dockerfile does not exist
 * @throws Cancelled on Ctrl-C, after everything was removed
 */
export async function verifyImage(input: VerifyInput, ports: VerifyPorts): Promise<VerifyReport> {
  const { engine, host } = ports;
  const created: Created = {
    image: `${repository}:${host.uniqueName()}`,
    others: new Set(),
    containers: new Set(),
    networks: new Set(),
  };
  const interruption = new AbortController();
  const progress = progressOn(ports.out, host);
  const release = host.onInterrupt(() => interruption.abort());
  let kept: Created = {
    image: '',
    others: new Set(),
    containers: new Set(),
    networks: new Set(),
  };
  try {
    await removeLeftovers(engine, host, ports.out);
    checkpoint(interruption.signal);
    const tools: Tools = { engine, host, signal: interruption.signal, progress };
    const { report, container } = await examine(input, tools, created, ports.out);
    checkpoint(interruption.signal);
    if (!input.keep || report.image === null) return report;
    const containers = container === null ? [] : [container];
    kept = { ...created, containers: new Set(containers) };
    return { ...report, left: { image: kept.image, containers, networks: [...kept.networks] } };
  } finally {
    progress.stop();
    await remove(created, kept, engine, ports.out);
    release();
  }
}

async function remove(created: Created, kept: Created, engine: Engine, out: Output): Promise<void> {
  const containers = [...created.containers].filter((it) => !kept.containers.has(it));
  // -v also removes the anonymous volumes of a container.
  if (containers.length > 0)
    await removeWith(['rm', '--force', '--volumes', ...containers], engine, out);
  const networks = [...created.networks].filter((it) => !kept.networks.has(it));
  if (networks.length > 0) await removeWith(['network', 'rm', ...networks], engine, out);
  const images = [...(kept.image === created.image ? [] : [created.image]), ...created.others];
  if (images.length > 0) await removeWith(['rmi', ...images], engine, out);
}

async function removeWith(args: readonly string[], engine: Engine, out: Output): Promise<void> {
  const result = await engine.run(args, { timeoutMs: 120_000 });
  const isGone = result.stderr
    .split('\n')
    .every((it) => it.trim() === '' || /no such|not known|no container|not found/i.test(it));
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
  tools: Tools,
  created: Created,
  out: Output,
): Promise<Examined> {
  const { engine, host, signal, progress } = tools;
  const begun = host.now();
  const made = await obtain(input, created, tools, out);
  const build = made.buildMs === null ? {} : { build: made.buildMs };
  if (made.failure !== null) {
    progress.end();
    const judged = judgeUnbuilt(input, made.failure, made.dockerfile, made.warnings);
    const promises = withLines(judged, made.dockerfile);
    const timings = { ...build, total: host.now() - begun };
    return { report: reportOf(input, engine, promises, { timings }), container: null };
  }

  progress.phase('inspect');
  const image = await inspectImage(created.image, engine);
  const dockerfile = made.dockerfile ?? factsOfImage(image);
  const needles = await secretValues(input.secrets, host);
  const files = await exportFiles(created, input.platform, needles, tools);
  checkpoint(signal);
  const mayHide =
    dockerfile.mayHideFiles || !isPublicBase(finalBase(dockerfile, image, input.image));
  const layers = mayHide ? await saveLayers(created.image, needles, tools) : null;
  checkpoint(signal);
  const { passwd, group } = typeof files === 'string' ? { passwd: '', group: '' } : files;
  const account = resolveAccount(image.user, passwd, group);
  const declared = [...image.volumes, ...input.writable];
  const asked = portsToAsk(dockerfile, image);

  const network = await ownNetwork(input, created, tools);
  checkpoint(signal);
  progress.end();
  const asking = asked.length > 0 ? `, and asking port ${asked.join(', ')}` : '';
  const way = network === null ? '' : ' or a way out of its network';
  out.say(`Starting it with a read-only root, without capabilities${way}${asking} ...`);
  const networked = { ...input, network: network ?? input.network };
  const extra = createArguments(networked, account, files, image, engine.program);
  const trial = { input, image, account, files, declared, ports: asked, created, extra };
  const run = await tryOut({ ...trial, isolated: network !== null }, tools);
  progress.end();

  const { warnings } = made;
  const facts = { dockerfile, image, files, layers, account, declared, warnings, needles, run };
  const compared = await compareSize(input, created, tools, out);
  checkpoint(signal);
  const stop = run.stopMs === null ? {} : { stop: run.stopMs };
  const verdicts = withLines(judgeAll(input, facts), made.dockerfile);
  const report = reportOf(input, engine, verdicts, {
    image: { id: image.id, size: image.size, layers: image.layers, files: contentsOf(files) },
    compared,
    answer: run.answer,
    seen: run.seen,
    log: run.log,
    timings: { ...build, ready: run.readyMs, ...stop, total: host.now() - begun },
  });
  return { report, container: run.container };
}

/** The image of this run, or the failure of its build. */
type Obtained = {
  readonly warnings: readonly CheckWarning[] | string;
  /** `null` for an image that was built elsewhere, which also has no Dockerfile. */
  readonly buildMs: number | null;
} & (
  | { readonly failure: Verdict; readonly dockerfile: DockerfileFacts }
  | { readonly failure: null; readonly dockerfile: DockerfileFacts | null }
);

/** Builds the image, or takes one that is there or can be pulled. */
async function obtain(
  input: VerifyInput,
  created: Created,
  tools: Tools,
  out: Output,
): Promise<Obtained> {
  const { engine, host, signal } = tools;
  if (input.image !== null) {
    await demandNamedFiles(input, host);
    await takeImage(input.image, created, input.platform, tools);
    checkpoint(signal);
    return { failure: null, dockerfile: null, warnings: [], buildMs: null };
  }
  const dockerfile = await readInput(input, host);
  out.say(`Building ${input.dockerfile} with ${engine.program} ...`);
  const path = pathOfDockerfile(input);
  const begun = host.now();
  const failure = await buildImage(input, path, created, tools);
  const buildMs = host.now() - begun;
  checkpoint(signal);
  const warnings = await checkBuild(input, path, tools);
  checkpoint(signal);
  return { failure, dockerfile, warnings, buildMs };
}

/**
 * @param observations what is known about an image and its run. The rest of the report states that
 *   there is nothing.
 */
function reportOf(
  input: VerifyInput,
  engine: Engine,
  promises: readonly Verdict[],
  observations: Partial<VerifyReport> & Pick<VerifyReport, 'timings'>,
): VerifyReport {
  const broken = [...brokenAmong(promises)];
  const doubtful = promises.flatMap((it) => (it.but === undefined ? [] : [it.id]));
  const isComplete = doubtful.length === 0 && promises.every((it) => it.kept !== null);
  return {
    ok: broken.length === 0 && (!input.strict || isComplete),
    engine: engine.program,
    dockerfile: nameOf(input),
    target: input.target,
    image: null,
    compared: null,
    promises,
    broken,
    doubtful,
    answer: null,
    seen: null,
    log: '',
    left: null,
    ...observations,
  };
}

/** The ports that the Dockerfile exposes, or those of the base image if it exposes none. */
function portsToAsk(dockerfile: DockerfileFacts, image: ImageFacts): readonly number[] {
  const own = [...new Set(dockerfile.ports)].filter((it) => image.tcpPorts.includes(it));
  return own.length > 0 ? own : image.tcpPorts;
}
