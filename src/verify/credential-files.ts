/** Recognizes files with credentials by their path and the beginning of their content. */

/** Folders of packages and of the system. Their test keys and certificates are not secret. */
const foreign =
  /^\/(?:usr|lib|lib64|etc\/ssl|etc\/ca-certificates|etc\/pki|nodejs|opt\/yarn[^/]*)\/|\/(?:node_modules|site-packages|dist-packages|vendor|go\/pkg\/mod)\//;
const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
const always = (): boolean => true;

/** File names, each with a check of the content. */
const kinds: readonly { readonly name: RegExp; readonly content: (text: string) => boolean }[] = [
  // A settings file without values, or an example, is harmless.
  {
    name: /\/\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$)[^/]+)?$/,
    content: (text) => /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*\S/m.test(text),
  },
  {
    name: /\/\.(?:npmrc|yarnrc|yarnrc\.yml)$/,
    content: (text) =>
      /(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent)["']?\s*[=:]\s*(?!["']?\$)\S/.test(
        text,
      ),
  },
  { name: /\/\.pypirc$/, content: (text) => /^\s*password\s*[=:]\s*\S/m.test(text) },
  {
    name: /\/(?:\.netrc|_netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd)$/,
    content: always,
  },
  { name: /\/\.docker\/config\.json$/, content: (text) => /"auth"\s*:\s*"[^"]/.test(text) },
  {
    name: /\/\.(?:aws|config\/gcloud|azure)\/(?:credentials|application_default_credentials\.json|accessTokens\.json|msal_token_cache\.json)$/,
    content: always,
  },
  {
    name: /\/\.kube\/config$/,
    content: (text) => /(?:token|client-key-data|password):\s*\S/.test(text),
  },
  { name: /\/(?:id_rsa|id_dsa|id_ecdsa|id_ed25519)$/, content: always },
  { name: /\.(?:pem|key|p8)$/, content: (text) => privateKey.test(text) },
  {
    name: /\/(?:service-?account|credentials?)[^/]*\.json$/i,
    content: (text) => privateKey.test(text) || /"private_key"\s*:/.test(text),
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
