/** Astro: files, or a server where @astrojs/node is the adapter. https://docs.astro.build/en/guides/integrations-guide/node/ */
import { dependsOn, place } from '../files/manifest.ts';
import { configuration, type Framework, prefixOf, scriptNames } from './framework.ts';

const telemetry = {
  name: 'ASTRO_TELEMETRY_DISABLED',
  value: '1',
  why: 'No anonymous usage data from a build.',
};

export const astro: Framework = {
  id: 'astro',
  async detect(input) {
    const { manifest } = input;
    if (!dependsOn(manifest, 'astro')) return null;
    const config = await configuration(input, scriptNames('astro.config'));
    const text = config?.text ?? '';
    const folder = /\boutDir\s*:\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/.exec(text)?.[1] ?? 'dist';
    const evidence = config
      ? { file: config.file, because: 'Astro' }
      : place(manifest, ['astro'], 'depends on astro');
    const shared = { title: 'Astro', evidence, buildEnvironment: [telemetry], buildCache: null };
    const platform = /@astrojs\/(vercel|netlify|cloudflare|deno)\b/.exec(text)?.[1];
    const other =
      platform === undefined
        ? []
        : [
            {
              level: 'error' as const,
              text: `the adapter for ${platform} makes nothing that runs in a container\nInstall @astrojs/node and name it in ${config?.file ?? 'astro.config.mjs'} (adapter: node({ mode: 'standalone' })); without an adapter all pages are files.`,
              evidence: [evidence],
            },
          ];
    if (!/@astrojs\/node/.test(text)) {
      return {
        ...shared,
        kind: 'site',
        folder,
        fallback: { page: '404.html', kind: 'error' },
        hashed: ['/_astro/'],
        ...prefixOf(
          /\bbase\s*:\s*["'`](\/?[\w./~-]*)["'`]/.exec(text)?.[1]?.replace(/^(?!\/)/, '/'),
        ),
        notes: other,
      };
    }
    // In middleware mode the project has a server of its own, and its start script says so.
    if (/mode\s*:\s*["'`]middleware["'`]/.test(text)) return null;
    return {
      ...shared,
      kind: 'server',
      start: ['node', `${folder}/server/entry.mjs`],
      port: 4321,
      portVariable: 'PORT',
      handlesSigterm: false,
      writable: [],
      bundle: null,
      notes: [],
      environment: [
        {
          name: 'HOST',
          value: '0.0.0.0',
          why: 'Astro listens on localhost unless told otherwise.',
        },
      ],
      copies: [
        { from: 'package.json', to: 'package.json' },
        { from: folder, to: folder },
      ],
    };
  },
};
