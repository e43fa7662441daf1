/**
 * Patterns for files that every build context leaves out: secrets, version control, editors, and
 * the files that describe the image. templates/partials/ignore-common.hbs prints them. Languages
 * use them to find required files that would be left out.
 */
import { globPattern } from '../../text/patterns.ts';

/** A paragraph of the ignore file: a comment and the patterns below it. */
export interface IgnoreSection {
  readonly why: string;
  readonly patterns: readonly string[];
}

export const commonIgnores: readonly IgnoreSection[] = [
  {
    why: 'Secrets: files outside the build context reach no layer, cache or log.',
    patterns: [
      '**/.env',
      '**/.env.*',
      '**/.envrc',
      '**/*.pem',
      '**/*.key',
      '**/*.p12',
      '**/*.pfx',
      '**/*.jks',
      '**/*.keystore',
      '**/*.kdbx',
      '**/*.age',
      '**/id_rsa*',
      '**/id_dsa*',
      '**/id_ecdsa*',
      '**/id_ed25519*',
      '**/.ssh',
      '**/.gnupg',
      '**/.netrc',
      '**/_netrc',
      '**/.pypirc',
      '**/.git-credentials',
      '**/.pgpass',
      '**/.my.cnf',
      '**/.htpasswd',
      '**/.vault-token',
      '**/.dev.vars',
      '**/.aws',
      '**/.azure',
      '**/.gcloud',
      '**/.kube',
      '**/.docker',
      '**/.terraform',
      '**/*.tfstate',
      '**/*.tfstate.*',
      '**/*.tfvars',
      '**/*.tfvars.json',
      '**/credentials*.json',
      '**/client_secret*.json',
      '**/service-account*.json',
      '**/service_account*.json',
      '**/secrets.json',
      '**/secrets.toml',
      '**/secrets.yaml',
      '**/secrets.yml',
    ],
  },
  {
    why: 'Version control, editors and CI.',
    patterns: [
      '**/.git',
      '**/.gitignore',
      '**/.gitattributes',
      '**/.gitmodules',
      '**/.hg',
      '**/.svn',
      '**/.github',
      '**/.gitlab',
      '**/.gitlab-ci.yml',
      '**/.circleci',
      '**/.vscode',
      '**/.idea',
      '**/.devcontainer',
      '**/.editorconfig',
      '**/.pre-commit-config.yaml',
      '**/*.swp',
      '**/*~',
      '**/.DS_Store',
      '**/Thumbs.db',
      '**/*.log',
    ],
  },
  {
    why: 'Files that describe the image.',
    patterns: [
      '/Dockerfile',
      '/Dockerfile.*',
      '/*.Dockerfile',
      '/.dockerignore',
      '/*.dockerignore',
      '/compose*.yaml',
      '/compose*.yml',
      '/docker-compose*.yaml',
      '/docker-compose*.yml',
      '/secure-dockerfile.yaml',
    ],
  },
];

const [secretFiles, ...otherIgnores] = commonIgnores;

/** The patterns of secrets. */
export const secretPatterns: readonly string[] = secretFiles?.patterns ?? [];

/** The other patterns that every build context leaves out. */
export const otherPatterns: readonly string[] = otherIgnores.flatMap((it) => it.patterns);

/**
 * Reads patterns like a build: `*` stays within a name, and the contents of an ignored folder are
 * ignored. Patterns begin with `/` (at the root only) or with two stars and `/` (anywhere).
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 *
 * @returns whether one of the patterns matches a path, which is relative to the build context.
 */
export function ignoredBy(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map((it) => {
    const isAnywhere = it.startsWith('**/');
    const glob = globPattern(it.slice(isAnywhere ? 3 : 1), { star: '[^/]*', one: '[^/]' });
    return `${isAnywhere ? '(?:.*/)?' : ''}${glob}`;
  });
  const expression = new RegExp(`^(?:${expressions.join('|')})(?:/|$)`);
  return (path) => expression.test(path);
}

/** Whether the name of a file looks like a secret. */
export const isSecret = ignoredBy(secretPatterns);
