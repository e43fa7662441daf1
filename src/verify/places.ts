/** The line of the Dockerfile that each promise is about. */
import type { DockerfileFacts } from '../dockerfile/facts.ts';
import type { PromiseId, Verdict } from './report.ts';

/** The instructions that a promise is about. The first that the final stage has is its place. */
const keywords: Readonly<Partial<Record<PromiseId, readonly string[]>>> = {
  user: ['USER', 'FROM'],
  'exec-form': ['ENTRYPOINT', 'CMD', 'FROM'],
  'read-only': ['ENTRYPOINT', 'CMD', 'FROM'],
  answers: ['EXPOSE', 'ENTRYPOINT', 'CMD', 'FROM'],
  healthy: ['HEALTHCHECK', 'FROM'],
  processes: ['USER', 'FROM'],
  capabilities: ['USER', 'FROM'],
  'pid-1': ['ENTRYPOINT', 'CMD', 'FROM'],
  stops: ['STOPSIGNAL', 'ENTRYPOINT', 'CMD', 'FROM'],
  'no-shell': ['FROM'],
  'no-package-manager': ['FROM'],
  'no-setuid': ['FROM'],
  'no-writable': ['COPY', 'FROM'],
  'no-secret-in-environment': ['ENV', 'FROM'],
  'no-secret-in-history': ['ARG', 'ENV', 'RUN', 'FROM'],
  'no-secret-in-files': ['COPY', 'ADD', 'FROM'],
};

/**
 * Adds its line to each promise that is not simply kept.
 * @param dockerfile `null` for an image that was built elsewhere.
 */
export function withLines(
  verdicts: readonly Verdict[],
  dockerfile: DockerfileFacts | null,
): readonly Verdict[] {
  if (dockerfile === null) return verdicts;
  return verdicts.map((it) => {
    const line = it.kept === true && it.but === undefined ? undefined : lineOf(it, dockerfile);
    return line === undefined ? it : { ...it, line };
  });
}

function lineOf(verdict: Verdict, { lines, images, shellForms }: DockerfileFacts) {
  if (verdict.id === 'pinned') return images.find((it) => !it.pinned)?.line;
  // The text of a build check begins with its line.
  if (verdict.id === 'build-checks') {
    const [, named] = /\bline (\d+):/.exec(verdict.detail) ?? [];
    return named === undefined ? undefined : Number(named);
  }
  // Its error names the line of the step that failed: `Dockerfile:12`.
  if (verdict.id === 'builds') {
    const [, named] = /^\s*\|?\s*\S*dockerfile\S*:(\d+)\s*$/im.exec(verdict.detail) ?? [];
    return named === undefined ? undefined : Number(named);
  }
  const shell = verdict.id === 'exec-form' ? shellForms[0]?.line : undefined;
  if (shell !== undefined && shell !== null) return shell;
  return keywords[verdict.id]?.map((it) => lines[it]).find((it) => it !== undefined);
}
