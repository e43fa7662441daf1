/**
 * The secrets of a build: how a RUN line mounts them, and the flags that pass them to
 * `docker build` and `verify`. No layer keeps a secret.
 */
import type { BuildSecret } from '../types.ts';
import { shellWord } from '../text/shell-words.ts';

/**
 * Logins by host, in the file in which go, pip and uv look for the login of an index without a
 * name:
 * https://pip.pypa.io/en/stable/topics/authentication/#netrc-support and
 * https://go.dev/doc/faq#git_https
 */
export const netrc: BuildSecret = {
  kind: 'file',
  id: 'netrc',
  source: '$HOME/.netrc',
  target: '/root/.netrc',
};

/**
 * The values of `RUN --mount=`. https://docs.docker.com/reference/dockerfile/#run---mounttypesecret
 */
export function mountsOf(secrets: readonly BuildSecret[]): string[] {
  return secrets.map((it) => {
    if (it.kind === 'ssh') return 'type=ssh,required=true';
    return `type=secret,id=${it.id}${it.kind === 'file' ? `,target=${it.target}` : ''},required=true`;
  });
}

/**
 * The beginning of a RUN line that reads secrets into variables, only for the commands of that
 * line. Empty if no secret is a variable.
 */
export function exportsOf(secrets: readonly BuildSecret[]): string {
  return secrets
    .map((it) =>
      it.kind === 'variable' ? `export ${it.id}="$(cat /run/secrets/${it.id})" && ` : '',
    )
    .join('');
}

/**
 * The flags that `docker build` and `verify` need, as a user would type them.
 * @returns for example `['--secret id=NPM_TOKEN,env=NPM_TOKEN', '--secret
 *   id=netrc,src="$HOME/.netrc"', '--ssh default']`
 */
export function secretFlags(secrets: readonly BuildSecret[]): string[] {
  return secrets.map((it) => {
    switch (it.kind) {
      case 'ssh':
        return '--ssh default';
      case 'variable':
        return `--secret id=${it.id},env=${it.id}`;
      case 'file':
        // docker does not expand `~`, so the shell expands the home folder.
        return `--secret id=${it.id},src=${it.source.startsWith('$HOME/') ? `"${it.source}"` : shellWord(it.source)}`;
    }
  });
}

/** The command that builds a generated Dockerfile in the folder of the project. */
export function dockerBuild({
  output,
  image,
  target = null,
  secrets,
}: {
  readonly output: string;
  readonly image: string;
  readonly target?: string | null;
  readonly secrets: readonly BuildSecret[];
}): string {
  return [
    'docker build',
    ...(output === 'Dockerfile' ? [] : [`-f ${shellWord(output)}`]),
    ...(target === null ? [] : [`--target ${shellWord(target)}`]),
    ...secretFlags(secrets),
    `-t ${image} .`,
  ].join(' ');
}

/**
 * A name that `docker build -t` accepts: https://github.com/distribution/reference (lower case,
 * single separators).
 */
export function imageName(service: string): string {
  return (
    service
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'app'
  );
}
