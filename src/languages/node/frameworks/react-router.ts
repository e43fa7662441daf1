/** React Router in framework mode, and Remix before it: a server of their own, or files where `ssr` is off. https://reactrouter.com/start/framework/deploying */
import { dependsOn, place, productionDependencies } from '../files/manifest.ts';
import { configuration, type Framework, prefixOf, scriptNames } from './framework.ts';

export const reactRouter: Framework = {
  id: 'react-router',
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
      return {
        kind: 'site',
        title,
        evidence,
        folder: `${folder}/client`,
        ...prefixOf(/\bbase\s*:\s*["'`](\/[\w./~-]*)["'`]/.exec(vite?.text ?? '')?.[1]),
        fallback: { page: 'index.html', kind: 'application' },
        hashed: ['/assets/'],
        buildEnvironment: [],
        buildCache: null,
        notes: [],
      };
    }
    const server = remix ? '@remix-run/serve' : '@react-router/serve';
    const serves = server in productionDependencies(manifest);
    const program = remix
      ? 'node_modules/@remix-run/serve/dist/cli.js'
      : 'node_modules/@react-router/serve/bin.js';
    return {
      kind: 'server',
      title,
      evidence,
      start: ['node', program, `./${folder}/server/index.js`],
      port: 3000,
      portVariable: 'PORT',
      environment: [],
      buildEnvironment: [],
      handlesSigterm: true,
      writable: [],
      copies: [
        { from: 'package.json', to: 'package.json' },
        { from: folder, to: folder },
      ],
      bundle: null,
      buildCache: null,
      // A server of the project's own would have been found by its start script.
      notes: serves
        ? []
        : [
            {
              level: 'error',
              text: `the build of ${title} makes request handlers, and nothing here listens for requests\nInstall ${server}, or name a server of your own in the script "start".`,
              evidence: [evidence],
            },
          ],
    };
  },
};
