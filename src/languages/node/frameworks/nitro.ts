/** Nitro under Nuxt, SolidStart, TanStack Start and Analog: `.output` has the server with its packages. https://nitro.build/deploy/runtimes/node */
import { dependsOn, place } from '../files/manifest.ts';
import { configuration, type Framework, scriptNames } from './framework.ts';

/** `adds`: what the framework leaves to a plugin; without it the build makes request handlers only. */
interface OnNitro {
  readonly dependency: string;
  readonly title: string;
  readonly adds?: readonly string[];
}

const frameworks: readonly OnNitro[] = [
  { dependency: 'nuxt', title: 'Nuxt' },
  { dependency: 'nuxt-nightly', title: 'Nuxt' },
  // Version 1 brings Nitro with vinxi, version 2 as a plugin of Vite.
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
];

export const nitro: Framework = {
  id: 'nitro',
  async detect(input) {
    const { manifest } = input;
    const found = frameworks.find((it) => dependsOn(manifest, it.dependency));
    if (!found) return null;
    const { dependency, title, adds } = found;
    const bare = adds !== undefined && !adds.some((it) => dependsOn(manifest, it));
    // `srvx` and the like listen for the handlers.
    if (bare && 'start' in manifest.scripts) return null;
    const evidence = place(manifest, [dependency], `${title}: depends on ${dependency}`);
    const config = await configuration(input, [
      ...scriptNames('nuxt.config'),
      ...scriptNames('nitro.config'),
    ]);
    const vite = await configuration(input, [
      ...scriptNames('app.config'),
      ...scriptNames('vite.config'),
    ]);
    const telemetry =
      title === 'Nuxt'
        ? [
            {
              name: 'NUXT_TELEMETRY_DISABLED',
              value: '1',
              why: 'No anonymous usage data from a build.',
            },
          ]
        : [];
    const preset =
      /\bpreset\s*:\s*["'`]([\w-]+)["'`]/.exec(`${config?.text ?? ''}\n${vite?.text ?? ''}`)?.[1] ??
      /--preset[= ]([\w-]+)/.exec(manifest.scripts['build'] ?? '')?.[1];
    const platform =
      preset !== undefined && !/^(?:node|static|github-pages)/.test(preset.replaceAll('_', '-'))
        ? [
            {
              level: 'error' as const,
              text: `the preset ${preset} makes nothing that runs in a container\nName the preset node-server, or take the line out: it is what a build makes by itself.`,
              evidence: [evidence],
            },
          ]
        : [];
    const missing = bare
      ? [
          {
            level: 'error' as const,
            text: `the build of ${title} makes request handlers, and nothing here listens for requests\nInstall nitro and add its plugin to vite.config, or name a server in the script "start".`,
            evidence: [evidence],
          },
        ]
      : [];
    const generates =
      /\bnux[it]\s+generate\b/.test(manifest.scripts['build'] ?? '') ||
      /preset\s*:\s*["']static["']/.test(config?.text ?? '');
    if (generates) {
      const application = /\bssr\s*:\s*false/.test(config?.text ?? '');
      return {
        kind: 'site',
        title,
        evidence,
        folder: '.output/public',
        fallback: application
          ? { page: '200.html', kind: 'application' }
          : { page: '404.html', kind: 'error' },
        hashed: ['/_nuxt/'],
        buildEnvironment: telemetry,
        buildCache: null,
        notes: [],
      };
    }
    return {
      kind: 'server',
      title,
      evidence,
      start: ['node', '.output/server/index.mjs'],
      port: 3000,
      portVariable: 'PORT',
      environment: [],
      buildEnvironment: telemetry,
      handlesSigterm: true,
      writable: [],
      copies: [{ from: '.output', to: '.output' }],
      bundle: '.output/server',
      buildCache: null,
      notes: [...missing, ...platform],
    };
  },
};
