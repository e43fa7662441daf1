/** Measures work, not waiting: other work on the machine does not lengthen it. */

/** @returns milliseconds that the processor worked for this process since it began. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
