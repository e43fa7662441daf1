/**
 * Next.js: a standalone server, `next start`, or a static export.
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/output
 */
import { posix } from 'node:path';
import type { Note } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import { dependsOn, place } from '../files/manifest.ts';
import { filesOfScript, textsOfScript } from '../files/script-files.ts';
import { joined } from '../../../text/paths.ts';
import {
  configuration,
  errorPage,
  type Framework,
  type FrameworkInput,
  hasFolder,
  prefixOf,
  scriptNames,
  server,
  site,
  withManifest,
} from './framework.ts';
import { filesLoadedBy } from './next-configuration.ts';

const telemetry = {
  name: 'NEXT_TELEMETRY_DISABLED',
  value: '1',
  why: 'Sends no anonymous usage data.',
};

export const next: Framework = {
  id: 'next',
  development: [{ command: /^next dev\b/, why: 'next dev compiles pages when they are requested' }],
  async detect(input) {
    const { manifest } = input;
    // The pages of Keystone are built and served by its own command.
    if (!dependsOn(manifest, 'next') || dependsOn(manifest, '@keystone-6/core')) return null;
    const config = await configuration(input, scriptNames('next.config'));
    const text = config?.text ?? '';
    const output = /\boutput\s*:\s*["'`](standalone|export)["'`]/.exec(text)?.[1];
    const folder = /\bdistDir\s*:\s*["'`]([\w./-]+)["'`]/.exec(text)?.[1] ?? '.next';
    const evidence = config
      ? {
          file: config.file,
          because: output === undefined ? 'Next.js' : `Next.js with output: '${output}'`,
        }
      : place(manifest, ['next'], 'depends on next');
    const isMade = await fillsPublicFolder(input, text);
    const shared = {
      title: 'Next.js',
      evidence,
      buildEnvironment: [telemetry],
      buildCache: `${folder}/cache`,
    };
    if (output === 'export') {
      const folders = /\btrailingSlash\s*:\s*true\b/.test(text);
      return site({
        ...shared,
        buildCache: '.next/cache',
        folder: folder === '.next' ? 'out' : folder,
        fallback: errorPage,
        hashed: ['/_next/static/'],
        ...prefixOf(/\bbasePath\s*:\s*["'`](\/[\w./~-]*)["'`]/.exec(text)?.[1]),
        ...(folders ? {} : { namedPages: true }),
      });
    }
    const running = {
      ...shared,
      port: 3000,
      handlesSigterm: true,
      writable: [`${folder}/cache`],
      // To collect the data of pages, the build loads all of them, after its configuration.
      loads: {
        when: 'build' as const,
        files:
          /^(?:src\/)?(?:(?:app|pages)\/|(?:instrumentation|middleware|proxy)\.[jt]s$)|^next\.config\.[cm]?[jt]s$/,
      },
      mayBeMissing: isMade ? ['public'] : [],
    };
    const host = {
      name: 'HOSTNAME',
      value: '0.0.0.0',
      why: 'Docker sets HOSTNAME to the name of the container, and the server would listen on that address only.',
    };
    if (output === 'standalone') {
      // The output repeats the folders of the workspace, with the packages at its root.
      const copies = [
        {
          from: `${folder}/standalone`,
          to: manifest.folder === '' ? '' : '../'.repeat(manifest.folder.split('/').length),
        },
        { from: `${folder}/static`, to: `${folder}/static` },
        ...publicFolder(input, isMade),
      ];
      return server({
        ...running,
        start: ['node', 'server.js'],
        environment: [telemetry, host],
        copies,
        bundle: `${folder}/standalone`,
        notes: await regenerated(input, text),
      });
    }
    return server({
      ...running,
      start: ['node', 'node_modules/next/dist/bin/next', 'start'],
      environment: [telemetry],
      copies: [
        ...withManifest(
          ...(config
            ? [posix.basename(config.file), ...(await filesLoadedBy(input, config.file))]
            : []),
          folder,
        ),
        ...publicFolder(input, isMade),
      ],
      notes: [
        {
          code: 'node/next-standalone',
          level: 'info',
          text: 'Next.js can omit what its server does not need, which makes the image much smaller',
          hint: `Set output: 'standalone' in ${config?.file ?? 'next.config.js'}.`,
          evidence: [evidence],
        },
        ...(await regenerated(input, text)),
      ],
    });
  },
};

function publicFolder(input: FrameworkInput, isMade: boolean): { from: string; to: string }[] {
  return isMade || hasFolder(input, 'public') ? [{ from: 'public', to: 'public' }] : [];
}

/**
 * Whether the build writes into the public folder, which git need not have: a sitemap, a service
 * worker, or what a script of the project makes.
 * https://github.com/iamvishnusankar/next-sitemap, https://serwist.pages.dev/docs/next
 */
async function fillsPublicFolder(
  { project, manifest }: FrameworkInput,
  configured: string,
): Promise<boolean> {
  const { scripts } = manifest;
  if (
    Object.values(scripts).some((it) => /\bnext-sitemap\b/.test(it)) ||
    /["'`](?:@[\w-]+\/)?next-pwa["'`]|["'`]@serwist\//.test(configured) ||
    textsOfScript(manifest, 'build').some((it) => /(?:^|[\s./])public(?:\/|\s|$)/.test(it))
  )
    return true;
  for (const file of filesOfScript(manifest, 'build'))
    if (/["'`/]public(?:["'`/])/.test((await project.read(file)) ?? '')) return true;
  return false;
}

/**
 * Revalidated pages are kept in memory and also written to the build output, which is read-only.
 * Next.js logs each attempt as an error.
 * https://nextjs.org/docs/app/guides/self-hosting#caching-and-isr
 */
async function regenerated(input: FrameworkInput, configured: string): Promise<readonly Note[]> {
  if (/\bisrFlushToDisk\s*:\s*false\b|\bcacheHandler\b/.test(configured)) return [];
  const folders = ['app', 'src/app', 'pages', 'src/pages'].map(
    (it) => `${joined(input.manifest.folder, it)}/`,
  );
  for (const file of input.files.filter(
    (it) => /\.[jt]sx?$/.test(it) && folders.some((folder) => it.startsWith(folder)),
  )) {
    const text = (await input.project.read(file)) ?? '';
    const match =
      /\bexport\s+const\s+revalidate\s*=\s*[1-9]|\brevalidate\s*:\s*[1-9]|\bgenerateStaticParams\b/.exec(
        text,
      );
    if (match)
      return [
        {
          code: 'node/next-revalidates',
          level: 'info',
          text: 'Next.js revalidates pages at run time. On a read-only file system it keeps them in memory and logs a write error for each',
          hint: 'Set experimental.isrFlushToDisk: false in its configuration to turn the writes off.',
          evidence: [{ file, line: lineAt(text, match.index), because: match[0] }],
        },
      ];
  }
  return [];
}
