/**
 * Packages from git repositories that are reached over SSH. The build mounts the agent of the user:
 * https://docs.docker.com/reference/dockerfile/#run---mounttypessh
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence } from '../../../types.ts';
import type { Installation, InstallStep } from './installation.ts';

/** An address in a requirement or a lock file: `git+ssh://git@host/x`, `"git@host:x"`. */
const address =
  /git\+ssh:\/\/(?:[\w.-]+@)?([\w.-]+)|["'\s=](?:ssh:\/\/(?:[\w.-]+@)?|git@)([\w.-]+)[:/]/;

/** In pyproject.toml, addresses of the project itself are no packages. */
const dependency = /@\s*git\+ssh:|\bgit\s*=\s*["'](?:ssh:|git@)/;

/** Accepts the key of a host that the build stage has never seen, and asks nothing. */
const accepts =
  "export GIT_SSH_COMMAND='ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new' &&";

/** @returns the installation with the mount, where a package comes from git over SSH. */
export async function withSsh(
  installation: Installation,
  project: ProjectReader,
): Promise<Installation> {
  const found = installation.git ? await repositoryIn(installation.manifests, project) : undefined;
  if (!found) return installation;
  const step = (it: InstallStep): InstallStep =>
    it.installs === 'tool' ? it : { ...it, command: [accepts, ...it.command] };
  return {
    ...installation,
    secrets: [...installation.secrets, { kind: 'ssh' }],
    steps: installation.steps.map(step),
    members: installation.members.map((it) => ({ ...it, steps: it.steps.map(step) })),
    notes: [
      ...installation.notes,
      {
        code: 'python/git-over-ssh',
        level: 'info',
        text: `${found.host} is reached over SSH: the keys of your SSH agent are mounted, and the build needs them`,
        evidence: [found.evidence],
      },
    ],
  };
}

async function repositoryIn(
  files: readonly string[],
  project: ProjectReader,
): Promise<{ readonly host: string; readonly evidence: Evidence } | undefined> {
  for (const file of files) {
    const lines = ((await project.read(file)) ?? '').split('\n');
    const index = lines.findIndex(
      (it) =>
        !/^\s*#/.test(it) &&
        address.test(it) &&
        (!file.endsWith('pyproject.toml') || dependency.test(it)),
    );
    const [, first, second] = address.exec(lines[index] ?? '') ?? [];
    const host = first ?? second;
    if (host !== undefined)
      return { host, evidence: { file, line: index + 1, because: 'names a repository' } };
  }
  return undefined;
}
