/** Host names and addresses, as code and URLs write them. */

/**
 * Whether a host name is this machine. Nothing outside a container reaches a server that listens on
 * such an address, and no other machine answers there.
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
