/**
 * Where tools write that make parts of a front end: scripts and style sheets, without a page. A
 * page of the project, or of the program that embeds them, uses them.
 */
import { scriptNames } from './framework.ts';

export interface Bundler {
  /** Finds the tool in a script. */
  readonly command: RegExp;
  /** Finds what it writes, a file or a folder, in the command. */
  readonly flag: RegExp;
  readonly configurations: readonly string[];
  /** Finds the value of the setting in the configuration. */
  readonly setting?: RegExp;
  /** What it writes if nothing sets it. */
  readonly folder?: string;
}

export const bundlers: readonly Bundler[] = [
  {
    // https://esbuild.github.io/api/#outdir
    command: /\besbuild\b/,
    flag: /--out(?:file|dir)[= ](\S+)/,
    configurations: [],
  },
  {
    // https://tailwindcss.com/docs/installation/tailwind-cli
    command: /\b(?:tailwindcss|@tailwindcss\/cli)\b/,
    flag: /(?:\s-o|--output)[= ](\S+)/,
    configurations: [],
  },
  {
    // https://sass-lang.com/documentation/cli/dart-sass
    command: /\bsass\b/,
    flag: /\bsass\b[^&|;]*?\s[\w./@+-]+[: ]([\w./@+-]+)(?:\s|$)/,
    configurations: [],
  },
  {
    // https://lesscss.org/usage/#command-line-usage
    command: /\blessc\b/,
    flag: /\blessc\b[^&|;]*?\s[\w./@+-]+ ([\w./@+-]+)(?:\s|$)/,
    configurations: [],
  },
  {
    // https://github.com/postcss/postcss-cli
    command: /\bpostcss\b/,
    flag: /(?:\s-o|--output|\s-d|--dir)[= ](\S+)/,
    configurations: [],
  },
  {
    // https://rollupjs.org/configuration-options/#output-dir
    command: /\brollup\b/,
    flag: /(?:\s-o|--file|\s-d|--dir)[= ](\S+)/,
    configurations: scriptNames('rollup.config'),
    setting: /\boutput\s*:\s*\[?\s*\{[^}]*?\b(?:dir|file)\s*:\s*([^\n]+)/,
  },
  {
    // https://webpack.js.org/configuration/output/#outputpath
    command: /\bwebpack\b(?!\s+serve|-dev-server)/,
    flag: /(?:\s-o|--output-path)[= ](\S+)/,
    configurations: [
      ...scriptNames('webpack.config'),
      ...scriptNames('webpack.prod'),
      ...scriptNames('webpack.common'),
      ...scriptNames('webpack.config.prod'),
    ],
    setting: /\boutput\s*[:=]\s*\{[^}]*?\bpath\s*:\s*([^\n]+)/,
    folder: 'dist',
  },
  {
    // https://parceljs.org/features/cli/
    command: /\bparcel build\b/,
    flag: /--dist-dir[= ](\S+)/,
    configurations: [],
    folder: 'dist',
  },
  {
    // https://bun.sh/docs/bundler
    command: /\bbun build\b/,
    flag: /--out(?:file|dir)[= ](\S+)/,
    configurations: [],
  },
  {
    // https://github.com/browserify/browserify#usage
    command: /\bbrowserify\b/,
    flag: /(?:\s-o|--outfile)[= ](\S+)/,
    configurations: [],
  },
];
