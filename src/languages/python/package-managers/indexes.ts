/** Finds the secrets that an install needs for private package indexes. */
import { withinLine } from '../../../text/printable.ts';
import { netrc } from '../../../dockerfile/build-secrets.ts';
import type { BuildSecret, Evidence, Note } from '../../../types.ts';

export interface PackageIndex {
  readonly url: string;
  readonly evidence: Evidence;
  /** The variables from which the package manager reads a login, if it reads any. */
  readonly login?: readonly string[];
}

export interface IndexAccess {
  readonly secrets: readonly BuildSecret[];
  readonly notes: readonly Note[];
}

/** Hosts of public indexes, which need no login. */
const publicHosts = [
  /(?:^|\.)pypi\.org$/,
  /^files\.pythonhosted\.org$/,
  /^pypi\.python\.org$/,
  /^download\.pytorch\.org$/,
  /^data\.pyg\.org$/,
  /^pypi\.nvidia\.com$/,
  /^pypi\.anaconda\.org$/,
  /^(?:www\.)?piwheels\.org$/,
  /^storage\.googleapis\.com$/,
  /^wheels\.vllm\.ai$/,
  /^pypi\.ngc\.nvidia\.com$/,
  // Mirrors of PyPI: universities and clouds in China, where pypi.org is slow.
  /^(?:pypi\.)?mirrors?\.(?:(?:aliyun|cloud\.tencent|163|baidu)\.com|(?:tuna\.)?\w+\.edu\.cn)$/,
  /^pypi\.(?:tuna\.tsinghua\.edu\.cn|hustunique\.com)$/,
  /^pypi\.douban(?:io)?\.com$/,
  /^(?:repo|mirrors)\.huaweicloud\.com$/,
];

/**
 * Pipenv and PDM use the same syntax as pip:
 * https://pip.pypa.io/en/stable/reference/requirements-file-format/#using-environment-variables
 */
const variable = /\$\{(\w+)\}/g;

/**
 * @returns what the indexes need, each secret once. A password in clear text is an error; the
 *   message does not print it.
 */
export function accessTo(indexes: readonly PackageIndex[]): IndexAccess {
  const secrets: BuildSecret[] = [];
  const notes: Note[] = [];
  for (const { url, evidence, login } of indexes) {
    // The keys of an agent are no login: git-over-ssh.ts.
    if (/^(?:\w+\+)?ssh:/.test(url)) continue;
    const host = hostOf(url);
    const variables = [...url.matchAll(variable)].map((it) => it[1] ?? '');
    if (hasPassword(url)) {
      notes.push({
        code: 'python/index-password',
        level: 'error',
        text: `the address of ${host} contains a password in clear text`,
        hint: `${login ? `Remove it from the address: it is read from ${login.join(' and ')}, which the build mounts as secrets.` : 'Write ${NAME} instead: the variable is expanded when the packages are installed, and the build mounts it as a secret.'} Change the password, too: it was readable in the file.`,
        evidence: [evidence],
      });
      continue;
    }
    if (variables.length === 0 && isPublic(url)) continue;
    const needed: readonly BuildSecret[] =
      variables.length > 0 || login
        ? [...new Set(variables.length > 0 ? variables : login)].map((id) => ({
            kind: 'variable',
            id,
          }))
        : [netrc];
    const fresh = needed.filter(
      (it) => !secrets.some((known) => 'id' in known && 'id' in it && known.id === it.id),
    );
    if (fresh.length === 0) continue;
    secrets.push(...fresh);
    const names = needed
      .map((it) => ('source' in it ? it.source : it.kind === 'variable' && it.id))
      .join(' and ');
    notes.push({
      code: 'python/index-login',
      level: 'info',
      text: `${host} requires a login: ${names} ${needed.length > 1 ? 'are mounted as secrets, and the build needs them' : 'is mounted as a secret, and the build needs it'}`,
      evidence: [evidence],
    });
  }
  return { secrets, notes };
}

/** @returns whether everybody can read an index; also for what names no host. */
export function isPublic(url: string): boolean {
  const host = hostOf(url);
  return host === '' || publicHosts.some((it) => it.test(host));
}

/** The address without its login, for use in messages. The user of an address of SSH is none. */
export function withoutLogin(text: string): string {
  return text.replace(/(?<!ssh):\/\/[^/@\s]*@/g, '://');
}

function hostOf(url: string): string {
  return withinLine(/^\w[\w+]*:\/\/(?:[^/@\s]*@)?([^/:\s]+)/.exec(url)?.[1] ?? '');
}

/**
 * Whether the login contains more than variables: a password, or a user name as long as a token.
 */
export function hasPassword(url: string): boolean {
  const login = /^\w[\w+]*:\/\/([^/@\s]*)@/.exec(url)?.[1];
  if (login === undefined) return false;
  const [user = '', ...rest] = login.split(':');
  const password = rest.join(':').replace(variable, '');
  return password !== '' || (rest.length === 0 && user.replace(variable, '').length >= 16);
}
