/**
 * What templates/node/Dockerfile.hbs and its partials read, stage by stage. These are types and not
 * interfaces, because a view is a record of plain values.
 */
import type { LibrariesView } from '../../shared/shared-libraries.ts';

/** The commands of one RUN. Each except the last continues on the next line. */
export type ChainedCommand = {
  readonly lead: string;
  readonly command: string;
  readonly end: string;
};

/** A RUN with its mounts. */
export type MountedView = {
  readonly why: string;
  readonly mounts: readonly string[];
  readonly command: string;
};

export type PackagesStep = Omit<MountedView, 'command'> & {
  readonly commands: readonly ChainedCommand[];
};

export type VariableView = {
  readonly name: string;
  readonly value: string;
  readonly why: string;
};

/** A list for a command that is omitted if the list is missing. */
export type PathsView = { readonly paths: readonly string[] };

/** What the build stage needs from the operating system. */
export type SystemView = {
  readonly system: {
    readonly whys: readonly string[];
    readonly commands: readonly ChainedCommand[];
  } | null;
};

/** The files that the install reads. `manifests` is null if nothing is installed. */
export type ManifestsView = {
  readonly tool: MountedView | null;
  /** What the install reads from the environment. The values are plain words. */
  readonly variables: readonly VariableView[];
  readonly manifests: {
    readonly why: string;
    readonly copies: readonly (readonly string[])[];
  } | null;
  readonly hooks: { readonly why: string; readonly commands: readonly ChainedCommand[] } | null;
  /** Names another package in the place of one that cannot be installed. */
  readonly replaced: { readonly why: string; readonly command: string } | null;
};

/** The production packages: installed in a separate stage, or the result of pruning. */
export type PackagesView = {
  readonly production: PackagesStep | null;
  readonly pruned: PackagesStep | null;
  readonly plugAndPlay: boolean;
};

export type BuildView = {
  readonly install: MountedView | null;
  readonly buildEnvironment: readonly VariableView[];
  /** The names, with an empty value where the build demands one. */
  readonly buildArguments: { readonly names: readonly string[] } | null;
  readonly build: {
    readonly why: { readonly text: string } | null;
    readonly mounts: readonly string[];
    readonly commands: readonly ChainedCommand[];
  } | null;
};

/** The commands for built files before they are copied. */
export type ShippingView = {
  readonly unshipped: PathsView | null;
  /** What the user leaves out. It is removed if it is there. */
  readonly leftOut: PathsView | null;
  readonly readable: PathsView;
  readonly owned: { readonly paths: readonly string[]; readonly user: string } | null;
};

/** The preparation of /rootfs and its stage. The three places exclude each other. */
export type RootfsView = {
  readonly rootfsWithPackages: boolean;
  readonly rootfsBeforeSources: boolean;
  readonly rootfsAfterBuild: boolean;
  readonly interpreter: { readonly path: string } | null;
  readonly stop: { readonly folder: string; readonly file: string; readonly text: string } | null;
  readonly environmentFiles: { readonly paths: readonly string[] } | null;
  /** Files that are links to temporary ones. */
  readonly links: LinksView | null;
  /** Files that are links to a folder that is kept. */
  readonly kept: LinksView | null;
  readonly release: boolean;
  readonly foreign: {
    readonly folders: readonly string[];
    readonly pattern: string;
    readonly prebuilds: readonly string[];
  } | null;
  readonly libraries: LibrariesView | null;
  readonly site: SiteView | null;
};

export type SiteView = {
  readonly folder: string;
  readonly file: string;
  readonly lines: readonly string[];
};

export type CopyView = { readonly from: string; readonly to: string };

export type LinksView = {
  /** The folders that the links are in. */
  readonly folders: readonly string[];
  readonly pairs: readonly { readonly path: string; readonly target: string }[];
};

export type FinalView = {
  /** Whether the build compares with the base, which is then a stage. */
  readonly base: boolean;
  readonly server: { readonly program: string } | null;
  readonly rootfs: { readonly stage: string } | null;
  readonly modules: CopyView | null;
  readonly ships: readonly (CopyView & { readonly stage: string })[];
  /** What the user ships: from and to. */
  readonly asked: readonly { readonly stage: string; readonly paths: readonly string[] }[];
  readonly workingDirectory: string;
};

export type NodeDockerfile = SystemView &
  ManifestsView &
  PackagesView &
  BuildView &
  ShippingView &
  RootfsView &
  FinalView;
