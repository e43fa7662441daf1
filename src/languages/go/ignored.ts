/**
 * What templates/go/dockerignore.hbs leaves out of the build context, as a question to ask of a path, so that nothing is left out that
 * the program embeds. A test compares the two.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { globPattern } from '../../text/patterns.ts';
import type { Program } from './packages.ts';

export interface Ignored {
  /** Folders at the root that hold what builds leave behind; a folder of that name with Go files in it is a package. */
  readonly outputs: readonly string[];
}

const outputFolders = ['bin', 'out', 'tmp'];

export async function ignoredFacts(project: ProjectReader): Promise<Ignored> {
  const files = await project.files();
  const outputs = outputFolders.filter(
    (folder) => !files.some((it) => it.startsWith(`${folder}/`) && it.endsWith('.go')),
  );
  return { outputs: outputs.map((it) => `/${it}`) };
}

const secret =
  /^(\.env(\..*)?|\.envrc|id_(rsa|dsa|ecdsa|ed25519).*|\.ssh|\.gnupg|[._]netrc|\.pypirc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd|\.vault-token|\.dev\.vars|\.aws|\.azure|\.gcloud|\.kube|\.docker|\.terraform|credentials.*\.json|client_secret.*\.json|service[-_]account.*\.json|secrets\.(json|toml|ya?ml)|.*\.(pem|key|p12|pfx|jks|keystore|kdbx|age|tfstate|tfstate\..*|tfvars|tfvars\.json))$/;

const clutter =
  /^(\.git|\.gitignore|\.gitattributes|\.gitmodules|\.hg|\.svn|\.github|\.gitlab|\.gitlab-ci\.yml|\.circleci|\.vscode|\.idea|\.devcontainer|\.editorconfig|\.pre-commit-config\.yaml|.*\.swp|.*~|\.DS_Store|Thumbs\.db|.*\.log|.*_test\.go|.*\.test|.*\.prof|coverage\.(out|html)|__debug_bin.*|\.golangci\.ya?ml|\.goreleaser\.ya?ml|\.air\.toml|node_modules)$/;

const atRoot =
  /^(Dockerfile(\..*)?|.*\.Dockerfile|.*\.dockerignore|(docker-)?compose.*\.ya?ml|secure-dockerfile\.yaml|bin|out|tmp)$/;

/** @param path from the root of the project. @returns whether the build context lacks it. */
export function isLeftOut(path: string): boolean {
  const parts = path.split('/');
  return atRoot.test(parts[0] ?? '') || parts.some((it) => secret.test(it) || clutter.test(it));
}

/** What one pattern of go:embed names, without what follows the first wildcard. */
export interface EmbedTarget {
  readonly path: string;
  readonly pattern: string;
  /** Whether a file matches; the compiler refuses a pattern without any. */
  readonly found: boolean;
  readonly evidence: Evidence;
}

export interface Embedded {
  /** What the program embeds and the context would lack. */
  readonly kept: readonly string[];
  readonly targets: readonly EmbedTarget[];
}

/** Rules of go:embed: https://pkg.go.dev/embed#hdr-Directives */
export function findEmbedded(program: Program, files: readonly string[]): Embedded {
  const kept = new Set<string>();
  const targets: EmbedTarget[] = [];
  for (const found of program.packages) {
    for (const { path, source } of found.files) {
      for (const { pattern, line } of source.embeds) {
        const all = pattern.startsWith('all:');
        const bare = (all ? pattern.slice(4) : pattern).replace(/\/+$/, '');
        const target = [found.folder, bare === '.' ? '' : bare].filter((it) => it !== '').join('/');
        const glob = new RegExp(`^${globPattern(target, { star: '[^/]*', one: '[^/]' })}(/.*)?$`);
        const matched = files.filter((it) => target === '' || glob.test(it));
        targets.push({
          path: fixedPart(target),
          pattern,
          found: matched.length > 0,
          evidence: { file: path, line, because: `embeds ${pattern}` },
        });
        for (const it of matched) {
          const inner = it
            .slice(found.folder === '' ? 0 : found.folder.length + 1)
            .split('/')
            .slice(bare.split('/').length);
          if ((all || !inner.some((part) => /^[._]/.test(part))) && isLeftOut(it)) kept.add(it);
        }
      }
    }
  }
  return { kept: [...kept].sort(), targets };
}

function fixedPart(path: string): string {
  const parts = path.split('/');
  const wild = parts.findIndex((it) => /[*?[]/.test(it));
  return (wild === -1 ? parts : parts.slice(0, wild)).join('/');
}
