/** Manifests and private modules in; the step that downloads modules, as the template prints it, out. */
import { exportsOf, mountsOf } from '../../dockerfile/build-secrets.ts';
import type { Note, View } from '../../types.ts';
import { shellWord } from '../../text/shell-words.ts';
import type { Manifests } from './manifests.ts';
import type { PrivateModules } from './private-modules.ts';

/** @param lacksGit whether the build image has no git of its own. */
export function downloadView(
  { copies, downloadIn }: Manifests,
  modules: PrivateModules | undefined,
  lacksGit: boolean,
): View | null {
  if (downloadIn.length === 0) return null;
  const command = downloadIn
    .map((folder) =>
      folder === '' ? 'go mod download' : `go -C ${shellWord(folder)} mod download`,
    )
    .join(' && ');
  return {
    copies: copies.map((it) => [...it.files, it.to]),
    git:
      modules?.through.kind === 'git' && lacksGit
        ? { packages: modules.secret.kind === 'ssh' ? 'git openssh-client' : 'git' }
        : null,
    // What a cache has lost could not be fetched again by a later step, which has no secret.
    why: modules
      ? {
          text: `Private modules${placeOf(modules)}: the secret is there for this line alone, and go.sum says what they have to be. Kept in the layer, because no later line could fetch them.`,
        }
      : null,
    mounts: modules ? mountsOf([modules.secret]) : ['type=cache,target=/go/pkg/mod'],
    command: modules
      ? `${exportsOf([modules.secret])}export ${variablesOf(modules)
          .map(([name, value]) => `${name}=${shellWord(value)}`)
          .join(' ')} && ${command}`
      : command,
  };
}

/** What developers have set in their shells and files of git, for this line alone. */
function variablesOf({ patterns, through, rewrites, secret }: PrivateModules): [string, string][] {
  const private_ = patterns.join(',');
  if (through.kind === 'proxy')
    return [
      ...(through.address === null ? [] : [['GOPROXY', through.address] as [string, string]]),
      ['GONOSUMDB', private_],
    ];
  return [
    ['GOPRIVATE', private_],
    ...(secret.kind === 'ssh'
      ? [
          ['GIT_SSH_COMMAND', 'ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new'] as [
            string,
            string,
          ],
        ]
      : []),
    ...(rewrites.length === 0
      ? []
      : [['GIT_CONFIG_COUNT', String(rewrites.length)] as [string, string]]),
    ...rewrites.flatMap(({ to, from }, index): [string, string][] => [
      [`GIT_CONFIG_KEY_${index}`, `url.${to}.insteadOf`],
      [`GIT_CONFIG_VALUE_${index}`, from],
    ]),
  ];
}

export function privateNote(modules: PrivateModules): Note {
  const how = {
    file: 'the credentials of ~/.netrc',
    ssh: 'the keys of your SSH agent',
    variable: 'the address in $GOPROXY',
  }[modules.secret.kind];
  return {
    level: 'info',
    text: `${modules.patterns.join(', ')}: private modules, downloaded ${modules.through.kind === 'git' ? 'with git' : 'from a proxy'} with ${how}, which the build has to be given`,
    evidence: modules.evidence,
  };
}

function placeOf({ evidence: [first] }: PrivateModules): string {
  return first ? ` (${first.file}${first.line === undefined ? '' : `:${first.line}`})` : '';
}
