/** Collects the verdicts in order, with each fault reported once. */
import type { DockerfileFacts } from '../dockerfile/facts.ts';
import type { Account } from './account.ts';
import type { FileFacts } from './files.ts';
import type { ImageFacts } from './image.ts';
import type { VerifyInput } from './input.ts';
import {
  judgeChecks,
  judgeExecForm,
  judgePinned,
  judgeUser,
  type CheckWarning,
} from './judge-build.ts';
import { finalBase, judgeSecrets, judgeSetuid, judgeTools, judgeWritable } from './judge-files.ts';
import type { LayerFacts } from './layers.ts';
import { promiseIds, titles, type PromiseId, type Verdict } from './report.ts';
import type { RunFindings } from './try-out.ts';

/**
 * Everything that was found out about an image. A string in place of facts is the reason why there
 * are none.
 */
export interface Observations {
  readonly dockerfile: DockerfileFacts;
  readonly image: ImageFacts;
  readonly files: FileFacts | string;
  /** `null` where no step can hide a file of a layer below, and everybody knows those of the base. */
  readonly layers: LayerFacts | string | null;
  readonly account: Account | null;
  readonly declared: readonly string[];
  readonly warnings: readonly CheckWarning[] | string;
  readonly needles: readonly string[];
  readonly run: RunFindings;
}

/** What the report is about: an image, or the Dockerfile that is built. */
export function nameOf({ image, dockerfile }: VerifyInput): string {
  return image ?? dockerfile;
}

/** Judges every promise of an image that was built and started. */
export function judgeAll(input: VerifyInput, observations: Observations): Verdict[] {
  const { dockerfile, image, files, account, run } = observations;
  const name = nameOf(input);
  const verdicts: Verdict[] = [
    ...(input.image === null
      ? [
          { id: 'builds', title: titles.builds, kept: true, detail: '' } as const,
          judgePinned(dockerfile, input.dockerfile),
        ]
      : []),
    judgeUser(image, account, dockerfile, name),
    ...run.verdicts,
    ...judgeTools(files, finalBase(dockerfile, image, input.image)),
    judgeSetuid(files),
    judgeWritable(files, account, image, {
      declared: observations.declared,
      needed: run.needed,
    }),
    ...judgeSecrets(image, files, observations.layers, observations.needles),
    judgeExecForm(image, dockerfile, name),
  ];
  return inOrder([
    ...withCause(verdicts, image),
    ...(input.image === null ? [judgeChecks(observations.warnings, brokenAmong(verdicts))] : []),
  ]);
}

/** Marks consequences of a broken exec form: no program to start, or a shell as PID 1. */
function withCause(verdicts: readonly Verdict[], image: ImageFacts): Verdict[] {
  if (!brokenAmong(verdicts).has('exec-form')) return [...verdicts];
  const follows: readonly PromiseId[] =
    image.entrypoint.length + image.cmd.length === 0 ? ['answers'] : ['pid-1'];
  return verdicts.map((it): Verdict => {
    if (follows.includes(it.id) && it.kept === false)
      return { id: it.id, title: it.title, detail: it.detail, kept: null, because: 'exec-form' };
    return it.because !== undefined && follows.includes(it.because)
      ? { ...it, because: 'exec-form' }
      : it;
  });
}

export function brokenAmong(verdicts: readonly Verdict[]): Set<PromiseId> {
  return new Set(verdicts.filter((it) => it.kept === false).map((it) => it.id));
}

function inOrder(verdicts: readonly Verdict[]): Verdict[] {
  return [...verdicts].sort((a, b) => promiseIds.indexOf(a.id) - promiseIds.indexOf(b.id));
}

/** Judges what can be judged without an image. Every other promise needs a successful build. */
export function judgeUnbuilt(
  input: VerifyInput,
  failure: Verdict,
  dockerfile: DockerfileFacts,
  warnings: readonly CheckWarning[] | string,
): Verdict[] {
  const known = [failure, judgePinned(dockerfile, input.dockerfile)];
  const verdicts = [...known, judgeChecks(warnings, brokenAmong(known))];
  const missing = promiseIds.filter((id) => !verdicts.some((it) => it.id === id));
  return inOrder([
    ...verdicts,
    ...missing.map((id): Verdict => ({
      id,
      kept: null,
      title: titles[id],
      detail: 'there is no image',
      because: 'builds',
    })),
  ]);
}
