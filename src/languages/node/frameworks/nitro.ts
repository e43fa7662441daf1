/**
 * Nitro in Nuxt, SolidStart, TanStack Start, Analog and Vinxi: `.output` contains the server and
 * its packages. https://nitro.build/deploy/runtimes/node
 */
import type { Evidence, Note } from '../../../types.ts';
import { dependsOn, type Manifest, place } from '../files/manifest.ts';
import {
  configuration,
  errorPage,
  type Framework,
  type FrameworkInput,
  scriptNames,
  server,
  site,
} from './framework.ts';

/**
 * `adds`: plugins that the framework needs. Without one, the build creates only request handlers.
 */
interface NitroFramework {
  readonly dependency: string;
  readonly title: string;
  readonly adds?: readonly string[];
}

const frameworks: readonly NitroFramework[] = [
  { dependency: 'nuxt', title: 'Nuxt' },
  { dependency: 'nuxt-nightly', title: 'Nuxt' },
  // Version 1 includes Nitro through vinxi; version 2 needs it as a Vite plugin.
  { dependency: '@solidjs/start', title: 'SolidStart', adds: ['nitro', 'nitropack', 'vinxi'] },
  {
    dependency: '@tanstack/react-start',
    title: 'TanStack Start',
    adds: ['nitro', 'nitropack', 'vinxi'],
  },
  {
    dependency: '@tanstack/solid-start',
    title: 'TanStack Start',
    adds: ['nitro', 'nitropack', 'vinxi'],
  },
  { dependency: '@analogjs/platform', title: 'Analog' },
  { dependency: 'nitropack', title: 'Nitro' },
  { dependency: 'nitro', title: 'Nitro' },
  // Plugins of Vite that build a server beside the application.
  { dependency: 'vite-plugin-with-nitro', title: 'Nitro' },
  { dependency: '@analogjs/vite-plugin-nitro', title: 'Nitro' },
  // `vinxi start` runs the output of `vinxi build`, which uses Nitro:
  // https://vinxi.vercel.app/api/cli.html
  { dependency: 'vinxi', title: 'Vinxi' },
];

/** A layer of Nuxt, or the root of the workspace, may bring it. https://nuxt.com/docs/guide/going-further/layers */
const builtByNuxt = /^(?:cross-env )?(?:\w+=\S+ )*(?:npx )?nux[it] (?:build|generate)\b/;

export const nitro: Framework = {
  id: 'nitro',
  development: [
    {
      command: /^(?:nuxt|nuxi) (?:dev|preview)\b/,
      why: 'it is the development server of Nuxt',
    },
    {
      command: /^(?:vinxi|analog|solid-start)(?: dev\b| preview\b|$)/,
      why: 'it is a development server',
    },
  ],
  async detect(input) {
    const { manifest } = input;
    const layered = builtByNuxt.test(manifest.scripts['build'] ?? '');
    const found =
      frameworks.find((it) => dependsOn(manifest, it.dependency)) ??
      (layered ? frameworks[0] : undefined);
    if (!found) return null;
    const { dependency, title, adds } = found;
    const isBare = adds !== undefined && !adds.some((it) => dependsOn(manifest, it));
    // `srvx` and similar programs listen for the handlers.
    if (isBare && 'start' in manifest.scripts) return null;
    const evidence = dependsOn(manifest, dependency)
      ? place(manifest, [dependency], `${title}: depends on ${dependency}`)
      : place(manifest, ['scripts', 'build'], `${title}: the script "build" runs it`);
    const configured = await configurationOf(input);
    const shared = {
      title,
      evidence,
      buildEnvironment:
        title === 'Nuxt'
          ? [
              {
                name: 'NUXT_TELEMETRY_DISABLED',
                value: '1',
                why: 'The build sends no anonymous usage data.',
              },
            ]
          : [],
    };
    const output = startedFolder(manifest) ?? '.output';
    if (generatesFiles(manifest, configured))
      return site({
        ...shared,
        folder: `${output}/public`,
        fallback: /\bssr\s*:\s*false/.test(configured.own)
          ? { page: '200.html', kind: 'application' }
          : errorPage,
        hashed: ['/_nuxt/'],
      });
    return server({
      ...shared,
      start: ['node', `${output}/server/index.mjs`],
      port: 3000,
      handlesSigterm: true,
      copies: [{ from: output, to: output }],
      bundle: `${output}/server`,
      environment: dependsOn(manifest, '@nuxt/content') ? [contentDatabase] : [],
      writable: [...(keepsDatabase(configured) ? ['.data'] : []), ...storageFolders(configured)],
      notes: [
        ...(isBare ? [withoutServer(title, evidence)] : []),
        ...otherPlatform(presetOf(manifest, configured), evidence),
      ],
    });
  },
};

/** https://content.nuxt.com/docs/getting-started/configuration#database */
const contentDatabase = {
  name: 'NUXT_CONTENT_DATABASE_FILENAME',
  value: '/tmp/contents.sqlite',
  why: 'Nuxt Content unpacks its pages into a database beside the program, which is read-only.',
};

/** @returns the folder that the start script names in place of `.output`. */
function startedFolder({ scripts }: Manifest): string | undefined {
  return /(?:^|\s)(?:\.\/)?([\w.-][\w./-]*)\/server\/index\.mjs(?:\s|$)/.exec(
    scripts['start'] ?? '',
  )?.[1];
}

/**
 * A database of SQLite is in the folder .data unless the configuration names another.
 * https://nitro.build/docs/database
 */
function keepsDatabase({ own }: Configured): boolean {
  return /\bconnector\s*:\s*["'`](?:better-sqlite3|sqlite3?|node-sqlite)["'`]/.test(own);
}

/**
 * Folders in which the storage of Nitro keeps files. Without `base`, it is `data` for the driver `fs`.
 * https://nitro.build/docs/storage
 */
function storageFolders({ own }: Configured): readonly string[] {
  const withoutDevelopment = own.replace(/\bdevStorage\s*:\s*\{(?:[^{}]|\{[^{}]*\})*\}/g, '');
  return [
    ...withoutDevelopment.matchAll(/\{[^{}]*\bdriver\s*:\s*["'`]fs(?:-?[lL]ite)?["'`][^{}]*\}/g),
  ]
    .map(([mount]) => /\bbase\s*:\s*["'`]([^"'`$]+)["'`]/.exec(mount)?.[1] ?? 'data')
    .map((it) => it.replace(/^(?:\.\/)+|\/$/g, ''))
    .filter((it) => it !== '' && it !== '/tmp' && !it.startsWith('/tmp/'));
}

/** The texts of configuration files; empty if there is none. */
interface Configured {
  /** The configuration of Nuxt or Nitro. */
  readonly own: string;
  readonly vite: string;
}

async function configurationOf(input: FrameworkInput): Promise<Configured> {
  const own = [...scriptNames('nuxt.config'), ...scriptNames('nitro.config')];
  const vite = [...scriptNames('app.config'), ...scriptNames('vite.config')];
  return {
    own: (await configuration(input, own))?.text ?? '',
    vite: (await configuration(input, vite))?.text ?? '',
  };
}

function generatesFiles({ scripts }: Manifest, { own }: Configured): boolean {
  return (
    /\bnux[it]\s+generate\b/.test(scripts['build'] ?? '') || /preset\s*:\s*["']static["']/.test(own)
  );
}

function presetOf({ scripts }: Manifest, { own, vite }: Configured): string | undefined {
  return (
    /\bpreset\s*:\s*["'`]([\w-]+)["'`]/.exec(`${own}\n${vite}`)?.[1] ??
    /--preset[= ]([\w-]+)/.exec(scripts['build'] ?? '')?.[1]
  );
}

function otherPlatform(preset: string | undefined, evidence: Evidence): Note[] {
  if (preset === undefined || /^(?:node|static|github-pages)/.test(preset.replaceAll('_', '-')))
    return [];
  return [
    {
      code: 'node/built-for-platform',
      level: 'error',
      text: `the Nitro preset "${preset}" does not build a server for containers`,
      hint: 'Use "node-server", or remove the line (node-server is the default).',
      evidence: [evidence],
    },
  ];
}

function withoutServer(title: string, evidence: Evidence): Note {
  return {
    code: 'node/server-missing',
    level: 'error',
    text: `the build of ${title} creates only request handlers, and no program here listens for requests`,
    hint: 'Install nitro and add its plugin to vite.config, or name a server in the script "start".',
    evidence: [evidence],
  };
}
