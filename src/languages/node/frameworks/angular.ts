/** Angular: a browser application, or a server that renders it. https://angular.dev/guide/ssr */
import type { Note } from '../../../types.ts';
import { parseRelaxed } from '../files/documents.ts';
import { dependsOn, isRecord, recordOf } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';
import { literal } from '../../../text/patterns.ts';
import {
  application,
  type Framework,
  type FrameworkInput,
  prefixOf,
  server,
  site,
  withManifest,
} from './framework.ts';

export const angular: Framework = {
  id: 'angular',
  development: [
    { command: /^ng (?:serve|s|dev)\b/, why: 'ng serve is the development server of Angular' },
  ],
  async detect(input) {
    const found = (await applicationOf(input)) ?? (await legacyApplication(input));
    if (!found) return null;
    const { file, name, options, script, notes } = found;
    const evidence = { file, because: `Angular application ${name}` };
    const folder = outputOf(found);
    const shared = {
      title: 'Angular',
      evidence,
      buildEnvironment: [
        {
          name: 'NG_CLI_ANALYTICS',
          value: 'false',
          why: 'The build asks no questions and sends no usage data.',
        },
      ],
      ...(found.isLegacy ? {} : { buildCache: '.angular/cache' }),
    };
    if (isServed(options))
      return server({
        ...shared,
        start: ['node', `${folder}/server/server.mjs`],
        port: 4000,
        copies: withManifest(folder),
        notes: [
          ...notes,
          {
            code: 'node/angular-allowed-hosts',
            level: 'info',
            text: 'Angular renders only for hosts that NG_ALLOWED_HOSTS names when the container runs',
            hint: 'Name them: docker run -e NG_ALLOWED_HOSTS=example.com',
            evidence: [evidence],
          },
        ],
      });
    const [source, ...others] = localesOf(found);
    return site({
      ...shared,
      folder: `${folder}${browserFolder(found)}`,
      ...(source === undefined
        ? { fallback: application }
        : {
            locales: [source, ...others],
            fallback: { page: `${source}/index.html`, kind: 'application' },
          }),
      ...prefixOf(/--base-href[= ](\S+)/.exec(script)?.[1] ?? textOf(options['baseHref'])),
      notes,
    });
  },
};

/** An application of angular.json that the script "build" builds. */
interface Application {
  readonly file: string;
  readonly name: string;
  readonly builder: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly languages: Readonly<Record<string, unknown>>;
  readonly script: string;
  /** Whether Angular CLI 1 builds it, which has no cache on the disk. */
  readonly isLegacy: boolean;
  readonly notes: readonly Note[];
}

/**
 * Finds the application of Angular CLI 1, which angular.json replaced in version 6:
 * https://github.com/angular/angular-cli/wiki/angular-cli
 */
async function legacyApplication({
  manifest,
  project,
  files,
}: FrameworkInput): Promise<Application | null> {
  const file = joined(manifest.folder, '.angular-cli.json');
  if (!dependsOn(manifest, '@angular/core') || !files.includes(file)) return null;
  const settings = await parseRelaxed((await project.read(file)) ?? '');
  const app = listed(settings['apps'])
    .map(recordOf)
    .find((it) => it['platform'] !== 'server');
  if (!app) return null;
  return {
    file,
    name: textOf(app['name']) ?? textOf(recordOf(settings['project'])['name']) ?? 'app',
    builder: '',
    options: { outputPath: app['outDir'] ?? 'dist', baseHref: app['baseHref'] },
    languages: {},
    script: manifest.scripts['build'] ?? '',
    isLegacy: true,
    notes: [],
  };
}

/**
 * Finds the application that the script "build" names, or else the first; `null` if there is none.
 */
async function applicationOf({
  manifest,
  project,
  files,
}: FrameworkInput): Promise<Application | null> {
  const file = joined(manifest.folder, 'angular.json');
  if (!dependsOn(manifest, '@angular/core') || !files.includes(file)) return null;
  const workspace = await parseRelaxed((await project.read(file)) ?? '');
  const applications = Object.entries(recordOf(workspace['projects'])).filter(
    ([, it]) => recordOf(it)['projectType'] === 'application',
  );
  const script = manifest.scripts['build'] ?? '';
  const builds = ([name]: readonly [string, unknown]): boolean =>
    new RegExp(`\\bng\\s+build\\s+(?:\\S+\\s+)*?${literal(name)}(?=\\s|$)`).test(script);
  const [chosen] = [...applications.filter(builds), ...applications];
  if (!chosen) return null;
  const [name, entry] = chosen;
  const described = recordOf(entry);
  const targets = isRecord(described['architect']) ? described['architect'] : described['targets'];
  const build = recordOf(recordOf(targets)['build']);
  const isNamed = applications.length === 1 || script.includes(name);
  return {
    file,
    name,
    builder: textOf(build['builder']) ?? '',
    options: recordOf(build['options']),
    languages: recordOf(described['i18n']),
    script,
    isLegacy: false,
    notes: isNamed
      ? []
      : [
          unnamed(
            file,
            applications.map(([it]) => it),
            name,
          ),
        ],
  };
}

function unnamed(file: string, names: readonly string[], first: string): Note {
  return {
    code: 'node/angular-application-unnamed',
    level: 'error',
    text: `it has several applications (${names.join(', ')}), and the script "build" names none`,
    hint: `Name one: "ng build ${first}".`,
    evidence: [{ file, because: 'several applications' }],
  };
}

/** https://angular.dev/guide/ssr */
function isServed(options: Application['options']): boolean {
  return (options['ssr'] ?? false) !== false && options['outputMode'] !== 'static';
}

/**
 * The folders that a build for each locale fills, that of the source locale first. One that is built
 * alone has no folder. https://angular.dev/guide/i18n/merge
 */
function localesOf({ options, languages, script }: Application): readonly string[] {
  const localize = /--localize\b(?![= ]false)/.test(script) || (options['localize'] ?? false);
  if (localize === false) return [];
  const source = languages['sourceLocale'];
  const sourceCode = textOf(isRecord(source) ? source['code'] : source) ?? 'en-US';
  const folders = [
    [sourceCode, folderOf(source, sourceCode)] as const,
    ...Object.entries(recordOf(languages['locales'])).map(
      ([code, it]) => [code, folderOf(it, code)] as const,
    ),
  ];
  const built = folders.filter(([code]) => localize === true || listed(localize).includes(code));
  const names = built.map(([, folder]) => folder);
  return names.every((it) => /^[\w-]+$/.test(it)) ? names : [];
}

/** `subPath`, or `baseHref` in older versions, which keep the name of the locale for the folder. */
function folderOf(locale: unknown, code: string): string {
  return (isRecord(locale) ? textOf(locale['subPath']) : undefined) ?? code;
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function outputOf({ name, options, script }: Application): string {
  const output = options['outputPath'];
  const base = textOf(isRecord(output) ? output['base'] : output) ?? `dist/${name}`;
  return joined('', /(?:--output-path|-op)[= ](\S+)/.exec(script)?.[1] ?? base);
}

/** The builder of Angular 17 and later separates the files for browsers. */
function browserFolder({ builder, options }: Application): string {
  const separates = /:(?:application|browser-esbuild)$/.test(builder);
  return separates && recordOf(options['outputPath'])['browser'] !== '' ? '/browser' : '';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
