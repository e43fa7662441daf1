/**
 * Removes what a run left behind that was killed before it could remove it: its containers, its
 * network and the tag of its image. Their names hold the machine and the process of the run.
 */
import type { Engine, Host, Output } from '../ports/ports.ts';

/** The repository of the images that verify builds, and the beginning of its other names. */
export const repository = 'create-secure-dockerfile-verify';

/** What `Host.uniqueName` makes: the machine, the process, and a random part. */
const ofRun = new RegExp(`^${repository}[-:](?<machine>[0-9a-f]+)-(?<pid>\\d+)-[0-9a-f]+`);

/** Removes the leftovers of runs of this machine whose process has ended. */
export async function removeLeftovers(engine: Engine, host: Host, out: Output): Promise<void> {
  const [containers, networks, images] = await Promise.all([
    engine.run(['ps', '--all', '--filter', `name=${repository}-`, '--format', '{{.Names}}']),
    engine.run(['network', 'ls', '--filter', `name=${repository}-`, '--format', '{{.Name}}']),
    engine.run([
      ...['images', '--filter', `reference=${repository}`],
      ...['--format', '{{.Repository}}:{{.Tag}}'],
    ]),
  ]);
  const left = (text: string): string[] =>
    text
      .split('\n')
      .map((it) => it.trim().replace(/^localhost\//, ''))
      .filter((it) => isLeft(it, host));
  const names = left(containers.stdout);
  const nets = left(networks.stdout);
  const tags = left(images.stdout);
  if (names.length > 0) await engine.run(['rm', '--force', '--volumes', ...names]);
  if (nets.length > 0) await engine.run(['network', 'rm', ...nets]);
  if (tags.length > 0) await engine.run(['rmi', ...tags]);
  const all = [...names, ...nets, ...tags];
  if (all.length > 0) out.say(`Removed what a killed run left behind: ${all.join(', ')}`);
}

function isLeft(name: string, host: Host): boolean {
  const { machine, pid } = ofRun.exec(name)?.groups ?? {};
  return pid !== undefined && machine === host.machine && !host.isRunning(Number(pid));
}
