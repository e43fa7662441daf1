/** Generators whose build leaves nothing but files: Vite, Create React App, Vue CLI, Gatsby, Docusaurus, VitePress, Eleventy, webpack, Parcel. */
import { dependsOn, place } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';
import {
  configuration,
  type Framework,
  type FrameworkInput,
  prefixOf,
  scriptNames,
  type SiteFacts,
} from './framework.ts';

interface Generator {
  readonly dependency: string;
  readonly title: string;
  /** The build command, as it stands in a script. */
  readonly command: RegExp;
  readonly configurations: readonly string[];
  /** Finds the folder in the configuration. */
  readonly setting: RegExp | null;
  readonly flag: RegExp | null;
  readonly folder: string;
  readonly fallback: SiteFacts['fallback'];
  readonly hashed: readonly string[];
  /** Finds the path that addresses begin with, in the configuration. */
  readonly prefix?: RegExp;
}

const application = { page: 'index.html', kind: 'application' } as const;
const error = { page: '404.html', kind: 'error' } as const;

const generators: readonly Generator[] = [
  {
    dependency: 'react-scripts',
    title: 'Create React App',
    command: /\b(?:react-scripts|react-app-rewired|craco) build\b/,
    configurations: [],
    setting: null,
    flag: /\bBUILD_PATH=["']?([\w./-]+)/,
    folder: 'build',
    fallback: application,
    hashed: ['/static/'],
  },
  {
    dependency: '@vue/cli-service',
    title: 'Vue CLI',
    command: /\bvue-cli-service build\b/,
    configurations: ['vue.config.js'],
    setting: /\boutputDir\s*:\s*["'`]([\w./-]+)["'`]/,
    flag: /--dest[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: ['/js/', '/css/'],
    prefix: /\bpublicPath\s*:\s*["'`](\/[\w./~-]*)["'`]/,
  },
  {
    dependency: 'gatsby',
    title: 'Gatsby',
    command: /\bgatsby build\b/,
    configurations: scriptNames('gatsby-config'),
    setting: null,
    flag: null,
    folder: 'public',
    fallback: error,
    hashed: ['/static/'],
  },
  {
    dependency: '@docusaurus/core',
    title: 'Docusaurus',
    command: /\bdocusaurus build\b/,
    configurations: scriptNames('docusaurus.config'),
    setting: null,
    flag: /--out-dir[= ](\S+)/,
    folder: 'build',
    fallback: error,
    hashed: ['/assets/'],
    prefix: /\bbaseUrl\s*:\s*["'`](\/[\w./~-]*)["'`]/,
  },
  {
    dependency: '@11ty/eleventy',
    title: 'Eleventy',
    command: /\beleventy\b/,
    configurations: ['.eleventy.js', ...scriptNames('eleventy.config')],
    setting: /\boutput\s*:\s*["'`]([\w./-]+)["'`]/,
    flag: /--output[= ](\S+)/,
    folder: '_site',
    fallback: error,
    hashed: [],
  },
  {
    dependency: 'vitepress',
    title: 'VitePress',
    command: /\bvitepress build\b/,
    configurations: scriptNames('.vitepress/config'),
    setting: /\boutDir\s*:\s*["'`]([\w./-]+)["'`]/,
    flag: null,
    folder: '.vitepress/dist',
    fallback: error,
    hashed: ['/assets/'],
    prefix: /\bbase\s*:\s*["'`](\/[\w./~-]*)["'`]/,
  },
  {
    dependency: 'vite',
    title: 'Vite',
    command: /\bvite build\b/,
    configurations: scriptNames('vite.config'),
    setting: /\boutDir\s*:\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/,
    flag: /--outDir[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: ['/assets/'],
    prefix: /\bbase\s*:\s*["'`](\/[\w./~-]*)["'`]/,
  },
  {
    dependency: '@rsbuild/core',
    title: 'Rsbuild',
    command: /\brsbuild build\b/,
    configurations: scriptNames('rsbuild.config'),
    setting: /\bdistPath\s*:\s*(?:\{[^}]*\broot\s*:\s*)?["'`]([\w./-]+)["'`]/,
    flag: null,
    folder: 'dist',
    fallback: application,
    hashed: ['/static/'],
  },
  {
    dependency: 'html-webpack-plugin',
    title: 'webpack',
    command: /\bwebpack\b(?!\s+serve|-dev-server)/,
    configurations: [
      ...scriptNames('webpack.config'),
      ...scriptNames('webpack.prod'),
      ...scriptNames('webpack.common'),
    ],
    setting:
      /\bpath\s*:\s*(?:[\w$]+\.|require\([^)]*\)\.)?(?:resolve|join)\([^)]*["'`]\.?\/?([\w./-]+)["'`]\s*\)/,
    flag: /--output-path[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: [],
  },
  {
    dependency: 'parcel',
    title: 'Parcel',
    command: /\bparcel build\b/,
    configurations: [],
    setting: null,
    flag: /--dist-dir[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: [],
  },
];

/** https://vite.dev/config/shared-options#root */
const rootOf = /\broot\s*:\s*["'`](?:\.\/)?([\w./-]+)["'`]/;

export const sites: Framework = {
  id: 'sites',
  async detect(input) {
    const { manifest } = input;
    const scripts = ['build', 'build:prod', 'build:production'].map(
      (it) => manifest.scripts[it] ?? '',
    );
    // The script may call another: what counts is which generator's build is anywhere in the scripts that "build" can reach.
    const reached = [
      ...scripts,
      ...Object.entries(manifest.scripts)
        .filter(([name]) => scripts.some((it) => it.includes(name)))
        .map(([, it]) => it),
    ].join('\n');
    const candidates = generators.filter((it) => dependsOn(manifest, it.dependency));
    const direct = candidates.find((it) => it.command.test(reached));
    // Documentation is built by "docs:build", as a rule, and a package beside it by "build".
    const named =
      direct || scripts.some((it) => it !== '')
        ? undefined
        : Object.entries(manifest.scripts).find(
            ([name, it]) =>
              /build/.test(name) && candidates.some(({ command }) => command.test(it)),
          );
    const found = direct ?? (named && candidates.find((it) => it.command.test(named[1])));
    if (!found) return null;
    const text = direct ? reached : (named?.[1] ?? '');
    const script = named?.[0] ?? 'build';
    if (found.title === 'Vite' && !(await isSite(input, text))) return null;
    const inside =
      found.title === 'VitePress'
        ? (/\bvitepress build\s+(?!-)([\w./-]+)/.exec(text)?.[1] ?? '')
        : '';
    const config = await configuration(
      input,
      found.configurations.map((it) => joined(inside, it)),
    );
    // Vite's folder is seen from its root.
    const root = found.title === 'Vite' ? (rootOf.exec(config?.text ?? '')?.[1] ?? '') : inside;
    const homepage =
      found.title === 'Create React App' && typeof manifest.all['homepage'] === 'string'
        ? manifest.all['homepage']
        : undefined;
    const gatsby =
      found.title === 'Gatsby' && /--prefix-paths/.test(text)
        ? /\bpathPrefix\s*:\s*["'`](\/[\w./~-]*)["'`]/.exec(config?.text ?? '')?.[1]
        : undefined;
    const prefix = prefixOf(
      found.prefix?.exec(config?.text ?? '')?.[1] ??
        /--base(?:=|\s+)["']?(\/[\w./~-]*)/.exec(found.title === 'Vite' ? text : '')?.[1] ??
        homepage ??
        gatsby,
    );
    const set =
      (found.setting && config ? found.setting.exec(config.text)?.[1] : undefined) ??
      found.flag?.exec(text)?.[1];
    return {
      kind: 'site',
      title: found.title,
      evidence: place(
        manifest,
        ['scripts', script],
        `${found.title}: ${manifest.scripts[script] ?? ''}`,
      ),
      folder: joined(root, set ?? found.folder),
      ...prefix,
      fallback: found.fallback,
      hashed: found.hashed,
      ...(named ? { script } : {}),
      buildEnvironment: [],
      buildCache: null,
      notes: [],
    };
  },
};

/** A library or a server can be built with Vite, too: a site has an index.html. */
async function isSite(input: FrameworkInput, scripts: string): Promise<boolean> {
  if (/\bvite build\b[^&|;]*--ssr\b/.test(scripts)) return false;
  const config = await configuration(input, scriptNames('vite.config'));
  const root = rootOf.exec(config?.text ?? '')?.[1] ?? '';
  return (
    !/\blib\s*:\s*\{/.test(config?.text ?? '') &&
    input.files.includes(joined(joined(input.manifest.folder, root), 'index.html'))
  );
}
