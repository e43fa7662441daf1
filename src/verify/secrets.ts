/** Finds credentials in the names, values and command lines of an image, and masks them. */

export interface SecretFinding {
  /** The text to print: `GITHUB_TOKEN=ghp_...`, never the value. */
  readonly shown: string;
  /** The value, used to recognize equal findings. Not for printing. */
  readonly value: string;
}

/** Unmistakable formats: a match is a credential wherever it is found. */
const tokens: readonly RegExp[] = [
  /\bgh[opusr]_[A-Za-z0-9]{36,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{22,}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bpypi-AgE[A-Za-z0-9_-]{50,}/,
  /\bdckr_pat_[A-Za-z0-9_-]{20,}/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bAIza[A-Za-z0-9_-]{35}\b/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\b[sr]k_live_[A-Za-z0-9]{16,}\b/,
  /\bsk-(?:ant|proj|svcacct)-[A-Za-z0-9_-]{20,}/,
  /\bhf_[A-Za-z0-9]{30,}\b/,
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/,
  /\bhvs\.[A-Za-z0-9_-]{20,}/,
  /\bGOCSPX-[A-Za-z0-9_-]{20,}/,
  /\bdop_v1_[a-f0-9]{64}\b/,
  /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/,
  /\bwhsec_[A-Za-z0-9+/=]{24,}/,
  /\bdapi[a-f0-9]{32}\b/,
  /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}\b/,
  /\bhttps:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/,
  /\b(?:AccountKey|SharedAccessKey|Password|Pwd)=[^;\s"'$]{6,}(?=;|$)/i,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
];

/** `scheme://user:password@host`. */
const urlPassword = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*:([^\s/@'"$]{3,})@/i;

/**
 * Words in a name that make its value secret: the list of BuildKit's SecretsUsedInArgOrEnv, by
 * segment.
 */
const secretWords = new Set([
  'apikey',
  'auth',
  'credential',
  'credentials',
  'key',
  'password',
  'passwd',
  'pword',
  'secret',
  'secrets',
  'token',
  'passphrase',
  'pass',
  'pwd',
  'pat',
  'cred',
  'creds',
  'apitoken',
  'authtoken',
  'accesskey',
  'secretkey',
  'privatekey',
]);
/** Last words that make the value harmless: it describes a secret, or is the path of one. */
const harmlessEndings = new Set([
  'file',
  'path',
  'dir',
  'url',
  'uri',
  'name',
  'id',
  'ttl',
  'expiry',
  'expires',
  'length',
  'size',
  'type',
  'algorithm',
  'header',
  'issuer',
  'version',
  'enabled',
  'sha256',
  'mode',
]);
/** Not secret: the fingerprint with which the official Python images check their sources. */
const publicNames = new Set(['GPG_KEY', 'GPG_KEYS']);

/** Whether a variable with this name and this value is a credential. */
export function isSecretVariable(name: string, value: string): boolean {
  if (value.length < 3 || publicNames.has(name)) return false;
  if (/^(?:true|false|yes|no|on|off|none|null|\d+|[/.~$<{].*)$/i.test(value)) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (words.includes('public') || harmlessEndings.has(words.at(-1) ?? '')) return false;
  return words.some(
    (word, index) => secretWords.has(word) || (word === 'api' && words[index + 1] === 'key'),
  );
}

/** @returns the first credential in a text that is recognized by its format, or `undefined` */
export function tokenIn(text: string): string | undefined {
  for (const pattern of tokens) {
    const match = pattern.exec(text);
    if (match !== null) return match[0];
  }
  return urlPassword.exec(text)?.[1];
}

/** Finds credentials among variables. */
export function secretsInVariables(
  variables: readonly (readonly [name: string, value: string])[],
  known: readonly string[] = [],
): SecretFinding[] {
  const findings: SecretFinding[] = [];
  for (const [name, value] of variables) {
    const found =
      known.find((it) => value.includes(it)) ??
      tokenIn(value) ??
      (isSecretVariable(name, value) ? value : undefined);
    if (found !== undefined) findings.push({ shown: `${name}=${masked(found)}`, value: found });
  }
  return findings;
}

/**
 * Finds credentials in one line of an image's history: tokens, and assignments such as those of
 * build arguments.
 */
export function secretsInCommand(command: string, known: readonly string[] = []): SecretFinding[] {
  const findings: SecretFinding[] = [];
  const place = command.split(/\s+/, 1)[0] ?? '';
  const found = known.find((it) => command.includes(it)) ?? tokenIn(command);
  if (found !== undefined) findings.push({ shown: `${place} ... ${masked(found)}`, value: found });
  for (const match of command.matchAll(
    /(?:^|[\s;&|(])([A-Za-z_][A-Za-z0-9_]*)=(?:"([^"$`]*)"|'([^']*)'|([^\s"'`$;&|()]+))/g,
  )) {
    const [, name = '', double, single, bare] = match;
    const value = double ?? single ?? bare ?? '';
    if (findings.some((it) => value.includes(it.value)) || !isSecretVariable(name, value)) continue;
    findings.push({ shown: `${place} ... ${name}=${masked(value)}`, value });
  }
  return findings;
}

/**
 * The parts of a secret file that would reveal it elsewhere: the whole file, and the values after
 * `=` or `:` on its lines.
 */
export function revealingParts(secret: string): string[] {
  const parts = new Set<string>();
  const add = (text: string) => {
    const part = text.trim().replace(/^["']|["']$/g, '');
    if (part.length >= 8) parts.add(part);
  };
  add(secret);
  for (const line of secret.split('\n')) {
    const value = /^[^=:\s]*[=:]\s*(.+)$/.exec(line.trim())?.[1];
    if (value !== undefined) add(value);
    const authToken = /_(?:authToken|auth|password)\s*=\s*(.+)$/.exec(line)?.[1];
    if (authToken !== undefined) add(authToken);
  }
  return [...parts];
}

function masked(value: string): string {
  return value.startsWith('-----BEGIN')
    ? 'a private key'
    : `${value.slice(0, Math.min(4, Math.floor(value.length / 4)))}... (${value.length} characters)`;
}
