/** Finds the calls that listen on a TCP port: net/http, net, gRPC, gin, echo, fiber and others. */
import type { Evidence } from '../../types.ts';
import { oncePerFile, type GoFile } from './packages.ts';
import { closingOf, stringsBetween } from './source.ts';
import { lineAt } from '../../text/lines.ts';

export interface Listen {
  /** The port in the call itself, or `undefined` if it is an expression. */
  readonly port: number | undefined;
  readonly host: string | undefined;
  /** The environment variable for the port, if the framework reads one. */
  readonly variable: string | undefined;
  readonly evidence: Evidence;
  /** The text of the line, which distinguishes ports for metrics and similar purposes. */
  readonly line: string;
}

/** Calls that always listen. */
const certain =
  /\b(?:ListenAndServe(?:TLS)?|ListenTLS|StartServer|net\.Listen|ListenConfig\{\}\.Listen|http\.Serve(?:TLS)?|fasthttp\.Serve)\s*\(/g;

/** Calls that listen only if they have an address as an argument. */
const possible = /\.(?:Run|RunTLS|Start|StartTLS|StartAutoTLS|Listen|Serve)\s*\(/g;

const serverLiteral = /\b(?:http|fasthttp)\.Server\s*\{/g;

export const listenCalls = oncePerFile((file): Listen[] => {
  const { code } = file.source;
  const found: Listen[] = [];
  const add = (
    offset: number,
    because: string,
    address: Address | undefined,
    variable?: string,
  ): void => {
    const line = lineAt(code, offset);
    found.push({
      port: address?.port,
      host: address?.host,
      variable,
      evidence: { file: file.path, line, because },
      line: `${lineText(file, offset)}`,
    });
  };
  for (const match of code.matchAll(certain)) {
    if (/func\s*(?:\([^)]*\)\s*)?$/.test(code.slice(Math.max(0, match.index - 80), match.index)))
      continue;
    const address = addressArgument(file, match.index + match[0].length - 1);
    add(match.index, address ? `listens on ${address.text}` : 'listens', address);
  }
  for (const match of code.matchAll(possible)) {
    const open = match.index + match[0].length - 1;
    const address = addressArgument(file, open);
    if (address) add(match.index, `listens on ${address.text}`, address);
  }
  for (const match of code.matchAll(serverLiteral)) {
    const open = match.index + match[0].length - 1;
    const field = /\bAddr\s*:\s*(?=")/.exec(code.slice(open, closingOf(code, open)));
    const address =
      field && addressIn(file.source.strings.get(open + field.index + field[0].length) ?? '');
    if (field && address) add(open + field.index, `listens on ${address.text}`, address);
  }
  for (const match of ginRuns(code))
    add(
      match,
      'gin listens on PORT, 8080 by default',
      { host: '', port: 8080, text: ':8080' },
      'PORT',
    );
  return found;
});

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly text: string;
}

/**
 * @returns the parts of `host:port`, or `undefined` for any other text and for port 0 (any free
 *   port).
 */
export function addressIn(text: string): Address | undefined {
  const match = /^([\w.-]*|\[[\da-fA-F:]*\]|\*):(\d{2,5})$/.exec(text);
  const port = Number(match?.[2] ?? 0);
  return match && port > 0 && port <= 65535 ? { host: match[1] ?? '', port, text } : undefined;
}

/** Returns the first literal argument that is an address. */
function addressArgument(file: GoFile, open: number): Address | undefined {
  const { code } = file.source;
  // A function passed as an argument contains unrelated literals.
  const end = Math.min(closingOf(code, open), open + 300);
  const body = code.slice(open, end).search(/\bfunc\s*\(/);
  for (const { value } of stringsBetween(file.source, open, body === -1 ? end : open + body)) {
    const address = addressIn(value);
    if (address) return address;
  }
  return undefined;
}

/**
 * Finds `r := gin.Default()` followed by `r.Run()`:
 * https://pkg.go.dev/github.com/gin-gonic/gin#Engine.Run
 */
function ginRuns(code: string): number[] {
  if (!code.includes('gin.')) return [];
  return [...code.matchAll(/\b(\w+)\s*:?=\s*gin\.(?:Default|New)\s*\(/g)].flatMap((it) => {
    const at = code.search(new RegExp(`\\b${it[1]}\\.Run\\s*\\(\\s*\\)`));
    return at === -1 ? [] : [at];
  });
}

export function lineText(file: GoFile, offset: number): string {
  const { code } = file.source;
  const start = code.lastIndexOf('\n', offset) + 1;
  const newline = code.indexOf('\n', offset);
  const end = newline === -1 ? code.length : newline;
  return `${code.slice(start, end)} ${stringsBetween(file.source, start, end)
    .map((it) => it.value)
    .join(' ')}`;
}
