/** The input of verify, and a record of what it creates. */
import type { Demand } from './expectations.ts';

export interface VerifyInput {
  /** The build context. */
  readonly directory: string;
  /** A path relative to the directory, or absolute. */
  readonly dockerfile: string;
  /** An image to judge as it is, without a Dockerfile and a build; `null` to build one. */
  readonly image: string | null;
  /** Another Dockerfile of the directory, whose image is built for its size; `null` for none. */
  readonly compare: string | null;
  /** What it must answer. Empty for `/`, where any answer below 500 is accepted. */
  readonly demands: readonly Demand[];
  /** Whether the program is meant to do its work and end. */
  readonly job: boolean;
  /** Whether a promise that was not judged, or kept with a reservation, counts as broken. */
  readonly strict: boolean;
  /** `NAME=VALUE` or `NAME`, as for `docker run --env`. */
  readonly env: readonly string[];
  readonly envFile: string | null;
  /** Absolute paths in the image that the program may write to, besides /tmp and VOLUMEs. */
  readonly writable: readonly string[];
  /** The time within which the program must answer after the start. */
  readonly timeoutSeconds: number;
  /** Whether to keep the image and the container. */
  readonly keep: boolean;
  readonly buildArgs: readonly string[];
  /** As for `docker build --secret`. */
  readonly secrets: readonly string[];
  /** As for `docker build --ssh`. */
  readonly ssh: readonly string[];
  /** As for `docker build --network`. */
  readonly buildNetwork: string | null;
  /** As for `docker run --network`. */
  readonly network: string | null;
  /** `HOST:IP`, as for `docker run --add-host`. */
  readonly addHosts: readonly string[];
  /** As for `docker run --memory`; `null` for a limit that every usual program keeps. */
  readonly memory: string | null;
  /** As for `docker run --cpus`. */
  readonly cpus: string | null;
  readonly target: string | null;
  readonly platform: string | null;
}

/**
 * What this run creates and removes again. Every name is recorded before it is passed to the
 * engine.
 */
export interface Created {
  readonly image: string;
  /** Images besides it. */
  readonly others: Set<string>;
  readonly containers: Set<string>;
  readonly networks: Set<string>;
}

/** @returns the name of a further container of this run, which is recorded. */
export function nameContainer({ image, containers }: Created, purpose: string): string {
  const name = `${image.replace(':', '-')}-${purpose}`;
  containers.add(name);
  return name;
}

/** @returns the name of a further image of this run, which is recorded. */
export function nameImage({ image, others }: Created, purpose: string): string {
  const name = `${image}-${purpose}`;
  others.add(name);
  return name;
}

/** @returns the name of the network of this run, which is recorded. */
export function nameNetwork({ image, networks }: Created): string {
  const name = image.replace(':', '-');
  networks.add(name);
  return name;
}
