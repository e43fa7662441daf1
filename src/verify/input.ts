/** The input of verify, and what it creates on the way. */

export interface VerifyInput {
  /** The build context. */
  readonly directory: string;
  /** Relative to the directory, or absolute. */
  readonly dockerfile: string;
  /**
   * The path to request, which must answer below 400; `null`: `/`, and any answer below 500 will
   * do.
   */
  readonly path: string | null;
  /** `NAME=VALUE` or `NAME`, as `docker run --env` takes them. */
  readonly env: readonly string[];
  readonly envFile: string | null;
  /** Absolute paths in the image that the program may write to, besides /tmp and VOLUMEs. */
  readonly writable: readonly string[];
  /** Time to answer after the start. */
  readonly timeoutSeconds: number;
  /** Leave image and container behind. */
  readonly keep: boolean;
  readonly buildArgs: readonly string[];
  /** As `docker build --secret` takes them. */
  readonly secrets: readonly string[];
  /** As `docker build --ssh` takes them. */
  readonly ssh: readonly string[];
  /** As `docker build --network` takes it. */
  readonly buildNetwork: string | null;
  readonly target: string | null;
  readonly platform: string | null;
}

/** What this run creates and removes again. Every name is noted before the engine gets it. */
export interface Made {
  readonly image: string;
  readonly containers: Set<string>;
}
