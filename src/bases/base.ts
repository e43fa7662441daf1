/**
 * The interface of a base: an answer to every need. A base does not know the languages.
 */
import type { ImageRef, Offer, RuntimeNeed, ToolchainNeed } from '../types.ts';

export interface Base {
  readonly id: string;
  readonly title: string;
  /** One line for the prompt and the documentation. */
  readonly summary: string;
  /** Whether its images have a shell, and with it the tools that an intruder would use. */
  readonly hasShell: boolean;
  /**
   * Whether an image belongs to this base, with any tag and from any mirror, because `verify` also
   * reads files that were not generated. `null` is the empty image, `FROM scratch`.
   */
  owns(image: ImageRef | null): boolean;
  /** The image for a program, or why there is none. offerOf adds whether a shell is missing. */
  runtime(need: RuntimeNeed): Offer;
  /**
   * The image to build in. It has the same C library as the final image, so that compiled files can
   * be loaded there.
   */
  toolchain(need: ToolchainNeed, runtime: RuntimeNeed): ImageRef;
}
