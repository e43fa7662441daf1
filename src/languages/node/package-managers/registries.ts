/**
 * Finds the secrets that an install needs, in .npmrc, .yarnrc.yml and similar files. Tokens are
 * mounted, never copied.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { BuildSecret, Note } from '../../../types.ts';

export interface Registries {
  readonly secrets: readonly BuildSecret[];
  /** Configuration files that contain a token in clear text. They stay out of the build context. */
  readonly withTokens: readonly string[];
  /**
   * Certificates of authorities that the configuration of a registry names. The install reads them.
   */
  readonly certificates: readonly string[];
  readonly notes: readonly Note[];
}

const configurations = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'bunfig.toml'];

/**
 * https://docs.npmjs.com/cli/using-npm/config#cafile,
 * https://yarnpkg.com/configuration/yarnrc#httpsCaFilePath
 */
const authority = /^\s*(?:cafile\s*=|cafile\s|httpsCaFilePath:|caFilePath:)\s*["']?([^"'\s#]+)/gm;

/** A token in clear text: `_authToken=npm_abc`, `npmAuthToken: "abc"`, but not `${NPM_TOKEN}`. */
const token =
  /(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent)\s*[=:]\s*["']?(?!\s*["']?\$)[^\s"']+/;

/**
 * A variable without a default that the configuration reads from the environment (`${NPM_TOKEN-}`
 * has a default).
 */
const variable = /\$\{(\w+)\}|(?<=token\s*=\s*")\$(\w+)/g;

/**
 * @returns a secret for every variable that the configuration of a registry reads, and for every
 *   file that contains a token.
 */
export async function registriesOf(project: ProjectReader): Promise<Registries> {
  const secrets: BuildSecret[] = [];
  const withTokens: string[] = [];
  const certificates: string[] = [];
  const notes: Note[] = [];
  const files = await project.files();
  for (const file of configurations) {
    const text = ((await project.read(file)) ?? '')
      .split('\n')
      .filter((it) => !/^\s*[#;]/.test(it))
      .join('\n');
    if (token.test(text)) {
      withTokens.push(file);
      secrets.push({
        kind: 'file',
        id: file.replace(/^\./, ''),
        source: file,
        target: `/root/${file}`,
      });
      notes.push({
        code: 'node/token-in-configuration',
        level: 'warning',
        text: `${file} contains a token: it stays out of the build context and is mounted as a secret`,
        evidence: [{ file, because: 'a token in clear text' }],
      });
    }
    for (const [, written = ''] of text.matchAll(authority)) {
      const path = written.replace(/^(?:\.\/)+/, '');
      const secret = files.includes(path) && /PRIVATE KEY/.test((await project.read(path)) ?? '');
      if (secret)
        notes.push({
          code: 'node/private-key-beside-certificate',
          level: 'warning',
          text: `${path} contains a private key beside the certificate that ${file} names: it stays out of the build context`,
          hint: 'Name a file with the certificate alone.',
          evidence: [{ file, because: `reads ${written}` }],
        });
      else if (files.includes(path)) certificates.push(path);
      else if (!written.includes('$'))
        notes.push({
          code: 'node/certificate-missing',
          level: 'warning',
          text: `${file} names the certificate ${written}, which is not in this folder, so the build cannot read it`,
          hint: 'Commit it, and name it by a path in the project.',
          evidence: [{ file, because: `reads ${written}` }],
        });
    }
    for (const match of text.matchAll(variable)) {
      const id = match[1] ?? match[2] ?? '';
      if (
        id === '' ||
        id === 'HOME' ||
        id === 'PWD' ||
        secrets.some((it) => it.kind === 'variable' && it.id === id)
      )
        continue;
      secrets.push({ kind: 'variable', id });
      notes.push({
        code: 'node/registry-secret',
        level: 'info',
        text: `${file} reads $${id}: it is mounted as a secret, and the build needs it`,
        evidence: [{ file, because: `reads $${id}` }],
      });
    }
  }
  return { secrets, withTokens, certificates: [...new Set(certificates)], notes };
}
