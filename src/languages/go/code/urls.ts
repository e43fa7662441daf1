/** The parts of a URL that a program takes apart. https://pkg.go.dev/net/url#URL */
import { alternatives, choiceOf, textValue, unknown, type Value } from '../../shared/values.ts';

const types = new Set(['net/url.URL', 'net/url.Parse()', 'net/url.ParseRequestURI()']);

/** @param type the full name of a type, or of the function that gives it. */
export const isUrl = (type: string): boolean => types.has(type);

/**
 * @param whole the URL as it was written.
 * @param part the field or method of `url.URL`.
 * @returns its value for each text that is wholly known.
 */
export function urlPart(whole: Value, part: string): Value {
  const found = alternatives(whole).flatMap((it): readonly Value[] => {
    const [text = null, ...others] = it.kind === 'text' ? it.pieces : [];
    if (it.kind !== 'text' || text === null || others.length > 0) return [];
    const value = partOf(text, part);
    return value ? [{ ...it, pieces: [value] }] : [];
  });
  // What sets a URL takes no bare port or address, so the setting is not passed on without a default.
  return found.length > 0 ? choiceOf(found, whole.at) : unknown(whole.at);
}

function partOf(text: string, part: string): string | undefined {
  const { scheme, host, path } =
    /^(?<scheme>[a-z][\w+.-]*):\/\/(?:[^/?#@]*@)?(?<host>(?:\[[\da-f:.]+\]|[\w.-]*)(?::\d+)?)(?<path>(?:\/[^?#]*)?)(?:[?#]|$)/i.exec(
      text,
    )?.groups ?? {};
  switch (part) {
    case 'Scheme':
      return scheme;
    case 'Host':
      return host;
    case 'Hostname':
      return host?.replace(/:\d*$/, '');
    case 'Port':
      return /:(\d+)$/.exec(host ?? '')?.[1];
    case 'Path':
      return path;
    default:
      return undefined;
  }
}

/**
 * @param whole an address, `0.0.0.0:8080`.
 * @param index which result of `net.SplitHostPort`.
 * @returns the host or the port, for each text whose end is known.
 */
export function addressPart(whole: Value, index: number): Value {
  const found = alternatives(whole).flatMap((it): readonly Value[] => {
    const text = it.kind === 'text' ? it.pieces.map((piece) => piece ?? '').join('') : '';
    const [, host, port] = /^(.*):(\d+)$/s.exec(text) ?? [];
    if (it.kind !== 'text' || host === undefined || port === undefined) return [];
    // What sets an address takes no bare part of one, so the setting is not passed on.
    return index < 2 ? [textValue(index === 0 ? host : port, it.at)] : [];
  });
  return found.length > 0 ? choiceOf(found, whole.at) : unknown(whole.at);
}
