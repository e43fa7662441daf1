/** Recognizes files with credentials by their path and the beginning of their content. */

import { issuedTokenIn, privateKey } from './secrets.ts';

/** Folders of packages and of the system. Their test keys and certificates are not secret. */
const foreign = new RegExp(
  [
    /^\/usr\/(?:local\/)?(?:lib\w*|include|share(?!\/nginx\/html\/)|go)\//,
    /^\/lib\w*\//,
    /^\/etc\/(?:ssl\/certs|ca-certificates|pki(?!\/tls\/private\/))\//,
    /^\/(?:nodejs|opt\/yarn[^/]*)\//,
    /\/(?:node_modules|site-packages|dist-packages|vendor|gems|go\/pkg\/mod|lib\/python[\d.]+)\//,
  ]
    .map((it) => it.source)
    .join('|'),
);
/** Where a key or a token in a text is one of a test, or of an explanation. */
const explains =
  /\/(?:tests?|__tests__|testdata|fixtures|spec|docs?|examples?)\/|[._-]test\.\w+$|\.(?:md|mdx|rst)$/;
/** A key with what belongs to it, and not the text that a program looks for. */
const wholeKey = new RegExp(`${privateKey.source}(?:\\s|\\\\[nr]|["'+,])*[A-Za-z0-9+/=]{40}`);
const always = (): boolean => true;
const hasAssignment = (text: string): boolean =>
  /^\s*(?:export\s+)?[A-Za-z_]\w*[ \t]*=[ \t]*(?!["']{2})\S/m.test(text);

/** A value that is neither empty, nor filled in when the program starts. */
const hasValue = (text: string): boolean =>
  /(?:^|[{,])[ \t]*["']?[\w.-]+["']?[ \t]*[:=][ \t]*["']?(?![ \t]*[$<{#["'])[^\s"']{6,}/m.test(
    text,
  );

/** File names, each with a check of the content. */
const kinds: readonly { readonly name: RegExp; readonly content: (text: string) => boolean }[] = [
  // A settings file without values, or an example, is harmless.
  {
    name: /\/\.env(?:\.(?![^/]*(?:example|sample|template|dist|defaults?)$)[^/]+)?$/,
    content: hasAssignment,
  },
  {
    name: /\/(?![^/]*(?:example|sample|template|default))[^/]+\.env$|\/\.envrc$/i,
    content: hasAssignment,
  },
  {
    name: /\/\.(?:npmrc|yarnrc|yarnrc\.yml)$/,
    content: (text) =>
      /(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent)["']?\s*[=:]\s*(?!["']?\$)\S/.test(
        text,
      ),
  },
  {
    name: /\/(?:pip\.conf|pip\.ini|uv\.toml|\.condarc|bunfig\.toml|auth\.toml)$/,
    content: (text) =>
      /:\/\/[^\s/:@'"]+:[^\s/@'"$]{3,}@/.test(text) ||
      /["']?(?:password|token)["']?\s*[=:]\s*(?!["']?\$)\S/.test(text),
  },
  {
    // A file of translations may have this name, too.
    name: /\/auth\.json$/,
    content: (text) => /"(?:http-basic|bearer|github-oauth|gitlab-(?:token|oauth))"\s*:/.test(text),
  },
  {
    name: /\/\.flaskenv$/,
    content: (text) => /^\s*\w*(?:KEY|SECRET|TOKEN|PASS\w*)=\S/m.test(text),
  },
  {
    name: /\/(?:\.?secrets|\.?credentials)\.(?:ya?ml|json|toml|ini|properties)$/,
    content: hasValue,
  },
  { name: /\/config\/(?:master|credentials\/\w+)\.key$/, content: (text) => text.trim() !== '' },
  { name: /\/\.m2\/settings\.xml$/, content: (text) => /<password>[^<${]/.test(text) },
  {
    name: /\/nuget\.config$/i,
    content: (text) => /ClearTextPassword"\s+value="[^"%]/i.test(text),
  },
  { name: /\/\.(?:bash|zsh|python|psql|mysql|node_repl)_history$/, content: always },
  { name: /\/\.(?:vault_pass|dockerconfigjson|databrickscfg)$/, content: always },
  { name: /\.kdbx$|\/(?![^/]*trust)[^/]*\.(?:jks|keystore)$/i, content: always },
  { name: /\/\.pypirc$/, content: (text) => /^\s*password\s*[=:]\s*\S/m.test(text) },
  {
    name: /\/(?:\.netrc|_netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd)$/,
    content: always,
  },
  {
    name: /\/(?:\.docker\/config|\.dockercfg|containers\/auth)(?:\.json)?$/,
    content: (text) => /"(?:auth|identitytoken|registrytoken)"\s*:\s*"[^"]/.test(text),
  },
  {
    name: /\/(?:\.config\/gh\/hosts\.yml|\.cargo\/credentials(?:\.toml)?|\.gem\/credentials|\.terraformrc|\.terraform\.d\/credentials\.tfrc\.json)$/,
    content: always,
  },
  { name: /\/(?:\.vault-token|\.s3cfg|\.boto|rclone\.conf)$/, content: always },
  { name: /\.tfstate(?:\.backup)?$/, content: always },
  { name: /\/\.streamlit\/secrets\.toml$/, content: hasAssignment },
  {
    name: /\/\.(?:aws|config\/gcloud|azure)\/(?:credentials(?:\.db)?|access_tokens\.db|application_default_credentials\.json|accessTokens\.json|msal_token_cache\.json)$/,
    content: always,
  },
  { name: /\/\.aws\/config$/, content: (text) => /^\s*aws_secret_access_key\s*=/m.test(text) },
  {
    name: /\/\.kube\/config$|\/[^/]*kubeconfig[^/]*$/,
    content: (text) => /(?:token|client-key-data|password):\s*\S/.test(text),
  },
  { name: /\/(?:id_rsa|id_dsa|id_ecdsa|id_ed25519)$/, content: always },
  { name: /\.(?:p12|pfx)$/, content: always },
  { name: /\.ppk$/, content: (text) => text.startsWith('PuTTY-User-Key-File') },
  {
    name: /\/\.ssh\/[^/]+$|\/etc\/ssl\/private\/|\.(?:pem|key|p8|crt|cer|cert)$/,
    content: (text) => privateKey.test(text),
  },
  {
    name: /\.json$/i,
    content: (text) => /"private_key"\s*:\s*"-----BEGIN/.test(text),
  },
  { name: /\/\.git\/config$/, content: always },
];

/** Whether the file at `path` is worth reading. */
export function mayHoldCredential(path: string): boolean {
  return !foreign.test(path);
}

/**
 * @param content the beginning of the file.
 * @returns the path, with what is in the file where its name does not say it; `undefined` for a
 *   file without credentials.
 */
export function credentialIn(path: string, content: string): string | undefined {
  if (!mayHoldCredential(path)) return undefined;
  if (kinds.some((it) => it.name.test(path) && it.content(content))) return path;
  if (explains.test(path)) return undefined;
  if (wholeKey.test(content)) return `${path} (has a private key)`;
  const token = issuedTokenIn(content);
  return token === undefined ? undefined : `${path} (has ${token})`;
}
