/** Recognizes addresses of private networks. */

/** Whether an address is private or link-local by RFC 1918, 3927, 4193 or 4291. */
export function isInnerAddress(hostname: string): boolean {
  return (
    /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.)/.test(hostname) ||
    /^\[(?:f[cd]|fe[89ab])/i.test(hostname) ||
    /^\[::/.test(hostname)
  );
}
