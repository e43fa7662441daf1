/** What templates/python may read: the keys `project` and `ignore` of the view. */
import type { View } from '../../../types.ts';
import type { FrontendView } from '../../frontend.ts';

/** A RUN line of the install, with the files that it reads. */
export type StepView = {
  /** The comment above it; `null` if there is none. */
  readonly why: string | null;
  /** What its last lines are for, which run where the first fail. */
  readonly fallback: string | null;
  /** Whether it reads the inline metadata of a script, from the stage `script`. */
  readonly script: boolean;
  /** One COPY for each folder of manifests. */
  readonly copies: readonly (readonly string[])[];
  readonly mounts: readonly string[];
  /** The lines of the command, with indentation and the backslashes that join them. */
  readonly lines: readonly string[];
};

/** templates/python/Dockerfile.hbs reads this as `project`. */
export type PythonDockerfile = {
  readonly frontend: FrontendView | null;
  /** The script whose inline metadata is extracted in a separate stage. */
  readonly script: {
    readonly file: string;
    readonly copied: readonly string[];
    readonly source: string;
  } | null;
  /** The command that installs compilers and the headers of libraries. */
  readonly compilers: string | null;
  /** System programs and libraries that are started or loaded by name. */
  readonly system: {
    readonly title: string;
    readonly install: string;
    readonly files: readonly string[];
  } | null;
  /** Set if code looks libraries up. `link` copies /sbin where the base does not have its folders. */
  readonly lookedUp: { readonly link: string } | null;
  /** Libraries that the modules of packages are linked against. */
  readonly linked: { readonly title: string; readonly install: string } | null;
  /** Locales that the code sets: one command for each, behind `install`. */
  readonly locales: { readonly install: string; readonly made: readonly string[] } | null;
  /** The file that is copied from `images.tool`. */
  readonly tool: { readonly source: string; readonly target: string } | null;
  readonly steps: readonly StepView[];
  /** Steps that install packages from folders of the project, after its sources are copied. */
  readonly localSteps: readonly StepView[];
  /** The build backend of the project. */
  readonly backend: {
    readonly requires: readonly string[];
    /** Whether there are no packages, so that no other step creates the virtual environment. */
    readonly alone: boolean;
    /** Lists the files of the package before the build. */
    readonly listing: { readonly command: string } | null;
    /** Commands and assignments before the build, each with a space behind it. */
    readonly preparation: string;
    /** The folder of the sources, if they lack modules that the build makes. */
    readonly generated: string | null;
    readonly mounts: readonly string[];
  } | null;
  /** The path of the virtual environment; `null` if there is none. */
  readonly environment: string | null;
  /** The file name of the interpreter to copy: `python3.14`; `null` if the base includes it. */
  readonly interpreter: string | null;
  /** The path of the base's interpreter, which the virtual environment links to. */
  readonly retarget: { readonly interpreter: string; readonly name: string } | null;
  /** The tool that compiles translations; `null` where there are none to compile. */
  readonly translations: { readonly tool: string } | null;
  /** Django's static files. */
  readonly collect: {
    /** Assignments before the command, each followed by a space. */
    readonly variables: string;
    /** Whether some of them are placeholders for settings of the running program. */
    readonly hasPlaceholders: boolean;
    /** The interpreter that runs it. */
    readonly interpreter: string;
    readonly program: string;
  } | null;
  /** The view of templates/partials/libraries.hbs. */
  readonly libraries: View | null;
  /** Whether they are copied before the sources, so that a change of these keeps the layer. */
  readonly librariesFirst: boolean;
  /** Whether the build compares with the base, so that the base is a stage at the top. */
  readonly baseStage: boolean;
  readonly noBaseStage: boolean;
  /** Whether the build always fills /rootfs, not only if the base lacks something. */
  readonly ownRootfs: boolean;
  readonly noOwnRootfs: boolean;
  /** The folder of the sources; `null` if the project is installed as a package. */
  readonly sources: string | null;
  /** The working directory of a package that writes to relative paths. */
  readonly working: string | null;
  readonly links: readonly {
    readonly path: string;
    readonly to: string;
    readonly why: string | null;
  }[];
  /**
   * Files of the project in folders that the program writes to. They belong to the user of the
   * image.
   */
  readonly seeded: { readonly paths: readonly string[]; readonly user: string } | null;
  /** Files that are removed before the sources are copied into the image. */
  readonly unshipped: readonly string[];
  /** What the user leaves out. It is removed if it is there. */
  readonly leftOut: { readonly paths: readonly string[] } | null;
  /** What the user ships, or the start command names, beside a project that is installed as a package. */
  readonly shipped: {
    /** A sentence that says whose files these are. */
    readonly why: string;
    readonly folder: string;
    readonly copies: readonly (readonly string[])[];
  } | null;
};

/** templates/python/dockerignore.hbs reads this as `ignore`. */
export type PythonDockerignore = {
  readonly unread: readonly string[];
  /** What the front end's build makes. */
  readonly outputs: readonly string[];
  /** Files that the patterns would leave out, and the program needs; `null` if there are none. */
  readonly kept: readonly string[] | null;
  /** Files that contain a password and are mounted as secrets. */
  readonly withLogin: readonly string[];
  /** Paths that the program writes in the project folder when a developer runs it. */
  readonly written: readonly string[];
};
