/** Plans the step that downloads modules, with the secrets that private modules need. */
import { exportsOf, mountsOf } from '../../dockerfile/build-secrets.ts';
import { placeOf } from '../../text/printable.ts';
import { shellWord } from '../../text/shell-words.ts';
import type { Note } from '../../types.ts';
import type { Manifests } from './manifests.ts';
import { givenPrivateModules, type PrivateModules } from './private-modules.ts';
import type { DownloadView } from './view.ts';
import type { GoPlanInput } from './details.ts';

/**
 * Returns the private modules given by `--private-modules`, otherwise those detected in the
 * project.
 */
export function privateModulesOf({ facts, choices }: GoPlanInput): PrivateModules | undefined {
  const { manifests, privateModules } = facts.details;
  const given = choices.languageOptions['privateModules']?.value as readonly string[] | undefined;
  if (manifests.downloadIn.length === 0) return undefined;
  return given ? givenPrivateModules(given, privateModules) : privateModules;
}

/**
 * @param lacksGit whether the build image has no git.
 * @returns `null` if there is nothing to download.
 */
export function downloadView(
  { copies, downloadIn }: Manifests,
  modules: PrivateModules | undefined,
  lacksGit: boolean,
): DownloadView | null {
  if (downloadIn.length === 0) return null;
  const command = downloadIn
    .map((folder) =>
      folder === '' ? 'go mod download' : `go -C ${shellWord(folder)} mod download`,
    )
    .join(' && ');
  return {
    copies: copies.map((it) => [...it.files, it.to]),
    git: modules && lacksGit ? gitPackages(modules) : null,
    why: modules ? whySecret(modules) : null,
    mounts: modules ? mountsOf([modules.secret]) : ['type=cache,target=/go/pkg/mod'],
    command: modules
      ? `${exportsOf([modules.secret])}${settingsOf(modules)} && ${command}`
      : command,
  };
}

function gitPackages({ through, secret }: PrivateModules): string | null {
  if (through.kind !== 'git') return null;
  return secret.kind === 'ssh' ? 'git openssh-client' : 'git';
}

/**
 * Explains why the modules stay in the layer: a later step has no secret, so it could not download
 * modules again that a cache has lost.
 */
function whySecret({ evidence: [first] }: PrivateModules): string {
  const place = first ? ` (${placeOf(first)})` : '';
  return `Downloads private modules${place}: only this line can read the secret. They stay in the layer, because no later line has it.`;
}

function settingsOf(modules: PrivateModules): string {
  const settings = variablesOf(modules).map(([name, value]) => `${name}=${shellWord(value)}`);
  return `export ${settings.join(' ')}`;
}

/** The variables that developers set in their shells and in git's configuration. */
function variablesOf({ patterns, through, rewrites, secret }: PrivateModules): [string, string][] {
  const all = patterns.join(',');
  if (through.kind === 'proxy')
    return [
      ...(through.address === null ? [] : [['GOPROXY', through.address] as [string, string]]),
      ['GONOSUMDB', all],
    ];
  return [
    ['GOPRIVATE', all],
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

export function privateNote({ patterns, through, secret, evidence }: PrivateModules): Note {
  const how = {
    file: 'the credentials of ~/.netrc',
    ssh: 'the keys of your SSH agent',
    variable: 'the address in $GOPROXY',
  }[secret.kind];
  return {
    code: 'go/private-modules',
    level: 'info',
    text: `${patterns.join(', ')}: private modules, downloaded ${through.kind === 'git' ? 'by git' : 'from a proxy'} with ${how}, which you pass to the build`,
    evidence,
  };
}
