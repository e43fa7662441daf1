/**
 * Gives the container of a run a private network that leads nowhere: what the program asks of the
 * internet, of the network of this machine and of other containers does not answer.
 */
import { type Created, nameNetwork, type VerifyInput } from './input.ts';
import type { Tools } from './run.ts';

/**
 * The engine publishes no port of such a network, so that it is made only where this machine reaches
 * its containers: its bridge is an interface of this machine. In a virtual machine or on another
 * computer it is not.
 *
 * @returns the name of the network; `null` for the one of the user, or that of the engine.
 */
export async function ownNetwork(
  input: VerifyInput,
  created: Created,
  { engine, host }: Pick<Tools, 'engine' | 'host'>,
): Promise<string | null> {
  // Who names a host wants it to be reached.
  const isOpen = input.network !== null || input.addHosts.length > 0;
  // Podman makes the bridge with the first container, and one of a user is not on this machine.
  if (isOpen || engine.program !== 'docker') return null;
  const name = nameNetwork(created);
  const { code, stdout } = await engine.run(['network', 'create', '--internal', name]);
  if (code === 0) {
    const bridge = `br-${stdout.trim().slice(0, 12)}`;
    if ((await host.read(`/sys/class/net/${bridge}/address`)) !== undefined) return name;
    await engine.run(['network', 'rm', name]);
  }
  created.networks.delete(name);
  return null;
}
