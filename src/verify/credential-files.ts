/** Recognizes files with credentials by their path and the beginning of their content. */

/** Folders of packages and of the system. Their test keys and certificates are not secret. */
const foreign =
  /^\/(?:usr|lib|lib64|etc\/ssl\/certs|etc\/ca-certificates|etc\/pki|nodejs|opt\/yarn[^/]*)\/|\/(?:node_modules|site-packages|dist-packages|vendor|go\/pkg\/mod)\//;
const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
const always = (): boolean => true;
const hasAssignment = (text: string): boolean =>
  /^\s*(?:export\s+)?[A-Za-z_]\w*[ \t]*=[ \t]*(?!["']{2})\S/m.test(text);

/** File names, each with a check of the content. */
const kinds: readonly { readonly name: RegExp; readonly content: (text: string) => boolean }[] = [
  // A settings file without values, or an example, is harmless.
  {
    name: /\/\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$)[^/]+)?$/,
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
    name: /\/(?:pip\.conf|pip\.ini|uv\.toml|\.condarc|bunfig\.toml|auth\.toml|auth\.json)$/,
    content: (text) =>
      /:\/\/[^\s/:@'"]+:[^\s/@'"$]{3,}@/.test(text) ||
      /["']?(?:password|token|http-basic|bearer)["']?\s*[=:]\s*(?!["']?\$)\S/.test(text),
  },
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
    name: /\/\.(?:aws|config\/gcloud|azure)\/(?:credentials|application_default_credentials\.json|accessTokens\.json|msal_token_cache\.json)$/,
    content: always,
  },
  {
    name: /\/\.kube\/config$/,
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

/**
 * Whether the file at `path` contains credentials.
 * @param content the beginning of the file; `null` to judge only by name, to decide whether to read
 *   it
 */
export function isCredentialFile(path: string, content: string | null): boolean {
  if (foreign.test(path)) return false;
  return kinds.some((it) => it.name.test(path) && (content === null || it.content(content)));
}
