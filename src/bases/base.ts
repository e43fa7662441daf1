/**
 * What a base is to the rest of the program: an answer to every need. Languages are unknown here.
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
   * Whether an image is one of this base's, whatever its tag and from whichever mirror: `verify`
   * also reads files that were not generated here. `null`: the empty image, `FROM scratch`.
   */
  owns(image: ImageRef | null): boolean;
  /** The image under the program, or why there is none; a need of a shell is judged by offerOf. */
  runtime(need: RuntimeNeed): Offer;
  /**
   * The image to build in. It has the same C library as the final image, so that what is compiled
   * there loads here.
   */
  toolchain(need: ToolchainNeed, runtime: RuntimeNeed): ImageRef;
}
