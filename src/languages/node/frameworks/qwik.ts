/**
 * Qwik City: the adapter in `adapters/` decides what the build creates.
 * https://qwik.dev/docs/deployments/node/
 */
import type { Note } from '../../../types.ts';
import { dependsOn, place, productionDependencies } from '../files/manifest.ts';
import {
  errorPage,
  type Framework,
  type FrameworkFacts,
  type FrameworkInput,
  hasFolder,
  server,
  site,
  withManifest,
} from './framework.ts';

/** Adapters that build a server for Node, with the entry that each of them writes. */
const servers = ['node-server', 'express', 'fastify'];

export const qwik: Framework = {
  id: 'qwik',
  development: [],
  detect: (input) => Promise.resolve(detected(input)),
};

function detected(input: FrameworkInput): FrameworkFacts | null {
  const { manifest } = input;
  const dependency = ['@builder.io/qwik-city', '@qwik.dev/router'].find((it) =>
    dependsOn(manifest, it),
  );
  if (dependency === undefined) return null;
  if (hasFolder(input, 'adapters/static')) {
    return site({
      title: 'Qwik',
      evidence: { file: 'adapters/static', because: 'Qwik City with the static adapter' },
      folder: 'dist',
      fallback: errorPage,
      hashed: ['/build/', '/assets/'],
    });
  }
  const adapter = servers.find((it) => hasFolder(input, `adapters/${it}`));
  return server({
    title: 'Qwik',
    evidence:
      adapter === undefined
        ? place(manifest, [dependency], 'Qwik City')
        : { file: `adapters/${adapter}`, because: `Qwik City with the adapter ${adapter}` },
    start: ['node', `server/entry.${adapter ?? 'node-server'}.js`],
    port: 3000,
    copies: withManifest('dist', 'server'),
    notes: problems(input, dependency, adapter),
  });
}

function problems(
  { manifest }: FrameworkInput,
  dependency: string,
  adapter: string | undefined,
): Note[] {
  const evidence = [place(manifest, [dependency], 'Qwik City')];
  if (adapter === undefined) {
    return [
      {
        code: 'node/server-missing',
        level: 'error',
        text: 'the build of Qwik creates no server: there is no adapter for Node in adapters/',
        hint: 'Add one with "npm run qwik add node-server" (or express, fastify; static for a site without a server).',
        evidence,
      },
    ];
  }
  // Everything except undici is bundled, and the starter lists all of Qwik under devDependencies.
  const production = productionDependencies(manifest);
  if ('undici' in production || dependency in production) return [];
  return [
    {
      code: 'node/only-development-dependency',
      level: 'error',
      text: 'the server that Qwik builds loads undici, which is only a development dependency',
      hint: 'Move it to "dependencies": npm install --save-prod undici',
      evidence: [place(manifest, ['undici'], 'undici')],
    },
  ];
}
