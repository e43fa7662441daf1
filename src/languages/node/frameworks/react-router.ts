/**
 * React Router in framework mode, and its predecessor Remix: a server, or static files if `ssr` is
 * off.
 * https://reactrouter.com/start/framework/deploying
 */
import { posix } from 'node:path';
import { outermost } from '../../../text/paths.ts';
import { dependsOn, type Manifest, place, productionDependencies } from '../files/manifest.ts';
import {
  application,
  configuration,
  type Framework,
  type FrameworkInput,
  prefixOf,
  scriptNames,
  server,
  site,
  withManifest,
} from './framework.ts';

/** A `prerender` that makes the home page, or may: `true`, a list with `/`, a function. */
const homePage = /\bprerender\b\s*(?::\s*(?:true\b|\[[^\]]*["'`]\/["'`]|(?:async\s*)?\()|\()/;

export const reactRouter: Framework = {
  id: 'react-router',
  development: [
    { command: /^(?:remix|react-router) (?:vite:dev|dev)\b/, why: 'it is a development server' },
  ],
  async detect(input) {
    const { manifest } = input;
    const remix = dependsOn(manifest, '@remix-run/dev');
    if (!remix && !dependsOn(manifest, '@react-router/dev')) return null;
    const title = remix ? 'Remix' : 'React Router';
    const evidence = place(manifest, [remix ? '@remix-run/dev' : '@react-router/dev'], title);
    const config = await configuration(input, [
      ...scriptNames('react-router.config'),
      ...scriptNames('vite.config'),
    ]);
    const vite = await configuration(input, scriptNames('vite.config'));
    const folder =
      /\bbuildDirectory\s*:\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/.exec(config?.text ?? '')?.[1] ??
      'build';
    if (/\bssr\s*:\s*false/.test(config?.text ?? '')) {
      // Where index.html is the prerendered home page, another file is the application.
      // https://reactrouter.com/how-to/pre-rendering#pre-rendering-with-a-spa-fallback
      const isPrerendered = homePage.test(config?.text ?? '');
      return site({
        title,
        evidence,
        folder: `${folder}/client`,
        ...prefixOf(/\bbase\s*:\s*["'`](\/[\w./~-]*)["'`]/.exec(vite?.text ?? '')?.[1]),
        fallback: isPrerendered ? { ...application, page: '__spa-fallback.html' } : application,
        hashed: ['/assets/'],
      });
    }
    if (listensItself(manifest, folder, vite?.text ?? ''))
      return server({
        title,
        evidence,
        start: ['node', `./${folder}/server/index.js`],
        port: 3000,
        copies: withManifest(folder),
      });
    const built = isClassic(manifest)
      ? await classicBuild(input)
      : { entry: `${folder}/server/index.js`, folders: [folder] };
    const listener = remix ? '@remix-run/serve' : '@react-router/serve';
    const serves = listener in productionDependencies(manifest);
    const program = remix
      ? 'node_modules/@remix-run/serve/dist/cli.js'
      : 'node_modules/@react-router/serve/bin.js';
    return server({
      title,
      evidence,
      start: ['node', program, `./${built.entry}`],
      port: 3000,
      handlesSigterm: true,
      copies: withManifest(...built.folders),
      // The server's one file has all routes, and what they load.
      loads: { when: 'start', files: /^app\// },
      // A server in the project's code would have been found by its start script.
      notes: serves
        ? []
        : [
            {
              code: 'node/server-missing',
              level: 'error',
              text: `the build of ${title} creates only request handlers, and no program here listens for requests`,
              hint: `Install ${listener}, or start your own server in the script "start".`,
              evidence: [evidence],
            },
          ],
    });
  },
};

/** Whether Remix's own compiler builds it, which its later releases replaced by Vite. */
function isClassic({ scripts }: Manifest): boolean {
  return /\bremix build\b/.test(Object.values(scripts).join('\n'));
}

/**
 * The server is one file, and what browsers load is below public.
 * https://v2.remix.run/docs/file-conventions/remix-config
 */
async function classicBuild(
  input: FrameworkInput,
): Promise<{ readonly entry: string; readonly folders: readonly string[] }> {
  const text = (await configuration(input, scriptNames('remix.config')))?.text ?? '';
  const named = (key: string): string | undefined =>
    new RegExp(`\\b${key}\\s*:\\s*["'\`](?:\\./)?([\\w./-]+?)/?["'\`]`).exec(text)?.[1];
  const entry = named('serverBuildPath') ?? 'build/index.js';
  const assets = named('assetsBuildDirectory') ?? 'public/build';
  const folders = [entry.includes('/') ? posix.dirname(entry) : entry, 'public', assets];
  return { entry, folders: outermost(folders) };
}

/**
 * Whether the start script runs what the build writes, which listens because a plugin or the
 * project gives the build another entry.
 * https://github.com/rphlmr/react-router-hono-server
 */
function listensItself(manifest: Manifest, folder: string, vite: string): boolean {
  const runs = new RegExp(`(?:^|\\s)(?:\\./)?${folder}/server/index\\.js\\s*$`);
  const plugin = ['react-router-hono-server', 'remix-hono'].some((it) => dependsOn(manifest, it));
  return (
    runs.test(manifest.scripts['start'] ?? '') &&
    /\bnode\b/.test(manifest.scripts['start'] ?? '') &&
    (plugin || /\binput\s*:/.test(vite))
  );
}
