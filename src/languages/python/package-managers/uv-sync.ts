/** Installs with uv: copied from the uv image, with the interpreter of the build image. */
import { satisfies } from '@renovatebot/pep440';
import { shellWord } from '../../../text/shell-words.ts';
import {
  compileInstalled,
  environmentPath,
  type Installation,
  type InstallStep,
  requirementsPath,
  whyLocal,
  whyLocked,
} from './installation.ts';

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
 * The image of uv that satisfies `required-version`. uv refuses to run where it does not.
 * https://docs.astral.sh/uv/reference/settings/#required-version
 */
export function uvToolFor(required: string | undefined): Installation['tool'] {
  const specifier = required && /^\d/.test(required) ? `==${required}` : required;
  if (specifier === undefined || !uvTool) return uvTool;
  const exact = /^===?\s*(\d+\.\d+\.\d+)$/.exec(specifier)?.[1];
  const lines = Array.from({ length: 14 }, (_, index) => `0.${13 - index}`);
  // The tag of a minor version is its newest release.
  const line = lines.find((it) => satisfies(`${it}.99`, specifier));
  return { ...uvTool, image: { ...uvTool.image, tag: exact ?? line ?? uvTool.image.tag } };
}

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

/**
 * Installs what `uv sync` with the same options would, whatever patch version of Python runs: uv
 * refuses one that the project does not allow, and no image stays at one.
 */
export function uvExported(options: readonly string[]): InstallStep {
  const exported = options.map((it) =>
    it === '--locked' ? '--frozen' : it.replace('--no-install-', '--no-emit-'),
  );
  return {
    ...uvSync(options),
    command: [
      'UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy',
      ['uv export --quiet', ...exported.map(shellWord), '--output-file', requirementsPath].join(
        ' ',
      ),
      `&& uv venv --quiet --clear --no-project --python /usr/local/bin/python3 ${environmentPath}`,
      `&& UV_LINK_MODE=copy uv pip sync --python ${environmentPath}/bin/python ${requirementsPath}`,
      `&& rm -f ${environmentPath}/.lock`,
    ],
  };
}

/** Installs the packages that come from folders of the project, after its sources are copied. */
export function uvSyncLocal(options: readonly string[]): InstallStep {
  const { command, ...step } = uvSync(options);
  return { ...step, installs: 'local', why: whyLocal, command: [...command, compileInstalled] };
}
