/** How uv installs: from its own image, with the interpreter of the build image. */
import { shellWord } from '../../../text/shell-words.ts';
import { environmentPath, type Installation, type InstallStep, whyLocked } from './installation.ts';

/** Tags of a minor version get its fixes: https://docs.astral.sh/uv/guides/integration/docker/ */
export const uvTool: Installation['tool'] = {
  image: { registry: 'ghcr.io', repository: 'astral-sh/uv', tag: '0.13' },
  source: '/uv',
  target: '/usr/local/bin/',
};

/**
 * Runs `uv sync`.
 *
 * @param variable names the virtual environment: a script takes the active one.
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
