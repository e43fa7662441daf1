/** Reads the input of `verify` before anything is built: the Dockerfile, files, secrets. */
import { resolve } from 'node:path';
import { readDockerfile, type DockerfileFacts } from '../dockerfile/facts.ts';
import { UserError } from '../errors.ts';
import type { Host } from '../ports/ports.ts';
import { shellWord } from '../text/shell-words.ts';
import type { ImageFacts } from './image.ts';
import type { VerifyInput } from './input.ts';
import { revealingParts } from './secrets.ts';

/**
 * Reads the Dockerfile, and checks that everything its build requires is there.
 * @throws UserError E_FILE for a named file that does not exist; E_USAGE for a missing secret
 */
export async function readInput(input: VerifyInput, host: Host): Promise<DockerfileFacts> {
  await demandNamedFiles(input, host);
  const text = await host.read(pathOfDockerfile(input));
  if (text === undefined)
    throw new UserError({
      code: 'E_FILE',
      path: input.dockerfile,
      reason:
        `there is no such file in ${input.directory}. ` +
        'Write one with create-secure-dockerfile, or name another with --output.',
    });
  const dockerfile = readDockerfile(text, assignments(input.buildArgs), input.target ?? undefined);
  demandSecrets(input, dockerfile);
  return dockerfile;
}

/**
 * What can be said of the Dockerfile of an image that was built elsewhere: only what the image
 * shows. Any step may have hidden files.
 */
export function factsOfImage({ entrypoint, cmd }: ImageFacts): DockerfileFacts {
  const isShell = (words: readonly string[]): boolean =>
    /(?:^|\/)(?:sh|ash|bash|dash)$/.test(words[0] ?? '') && words[1] === '-c';
  const forms = [
    { instruction: 'ENTRYPOINT', words: entrypoint },
    { instruction: 'CMD', words: cmd },
  ];
  return {
    ...readDockerfile(''),
    shellForms: forms.filter((it) => isShell(it.words)).map((it) => ({ ...it, line: null })),
    mayHideFiles: true,
  };
}

export function pathOfDockerfile({ directory, dockerfile }: VerifyInput): string {
  return resolve(directory, dockerfile);
}

/** @throws UserError E_FILE if a file of --env-file or --compare does not exist. */
export async function demandNamedFiles(
  { directory, envFile, compare }: VerifyInput,
  host: Host,
): Promise<void> {
  const demand = async (path: string, file: string, reason: string): Promise<void> => {
    if ((await host.read(file)) === undefined)
      throw new UserError({ code: 'E_FILE', path, reason });
  };
  if (envFile !== null)
    await demand(envFile, resolve(envFile), 'there is no such file (--env-file)');
  if (compare !== null)
    await demand(
      compare,
      resolve(directory, compare),
      `there is no such file in ${directory} (--compare)`,
    );
}

/** Without a secret, the build would fail halfway with an error message of BuildKit. */
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
  const what = first.kind === 'ssh' ? 'the keys of an SSH agent' : `the secret ${first.id}`;
  const alternative = missing.some((it) => it.kind === 'secret')
    ? ' (or env=VARIABLE instead of src=FILE)'
    : '';
  throw new UserError({
    code: 'E_USAGE',
    reason: `${input.dockerfile}:${first.line}: the build needs ${what}, but no flag provides it.`,
    hint: `Add ${flags.join(' ')}${alternative}; verify takes the same flags as docker build.`,
  });
}

/** @returns the values of the build secrets, which no file of the image may contain */
export async function secretValues(secrets: readonly string[], host: Host): Promise<string[]> {
  const values: string[] = [];
  for (const secret of secrets) {
    const fields = assignments(secret.split(','));
    const file = fields['src'] ?? fields['source'];
    const value =
      file === undefined
        ? host.env(fields['env'] ?? fields['id'] ?? '')
        : await host.read(resolve(file));
    if (value !== undefined) values.push(...revealingParts(value));
  }
  return values;
}

function assignments(items: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    items.flatMap((it) =>
      it.includes('=') ? [[it.slice(0, it.indexOf('=')), it.slice(it.indexOf('=') + 1)]] : [],
    ),
  );
}
