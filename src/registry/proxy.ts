/**
 * Chooses the proxy for an address from HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, like Go
 * and curl.
 */
import { isLoopback } from '../text/hosts.ts';

/**
 * @returns the proxy, which may be configured without a scheme. `undefined` if there is none, as
 *   always for this machine. `'unusable'` if its address is not an http or https address.
 */
export function proxyFor(
  url: URL,
  env: Readonly<Record<string, string | undefined>>,
): URL | 'unusable' | undefined {
  if (isLoopback(url.hostname)) return undefined;
  const read = (name: string): string | undefined =>
    env[name.toLowerCase()] || env[name] || undefined;
  const text = read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read('ALL_PROXY');
  if (text === undefined || excluded(url, read('NO_PROXY') ?? '')) return undefined;
  const address = text.includes('://') ? text : `http://${text}`;
  return URL.canParse(address) && /^https?:/.test(address) ? new URL(address) : 'unusable';
}

/**
 * Whether NO_PROXY excludes an address. Entries are `*`, a host, a domain (with or without a
 * leading dot or `*.`), or one of these with a port.
 */
function excluded(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((it) => it !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', only] =
        /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase().replace(/^\*?\./, '')) ?? [];
      return (
        (only === undefined || only === port) &&
        (url.hostname === name || url.hostname.endsWith(`.${name}`))
      );
    });
}
