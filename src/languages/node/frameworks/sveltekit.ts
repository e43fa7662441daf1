/**
 * SvelteKit: the adapter decides what the build creates. https://svelte.dev/docs/kit/adapter-node
 */
import type { Evidence, Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { joined } from '../../../text/paths.ts';
import { dependsOn, type Manifest, place, productionDependencies } from '../files/manifest.ts';
import {
  configuration,
  errorPage,
  type Framework,
  type FrameworkInput,
  scriptNames,
  server,
  site,
  type SiteFacts,
  withManifest,
} from './framework.ts';

export const svelteKit: Framework = {
  id: 'sveltekit',
  development: [],
  async detect(input) {
    const { manifest } = input;
    if (!dependsOn(manifest, '@sveltejs/kit')) return null;
    // Version 3 is configured in vite.config, version 2 in svelte.config.
    const svelte = await configuration(input, scriptNames('svelte.config'));
    const vite = await configuration(input, scriptNames('vite.config'));
    const text = `${svelte?.text ?? ''}\n${vite?.text ?? ''}`;
    const file = svelte?.file ?? vite?.file ?? manifest.file;
    const picked = adapterByVariable(text);
    const adapter = picked
      ? 'node'
      : (/@sveltejs\/adapter-(node|static|auto|vercel|netlify|cloudflare)/.exec(text)?.[1] ??
        'auto');
    const evidence = { file, because: `SvelteKit with adapter-${adapter}` };
    const folder = /\b(?:out|pages)\s*:\s*["']([\w./-]+)["']/.exec(text)?.[1] ?? 'build';
    const shared = { title: 'SvelteKit', evidence };
    if (adapter === 'static')
      return site({
        ...shared,
        folder,
        fallback: fallbackOf(text),
        hashed: ['/_app/immutable/'],
        ...((await pagesInFolders(input)) ? {} : { namedPages: true }),
        notes: (await isPrerendered(input, text)) ? [] : [notPrerendered(evidence)],
      });
    // https://svelte.dev/docs/kit/adapter-node#Options-envPrefix
    const prefix = /\benvPrefix\s*:\s*["'`](\w+)["'`]/.exec(text)?.[1] ?? '';
    const hasPackages = Object.keys(productionDependencies(manifest)).length > 0;
    // adapter-auto builds what adapter-node does where it takes the build for one of Cloud Run.
    const picks = adapter === 'auto' && dependsOn(manifest, '@sveltejs/adapter-auto');
    return server({
      ...shared,
      start: ['node', folder],
      port: 3000,
      portVariable: `${prefix}PORT`,
      handlesSigterm: true,
      copies: withManifest(folder),
      // The build loads each route for its options.
      loads: { when: 'build', files: /^src\/(?:routes\/|hooks\.server\.|hooks\.server\/)/ },
      bundle: hasPackages ? null : folder,
      buildEnvironment: picks ? [adapterVariable] : (picked ?? []),
      notes: [
        ...(picks ? [pickedAdapter(evidence)] : []),
        ...(adapter === 'node' || picks ? [] : [otherAdapter(adapter, evidence)]),
        ...needsOrigin(manifest, prefix),
      ],
    });
  },
};

/**
 * Finds how a variable chooses adapter-node among several: `process.env.A === 'x' ? node() : other()`,
 * `['x'].includes(process.env.A) ? ...`, or as what remains: `process.env.A ? other() : node()`.
 *
 * @returns the variable for the build, or none if it has to be unset; `null` if nothing is chosen.
 */
function adapterByVariable(text: string): readonly EnvironmentLine[] | null {
  const name = /\bimport\s+(\w+)\s+from\s*["']@sveltejs\/adapter-node["']/.exec(text)?.[1];
  if (name === undefined) return null;
  const chosen = new RegExp(`${condition}\\s*\\?\\s*${name}\\b`).exec(text)?.groups;
  if (chosen) {
    const { equal, listed, any, value = '1' } = chosen;
    const variable = equal ?? listed ?? any ?? '';
    return [{ name: variable, value: chosen['first'] ?? value, why: 'It chooses adapter-node.' }];
  }
  const remains = new RegExp(`\\bprocess\\.env\\.\\w+[^?:]*\\?[^:]*:\\s*${name}\\b`);
  return remains.test(text) ? [] : null;
}

const condition =
  '(?:process\\.env\\.(?<equal>\\w+)\\s*={2,3}\\s*["\'`](?<value>[\\w.-]+)["\'`]' +
  '|\\[\\s*["\'`](?<first>[\\w.-]+)["\'`][^\\]]*\\]\\.includes\\(\\s*process\\.env\\.(?<listed>\\w+)\\s*\\)' +
  '|process\\.env\\.(?<any>\\w+))';

function fallbackOf(text: string): SiteFacts['fallback'] {
  const page = /\bfallback\s*:\s*["']([\w./-]+)["']/.exec(text)?.[1] ?? errorPage.page;
  return page === errorPage.page ? errorPage : { page, kind: 'application' };
}

/** https://svelte.dev/docs/kit/adapter-auto */
const adapterVariable = {
  name: 'GCP_BUILDPACKS',
  value: '1',
  why: 'adapter-auto then installs and takes adapter-node.',
};

function pickedAdapter(evidence: Evidence): Note {
  return {
    code: 'node/adapter-installed-by-build',
    level: 'warning',
    text: 'adapter-auto names no server: the build installs the newest adapter-node 5, which no lock file holds',
    hint: `Install @sveltejs/adapter-node and name it in ${evidence.file}.`,
    evidence: [evidence],
  };
}

function otherAdapter(adapter: string, evidence: Evidence): Note {
  return {
    code: 'node/built-for-platform',
    level: 'error',
    text: `adapter-${adapter} does not build a server for containers`,
    hint: `Install @sveltejs/adapter-node (or adapter-static for a site without a server) and name it in ${evidence.file}.`,
    evidence: [evidence],
  };
}

/** Version 3 takes the origin from the request: https://svelte.dev/docs/kit/adapter-node */
function needsOrigin(manifest: Manifest, prefix: string): Note[] {
  const { dependencies, devDependencies } = manifest;
  const range = devDependencies['@sveltejs/kit'] ?? dependencies['@sveltejs/kit'] ?? '';
  if (!/^[~^]?[12]\b/.test(range)) return [];
  return [
    {
      code: 'node/sveltekit-origin',
      level: 'info',
      text: `SvelteKit refuses the POST of forms with 403 unless ${prefix}ORIGIN is set when the container runs`,
      hint: `Set it: docker run -e ${prefix}ORIGIN=https://example.com`,
      evidence: [place(manifest, ['@sveltejs/kit'], 'SvelteKit 2')],
    },
  ];
}

/**
 * Whether the outermost layout has `trailingSlash = 'always'`, which writes `about/index.html`
 * instead of `about.html`.
 */
async function pagesInFolders(input: FrameworkInput): Promise<boolean> {
  const layout = await configuration(input, scriptNames('src/routes/+layout'));
  return /\btrailingSlash\b[^;\n]*["']always["']/.test(layout?.text ?? '');
}

/** Whether adapter-static may build it: by default it refuses a site with pages that are not. */
async function isPrerendered({ project, manifest, files }: FrameworkInput, text: string) {
  if (/\b(?:fallback|prerender)\b|\bstrict\s*:\s*false\b/.test(text)) return true;
  const options = files.filter(
    (it) => it.startsWith(joined(manifest.folder, 'src/')) && optionFile.test(it),
  );
  const texts = await Promise.all(options.map((it) => project.read(it)));
  return texts.some((it) => /\bprerender\b|\bexport\s*\*/.test(it ?? ''));
}

/** The files in which a route has its options. https://svelte.dev/docs/kit/page-options */
const optionFile = /\/\+(?:page|layout|server)(?:@[^/]*)?(?:\.server)?\.[jt]s$/;

function notPrerendered(evidence: Evidence): Note {
  return {
    code: 'node/site-not-prerendered',
    level: 'error',
    text: 'adapter-static builds only pages that are prerendered, and no route of this project is',
    hint: 'Prerender all: echo "export const prerender = true;" >> src/routes/+layout.ts',
    evidence: [evidence],
  };
}
