/**
 * Generators whose build output is only static files: Vite, Create React App, Vue CLI, Gatsby,
 * Docusaurus, VitePress, Eleventy, Expo for the web, Rsbuild, Rspack, webpack, Parcel and others.
 */
import { posix } from 'node:path';
import { dependsOn, type Manifest, place } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';
import {
  application,
  configuration,
  type DevelopmentCommand,
  errorPage,
  type Framework,
  type FrameworkInput,
  prefixOf,
  scriptNames,
  site,
  type SiteFacts,
} from './framework.ts';

export interface Generator {
  readonly dependency: string;
  readonly title: string;
  /** Finds the build command in a script. */
  readonly command: RegExp;
  readonly development: DevelopmentCommand;
  readonly configurations: readonly string[];
  /** Finds the output folder in the configuration. */
  readonly setting?: RegExp;
  /** Finds the output folder in the build command. */
  readonly flag?: RegExp;
  /** The default output folder. */
  readonly folder: string;
  readonly fallback: SiteFacts['fallback'];
  readonly hashed: readonly string[];
  /** Finds the path prefix of all addresses. */
  readonly prefix?: (found: Found) => string | undefined;
  /** Finds the folder that the configuration and the output folder are relative to. */
  readonly root?: {
    /** Finds the folder in the build command. It contains the configuration. */
    readonly argument?: RegExp;
    /** Finds the folder in the configuration. */
    readonly setting?: RegExp;
  };
  /** Finds the page for paths without a file, if the configuration decides. */
  readonly page?: (found: Found) => SiteFacts['fallback'];
  /** Whether the build creates a site, if it can create something else. */
  readonly isSite?: (input: FrameworkInput, found: Found) => boolean;
}

/** The input of a generator's build. */
interface Found {
  readonly manifest: Manifest;
  /** The scripts that the build runs, one per line. */
  readonly scripts: string;
  /** The text of the configuration; empty if there is none. */
  readonly configured: string;
  /** The folder that outputs are relative to, as a path in the package. */
  readonly root: string;
}

/** @returns a function that finds a path in the configuration. */
function setting(pattern: RegExp): (found: Found) => string | undefined {
  return ({ configured }) => pattern.exec(configured)?.[1];
}

const serves = 'it is a development server';

export const generators: readonly Generator[] = [
  {
    dependency: 'react-scripts',
    title: 'Create React App',
    command: /\b(?:react-scripts|react-app-rewired|craco) build\b/,
    development: {
      command: /^(?:react-scripts|react-app-rewired|craco) start\b/,
      why: 'it is the development server of Create React App',
    },
    configurations: [],
    flag: /\bBUILD_PATH=["']?([\w./-]+)/,
    folder: 'build',
    fallback: application,
    hashed: ['/static/'],
    prefix: ({ manifest }) => textOf(manifest.all['homepage']),
  },
  {
    // After "npm run eject": https://create-react-app.dev/docs/available-scripts/#npm-run-eject
    dependency: 'react-dev-utils',
    title: 'Create React App',
    command: /\bnode scripts\/build(?:\.js)?(?![\w./-])/,
    development: {
      command: /^node (?:\.\/)?scripts\/start(?:\.js)?$/,
      why: 'it is the development server of Create React App',
      only: 'react-dev-utils',
    },
    configurations: [],
    folder: 'build',
    fallback: application,
    hashed: ['/static/'],
    prefix: ({ manifest }) => textOf(manifest.all['homepage']),
  },
  {
    // https://github.com/vuejs-templates/webpack
    dependency: 'vue-loader',
    title: 'the webpack template of Vue',
    command: /\bnode build\/build(?:\.js)?(?![\w./-])/,
    development: {
      command: /^node (?:\.\/)?build\/dev-server(?:\.js)?$/,
      why: serves,
      only: 'webpack-dev-middleware',
    },
    configurations: ['config/index.js'],
    setting:
      /\bassetsRoot\s*:\s*[\w$.]*(?:resolve|join)\([^)]*["'`](?:\.\.?\/)*([\w./-]+)["'`]\s*\)/,
    folder: 'dist',
    fallback: application,
    hashed: [],
    prefix: setting(/\bassetsPublicPath\s*:\s*["'`](\/[\w./~-]+)["'`]/),
  },
  {
    dependency: '@vue/cli-service',
    title: 'Vue CLI',
    command: /\bvue-cli-service build\b/,
    development: {
      command: /^vue-cli-service serve\b/,
      why: 'it is the development server of Vue CLI',
    },
    configurations: ['vue.config.js'],
    setting: /\boutputDir\s*:\s*["'`]([\w./-]+)["'`]/,
    flag: /--dest[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: ['/js/', '/css/'],
    prefix: setting(/\bpublicPath\s*:\s*["'`](\/[\w./~-]*)["'`]/),
  },
  {
    dependency: 'gatsby',
    title: 'Gatsby',
    command: /\bgatsby build\b/,
    development: {
      command: /^gatsby (?:develop|serve)\b/,
      why: 'it is the development server of Gatsby',
    },
    configurations: scriptNames('gatsby-config'),
    folder: 'public',
    fallback: errorPage,
    hashed: ['/static/'],
    prefix: ({ scripts, configured }) =>
      /--prefix-paths/.test(scripts)
        ? /\bpathPrefix\s*:\s*["'`](\/[\w./~-]*)["'`]/.exec(configured)?.[1]
        : undefined,
  },
  {
    dependency: '@docusaurus/core',
    title: 'Docusaurus',
    command: /\bdocusaurus build\b/,
    development: {
      command: /^docusaurus (?:start|serve)\b/,
      why: 'it is the development server of Docusaurus',
    },
    configurations: scriptNames('docusaurus.config'),
    flag: /--out-dir[= ](\S+)/,
    folder: 'build',
    fallback: errorPage,
    hashed: ['/assets/'],
    prefix: setting(/\bbaseUrl\s*:\s*["'`](\/[\w./~-]*)["'`]/),
  },
  {
    dependency: '@11ty/eleventy',
    title: 'Eleventy',
    command: /\beleventy\b/,
    development: {
      command: /^eleventy .*--(?:serve|watch)\b/,
      why: 'it is the development server of Eleventy',
    },
    configurations: ['.eleventy.js', ...scriptNames('eleventy.config')],
    setting: /\boutput\s*:\s*["'`]([\w./-]+)["'`]/,
    flag: /--output[= ](\S+)/,
    folder: '_site',
    fallback: errorPage,
    hashed: [],
  },
  {
    dependency: 'vitepress',
    title: 'VitePress',
    command: /\bvitepress build\b/,
    development: {
      command: /^vitepress (?:dev|preview|serve)\b/,
      why: 'it is the development server of VitePress',
    },
    configurations: scriptNames('.vitepress/config'),
    setting: /\boutDir\s*:\s*["'`]([\w./-]+)["'`]/,
    folder: '.vitepress/dist',
    fallback: errorPage,
    hashed: ['/assets/'],
    root: { argument: /\bvitepress build[ \t]+(?!-)([\w./-]+)/ },
    prefix: setting(/\bbase\s*:\s*["'`](\/[\w./~-]*)["'`]/),
  },
  {
    // https://docs.expo.dev/guides/publishing-websites/
    dependency: 'expo',
    title: 'Expo',
    command: /\bexpo export\b(?![^&|;]*(?:--platform|-p)[= ](?:ios|android)\b)/,
    development: { command: /^expo start\b/, why: 'it is the development server of Expo' },
    configurations: ['app.json', ...scriptNames('app.config')],
    flag: /--output-dir[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    // With "static", each route is a page. https://docs.expo.dev/router/web/static-rendering/
    page: ({ configured }) =>
      /["']?output["']?\s*:\s*["']static["']/.test(configured)
        ? { page: '+not-found.html', kind: 'error' }
        : application,
    hashed: ['/_expo/static/'],
    // With "server", the export is request handlers.
    isSite: (_, { configured }) => !/["']?output["']?\s*:\s*["']server["']/.test(configured),
  },
  {
    dependency: 'hexo',
    title: 'Hexo',
    command: /\bhexo (?:generate|g)\b/,
    development: { command: /^hexo (?:server|s)\b/, why: serves },
    configurations: ['_config.yml'],
    setting: /^public_dir:\s*([\w./-]+)/m,
    folder: 'public',
    fallback: errorPage,
    hashed: [],
  },
  {
    dependency: 'vuepress',
    title: 'VuePress',
    command: /\bvuepress(?:-vite|-webpack)? build\b/,
    development: { command: /^vuepress(?:-vite|-webpack)? dev\b/, why: serves },
    configurations: [...scriptNames('.vuepress/config')],
    setting: /\bdest\s*:\s*["'`](?:\.\/)?([\w./-]+)["'`]/,
    flag: /(?:--dest|-d)[= ](\S+)/,
    folder: '.vuepress/dist',
    fallback: errorPage,
    hashed: ['/assets/'],
    root: { argument: /\bvuepress(?:-vite|-webpack)? build[ \t]+(?!-)([\w./-]+)/ },
    prefix: setting(/\bbase\s*:\s*["'`](\/[\w./~-]*)["'`]/),
  },
  {
    dependency: '@quasar/app-vite',
    title: 'Quasar',
    command: /\bquasar build\b(?![^&|;]*(?:-m|--mode)[= ](?!spa|pwa))/,
    development: { command: /^quasar (?:dev|serve)\b/, why: serves },
    configurations: scriptNames('quasar.config'),
    setting: /\bdistDir\s*:\s*["'`](?:\.\/)?([\w./-]+)["'`]/,
    folder: 'dist/spa',
    fallback: application,
    hashed: ['/assets/'],
  },
  {
    dependency: 'ember-cli',
    title: 'Ember',
    command: /\bember build\b/,
    development: { command: /^ember (?:server|serve|s)\b/, why: serves },
    configurations: [],
    flag: /(?:--output-path|-o)[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: ['/assets/'],
  },
  {
    dependency: '@rspress/core',
    title: 'Rspress',
    command: /\brspress build\b/,
    development: { command: /^rspress (?:dev|preview)\b/, why: serves },
    configurations: scriptNames('rspress.config'),
    setting: /\boutDir\s*:\s*["'`](?:\.\/)?([\w./-]+)["'`]/,
    folder: 'doc_build',
    fallback: errorPage,
    hashed: ['/static/'],
  },
  {
    dependency: '@slidev/cli',
    title: 'Slidev',
    command: /\bslidev build\b/,
    development: { command: /^slidev(?: (?!build\b|export\b)|$)/, why: serves },
    configurations: [],
    flag: /(?:--out|-o)[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: ['/assets/'],
  },
  {
    dependency: '@observablehq/framework',
    title: 'Observable Framework',
    command: /\bobservable build\b/,
    development: { command: /^observable preview\b/, why: serves },
    configurations: scriptNames('observablehq.config'),
    setting: /\boutput\s*:\s*["'`](?:\.\/)?([\w./-]+)["'`]/,
    folder: 'dist',
    fallback: errorPage,
    hashed: [],
  },
  {
    dependency: 'vite',
    title: 'Vite',
    // Options may precede the command: vite -c web/vite.config.js build.
    command: /\bvite(?:-ssg|-react-ssg)?(?: +--?[\w-]+(?:[= ][\w./-]+)?)* +build\b/,
    development: {
      command: /^vite(?! .*\bbuild\b)(?: dev\b| serve\b| preview\b| -|$)/,
      why: 'vite serves sources for development',
    },
    configurations: scriptNames('vite.config'),
    setting: /\boutDir\s*:\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/,
    flag: /--outDir[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: ['/assets/'],
    // https://vite.dev/config/shared-options#root
    root: {
      argument: /\bvite build[ \t]+(?!-)([\w./-]+)/,
      setting: /\broot\s*:\s*["'`](?:\.\/)?([\w./-]+)["'`]/,
    },
    prefix: ({ configured, scripts }) =>
      /\bbase\s*:\s*["'`](\/[\w./~-]*)["'`]/.exec(configured)?.[1] ??
      /--base(?:=|\s+)["']?(\/[\w./~-]*)/.exec(scripts)?.[1],
    // Vite can also build a library or a server. A site has an index.html.
    isSite: ({ manifest, files }, { scripts, configured, root }) =>
      !/\bvite build\b[^&|;]*--ssr\b/.test(scripts) &&
      !/\blib\s*:\s*\{/.test(configured) &&
      files.includes(joined(joined(manifest.folder, root), 'index.html')),
  },
  {
    dependency: '@rsbuild/core',
    title: 'Rsbuild',
    command: /\brsbuild build\b/,
    development: {
      command: /^rsbuild (?:serve|dev|preview)\b/,
      why: 'it is a development server',
    },
    configurations: scriptNames('rsbuild.config'),
    setting: /\bdistPath\s*:\s*(?:\{[^}]*\broot\s*:\s*)?["'`]([\w./-]+)["'`]/,
    folder: 'dist',
    fallback: application,
    hashed: ['/static/'],
  },
  {
    // https://rspack.rs/plugins/rspack/html-rspack-plugin
    dependency: '@rspack/cli',
    title: 'Rspack',
    command: /\brspack build\b/,
    development: { command: /^rspack (?:serve|dev|preview)\b/, why: 'it is a development server' },
    configurations: scriptNames('rspack.config'),
    setting:
      /\bpath\s*:\s*(?:[\w$]+\.|require\([^)]*\)\.)?(?:resolve|join)\([^)]*["'`]\.?\/?([\w./-]+)["'`]\s*\)/,
    flag: /(?:--output-path|-o)[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: [],
    // It can also build a server. A site has a page.
    isSite: (_, { configured }) => /\bHtml(?:Rspack|Webpack)Plugin\b/.test(configured),
  },
  {
    dependency: 'html-webpack-plugin',
    title: 'webpack',
    command: /\bwebpack\b(?!\s+serve|-dev-server)/,
    development: {
      command: /^webpack (?:serve|dev|preview)\b/,
      why: 'it is a development server',
    },
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
    development: {
      command: /^parcel(?: (?!build\b)|$)/,
      why: 'parcel serves sources for development',
    },
    configurations: [],
    flag: /--dist-dir[= ](\S+)/,
    folder: 'dist',
    fallback: application,
    hashed: [],
  },
  {
    dependency: 'storybook',
    title: 'Storybook',
    command: /\b(?:storybook build|build-storybook)\b/,
    development: { command: /^(?:storybook dev|start-storybook)\b/, why: serves },
    configurations: [],
    flag: /(?:--output-dir|-o)[= ](\S+)/,
    folder: 'storybook-static',
    fallback: errorPage,
    hashed: [],
    // Beside a program, it documents its components.
    isSite: ({ manifest }) => /^$|storybook/.test(manifest.scripts['start'] ?? ''),
  },
];

export const sites: Framework = {
  id: 'sites',
  development: generators.map((it) => it.development),
  async detect(input) {
    const { manifest } = input;
    const building = buildOf(input);
    if (!building) return unexported(manifest);
    const { generator, script, scripts } = building;
    const found = await foundOf(input, generator, scripts);
    if (generator.isSite?.(input, found) === false) return null;
    return site({
      title: generator.title,
      evidence: place(
        manifest,
        ['scripts', script ?? 'build'],
        `${generator.title}: ${manifest.scripts[script ?? 'build'] ?? ''}`,
      ),
      folder: posix.join(found.root, outputOf(generator, found)).replace(/\/$/, ''),
      ...prefixOf(generator.prefix?.(found)),
      fallback: generator.page?.(found) ?? generator.fallback,
      hashed: generator.hashed,
      ...(script === null ? {} : { script }),
    });
  },
};

/** An app of Expo that no script exports. Its start script is for development on a phone. */
function unexported(manifest: Manifest): SiteFacts | null {
  const start = manifest.scripts['start'] ?? '';
  const isStart = /^(?:npx )?expo start\b/.test(start) && !('build' in manifest.scripts);
  if (!isStart || !dependsOn(manifest, 'expo')) return null;
  const isForWeb = dependsOn(manifest, 'react-native-web');
  const evidence = place(manifest, ['scripts', 'start'], `the script "start" runs ${start}`);
  return site({
    title: 'Expo',
    evidence,
    folder: 'dist',
    fallback: application,
    notes: [
      {
        code: 'node/site-not-built',
        level: 'error',
        text: isForWeb
          ? 'no script exports the web version of this Expo app, and expo start is a development server'
          : 'this is an app for phones: a container can only serve its web version, which it does not have',
        hint: `${isForWeb ? 'Export it in a script' : 'Add it (npx expo install react-dom react-native-web), and export it in a script'}: npm pkg set scripts.build="expo export --platform web"`,
        evidence: [evidence],
      },
    ],
  });
}

/** A generator, and the scripts that run its build. */
interface Building {
  readonly generator: Generator;
  /** The script that builds the site; `null` for the usual one. */
  readonly script: string | null;
  readonly scripts: string;
}

/**
 * Finds the generator whose build the scripts run: in "build" first, or else in a script such as
 * "docs:build".
 */
function buildOf({ manifest, files }: FrameworkInput): Building | null {
  const { scripts, main } = manifest;
  const candidates = generators.filter(
    (it) => dependsOn(manifest, it.dependency) || isOfWorkspace(it, manifest, files),
  );
  const usual = ['build', 'build:prod', 'build:production'].map((it) => scripts[it] ?? '');
  const reached = [...usual, ...calledBy(usual, scripts)].join('\n');
  const direct = candidates.find((it) => it.command.test(reached));
  if (direct) return { generator: direct, script: null, scripts: reached };
  // If a package contains documentation, its "build" does not build that documentation.
  if (usual.some((it) => it !== '')) return null;
  // Nor does a program without a build: it is what "main" names.
  if (main !== null && files.includes(joined(manifest.folder, main))) return null;
  for (const [script, text] of Object.entries(scripts)) {
    const generator = candidates.find((it) => it.command.test(text));
    if (generator && /build|export|generate/.test(script))
      return { generator, script, scripts: text };
  }
  return null;
}

/** Whether a package of a workspace configures Vite, which another package of it depends on. */
function isOfWorkspace(
  { dependency, configurations }: Generator,
  { folder }: Manifest,
  files: readonly string[],
): boolean {
  return (
    dependency === 'vite' &&
    folder !== '' &&
    configurations.some((it) => files.includes(joined(folder, it)))
  );
}

/** The scripts that other scripts call by name. */
function calledBy(callers: readonly string[], scripts: Manifest['scripts']): readonly string[] {
  return Object.entries(scripts)
    .filter(([name]) => callers.some((it) => it.includes(name)))
    .map(([, text]) => text);
}

async function foundOf(
  input: FrameworkInput,
  { root, configurations }: Generator,
  scripts: string,
): Promise<Found> {
  const inside = root?.argument?.exec(scripts)?.[1] ?? '';
  const names = configurations.map((it) => joined(inside, it));
  const configured = (await configuration(input, names))?.text ?? '';
  return {
    manifest: input.manifest,
    scripts,
    configured,
    root: root?.setting?.exec(configured)?.[1] ?? inside,
  };
}

/** The output folder of the build, relative to the root of the site. */
function outputOf({ setting, flag, folder }: Generator, found: Found): string {
  return setting?.exec(found.configured)?.[1] ?? flag?.exec(found.scripts)?.[1] ?? folder;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
