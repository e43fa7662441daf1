/**
 * Finds the private modules of a project and how a build can download them. No file of a module
 * marks it as private. The evidence is what developers and CI set (GOPRIVATE and others,
 * https://go.dev/ref/mod#private-modules), git rules for addresses, or a host that no public proxy
 * can reach.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import { netrc } from '../../dockerfile/build-secrets.ts';
import type { BuildSecret, Evidence } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import { globPattern } from '../../text/patterns.ts';
import type { Require } from './modules.ts';

/**
 * A git rule that replaces `from` at the beginning of an address with `to`.
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-urlltbasegtinsteadOf
 */
export interface Rewrite {
  readonly to: string;
  readonly from: string;
}

export interface PrivateModules {
  /** In the syntax of GOPRIVATE: `git.example.com/*`. */
  readonly patterns: readonly string[];
  /**
   * `git` downloads from the repositories. `proxy` downloads from a module proxy at `address`,
   * which is `null` if the address contains credentials and is therefore the secret.
   */
  readonly through:
    { readonly kind: 'git' } | { readonly kind: 'proxy'; readonly address: string | null };
  readonly rewrites: readonly Rewrite[];
  /** The secret that the build needs. */
  readonly secret: BuildSecret;
  /** The places that show the modules are private. Empty if an option gives the modules. */
  readonly evidence: readonly Evidence[];
}

const proxySecret: BuildSecret = { kind: 'variable', id: 'GOPROXY' };

/**
 * Files in which developers and CI configure go and git. Dockerfiles are not read, because the
 * generated one would then be evidence for itself.
 */
const places =
  /^(\.env(\.\w+)?|\.envrc|go\.env|\.?mise\.toml|(GNU)?[mM]akefile|.*\.mk|[tT]askfile\.ya?ml|[jJ]ustfile|\.gitlab-ci\.yml|\.circleci\/config\.yml|bitbucket-pipelines\.yml|azure-pipelines\.yml|Jenkinsfile|\.drone\.yml|\.goreleaser\.ya?ml|\.github\/workflows\/[^/]+\.ya?ml|\.gitconfig|\.netrc|README\.md|CONTRIBUTING\.md)$/;

const setting =
  /\b(GOPRIVATE|GONOSUMDB|GONOPROXY|GOPROXY)\b["']?\s*(?:[:?+]?=|:)\s*["']?([^\s"'`;#)]+)/g;
const pattern = /^[\w*?~-]*\.[\w.*?~-]+(\/[\w.*?~-]+)*$/;
/** `git config --global url."git@host:".insteadOf "https://host/"` */
const rule = /\burl\.["']?(\S+?)["']?\.insteadOf["']?[\s=]+["']?([^\s"'`;)]+)/gi;
/** The same rule in a git configuration file. */
const ruleSection = /\[url "([^"\n]+)"\]\s*\n\s*insteadOf\s*=\s*"?([^"\s]+)/gi;
const publicProxies =
  /^(https:\/\/(proxy\.golang\.org|goproxy\.io|goproxy\.cn|mirrors\.aliyun\.com\/goproxy)\/?|direct|off)$/;
const plainProxies =
  /^(https?:\/\/[\w.:-]+(\/[\w./-]*)?|direct|off)([,|](https?:\/\/[\w.:-]+(\/[\w./-]*)?|direct|off))*$/;
/**
 * Hosts of public modules. Credentials or a rule for such a host do not show which of its modules
 * are private.
 */
const publicHosts =
  /^(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|dev\.azure\.com|git\.sr\.ht|golang\.org|gopkg\.in)$/;
/**
 * Host names that only a private network resolves.
 * https://www.iana.org/assignments/special-use-domain-names
 */
const inner = /\.(internal|local|localdomain|corp|lan|intranet|intra|private|home\.arpa|test)$/;

/** A value of a project's settings, and where it is. */
interface Stated {
  readonly value: string;
  readonly evidence: Evidence;
}

/** What the files of a project configure for go and git. */
interface Configured {
  /** GOPRIVATE and its like, by name. */
  readonly settings: readonly (Stated & { readonly name: string })[];
  readonly rewrites: readonly (Rewrite & { readonly evidence: Evidence })[];
  /** The hosts with credentials in .netrc. */
  readonly machines: readonly Stated[];
}

/**
 * @param requires the modules to download.
 * @returns `undefined` if there is no evidence that one of them is private.
 */
export async function findPrivateModules(
  project: ProjectReader,
  requires: readonly Require[],
): Promise<PrivateModules | undefined> {
  if (requires.length === 0) return undefined;
  const configured = await readConfigured(project);
  const counted = privatePatterns(configured, requires);
  const patterns = [...new Set(counted.map((it) => it.value))];
  if (patterns.length === 0) return undefined;
  const proxied = isDirect(configured) ? [] : privateProxies(configured);
  const evidence = [...counted, ...proxied]
    .map((it) => it.evidence)
    .filter(
      (it, index, all) =>
        all.findIndex((other) => other.file === it.file && other.line === it.line) === index,
    )
    .slice(0, 2);
  const [proxy] = proxied;
  return proxy
    ? throughProxy(patterns, proxy.value, evidence)
    : throughGit(patterns, configured.rewrites, evidence);
}

async function readConfigured(project: ProjectReader): Promise<Configured> {
  const files = (await project.files()).filter((it) => places.test(it));
  const read = await Promise.all(
    files.map(async (file) => configuredIn(file, (await project.read(file)) ?? '')),
  );
  return {
    settings: read.flatMap((it) => it.settings),
    rewrites: read.flatMap((it) => it.rewrites),
    machines: read.flatMap((it) => it.machines),
  };
}

function configuredIn(file: string, text: string): Configured {
  const evidence = ({ index }: RegExpExecArray, because: string): Evidence => ({
    file,
    line: lineAt(text, index),
    because,
  });
  const machines = file === '.netrc' ? [...text.matchAll(/\bmachine\s+(\S+)/g)] : [];
  return {
    settings: [...text.matchAll(setting)].map((it) => ({
      name: it[1] ?? '',
      value: it[2] ?? '',
      evidence: evidence(it, `sets ${it[1]}`),
    })),
    rewrites: [...text.matchAll(rule), ...text.matchAll(ruleSection)].map((it) => ({
      to: it[1] ?? '',
      from: it[2] ?? '',
      evidence: evidence(it, 'a rule of git for an address'),
    })),
    machines: machines.map((it) => ({
      value: it[1] ?? '',
      evidence: evidence(it, `credentials for ${it[1]}`),
    })),
  };
}

/** The patterns that the settings name; without one, the hosts that no public proxy reaches. */
function privatePatterns(
  { settings, rewrites, machines }: Configured,
  requires: readonly Require[],
): readonly Stated[] {
  const named = [
    ...settings.filter((it) => it.name !== 'GOPROXY'),
    ...machines,
    ...rewrites.map(({ from, evidence }) => ({
      value: from.replace(/^\w+:\/\/|\/+$/g, ''),
      evidence,
    })),
  ]
    .flatMap(({ value, evidence }) => value.split(',').map((it) => ({ value: it, evidence })))
    .filter(
      ({ value }) =>
        pattern.test(value) &&
        requires.some(({ path }) => matches(value, path)) &&
        !publicHosts.test(value),
    );
  if (named.length > 0) return named;
  return requires
    .map(({ path, evidence }) => ({
      value: path.split('/')[0] ?? '',
      evidence: { ...evidence, because: `${path}: a host that no public proxy reaches` },
    }))
    .filter(({ value }) => inner.test(value));
}

/** Whether private modules are downloaded from their repositories, whatever GOPROXY is. */
function isDirect({ settings }: Configured): boolean {
  return (
    settings.some((it) => it.name === 'GOPRIVATE') &&
    !settings.some((it) => it.name === 'GONOPROXY' && it.value === 'none')
  );
}

function privateProxies({ settings }: Configured): readonly Stated[] {
  return settings.filter(
    (it) =>
      it.name === 'GOPROXY' &&
      it.value.split(/[,|]/).some((address) => !publicProxies.test(address)),
  );
}

function throughProxy(
  patterns: readonly string[],
  address: string,
  evidence: readonly Evidence[],
): PrivateModules {
  const isPlainAddress = plainProxies.test(address);
  return {
    patterns,
    through: { kind: 'proxy', address: isPlainAddress ? address : null },
    rewrites: [],
    secret: isPlainAddress ? netrc : proxySecret,
    evidence,
  };
}

/**
 * @param given the values of `--private-modules`: `git.example.com/*`, or
 *   `ssh://git.example.com/*`.
 * @param found the private modules detected in the project.
 */
export function givenPrivateModules(
  given: readonly string[],
  found: PrivateModules | undefined,
): PrivateModules {
  const patterns = given.map((it) => it.replace(/^ssh:\/\//, ''));
  const overSsh = given.filter((it) => it.startsWith('ssh://')).map((it) => hostOf(it));
  if (found && overSsh.length === 0) return { ...found, patterns, evidence: [] };
  return throughGit(
    patterns,
    overSsh.map((host) => ({ to: `ssh://git@${host}/`, from: `https://${host}/` })),
    [],
  );
}

function throughGit(
  patterns: readonly string[],
  rewrites: readonly Rewrite[],
  evidence: readonly Evidence[],
): PrivateModules {
  const counted = rewrites
    .filter(
      (it) =>
        isPlain(it.to) && isPlain(it.from) && patterns.some((of) => hostOf(of) === hostOf(it.from)),
    )
    .map(({ to, from }) => ({ to, from }));
  const overSsh = counted.some((it) => /^(ssh:\/\/|git@)/.test(it.to));
  return {
    patterns,
    through: { kind: 'git' },
    rewrites: counted,
    secret: overSsh ? { kind: 'ssh' } : netrc,
    evidence,
  };
}

/** Whether an address has no variables and no credentials. Credentials belong in .netrc. */
function isPlain(address: string): boolean {
  return (
    /^[\w.:/@~-]+$/.test(address) &&
    !/\/\/[^/@]*:[^/@]*@/.test(address) &&
    !/^https?:\/\/[^/]*@/.test(address)
  );
}

function hostOf(address: string): string {
  return (
    address
      .replace(/^\w+:\/\//, '')
      .replace(/^[^/@]*@/, '')
      .split(/[/:]/)[0] ?? ''
  );
}

/**
 * Matches like GOPRIVATE: the glob is compared with as many path elements as it has itself.
 * https://pkg.go.dev/golang.org/x/mod/module#MatchPrefixPatterns
 */
function matches(glob: string, path: string): boolean {
  const wanted = glob.replace(/\/+$/, '').split('/');
  const elements = path.split('/');
  if (elements.length < wanted.length) return false;
  return wanted.every((it, index) =>
    new RegExp(`^${globPattern(it, { star: '.*', one: '.' })}$`).test(elements[index] ?? ''),
  );
}
