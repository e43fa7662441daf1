/** Finds the port that the code listens on, and warns where nothing outside can reach it. */
import { isLoopback } from '../../../text/hosts.ts';
import type { Finding, Note } from '../../../types.ts';
import { keywordArgument, splitArguments, type Call, type ModuleFacts } from './modules.ts';
import type { Token } from './tokens.ts';

/**
 * Calls that listen, with the place of the address. `pair`: the first argument is `(host, port)`;
 * `text`: it is `host:port`. Most speak HTTP.
 */
const listeners: readonly {
  readonly callee: RegExp;
  readonly address: 'pair' | 'keywords' | 'text';
  readonly port: number | null;
  readonly probe?: 'connection';
}[] = [
  {
    callee:
      /(?:^|\.)(?:Threading)?HTTPServer$|^socketserver\.\w*TCPServer$|^wsgiref\.simple_server\.WSGIServer$/,
    address: 'pair',
    port: null,
  },
  { callee: /^wsgiref\.simple_server\.make_server$/, address: 'keywords', port: null },
  {
    callee: /\.create_server$|^asyncio\.start_server$/,
    address: 'keywords',
    port: null,
    probe: 'connection',
  },
  { callee: /\.add_(?:in)?secure_port$/, address: 'text', port: null, probe: 'connection' },
  { callee: /^websockets(?:\.\w+)*\.serve$/, address: 'keywords', port: null },
  { callee: /^uvicorn\.run$/, address: 'keywords', port: 8000 },
  { callee: /^aiohttp\.web\.run_app$/, address: 'keywords', port: 8080 },
  { callee: /^waitress\.serve$/, address: 'keywords', port: 8080 },
];

export interface PortFacts {
  readonly port: Finding<number | null>;
  /** What it answers to. */
  readonly probe: 'http' | 'connection';
  readonly notes: readonly Note[];
}

/**
 * Finds the first call that listens.
 *
 * @param module the script itself, which is read first.
 * @param modules everything that it may import.
 */
export function portOf(module: ModuleFacts, modules: readonly ModuleFacts[]): PortFacts {
  for (const it of [module, ...modules.filter((other) => other !== module)]) {
    for (const call of it.calls) {
      const listener = listeners.find((known) => known.callee.test(call.callee));
      if (!listener) continue;
      const { host, port } = addressOf(call, listener.address, it);
      const probe = listener.probe ?? 'http';
      const number = port === undefined ? (listener.port ?? undefined) : numberOf(port, it);
      const evidence = { file: it.path, line: call.line, because: `${call.callee} listens` };
      const notes: Note[] =
        host !== undefined && isLoopback(valueOf(host, it))
          ? [
              {
                code: 'python/listens-on-loopback',
                level: 'warning',
                text: `${it.path}:${call.line} listens on ${host.map((token) => token.text).join('')} only: nothing outside the container reaches it`,
                hint: 'Listen on 0.0.0.0.',
                evidence: [evidence],
              },
            ]
          : [];
      if (number !== undefined)
        return { port: { kind: 'found', value: number, evidence: [evidence] }, probe, notes };
      return {
        port: {
          kind: 'unknown',
          why: `${it.path}:${call.line} listens on a port that is known only at run time`,
        },
        probe,
        notes,
      };
    }
  }
  return {
    port: {
      kind: 'suggested',
      value: null,
      evidence: [{ file: module.path, because: 'nothing that listens was found' }],
    },
    probe: 'http',
    notes: [],
  };
}

/** Whether the code reads the variable PORT. */
export function readsPort(modules: readonly ModuleFacts[]): boolean {
  return modules.some((it) =>
    it.calls.some((call) => isEnvironment(call.callee) && call.arguments[0]?.text === 'PORT'),
  );
}

function addressOf(
  call: Call,
  kind: 'pair' | 'keywords' | 'text',
  module: ModuleFacts,
): { host?: readonly Token[]; port?: readonly Token[] } {
  const positional = splitArguments(call.arguments).filter((it) => it[1]?.text !== '=');
  if (kind === 'text') {
    const [address] = positional[0] ?? [];
    const [, host = '', port] =
      /^(.*):(\{.*\}|\d+)$/.exec(address?.kind === 'string' ? address.text : '') ?? [];
    if (!address || port === undefined) return positional[0] ? { port: positional[0] } : {};
    return {
      host: [{ ...address, text: host }],
      port: [
        { ...address, kind: /^\d/.test(port) ? 'number' : 'name', text: port.replace(/[{}]/g, '') },
      ],
    };
  }
  if (kind === 'pair') {
    const pair = positional[0] ?? [];
    const inner = pair[0]?.text === '(' ? splitArguments(pair.slice(1, -1)) : [];
    return { ...(inner[0] ? { host: inner[0] } : {}), ...(inner[1] ? { port: inner[1] } : {}) };
  }
  const host =
    keywordArgument(call, 'host') ??
    (call.callee.endsWith('make_server') ? positional[0] : undefined);
  const port =
    keywordArgument(call, 'port') ??
    (call.callee.endsWith('make_server')
      ? positional[1]
      : positional.find((it) => numberOf(it, module) !== undefined));
  return { ...(host ? { host } : {}), ...(port ? { port } : {}) };
}

function isEnvironment(callee: string): boolean {
  return (
    callee === 'os.environ.get' ||
    callee === 'os.getenv' ||
    callee === 'environ.get' ||
    callee === 'getenv'
  );
}

/**
 * A number, a constant of the module, or the default of a variable: `8000`, `PORT`,
 * `int(os.environ.get("PORT", "8000"))`.
 */
function numberOf(tokens: readonly Token[], module: ModuleFacts): number | undefined {
  const [only, more] = tokens;
  if (only && !more && only.kind === 'name') {
    const constant = module.constants.get(only.text)?.value;
    if (constant !== undefined) return asPort(constant);
    return defaultOfVariable(module.assignedTokens.get(only.text) ?? []);
  }
  if (only && !more) return asPort(only.text);
  return defaultOfVariable(tokens);
}

/** The last literal in a call that reads the environment. */
function defaultOfVariable(tokens: readonly Token[]): number | undefined {
  if (!tokens.some((it) => it.text === 'environ' || it.text === 'getenv')) return undefined;
  const literal = tokens.filter((it) => it.kind !== 'operator' && /^\d+$/.test(it.text)).at(-1);
  return literal && asPort(literal.text);
}

function asPort(text: string): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 && number < 65536 ? number : undefined;
}

/** @returns a literal, or the value of a constant; otherwise an empty text. */
function valueOf(tokens: readonly Token[], module: ModuleFacts): string {
  const [only, more] = tokens;
  if (!only || more) return '';
  return only.kind === 'name' ? (module.constants.get(only.text)?.value ?? '') : only.text;
}
