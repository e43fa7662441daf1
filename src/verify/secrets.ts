/** Finds credentials in the names, values and command lines of an image, and masks them. */

export interface SecretFinding {
  /** The text to print: `GITHUB_TOKEN=ghp_...`, never the value. */
  readonly shown: string;
  /** The value, used to recognize equal findings. Not for printing. */
  readonly value: string;
}

/** What a service issues to one account. It is secret wherever it is found. */
const issued: readonly RegExp[] = [
  /\bgh[opusr]_[A-Za-z0-9]{36,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{22,}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bpypi-AgE[A-Za-z0-9_-]{50,}/,
  /\bdckr_pat_[A-Za-z0-9_-]{20,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\b[sr]k_live_[A-Za-z0-9]{16,}\b/,
  /\bsk-(?:ant|proj|svcacct)-[A-Za-z0-9_-]{20,}/,
  /\bhf_[A-Za-z0-9]{30,}\b/,
  /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/,
  /\bdop_v1_[a-f0-9]{64}\b/,
  /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/,
  /\bdapi[a-f0-9]{32}\b/,
  /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}\b/,
  /\bhttps:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/,
];

/** The line that begins a private key in PEM. */
export const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;

/** Formats that are credentials in a variable or a command. In a file they may be an example, or public. */
const tokens: readonly RegExp[] = [
  ...issued,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bAIza[A-Za-z0-9_-]{35}\b/,
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/,
  /\bhvs\.[A-Za-z0-9_-]{20,}/,
  /\bGOCSPX-[A-Za-z0-9_-]{20,}/,
  /\bwhsec_[A-Za-z0-9+/=]{24,}/,
  /\b(?:AccountKey|SharedAccessKey|Password|Pwd)=[^;\s"'$]{6,}(?=;|$)/i,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  privateKey,
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
/** A name without separators: PGPASSWORD, dbpass. */
const secretEnding =
  /(?:password|passwd|passphrase|secret|token|apikey)$|^(?:db|pg|mysql|redis|smtp|mail|ftp|ldap|admin|root|user)pass$/;
/** A password may be a number; a number with another name is usually a limit. */
const passwordEnding = /(?:pass|password|passwd|pwd|passphrase)$/;
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
  'method',
  'provider',
  'driver',
  'backend',
  'strategy',
  'scheme',
  'policy',
  'store',
  'prefix',
  'hasher',
  'lifetime',
  'duration',
  'interval',
  'timeout',
  'limit',
  'host',
  'address',
  'domain',
  'realm',
  'audience',
  'format',
  'encoding',
]);
/** Not secret: the fingerprint with which the official Python images check their sources. */
const publicNames = new Set(['GPG_KEY', 'GPG_KEYS']);

/** Whether a variable with this name and this value is a credential. */
export function isSecretVariable(name: string, value: string): boolean {
  if (value.length < 3 || publicNames.has(name) || isHarmless(value)) return false;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (/^\d+$/.test(value) && !passwordEnding.test(last)) return false;
  if (words.includes('public') || harmlessEndings.has(last)) return false;
  return words.some(
    (word, index) =>
      secretWords.has(word) ||
      secretEnding.test(word) ||
      (word === 'api' && words[index + 1] === 'key'),
  );
}

/** A switch, a path, or what a shell or a template fills in. Base64 may begin like a path. */
function isHarmless(value: string): boolean {
  return /^(?:true|false|yes|no|on|off|none|null|[$<{].*|[/.~][^+=]*)$/i.test(value);
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

/**
 * Whether an option or a label with this name and this value is a credential. Their names say less
 * than that of a variable: only the last word counts.
 */
function isSecretOption(name: string, value: string): boolean {
  return secretEnding.test(wordsOf(name).at(-1) ?? '') && isSecretVariable(name, value);
}

/** @returns the first of the known values in a text, or the first credential by its format. */
function revealedIn(text: string, known: readonly string[]): string | undefined {
  return known.find((it) => text.includes(it)) ?? tokenIn(text);
}

/** @returns the first credential in a text that is recognized by its format, or `undefined` */
export function tokenIn(text: string): string | undefined {
  for (const pattern of tokens) {
    const match = pattern.exec(text);
    if (match !== null) return match[0];
  }
  return urlPassword.exec(text)?.[1];
}

/**
 * Finds a token in the content of a file. Examples in documentation repeat a character.
 * @returns its beginning
 */
export function issuedTokenIn(text: string): string | undefined {
  for (const [match] of text.matchAll(anyIssued))
    if (new Set(match.replace(/^.{4}/, '')).size >= leastCharacters) return masked(match);
  return undefined;
}

const anyIssued = new RegExp(issued.map((it) => it.source).join('|'), 'g');
const leastCharacters = 10;

/** Finds credentials among variables. */
export function secretsInVariables(
  variables: Pairs,
  known: readonly string[] = [],
): SecretFinding[] {
  return secretsInPairs(variables, '', known, isSecretVariable);
}

/** Finds credentials among labels. */
export function secretsInLabels(labels: Pairs, known: readonly string[] = []): SecretFinding[] {
  return secretsInPairs(labels, 'LABEL ', known, isSecretOption);
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** @param isSecret whether a value is secret because of its name. */
function secretsInPairs(
  pairs: Pairs,
  place: string,
  known: readonly string[],
  isSecret: (name: string, value: string) => boolean,
): SecretFinding[] {
  return pairs.flatMap(([name, value]) => {
    const found = revealedIn(value, known) ?? (isSecret(name, value) ? value : undefined);
    return found === undefined ? [] : [{ shown: `${place}${name}=${masked(found)}`, value: found }];
  });
}

/** What a command says about itself with a credential. The group is the credential. */
const usages: readonly RegExp[] = [
  /\bcurl\b[^;|&]*\s(?:-[A-Za-z]*u|--user)[ =]?["']?[^\s:"']+:([^\s"'$]{3,})/g,
  /\bAuthorization:\s*(?:Basic|Bearer|token)\s+([^\s"'$]{8,})/gi,
  /\bsshpass\s+-p\s*["']?([^\s"'$]{3,})/g,
  /\bmachine\s+\S+\s+login\s+\S+\s+password\s+([^\s"'$\\]{3,})/g,
  /\b(?:_authToken|_auth|_password|npmAuthToken)[=\s]\s*["']?([^\s"'$]{6,})/g,
  /\w:([^\s"'$:]{3,})["']?\s*\|\s*chpasswd\b/g,
];

const assignment =
  /(?:^|[\s;&|(])([A-Za-z_][A-Za-z0-9_]*)=(?:"([^"$`]*)"|'([^']*)'|([^\s"'`$;&|()]+))/g;
/** `--password=value`, `-token value`, and as words of a JSON array. */
const flag = /(?:^|[\s"'])--?([A-Za-z][\w-]*)(?:=|"?\s+"?)["']?([^\s"'`$;&|()-][^\s"'`$;&|()]*)/g;

/**
 * Finds credentials in one line of an image's history: tokens, and assignments such as those of
 * build arguments.
 */
export function secretsInCommand(command: string, known: readonly string[] = []): SecretFinding[] {
  const findings: SecretFinding[] = [];
  const place = command.split(/\s+/, 1)[0] ?? '';
  const add = (value: string, name = ''): void => {
    findings.push({ shown: `${place} ... ${name}${masked(value)}`, value });
  };
  const found = revealedIn(command, known);
  if (found !== undefined) add(found);
  for (const [, name = '', double, single, bare] of command.matchAll(assignment)) {
    const value = double ?? single ?? bare ?? '';
    if (isSecretVariable(name, value)) add(value, `${name}=`);
  }
  for (const [, name = '', value = ''] of command.matchAll(flag))
    if (isSecretOption(name, value)) add(value, `--${name} `);
  for (const usage of usages)
    for (const [, value = ''] of command.matchAll(usage)) if (!isHarmless(value)) add(value);
  return withoutRepeats(findings);
}

/**
 * Leaves out what contains, or is part of, the value of a finding before it.
 *
 * @param reported values that were reported elsewhere.
 */
export function withoutRepeats(
  findings: readonly SecretFinding[],
  reported: readonly string[] = [],
): SecretFinding[] {
  const values = [...reported];
  return findings.filter(({ value }) => {
    if (values.some((it) => it.includes(value) || value.includes(it))) return false;
    values.push(value);
    return true;
  });
}

/** Finds credentials in the words of a command that the image runs. */
export function secretsInWords(
  place: string,
  words: readonly string[],
  known: readonly string[] = [],
): SecretFinding[] {
  return secretsInCommand([place, ...words.map((it) => JSON.stringify(it))].join(' '), known);
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
