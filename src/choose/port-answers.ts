/**
 * Ports as a user types them (`8080`, `8080,9090,5353/udp`, `none`), and which of them the image
 * exposes.
 */
import type { Choice, OtherPort, Port, ServiceFacts } from '../types.ts';

/** The value of `--port`: one TCP port, `null` for none, or the text of several. */
export type PortAnswer = number | string | null;

/** The ports of one program. */
export interface Ports {
  /** The first TCP port: the one that health checks and variables are about. */
  readonly port: Choice<number | null>;
  /** The other ones, if there are any. */
  readonly otherPorts?: Choice<readonly Port[]>;
}

/** @returns the ports, or `none`, as `--port` takes them. */
export function portText(answer: PortAnswer, others: readonly Port[] = []): string {
  const all = [...portsIn(answer), ...others].map(portName);
  return all.length === 0 ? 'none' : [...new Set(all)].join(',');
}

/** @returns a port as `EXPOSE` and `docker run --publish` take it: `8080`, `5353/udp`. */
export function portName({ number, protocol }: Port): string {
  return protocol === 'udp' ? `${number}/udp` : String(number);
}

/** @returns all ports of a program, in the order in which they are exposed. */
export function exposedPorts({ port, otherPorts }: Ports): readonly Port[] {
  return [...portsIn(port.value), ...(otherPorts?.value ?? [])];
}

/**
 * Decides what the image exposes. A user names all ports; to a port that the sources show come the
 * others that they show.
 */
export function portsOf(choice: Choice<PortAnswer>, seen: ServiceFacts['otherPorts'] = []): Ports {
  const { value, origin } = choice;
  const isSeen = origin === 'fact' || origin === 'default';
  const all = portsIn(value);
  const first = all.find((it) => it.protocol === 'tcp');
  const others: readonly (Port | OtherPort)[] = isSeen
    ? seen.filter((it) => it.number !== first?.number || it.protocol === 'udp')
    : all.filter((it) => it !== first);
  return {
    port: { ...(choice as Choice<number | null>), value: first?.number ?? null },
    ...(others.length === 0
      ? {}
      : {
          otherPorts: {
            value: others.map(({ number, protocol }) => ({ number, protocol })),
            origin,
            evidence: isSeen ? seen.map((it) => it.evidence) : [],
          },
        }),
  };
}

function portsIn(answer: PortAnswer): readonly Port[] {
  if (answer === null || answer === 'none') return [];
  return String(answer)
    .split(',')
    .map((it) => {
      const [number = '', protocol] = it.trim().split('/');
      return { number: Number(number), protocol: protocol === 'udp' ? 'udp' : 'tcp' };
    });
}
