/**
 * Astro: a static site, or a server if @astrojs/node is the adapter.
 * https://docs.astro.build/en/guides/integrations-guide/node/
 */
import { isInFolder, joined } from '../../../text/paths.ts';
import { dependsOn, place } from '../files/manifest.ts';
import {
  configuration,
  errorPage,
  type Framework,
  type FrameworkInput,
  prefixOf,
  scriptNames,
  server,
  site,
  withManifest,
} from './framework.ts';

const telemetry = {
  name: 'ASTRO_TELEMETRY_DISABLED',
  value: '1',
  why: 'The build sends no anonymous usage data.',
};

export const astro: Framework = {
  id: 'astro',
  development: [
    { command: /^astro (?:dev|preview)\b/, why: 'it is the development server of Astro' },
  ],
  async detect(input) {
    const { manifest } = input;
    if (!dependsOn(manifest, 'astro')) return null;
    const config = await configuration(input, scriptNames('astro.config'));
    const text = config?.text ?? '';
    const folder = /\boutDir\s*:\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/.exec(text)?.[1] ?? 'dist';
    const evidence = config
      ? { file: config.file, because: 'Astro' }
      : place(manifest, ['astro'], 'depends on astro');
    const shared = { title: 'Astro', evidence, buildEnvironment: [telemetry] };
    const platform = /@astrojs\/(vercel|netlify|cloudflare|deno)\b/.exec(text)?.[1];
    const other =
      platform === undefined
        ? []
        : [
            {
              code: 'node/built-for-platform',
              level: 'error' as const,
              text: `the adapter for ${platform} does not build a server for containers`,
              hint: `Install @astrojs/node and name it in ${config?.file ?? 'astro.config.mjs'} (adapter: node({ mode: 'standalone' })). Without an adapter all pages are files.`,
              evidence: [evidence],
            },
          ];
    if (!/@astrojs\/node/.test(text)) {
      return site({
        ...shared,
        folder,
        fallback: errorPage,
        hashed: ['/_astro/'],
        ...prefixOf(
          /\bbase\s*:\s*["'`](\/?[\w./~-]*)["'`]/.exec(text)?.[1]?.replace(/^(?!\/)/, '/'),
        ),
        notes: other,
      });
    }
    // In middleware mode, the project has a server and starts it in its start script.
    if (/mode\s*:\s*["'`]middleware["'`]/.test(text)) return null;
    return server({
      ...shared,
      start: ['node', `${folder}/server/entry.mjs`],
      port: 4321,
      environment: [
        {
          name: 'HOST',
          value: '0.0.0.0',
          why: 'Astro listens on localhost by default.',
        },
      ],
      copies: withManifest(folder),
      writable: (await keepsSessions(input, text)) ? ['node_modules/.astro'] : [],
    });
  },
};

/**
 * Whether pages use sessions, which @astrojs/node keeps in files unless a driver is named.
 * https://docs.astro.build/en/guides/sessions/
 */
async function keepsSessions(
  { project, manifest }: FrameworkInput,
  text: string,
): Promise<boolean> {
  if (/\bsession\s*:\s*\{[^}]*\bdriver\b/.test(text)) return false;
  const sources = (await project.files()).filter(
    (it) => isInFolder(it, joined(manifest.folder, 'src')) && /\.(?:astro|[cm]?[jt]sx?)$/.test(it),
  );
  for (const file of sources.slice(0, mostRead))
    if (/\b(?:Astro|context|ctx|session)\??\.session\b/.test((await project.read(file)) ?? ''))
      return true;
  return false;
}

/** The most pages that are searched. */
const mostRead = 1000;
