/** What templates/python may read: the keys `project` and `ignore` of the view. */
import type { View } from '../../../types.ts';

/** A RUN line of the install, with the files that it reads. */
export type StepView = {
  /** The comment above it; `null`: none. */
  readonly why: string | null;
  /** Whether it reads the inline metadata of a script, from the stage `script`. */
  readonly script: boolean;
  /** One COPY for each folder of manifests. */
  readonly copies: readonly (readonly string[])[];
  readonly mounts: readonly string[];
  /** The lines of the command, with their indentation and the backslashes that join them. */
  readonly lines: readonly string[];
};

/** templates/python/Dockerfile.hbs reads this as `project`. */
export type PythonDockerfile = {
  /** The script whose inline metadata is extracted in a separate stage. */
  readonly script: {
    readonly file: string;
    readonly copied: readonly string[];
    readonly source: string;
  } | null;
  /** The command that installs compilers and the headers of libraries. */
  readonly compilers: string | null;
  /** Programs and libraries of the system that are started or loaded by name. */
  readonly system: {
    readonly title: string;
    readonly install: string;
    readonly files: readonly string[];
  } | null;
  /** What is copied from `images.tool`. */
  readonly tool: { readonly source: string; readonly target: string } | null;
  readonly steps: readonly StepView[];
  /** What builds the project as a package. */
  readonly backend: {
    readonly requires: readonly string[];
    /** Whether there are no packages, so that no step has made the virtual environment. */
    readonly alone: boolean;
    /** Whether the version comes from version control, which is not in the build context. */
    readonly versionControl: boolean;
    readonly mounts: readonly string[];
  } | null;
  /** The path of the virtual environment; `null`: there is none. */
  readonly environment: string | null;
  /** The interpreter to copy, as its file is called: `python3.14`; `null`: the base has it. */
  readonly interpreter: string | null;
  /** Where the base has the interpreter that the virtual environment links to. */
  readonly retarget: { readonly interpreter: string; readonly name: string } | null;
  /** Django's static files. */
  readonly collect: {
    /** Assignments in front of the command, each with a space after it. */
    readonly variables: string;
    readonly packages: string;
    readonly program: string;
  } | null;
  /** The view of templates/partials/libraries.hbs. */
  readonly libraries: View | null;
  /** Whether the build compares with the base, so that the base is a stage at the top. */
  readonly baseStage: boolean;
  readonly noBaseStage: boolean;
  /** Whether the build always fills /rootfs, not only where the base lacks something. */
  readonly ownRootfs: boolean;
  readonly noOwnRootfs: boolean;
  /** Where the sources are; `null`: the project is installed as a package. */
  readonly sources: string | null;
  /** The working directory of a package that writes to relative paths. */
  readonly working: string | null;
  readonly links: readonly { readonly path: string; readonly to: string; readonly why: string }[];
  /** Files of the project in folders that the program writes to: they belong to its user. */
  readonly seeded: { readonly paths: readonly string[]; readonly user: string } | null;
  /** Files that are removed before the sources are copied into the image. */
  readonly unshipped: readonly string[];
};

/** templates/python/dockerignore.hbs reads this as `ignore`. */
export type PythonDockerignore = {
  /** Files that hold a password, and are mounted as secrets. */
  readonly withLogin: readonly string[];
  /** What the program writes into the project's folder when a developer runs it. */
  readonly written: readonly string[];
};
