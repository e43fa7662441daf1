/**
 * Finds pings that need a raw socket, which only a process with the capability NET_RAW may open:
 * https://man7.org/linux/man-pages/man7/raw.7.html
 */
import type { Note } from '../../types.ts';
import { firstText } from '../shared/values.ts';
import { noDocuments } from './code/documents.ts';
import { GoEvaluator } from './code/evaluate.ts';
import type { GoCode } from './code/program.ts';
import { matchesOf, valueOf } from './code/rows.ts';
import { Types } from './code/types.ts';

const calls = [
  // https://pkg.go.dev/github.com/prometheus-community/pro-bing#Pinger.SetPrivileged
  ...['github.com/prometheus-community/pro-bing', 'github.com/go-ping/ping'].map((it) => ({
    call: `${it}.Pinger.SetPrivileged`,
    argument: 0,
    raw: /^true$/,
  })),
  // https://pkg.go.dev/golang.org/x/net/icmp#ListenPacket
  { call: 'golang.org/x/net/icmp.ListenPacket', argument: 0, raw: /^ip[46]?:/ },
  // https://pkg.go.dev/net#ListenPacket
  ...['ListenPacket', 'ListenIP', 'DialIP', 'Dial'].map((it) => ({
    call: `net.${it}`,
    argument: 0,
    raw: /^ip[46]?:/,
  })),
];

/** @returns a note for the first raw socket; empty without one. */
export function rawSocketNotes(code: GoCode): readonly Note[] {
  // Nearly every program calls something of net: the evaluation is for those that may ping.
  if (code.search(/["'`]ip[46]?:|\bSetPrivileged\(/).length === 0) return [];
  const evaluator = new GoEvaluator(code, new Types(code), noDocuments);
  const found = matchesOf(evaluator, calls).find((match) =>
    match.row.raw.test(firstText(valueOf(match)) ?? match.argument?.text ?? ''),
  );
  if (!found) return [];
  const { file, line } = found.node;
  return [
    {
      code: 'go/raw-socket',
      level: 'warning',
      text: 'the program opens a raw socket to ping, which needs NET_RAW: a user that is not root has no capability',
      hint: 'Ping without privileges (SetPrivileged(false), "udp4"): Docker and Kubernetes allow that. Or run the container as root with --cap-add NET_RAW.',
      evidence: [{ file, line, because: 'opens a raw socket' }],
    },
  ];
}
