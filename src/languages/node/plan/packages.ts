/**
 * Where the installed packages (node_modules or Plug'n'Play) go in the image, and how node loads
 * them.
 */
import type { NodeService } from '../details.ts';
import type { EnvironmentLine } from '../../language.ts';
import type { Install } from '../package-managers/manager.ts';
import { plainFolders } from '../package-managers/yarn-berry.ts';
import { entryOf } from '../start/entry.ts';

export interface Layout {
  readonly kind: 'node-modules' | 'plug-and-play';
  /** A variable that the install stages need. */
  readonly environment: EnvironmentLine | null;
  /** The folder with the native modules of production packages. */
  readonly natives: string;
  /**
   * Files beside the sources that are not copied when the whole folder is, because the packages
   * come from another stage.
   */
  readonly left: (whole: boolean) => readonly string[];
  readonly copy: { readonly from: string; readonly to: string };
  /** Flags for node. */
  readonly flags: readonly string[];
}

const folders: Layout = {
  kind: 'node-modules',
  environment: null,
  natives: '/app/node_modules',
  left: () => [],
  copy: { from: '/app/node_modules', to: '/app/node_modules' },
  flags: [],
};

/**
 * Chooses Plug'n'Play for programs of the project. Servers that a framework builds get
 * node_modules, because their builds trace files and some look for that folder. So do packages of a
 * workspace, and a start command that names a file there. https://yarnpkg.com/features/pnp
 */
export function layoutOf(
  install: Install,
  service: NodeService,
  start: readonly string[],
  files: readonly string[],
): Layout {
  if (install.linker === null) return folders;
  const { framework, site, manifest, workspace } = service.details;
  const settings = files.some((it) => it.startsWith('.yarn/')) ? ['.yarn'] : [];
  const named = entryOf(start)?.startsWith('node_modules/') ?? false;
  if (
    install.linker === 'node-modules' ||
    framework !== null ||
    site !== null ||
    workspace !== null ||
    named
  ) {
    return {
      ...folders,
      left: (whole) => (whole ? settings : []),
      environment: plainFolders,
    };
  }
  return {
    kind: 'plug-and-play',
    environment: {
      name: 'YARN_ENABLE_GLOBAL_CACHE',
      value: 'false',
      why: "Plug'n'Play loads packages from archives, so they stay in the project.",
    },
    natives: '/pnp/.yarn/unplugged',
    left: (whole) => (whole ? ['.yarn', '.pnp.cjs', '.pnp.loader.mjs', '.pnp.data.json'] : []),
    copy: { from: '/pnp/', to: '/app/' },
    // Tested with Node 22, 24 and 26: this is the only way to load ES modules without a warning.
    flags: [
      '--require',
      '/app/.pnp.cjs',
      ...(manifest.isModule ? ['--experimental-loader', '/app/.pnp.loader.mjs'] : []),
    ],
  };
}
