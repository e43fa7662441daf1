/** Installs with uv: copied from the uv image, with the interpreter of the build image. */
import { shellWord } from '../../../text/shell-words.ts';
import { environmentPath, type Installation, type InstallStep, whyLocked } from './installation.ts';

/**
 * The tag of a minor version receives its fixes:
 * https://docs.astral.sh/uv/guides/integration/docker/
 */
export const uvTool: Installation['tool'] = {
  image: { registry: 'ghcr.io', repository: 'astral-sh/uv', tag: '0.13' },
  source: '/uv',
  target: '/usr/local/bin/',
};

/**
 * Runs `uv sync`.
 *
 * @param variable the variable that names the virtual environment. For a script, uv uses the active
 *   one.
 */
export function uvSync(
  options: readonly string[],
  variable: 'UV_PROJECT_ENVIRONMENT' | 'VIRTUAL_ENV' = 'UV_PROJECT_ENVIRONMENT',
): InstallStep {
  const environment = [
    `${variable}=${environmentPath}`,
    'UV_PYTHON=/usr/local/bin/python3',
    'UV_PYTHON_DOWNLOADS=never',
    'UV_LINK_MODE=copy',
  ];
  return {
    installs: 'packages',
    why: whyLocked,
    caches: ['/root/.cache/uv'],
    before: [],
    command: [
      environment.join(' '),
      ['uv sync', ...options.map(shellWord)].join(' '),
      `&& rm -f ${environmentPath}/.lock`,
    ],
  };
}
