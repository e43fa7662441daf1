/** Qwik City: what the build makes is the choice of the adapter in `adapters/`. https://qwik.dev/docs/deployments/node/ */
import type { Evidence, Note } from '../../../types.ts';
import { dependsOn, place, productionDependencies } from '../files/manifest.ts';
import { type Framework, type FrameworkInput, hasFolder } from './framework.ts';

/** Adapters that make a server for Node, with the entry that each of them writes. */
const servers = ['node-server', 'express', 'fastify'];

export const qwik: Framework = {
  id: 'qwik',
  detect(input) {
    const { manifest } = input;
    const dependency = ['@builder.io/qwik-city', '@qwik.dev/router'].find((it) =>
      dependsOn(manifest, it),
    );
    if (dependency === undefined) return Promise.resolve(null);
    const evidence = place(manifest, [dependency], 'Qwik City');
    const shared = { title: 'Qwik', buildEnvironment: [], buildCache: null };
    if (hasFolder(input, 'adapters/static')) {
      return Promise.resolve({
        ...shared,
        kind: 'site',
        evidence: { file: 'adapters/static', because: 'Qwik City with the static adapter' },
        folder: 'dist',
        fallback: { page: '404.html', kind: 'error' },
        hashed: ['/build/', '/assets/'],
        notes: [],
      });
    }
    const adapter = servers.find((it) => hasFolder(input, `adapters/${it}`));
    const found: Evidence =
      adapter === undefined
        ? evidence
        : { file: `adapters/${adapter}`, because: `Qwik City with the adapter ${adapter}` };
    return Promise.resolve({
      ...shared,
      kind: 'server',
      evidence: found,
      start: ['node', `server/entry.${adapter ?? 'node-server'}.js`],
      port: 3000,
      portVariable: 'PORT',
      environment: [],
      handlesSigterm: false,
      writable: [],
      copies: [
        { from: 'package.json', to: 'package.json' },
        { from: 'dist', to: 'dist' },
        { from: 'server', to: 'server' },
      ],
      bundle: null,
      notes: problems(input, dependency, adapter),
    });
  },
};

function problems(
  { manifest }: FrameworkInput,
  dependency: string,
  adapter: string | undefined,
): Note[] {
  const evidence = [place(manifest, [dependency], 'Qwik City')];
  if (adapter === undefined) {
    return [
      {
        level: 'error',
        text: 'the build of Qwik makes no server: there is no adapter for Node in adapters/\nAdd one with "npm run qwik add node-server" (or express, fastify; static for a site without a server).',
        evidence,
      },
    ];
  }
  // Everything is bundled but this, and the starter lists all of Qwik under devDependencies.
  const production = productionDependencies(manifest);
  if ('undici' in production || dependency in production) return [];
  return [
    {
      level: 'error',
      text: 'the server that the build of Qwik makes loads undici, which only development dependencies bring\nMove it to "dependencies": npm install --save-prod undici',
      evidence: [place(manifest, ['undici'], 'undici')],
    },
  ];
}
