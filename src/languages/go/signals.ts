/**
 * Finds how a program handles the stop signal. Without a handler, a Go program exits at once and
 * cuts off open requests.
 */
import type { Evidence, Note } from '../../types.ts';
import type { ProgramSource } from './packages.ts';
import { closingOf } from './source.ts';
import { lineAt } from '../../text/lines.ts';

export interface SignalFacts {
  /** Set if the program handles SIGINT but not SIGTERM. */
  readonly stopSignal: { readonly signal: string; readonly why: string } | undefined;
  readonly notes: readonly Note[];
}

/**
 * Frameworks that handle SIGTERM for the program: the import path, and the call that installs the
 * handler.
 */
const frameworks: readonly (readonly [RegExp, RegExp])[] = [
  [/^go\.uber\.org\/fx$/, /\.Run\s*\(\s*\)/],
  [/^sigs\.k8s\.io\/controller-runtime/, /SetupSignalHandler\s*\(/],
  [/^k8s\.io\/apiserver\/pkg\/server$/, /SetupSignal(?:Handler|Context)\s*\(/],
  [/^github\.com\/oklog\/run$/, /SignalHandler\s*\(/],
  [/^github\.com\/go-kratos\/kratos/, /kratos\.New\s*\(/],
  [/^github\.com\/zeromicro\/go-zero/, /MustNewServer\s*\(|NewServer\s*\(/],
  [/^gofr\.dev\/pkg\/gofr/, /gofr\.New\s*\(/],
  [/^github\.com\/cloudwego\/hertz/, /\.Spin\s*\(/],
  [/^github\.com\/aws\/aws-lambda-go/, /lambda\.Start/],
  [/^github\.com\/charmbracelet\/fang$/, /fang\.Execute\s*\(/],
  [/^github\.com\/ory\/graceful$/, /graceful\./],
  [/^github\.com\/TV4\/graceful$/, /graceful\./],
];

/**
 * @param listens whether the program serves a port. Only then does an abrupt exit cut off requests,
 *   which is worth a warning.
 */
export function findSignals(program: ProgramSource, main: Evidence, listens: boolean): SignalFacts {
  let interrupt: Evidence | undefined;
  for (const { path, source } of program.packages.flatMap((it) => it.files)) {
    for (const match of source.code.matchAll(/\bsignal\.Notify(?:Context)?\s*\(/g)) {
      const open = match.index + match[0].length - 1;
      const given = source.code.slice(open, closingOf(source.code, open));
      const named = /\b(?:os|syscall|unix)\.(?:Interrupt|Kill|SIG\w+)/.test(given);
      if (/\bSIGTERM\b/.test(given) || !named) return { stopSignal: undefined, notes: [] };
      if (/\bInterrupt\b|\bSIGINT\b/.test(given))
        interrupt ??= {
          file: path,
          line: lineAt(source.code, match.index),
          because: 'waits for an interrupt, not for SIGTERM',
        };
    }
  }
  const handled = frameworks.some(
    ([path, call]) =>
      [...program.external.keys()].some((it) => path.test(it)) &&
      program.packages.some((it) => it.files.some((file) => call.test(file.source.code))),
  );
  if (handled) return { stopSignal: undefined, notes: [] };
  if (interrupt) {
    return {
      stopSignal: {
        signal: 'SIGINT',
        why: `The program waits for an interrupt and not for SIGTERM (${interrupt.file}:${interrupt.line}).`,
      },
      notes: [
        {
          code: 'go/stops-on-sigint',
          level: 'info',
          text: 'the program ends cleanly on SIGINT only, so the image asks for it (STOPSIGNAL); Kubernetes before 1.33 always sends SIGTERM: add syscall.SIGTERM to the call',
          evidence: [interrupt],
        },
      ],
    };
  }
  if (!listens) return { stopSignal: undefined, notes: [] };
  return {
    stopSignal: undefined,
    notes: [
      {
        code: 'go/ignores-sigterm',
        level: 'warning',
        text: 'the program does not handle SIGTERM: it is ended in the middle of its requests; wait for signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM), then call Shutdown',
        evidence: [main],
      },
    ],
  };
}
