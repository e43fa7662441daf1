/** Finds the port that the program listens on, and servers that only listen on localhost. */
import type { Evidence, Finding, Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { lineAt } from '../../../text/lines.ts';
import type { Source } from '../files/sources.ts';

export interface PortAnswer {
  readonly finding: Finding<number | null>;
  /** The environment variable that changes it, mostly PORT; `null` where it is fixed. */
  readonly variable: string | null;
  readonly notes: readonly Note[];
}

/** The port that a framework uses by default; sources may name another. */
export interface PortDefault {
  readonly port: number;
  readonly variable: string | null;
  readonly evidence: Evidence;
}

interface Hit {
  readonly port: number;
  readonly variable: string | null;
  readonly evidence: Evidence;
}

const variableName = String.raw`([A-Z][A-Z0-9_]*PORT|PORT)`;
const access = String.raw`(?:process\.env|Bun\.env|env|import\.meta\.env)(?:\.|\[["'])${variableName}(?:["']\])?`;

/** Each finds a variable (or none) and a number. */
const withDefault: readonly RegExp[] = [
  new RegExp(String.raw`${access}\s*\)?\s*(?:\|\||\?\?|\?[^:\n]*:)\s*["']?(\d{2,5})\b`, 'g'),
  new RegExp(
    String.raw`\b${variableName}\s*=\s*["']?(\d{2,5})["']?\s*[,}][^;]*=\s*process\.env`,
    'g',
  ),
  new RegExp(
    String.raw`\b${variableName}\s*:\s*(?:z|v|Joi|t|port|num|str|env|S|Type)\b[^\n]*?default["']?\s*[(:]\s*["']?(\d{2,5})`,
    'g',
  ),
  new RegExp(String.raw`\(\s*["']${variableName}["']\s*,\s*["']?(\d{2,5})`, 'g'),
];
const fixed: readonly RegExp[] = [
  /\.listen\(\s*["']?(\d{2,5})\b/g,
  /\b(?:listen|serve|createServer|server|Server)\w*\(\s*\{[^{}]*?\bport\s*:\s*["']?(\d{2,5})\b/g,
  /\bserve\([^;]*?\bport\s*:\s*(\d{2,5})\b/g,
  /\bexport default\s*\{[^{}]*?\bport\s*:\s*(\d{2,5})\b/g,
  /\.bindAsync\(\s*["'`][^"'`]*:(\d{2,5})["'`]/g,
  /\bcreateMicroservice\b[^;]*?\bport\s*:\s*["']?(\d{2,5})\b/g,
  /\bcreateMicroservice\b[^;]*?\burl\s*:\s*["'][^"':]*:(\d{2,5})["']/g,
  /\b(?:const|let|var)\s+(?:port|PORT|httpPort|serverPort|defaultPort|DEFAULT_PORT)(?:\s*:\s*\w+)?\s*=\s*(?:Number\()?["']?(\d{2,5})\b/g,
];
const bare = new RegExp(access, 'g');

/** What makes a program a server, if it is one. */
const listens =
  /\.listen\(|\.bindAsync\(|\bcreateServer\(|\bserve\(|Bun\.serve|Deno\.serve|export default \{[^}]*\bfetch\b/;

/**
 * @param sources the entry first: a port in it counts before those of other files.
 * @param given the words and environment of the start command: a port in them decides.
 * @param known the port of the framework, for sources that name none.
 */
export function findPort(
  sources: readonly Source[],
  given: {
    readonly words: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly evidence: readonly Evidence[];
  },
  known: PortDefault | null,
): PortAnswer {
  const notes = localNotes(sources);
  const reads = sources.flatMap(bareReads);
  const variable = reads[0]?.variable ?? known?.variable ?? null;
  const said = fromCommand(given);
  if (said !== null)
    return {
      finding: { kind: 'found', value: said, evidence: given.evidence.slice(0, 1) },
      variable,
      notes,
    };

  const defaults =
    sources.map((it) => hitsIn(it, withDefault, true)).find((it) => it.length > 0) ?? [];
  const numbers =
    defaults.length > 0
      ? defaults
      : (sources.map((it) => hitsIn(it, fixed, false)).find((it) => it.length > 0) ?? []);
  const ports = [...new Set(numbers.map((it) => it.port))];
  const [first] = numbers;
  if (first && ports.length === 1)
    return {
      finding: { kind: 'found', value: first.port, evidence: [first.evidence] },
      variable: first.variable ?? (defaults.length > 0 ? variable : null),
      notes,
    };
  if (first) {
    const main = numbers.find((it) => it.variable === 'PORT');
    if (main)
      return {
        finding: { kind: 'found', value: main.port, evidence: [main.evidence] },
        variable: 'PORT',
        notes,
      };
    const candidates = ports.map((port) => ({
      value: port,
      evidence: numbers.filter((it) => it.port === port).map((it) => it.evidence),
    }));
    return {
      finding: { kind: 'ambiguous', candidates, why: 'the program names several ports' },
      variable,
      notes,
    };
  }
  if (known)
    return {
      finding: { kind: 'found', value: known.port, evidence: [known.evidence] },
      variable: known.variable,
      notes,
    };
  const [read] = reads;
  if (read)
    return {
      finding: {
        kind: 'suggested',
        value: 3000,
        evidence: [
          {
            ...read.evidence,
            because: `reads ${read.variable} without a default: the image sets it`,
          },
        ],
      },
      variable: read.variable,
      notes,
    };
  const server = sources.find((it) => listens.test(it.text));
  if (server)
    return {
      finding: {
        kind: 'unknown',
        why: `${server.file} listens, but its port is unknown: give it, or "none"`,
      },
      variable: null,
      notes,
    };
  return {
    finding: {
      kind: 'suggested',
      value: null,
      evidence: [
        { file: sources[0]?.file ?? 'package.json', because: 'no source file listens on a port' },
      ],
    },
    variable: null,
    notes,
  };
}

function hitsIn(source: Source, patterns: readonly RegExp[], named: boolean): Hit[] {
  return patterns
    .flatMap((pattern) =>
      [...source.text.matchAll(pattern)].map((match) => {
        const port = Number(match[named ? 2 : 1]);
        const variable = named ? (match[1] ?? null) : null;
        return {
          port,
          variable,
          evidence: {
            file: source.file,
            line: lineAt(source.text, match.index),
            because:
              variable === null ? `listens on ${port}` : `reads ${variable}, ${port} by default`,
          },
        };
      }),
    )
    .filter(
      (it) =>
        it.port > 0 &&
        it.port < 65536 &&
        !/^(?:DB|DATABASE|REDIS|PG|POSTGRES|MYSQL|MONGO|SMTP|MAIL|EMAIL|KAFKA|RABBIT|AMQP|DEBUG|INSPECT|METRICS|ELASTIC|LDAP|FTP|SSH|PROXY|HTTPS|GRPC|WS)/.test(
          it.variable ?? '',
        ),
    );
}

function bareReads(source: Source): { variable: string; evidence: Evidence }[] {
  return [...source.text.matchAll(bare)]
    .map((match) => ({
      variable: match[1] ?? '',
      evidence: {
        file: source.file,
        line: lineAt(source.text, match.index),
        because: `reads ${match[1] ?? ''}`,
      },
    }))
    .filter((it) =>
      ['PORT', 'HTTP_PORT', 'APP_PORT', 'SERVER_PORT', 'API_PORT', 'NODE_PORT'].includes(
        it.variable,
      ),
    );
}

/** `--port 8080`, `-p 8080`, `PORT=8080 node ...`. */
function fromCommand(given: {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}): number | null {
  const { words } = given;
  const index = words.findIndex(
    (it) => it === '--port' || it === '-p' || it === '-l' || it === '--listen',
  );
  const text = words[index + 1] ?? '';
  const value =
    (index === -1 ? undefined : /(\d{2,5})$/.exec(text)?.[1]) ??
    words.map((it) => /^--port=(\d{2,5})$/.exec(it)?.[1]).find((it) => it !== undefined) ??
    given.environment['PORT'];
  return value !== undefined && /^\d{2,5}$/.test(value) ? Number(value) : null;
}

/** Servers that nothing outside the container can reach. */
function localNotes(sources: readonly Source[]): Note[] {
  const notes: Note[] = [];
  for (const { file, text } of sources) {
    const constant =
      /\b(?:const|let|var)\s+(host|hostname|HOST|HOSTNAME|address)\s*(?::\s*string\s*)?=\s*["'](localhost|127\.0\.0\.1)["']/.exec(
        text,
      );
    if (constant && new RegExp(`\\blisten\\([^;]*\\b${constant[1] ?? ''}\\b`).test(text)) {
      notes.push(
        localOnly(constant[2] ?? '', {
          file,
          line: lineAt(text, constant.index),
          because: constant[0],
        }),
      );
    }
    for (const match of text.matchAll(
      /(?:\.listen\([^;)]*|\bserve\(\s*\{[^;]*?\bhost(?:name)?\s*:\s*)["'](localhost|127\.0\.0\.1|::1)["']/g,
    )) {
      // The image sets that variable: see hostVariable.
      if (localByVariable.test(match[0])) continue;
      notes.push(
        localOnly(match[1] ?? '', { file, line: lineAt(text, match.index), because: match[0] }),
      );
    }
    if (!/from ["']fastify["']|require\(["']fastify["']\)/.test(text)) continue;
    for (const match of text.matchAll(/\.listen\(\s*\{([^}]*)\}/g)) {
      if (/\bhost\b|\.\.\./.test(match[1] ?? '')) continue;
      notes.push({
        code: 'node/listens-on-localhost',
        level: 'warning',
        text: 'Fastify listens on localhost by default: nothing outside the container reaches it',
        hint: "Add host: '0.0.0.0' to listen().",
        evidence: [{ file, line: lineAt(text, match.index), because: 'listen() without host' }],
      });
    }
  }
  return notes;
}

const hostNames =
  'HOST|HOSTNAME|SERVER_HOST|APP_HOST|HTTP_HOST|LISTEN_HOST|BIND_HOST|LISTEN_ADDRESS|BIND_ADDRESS|ADDRESS';

const localByVariable = new RegExp(
  String.raw`(?:process\.env|Bun\.env|env)(?:\.|\[["'])(${hostNames})(?:["']\])?\s*(?:\|\||\?\?)\s*["'](localhost|127\.0\.0\.1|::1)["']`,
);
/** `const { HOST = 'localhost' } = process.env`. */
const localByPattern = new RegExp(
  String.raw`\b(${hostNames})\s*=\s*["'](localhost|127\.0\.0\.1|::1)["']\s*[,}][^;]*=\s*process\.env`,
);
/** `HOST: z.string().default('localhost')`, `HOST: host({ default: 'localhost' })`. */
const localBySchema = new RegExp(
  String.raw`\b(${hostNames})\s*:\s*\w+[^\n]*?\bdefault["']?\s*[(:]\s*["'](localhost|127\.0\.0\.1|::1)["']`,
);

/**
 * @returns the variable that makes a server listen on all addresses; `null` where none is needed.
 */
export function hostVariable(sources: readonly Source[]): EnvironmentLine | null {
  for (const { text } of sources) {
    const [, name, host] =
      localByVariable.exec(text) ?? localByPattern.exec(text) ?? localBySchema.exec(text) ?? [];
    if (name !== undefined && listens.test(sources.map((it) => it.text).join('\n')))
      return {
        name,
        value: '0.0.0.0',
        why: `It would listen on ${host ?? ''}, where nothing outside the container reaches it.`,
      };
  }
  return null;
}

function localOnly(address: string, evidence: Evidence): Note {
  return {
    code: 'node/listens-on-localhost',
    level: 'warning',
    text: `the server listens on ${address} only: nothing outside the container reaches it`,
    hint: 'Listen on 0.0.0.0.',
    evidence: [evidence],
  };
}
