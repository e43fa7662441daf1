/** Judges the Dockerfile, the build checks and the settings of the image. */
import { isNumericUser, type Account } from './account.ts';
import type { DockerfileFacts } from '../dockerfile/facts.ts';
import type { ImageFacts } from './image.ts';
import { listed, plainLine } from './plain-text.ts';
import { titles, type PromiseId, type Verdict } from './report.ts';

export interface CheckWarning {
  readonly rule: string;
  readonly detail: string;
  readonly line: number | null;
}

/**
 * Reads the output of `docker build --call=check,format=json`.
 * @returns the warnings; `null` if the text is not such a report
 */
export function readChecks(stdout: string): readonly CheckWarning[] | null {
  let report: CheckReport;
  try {
    report = JSON.parse(stdout) as CheckReport;
  } catch {
    return null;
  }
  const warnings = (report.warnings ?? []).map((it) => ({
    rule: it.ruleName ?? '',
    detail: it.detail ?? it.description ?? '',
    line: it.location?.ranges?.[0]?.start?.line ?? null,
  }));
  if (report.buildError === undefined) return warnings;
  return [
    ...warnings,
    {
      rule: buildError,
      detail: report.buildError.message ?? 'the Dockerfile cannot be read',
      line: null,
    },
  ];
}

/** The name of an entry that is not a rule: the Dockerfile cannot be built at all. */
const buildError = 'build error';

interface CheckReport {
  readonly warnings?:
    | readonly {
        readonly ruleName?: string;
        readonly detail?: string;
        readonly description?: string;
        readonly location?: {
          readonly ranges?: readonly { readonly start?: { readonly line?: number } }[];
        };
      }[]
    | null;
  readonly buildError?: { readonly message?: string };
}

/** Rules of the build checks that detect the same fault as one of the promises. */
const sameFault: Readonly<Record<string, readonly PromiseId[]>> = {
  JSONArgsRecommended: ['exec-form'],
  [buildError]: ['builds'],
  SecretsUsedInArgOrEnv: ['no-secret-in-environment', 'no-secret-in-history'],
};

/**
 * @param warnings the warnings of the build checks, or the reason why there are none, as a sentence
 *   fragment
 * @param broken promises that are known to be broken. A warning about the same fault is not counted
 *   again.
 */
export function judgeChecks(
  warnings: readonly CheckWarning[] | string,
  broken: ReadonlySet<PromiseId>,
): Verdict {
  const base = { id: 'build-checks', title: titles['build-checks'] } as const;
  if (typeof warnings === 'string') return { ...base, kept: null, detail: warnings };
  if (warnings.length === 0) return { ...base, kept: true, detail: '' };
  const causeOf = (it: CheckWarning) => sameFault[it.rule]?.find((id) => broken.has(id));
  const own = warnings.filter((it) => causeOf(it) === undefined);
  if (own.length === 0) {
    const because = causeOf(warnings[0] as CheckWarning);
    const rules = [...new Set(warnings.map((it) => it.rule))];
    return {
      ...base,
      kept: null,
      detail: `the only warnings are about another broken promise (${listed(rules)})`,
      ...(because === undefined ? {} : { because }),
    };
  }
  const lines = own.map(
    (it) => `${it.line === null ? '' : `line ${it.line}: `}${it.rule}: ${plainLine(it.detail)}`,
  );
  return {
    ...base,
    kept: false,
    detail: lines.join('\n'),
    hint: 'Each rule is explained at https://docs.docker.com/reference/build-checks/',
  };
}

export function judgePinned(dockerfile: DockerfileFacts, path: string): Verdict {
  const base = { id: 'pinned', title: titles.pinned } as const;
  const loose = dockerfile.images.filter((it) => !it.pinned);
  if (loose.length === 0)
    return {
      ...base,
      kept: true,
      detail: dockerfile.images.length === 0 ? 'there is no external image' : '',
    };
  const hidden = loose.every((it) => it.image.includes('$'));
  if (hidden)
    return {
      ...base,
      kept: null,
      detail: `variables without a value in ${listed(loose.map((it) => `${it.image} (line ${it.line})`))}`,
      hint: 'Give each a value: --build-arg NAME=VALUE.',
    };
  return {
    ...base,
    kept: false,
    detail: listed(loose.map((it) => `${it.image} (${path}:${it.line})`)),
    hint:
      'Write the index digest after the tag (name:tag@sha256:...): ' +
      'a tag can be moved to another image at any time.',
  };
}

export function judgeUser(
  image: ImageFacts,
  account: Account | null,
  dockerfile: DockerfileFacts,
  path: string,
): Verdict {
  const base = { id: 'user', title: titles.user } as const;
  const isElsewhere = dockerfile.lines['FROM'] === undefined && image.user !== '';
  const line =
    dockerfile.userLine === null ? `${path} has no USER` : `${path}:${dockerfile.userLine}`;
  const where = isElsewhere ? path : line;
  const numbers =
    account !== null && account.uid !== 0
      ? `${account.uid}:${account.gid === 0 ? account.uid : account.gid}`
      : '65532:65532';
  const hint = `Write USER ${numbers} in the final stage.`;
  const shown = plainLine(image.user);
  if (account?.uid === 0)
    return {
      ...base,
      kept: false,
      detail:
        image.user === ''
          ? `no USER, so it runs as root (${where})`
          : `USER ${shown} is root (${where})`,
      hint,
    };
  if (isNumericUser(image.user)) return { ...base, kept: true, detail: image.user };
  const why = /^\d+$/.test(image.user)
    ? `names no group, so the group depends on /etc/passwd of the image (now ${account?.gid ?? 'unknown'})`
    : 'is a name: under runAsNonRoot Kubernetes refuses names, because it cannot look them up';
  return { ...base, kept: false, detail: `USER ${shown} ${why} (${where})`, hint };
}

export function judgeExecForm(
  image: ImageFacts,
  dockerfile: DockerfileFacts,
  path: string,
): Verdict {
  const base = { id: 'exec-form', title: titles['exec-form'] } as const;
  // A later ENTRYPOINT resets CMD. CMD is then in the Dockerfile, but not in the image.
  const inForce = dockerfile.shellForms.filter(
    (it) => (it.instruction === 'ENTRYPOINT' ? image.entrypoint : image.cmd).length > 0,
  );
  if (image.entrypoint.length + image.cmd.length === 0)
    return {
      ...base,
      kept: false,
      detail: 'the image names no program to start',
      hint: 'Write ENTRYPOINT ["/path/of/the/program"] in the final stage.',
    };
  const [first] = inForce;
  if (first === undefined)
    return {
      ...base,
      kept: true,
      detail: plainLine(JSON.stringify([...image.entrypoint, ...image.cmd])),
    };
  return {
    ...base,
    kept: false,
    detail: inForce
      .map((it) => {
        const place = it.line === null ? path : `${path}:${it.line}`;
        return `${it.instruction} is in shell form (${place})`;
      })
      .join('\n'),
    hint:
      `Write ${first.instruction} as a JSON array, ${first.instruction} ["program", "argument"]: ` +
      'otherwise a shell is PID 1 and does not forward the stop signal.',
  };
}
