/** Nitro under Nuxt, SolidStart, TanStack Start and Analog: `.output` has the server with its packages. https://nitro.build/deploy/runtimes/node */
import { dependsOn, place } from '../manifest.ts';
import { configuration, type Framework, scriptNames } from './framework.ts';

const frameworks: readonly (readonly [dependency: string, title: string])[] = [['nuxt', 'Nuxt'], ['nuxt-nightly', 'Nuxt'], ['@solidjs/start', 'SolidStart'], ['@analogjs/platform', 'Analog'], ['nitropack', 'Nitro'], ['nitro', 'Nitro']];

export const nitro: Framework = {
  id: 'nitro',
  async detect(input) {
    const { manifest } = input;
    const found = frameworks.find(([name]) => dependsOn(manifest, name));
    if (!found) return null;
    const [dependency, title] = found;
    const evidence = place(manifest, [dependency], `${title}: depends on ${dependency}`);
    const config = await configuration(input, [...scriptNames('nuxt.config'), ...scriptNames('nitro.config')]);
    const telemetry = title === 'Nuxt' ? [{ name: 'NUXT_TELEMETRY_DISABLED', value: '1', why: 'No anonymous usage data from a build.' }] : [];
    const generates = /\bnux[it]\s+generate\b/.test(manifest.scripts['build'] ?? '') || /preset\s*:\s*["']static["']/.test(config?.text ?? '');
    if (generates) {
      const application = /\bssr\s*:\s*false/.test(config?.text ?? '');
      return { kind: 'site', title, evidence, folder: '.output/public', fallback: application ? { page: '200.html', kind: 'application' } : { page: '404.html', kind: 'error' }, hashed: ['/_nuxt/'], buildEnvironment: telemetry, buildCache: null, notes: [] };
    }
    return {
      kind: 'server', title, evidence, start: ['node', '.output/server/index.mjs'], port: 3000, portVariable: 'PORT', environment: [], buildEnvironment: telemetry, handlesSigterm: true,
      writable: [], copies: [{ from: '.output', to: '.output' }], bundle: '.output/server', buildCache: null, notes: [],
    };
  },
};
