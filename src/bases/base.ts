/** What a base is to the rest of the program: an answer to every need. Languages are unknown here. */
import type { ImageRef, Libc, Offer, RuntimeNeed, ToolchainNeed } from '../types.ts';

export interface Base {
  readonly id: string;
  readonly title: string;
  /** One line for the prompt and the documentation. */
  readonly summary: string;
  /** The image under the program, or why there is none. */
  runtime(need: RuntimeNeed): Offer;
  /** The image to build in. It has the same C library as the final image, so that what is compiled there loads here. */
  toolchain(need: ToolchainNeed, runtime: RuntimeNeed): ImageRef;
  readonly libc: Libc;
}
