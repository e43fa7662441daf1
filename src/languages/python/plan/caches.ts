/**
 * Environment variables that point the caches of Python packages to /tmp, because the root file
 * system is read-only.
 */
import type { EnvironmentLine } from '../../language.ts';
import type { Package } from '../files/package.ts';

const inMemory = 'the image itself can only be read';

const known: readonly ({ readonly packageName: string } & EnvironmentLine)[] = [
  {
    packageName: 'gradio',
    name: 'GRADIO_ANALYTICS_ENABLED',
    value: 'False',
    why: 'Nothing is reported to others.',
  },
  {
    packageName: 'gradio',
    name: 'GRADIO_TEMP_DIR',
    value: '/tmp/gradio',
    why: `Where uploads and results are kept: ${inMemory}.`,
  },
  {
    packageName: 'huggingface-hub',
    name: 'HF_HOME',
    value: '/tmp/huggingface',
    why: `Where models are fetched to: ${inMemory}. Let it name a volume to keep them.`,
  },
  {
    packageName: 'matplotlib',
    name: 'MPLCONFIGDIR',
    value: '/tmp/matplotlib',
    why: `Where the list of fonts is kept: ${inMemory}.`,
  },
  {
    packageName: 'numba',
    name: 'NUMBA_CACHE_DIR',
    value: '/tmp/numba',
    why: `Where compiled functions are kept: ${inMemory}.`,
  },
];

export function cacheVariables(packages: readonly Package[]): readonly EnvironmentLine[] {
  return known
    .filter((it) => packages.some((installed) => installed.name === it.packageName))
    .map(({ name, value, why }) => ({ name, value, why }));
}
