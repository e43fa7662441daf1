/** SvelteKit: what the build makes is the adapter's choice. https://svelte.dev/docs/kit/adapter-node */
import { dependsOn, place, productionDependencies } from '../files/manifest.ts';
import { configuration, type Framework, type FrameworkInput, scriptNames } from './framework.ts';

export const svelteKit: Framework = {
  id: 'sveltekit',
  async detect(input) {
    const { manifest } = input;
    if (!dependsOn(manifest, '@sveltejs/kit')) return null;
    // Version 3 keeps its configuration in vite.config, version 2 in svelte.config.
    const svelte = await configuration(input, scriptNames('svelte.config'));
    const vite = await configuration(input, scriptNames('vite.config'));
    const text = `${svelte?.text ?? ''}\n${vite?.text ?? ''}`;
    const file = svelte?.file ?? vite?.file ?? manifest.file;
    const adapter =
      /@sveltejs\/adapter-(node|static|auto|vercel|netlify|cloudflare)/.exec(text)?.[1] ?? 'auto';
    const evidence = { file, because: `SvelteKit with adapter-${adapter}` };
    const folder = /\b(?:out|pages)\s*:\s*["']([\w./-]+)["']/.exec(text)?.[1] ?? 'build';
    const shared = { title: 'SvelteKit', evidence, buildEnvironment: [], buildCache: null };
    if (adapter === 'static') {
      const fallback = /\bfallback\s*:\s*["']([\w./-]+)["']/.exec(text)?.[1];
      const page =
        fallback === undefined || fallback === '404.html'
          ? { page: '404.html', kind: 'error' as const }
          : { page: fallback, kind: 'application' as const };
      return {
        ...shared,
        kind: 'site',
        folder,
        fallback: page,
        hashed: ['/_app/immutable/'],
        ...((await pagesInFolders(input)) ? {} : { namedPages: true }),
        notes: [],
      };
    }
    const notes =
      adapter === 'node'
        ? []
        : [
            {
              level: 'error' as const,
              text: `adapter-${adapter} makes nothing that runs in a container\nInstall @sveltejs/adapter-node (or adapter-static for a site without a server) and name it in ${file}.`,
              evidence: [evidence],
            },
          ];
    // https://svelte.dev/docs/kit/adapter-node#Options-envPrefix
    const prefix = /\benvPrefix\s*:\s*["'`](\w+)["'`]/.exec(text)?.[1] ?? '';
    const hasPackages = Object.keys(productionDependencies(manifest)).length > 0;
    const origin =
      dependsOn(manifest, '@sveltejs/kit') &&
      /^[~^]?[12]\b/.test(
        manifest.devDependencies['@sveltejs/kit'] ?? manifest.dependencies['@sveltejs/kit'] ?? '',
      )
        ? [
            {
              level: 'info' as const,
              text: `forms need ${prefix}ORIGIN when the container runs (docker run -e ${prefix}ORIGIN=https://example.com), else SvelteKit refuses their POST with 403`,
              evidence: [place(manifest, ['@sveltejs/kit'], 'SvelteKit 2')],
            },
          ]
        : [];
    return {
      ...shared,
      kind: 'server',
      start: ['node', folder],
      port: 3000,
      portVariable: `${prefix}PORT`,
      environment: [],
      handlesSigterm: true,
      writable: [],
      copies: [
        { from: 'package.json', to: 'package.json' },
        { from: folder, to: folder },
      ],
      bundle: hasPackages ? null : folder,
      notes: [...notes, ...origin],
    };
  },
};

/** `trailingSlash = 'always'` in the outermost layout: `about/index.html` instead of `about.html`. */
async function pagesInFolders(input: FrameworkInput): Promise<boolean> {
  const layout = await configuration(input, scriptNames('src/routes/+layout'));
  return /\btrailingSlash\b[^;\n]*["']always["']/.test(layout?.text ?? '');
}
