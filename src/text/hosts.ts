/** Recognizes host names and addresses in code and URLs. */

/**
 * Whether a host name means this machine. A server that listens on such an address cannot be
 * reached from outside its container, and no other machine answers there.
 *
 * @param host a name, an IPv4 address, or an IPv6 address with or without brackets.
 */
export function isLoopback(host: string): boolean {
  return (
    /^(?:.*\.)?localhost$/.test(host) ||
    /^127(?:\.\d{1,3}){3}$/.test(host) ||
    host === '::1' ||
    host === '[::1]'
  );
}
