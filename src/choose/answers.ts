/** Values as a user types them. */

/** @returns the port, or `none`, as `--port` takes it. */
export function portText(port: number | null): string {
  return port === null ? 'none' : String(port);
}
