/** Waku: `waku build` writes a server that `waku start` only loads. https://waku.gg/ */
import semver from 'semver';
import { place } from '../files/manifest.ts';
import { type Framework, server, withManifest } from './framework.ts';

export const waku: Framework = {
  id: 'waku',
  development: [{ command: /^waku(?: dev\b|$)/, why: 'it is the development server of Waku' }],
  detect({ manifest }) {
    const range = { ...manifest.devDependencies, ...manifest.dependencies }['waku'];
    // Earlier versions write no server. Their start script runs Waku itself.
    if (range === undefined || isBefore(range, '0.27.0')) return Promise.resolve(null);
    return Promise.resolve(
      server({
        title: 'Waku',
        evidence: place(manifest, ['waku'], 'depends on waku'),
        start: ['node', 'dist/serve-node.js'],
        port: 8080,
        copies: withManifest('dist'),
      }),
    );
  },
};

function isBefore(range: string, version: string): boolean {
  return semver.validRange(range) !== null && semver.gtr(version, range);
}
