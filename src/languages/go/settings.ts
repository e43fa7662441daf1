/**
 * Finds the settings that configure the port: environment variables, flags, struct tags and
 * constants, with their defaults.
 */
import type { Evidence } from '../../types.ts';
import { addressIn, lineText } from './listen-calls.ts';
import { oncePerFile, type GoFile } from './packages.ts';
import { closingOf, stringsBetween } from './source.ts';
import { lineAt } from '../../text/lines.ts';

export interface Setting {
  readonly kind: 'environment' | 'flag' | 'constant';
  /** The name of the environment variable, if `kind` is `environment`. */
  readonly variable: string | undefined;
  /**
   * The name of the flag, if `kind` is `flag`. A default in a configuration library is not a flag.
   */
  readonly flag: string | undefined;
  /** Whether it holds a port alone or an address (`:8080`). */
  readonly holds: 'port' | 'address';
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly evidence: Evidence;
  readonly line: string;
}

/** Matches names of other services that the program connects to. */
const foreign =
  /(^|[^a-z])(db|database|postgres|postgresql|pg|mysql|mariadb|redis|mongo|mongodb|smtp|imap|mail|kafka|amqp|rabbit|rabbitmq|nats|etcd|consul|vault|proxy|remote|target|upstream|client|peer|backend|jaeger|zipkin|otel|otlp|statsd|syslog|ldap|ftp|sftp|ssh|memcached?|elastic|elasticsearch|clickhouse|minio|s3|dns|mqtt|graphite|influx|loki|tempo)([^a-z]|$)/i;

const environmentName = /^(?:[A-Z][A-Z0-9]*_)*(PORT|ADDR|ADDRESS|LISTEN|BIND)$/;
const flagName = /^(?:[a-z0-9]+[-._])*(port|addr|address|listen|bind|http)$/i;
const flagCall = /(?:\b(?:Int|Uint|Uint16|String)(?:Var)?P?|\bSetDefault|\bFlag)\s*\([^()"]*$/;
const portText = /^:?(\d{2,5})$/;

export const portSettings = oncePerFile((file): Setting[] => {
  const found: Setting[] = [];
  const { code, strings } = file.source;
  for (const [offset, value] of strings) {
    const before = code.slice(Math.max(0, offset - 120), offset);
    if (environmentName.test(value) && !isForeign(value) && /[(,=]\s*$/.test(before)) {
      found.push(
        settingOf(file, offset, 'environment', value, defaultAfter(file, offset, 400), value),
      );
    } else if (flagName.test(value) && !isForeign(value) && flagCall.test(before)) {
      found.push(settingOf(file, offset, 'flag', value, flagDefault(file, offset), undefined));
    } else if (flagName.test(value) && !isForeign(value) && /\bName\s*:\s*$/.test(before)) {
      found.push(settingOf(file, offset, 'flag', value, fieldDefault(file, offset), undefined));
    } else if (code.charAt(offset) === '`') {
      found.push(...tagSettings(file, offset, value));
    }
  }
  for (const match of code.matchAll(
    /([pP]ort|PORT|[aA]ddr(?:ess)?|ADDR)\s*(?:string|u?int(?:16)?)?\s*:?=\s*(?:(\d{2,5})\b|(?="))/g,
  )) {
    const name = `${/\w*$/.exec(code.slice(Math.max(0, match.index - 60), match.index))?.[0] ?? ''}${match[1]}`;
    if (isForeign(name.replace(/([a-z])([A-Z])/g, '$1_$2'))) continue;
    const said =
      match[2] === undefined
        ? literalDefault(strings.get(match.index + match[0].length) ?? '')
        : { port: Number(match[2]), host: undefined, text: match[2] };
    if (said) found.push(settingOf(file, match.index, 'constant', name, said, undefined));
  }
  return found;
});

interface Default {
  readonly port: number;
  readonly host: string | undefined;
  readonly text: string;
}

function settingOf(
  file: GoFile,
  offset: number,
  kind: Setting['kind'],
  name: string,
  said: Default | undefined,
  variable: string | undefined,
): Setting {
  const what = {
    environment: `environment variable ${name}`,
    flag: `flag ${name}`,
    constant: name,
  }[kind];
  const because =
    said === undefined
      ? what
      : `${what}${kind === 'constant' ? ' is' : ', by default'} ${said.text}`;
  return {
    kind,
    variable,
    port: said?.port,
    flag:
      kind === 'flag' &&
      !/\bSetDefault\s*\([^()]*$/.test(file.source.code.slice(Math.max(0, offset - 120), offset))
        ? name
        : undefined,
    host: said?.host,
    holds: /port$/i.test(name) ? 'port' : 'address',
    evidence: { file: file.path, line: lineAt(file.source.code, offset), because },
    line: `${name} ${lineText(file, offset)}`,
  };
}

function literalDefault(text: string): Default | undefined {
  const port = Number(portText.exec(text)?.[1] ?? 0);
  if (port > 0 && port <= 65535) return { port, host: undefined, text };
  return addressIn(text);
}

/**
 * Finds the default in `os.Getenv("PORT")` followed a few lines later by `port = "8080"`, in
 * `getenv("PORT", "8080")`, and in `cmp.Or(os.Getenv("PORT"), "8080")`.
 */
function defaultAfter(file: GoFile, offset: number, reach: number): Default | undefined {
  const { code } = file.source;
  const start = code.indexOf(code.charAt(offset), offset + 1) + 1;
  const nextFunction = code.slice(start, start + reach).search(/\n\}/);
  const end = start + (nextFunction === -1 ? reach : nextFunction);
  for (const { value, offset: at } of stringsBetween(file.source, start, end)) {
    const said = literalDefault(value);
    if (said) return said;
    if (/^[A-Z][A-Z0-9_]+$/.test(value) || /\bGetenv\s*\($/.test(code.slice(0, at)))
      return numberBetween(code, start, at);
  }
  return numberBetween(code, start, Math.min(end, start + 160));
}

/**
 * Finds the default of a flag: the next argument in `flag.Int("port", 8080, ...)`, or the argument
 * of `.Default(":9090")` in kingpin.
 */
function flagDefault(file: GoFile, offset: number): Default | undefined {
  const { code } = file.source;
  const open = code.lastIndexOf('(', offset);
  const close = closingOf(code, open);
  const start = code.indexOf(code.charAt(offset), offset + 1) + 1;
  const chained = /^\)(?:\s*\.\s*\w+\([^()]*\))*?\s*\.\s*Default\(\s*(?=["`])/.exec(
    code.slice(close, close + 300),
  );
  if (chained) return literalDefault(file.source.strings.get(close + chained[0].length) ?? '');
  for (const { value } of stringsBetween(file.source, start, close)) {
    const said = literalDefault(value);
    if (said) return said;
  }
  return numberBetween(code, start, close);
}

/** Finds the default in `&cli.IntFlag{Name: "port", Value: 8080}`. */
function fieldDefault(file: GoFile, offset: number): Default | undefined {
  const { code, strings } = file.source;
  const open = code.lastIndexOf('{', offset);
  const body = code.slice(open, closingOf(code, open));
  const field = /\bValue\s*:\s*(?:(\d{2,5})\b|(?="))/.exec(body);
  if (!field) return undefined;
  if (field[1] !== undefined) return { port: Number(field[1]), host: undefined, text: field[1] };
  return literalDefault(strings.get(open + field.index + field[0].length) ?? '');
}

/**
 * Reads the struct tags of caarlos0/env, kelseyhightower/envconfig, sethvargo/go-envconfig,
 * cleanenv and kong: `env:"PORT" envDefault:"8080"`.
 */
function tagSettings(file: GoFile, offset: number, tag: string): Setting[] {
  const name = /\b(?:env|envconfig)\s*:\s*"([A-Z0-9_]+)/.exec(tag)?.[1];
  if (name === undefined || !environmentName.test(name) || isForeign(name)) return [];
  const text =
    /\b(?:envDefault|env-default|default)\s*:\s*"([^"]*)"/.exec(tag)?.[1] ??
    /\bdefault=([^",]*)/.exec(tag)?.[1] ??
    '';
  return [settingOf(file, offset, 'environment', name, literalDefault(text), name)];
}

function numberBetween(code: string, start: number, end: number): Default | undefined {
  const number = /(?<![\w.])(80|443|\d{4,5})(?![\w.])/.exec(code.slice(start, end))?.[1];
  return number === undefined ? undefined : { port: Number(number), host: undefined, text: number };
}

function isForeign(name: string): boolean {
  return foreign.test(name.replace(/_/g, ' '));
}
