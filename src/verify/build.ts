/**
 * Builds the image and reads what the engine knows about it before a container starts: build
 * checks, settings, files.
 */
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Engine, RunResult } from '../ports/ports.ts';
import { buildErrorIn, type BuildError } from './build-errors.ts';
import { followBuild } from './build-steps.ts';
import { readFiles, type FileFacts } from './files.ts';
import { readLayers, type LayerFacts } from './layers.ts';
import { readImage, type ImageFacts } from './image.ts';
import { type Created, nameContainer, type VerifyInput } from './input.ts';
import { readChecks, type CheckWarning } from './judge-build.ts';
import { lastLines, plainLine } from './plain-text.ts';
import { titles, type Verdict } from './report.ts';
import { checkpoint, type Tools } from './run.ts';
import { shellWord } from '../text/shell-words.ts';

/** @returns a verdict if the build failed, otherwise `null` */
export async function buildImage(
  input: VerifyInput,
  path: string,
  created: Created,
  tools: Tools,
): Promise<Verdict | null> {
  const lines: string[] = [];
  const follow = followBuild();
  tools.progress.phase('build');
  const onLine = (line: string) => {
    lines.push(line);
    if (lines.length > 400) lines.splice(0, 200);
    const moment = follow(line);
    tools.progress.now(moment.step, moment.line);
  };
  // --load is necessary because a builder other than the engine's would not load the image into the
  // engine.
  // Podman drops the HEALTHCHECK from an image in the OCI format, which is its default.
  const own =
    tools.engine.program === 'docker' ? ['--progress', 'plain', '--load'] : ['--format', 'docker'];
  const result = await tools.engine.run(
    ['build', ...own, '--tag', created.image, ...buildArguments(input, path)],
    { onLine, signal: tools.signal },
  );
  checkpoint(tools.signal);
  if (result.code === 0) return null;
  const error = buildErrorIn(lines);
  const command = [tools.engine.program, 'build', ...buildArguments(input, path)];
  const alone = `Try it alone: ${command.map(shellWord).join(' ')}`;
  return {
    id: 'builds',
    title: titles.builds,
    kept: false,
    detail: `${tools.engine.program} build ended with ${result.code}\n${excerptOf(lines, error)}`,
    hint: error?.advice === undefined ? alone : `${error.advice}\n${alone}`,
  };
}

/** The cause of the failure, if it is known, and the end of the log. */
function excerptOf(lines: readonly string[], error: BuildError | undefined): string {
  const log = lines.join('\n');
  if (error === undefined) return lastLines(log, 20);
  const cause = lastLines(error.lines.join('\n'), error.lines.length);
  return [cause, '  | ...', lastLines(log, 10)].join('\n');
}

/** @returns the warnings, or the reason why there are none, as a sentence fragment */
export async function checkBuild(
  input: VerifyInput,
  path: string,
  tools: Tools,
): Promise<readonly CheckWarning[] | string> {
  if (tools.engine.program !== 'docker') return `${tools.engine.program} has no build checks`;
  tools.progress.phase('build checks');
  const result = await tools.engine.run(
    ['build', '--call=check,format=json', ...buildArguments(input, path)],
    { signal: tools.signal, timeoutMs: 120_000 },
  );
  return (
    readChecks(result.stdout) ??
    `this docker has no build checks (they need buildx 0.15): ${plainLine(result.stderr.trim().split('\n').at(-1) ?? '')}`
  );
}

/** @throws Error if the engine does not know the image that it built */
export async function inspectImage(name: string, engine: Engine): Promise<ImageFacts> {
  const inspected = await engine.run(['image', 'inspect', name], { timeoutMs: 60_000 });
  const history = await engine.run(
    ['history', '--no-trunc', '--human=false', '--format', '{{json .}}', name],
    { timeoutMs: 60_000 },
  );
  if (inspected.code !== 0 || history.code !== 0)
    throw new Error(
      `${engine.program} cannot inspect what it built: ${inspected.stderr}${history.stderr}`,
    );
  return readImage(inspected.stdout, history.stdout);
}

/**
 * Gives an image the name of this run, which is removed at the end; the image itself stays.
 *
 * @throws UserError E_FILE if it is neither there nor can be pulled.
 */
export async function takeImage(
  reference: string,
  created: Created,
  platform: string | null,
  { engine, signal, progress }: Tools,
): Promise<void> {
  const tag = (): Promise<RunResult> =>
    engine.run(['tag', reference, created.image], { timeoutMs: 60_000 });
  if (platform === null && (await tag()).code === 0) return;
  progress.phase(`pull ${reference}`);
  const platforms = platform === null ? [] : ['--platform', platform];
  const pulled = await engine.run(['pull', ...platforms, reference], { signal });
  const result = pulled.code === 0 ? await tag() : pulled;
  if (result.code !== 0)
    throw new UserError({
      code: 'E_FILE',
      path: reference,
      reason: `${engine.program} has no such image, and cannot pull it: ${plainLine(result.stderr)}`,
    });
}

/** Exports the file system of a container that is never started, which is that of the image. */
export async function exportFiles(
  created: Created,
  platform: string | null,
  needles: readonly string[],
  tools: Tools,
): Promise<FileFacts | string> {
  const { engine } = tools;
  const name = nameContainer(created, 'files');
  // `none` is a dummy command: an image may have no command, and this container is never started.
  const container = await engine.run(
    [
      'create',
      '--name',
      name,
      '--pull',
      'never',
      ...(platform === null ? [] : ['--platform', platform]),
      created.image,
      'none',
    ],
    { timeoutMs: 120_000 },
  );
  if (container.code !== 0)
    return `${engine.program} create failed: ${plainLine(container.stderr)}`;
  return streamed(['export', name], (chunks) => readFiles(chunks, needles), tools);
}

/**
 * Searches the layers of the image for what its file system no longer shows.
 *
 * @returns the reason why they could not be read, as a sentence fragment.
 */
export function saveLayers(
  image: string,
  needles: readonly string[],
  tools: Tools,
): Promise<LayerFacts | string> {
  return streamed(['save', image], (chunks) => readLayers(chunks, needles), tools);
}

/** @returns what was read from the output of a command, or the reason why it could not be read. */
async function streamed<T>(
  args: readonly [command: string, ...rest: string[]],
  read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
  { engine, signal }: Tools,
): Promise<T | string> {
  const command = `${engine.program} ${args[0]}`;
  let facts: T | undefined;
  try {
    const result = await engine.stream(
      args,
      async (chunks) => {
        facts = await read(chunks);
      },
      { signal },
    );
    if (result.code === 0 && facts !== undefined) return facts;
    return `${command} failed: ${plainLine(result.stderr)}`;
  } catch (error) {
    return `${command} could not be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function buildArguments(input: VerifyInput, path: string): string[] {
  return [
    '--file',
    path,
    ...input.buildArgs.flatMap((it) => ['--build-arg', it]),
    ...input.secrets.flatMap((it) => ['--secret', it]),
    ...input.ssh.flatMap((it) => ['--ssh', it]),
    ...(input.buildNetwork === null ? [] : ['--network', input.buildNetwork]),
    ...(input.target === null ? [] : ['--target', input.target]),
    ...(input.platform === null ? [] : ['--platform', input.platform]),
    resolve(input.directory),
  ];
}
