/**
 * Finds manage.py, whether static files are collected, and the variables that the settings require.
 */
import type { Note } from '../../../types.ts';
import type { ModuleFacts } from '../code/modules.ts';
import type { Package } from '../files/package.ts';

export interface DjangoFacts {
  /** The folder of manage.py; empty for the project folder. */
  readonly folder: string;
  /**
   * Set if STATIC_ROOT is set, so that collectstatic has a place to write to. `variables` are read
   * without a default. `settings` is the module that the server uses, if manage.py would use
   * another.
   */
  readonly collect: {
    readonly variables: readonly string[];
    readonly settings: string | null;
  } | null;
  readonly notes: readonly Note[];
}

/**
 * @returns `null` if there is no manage.py.
 * https://docs.djangoproject.com/en/stable/howto/deployment/
 */
export function djangoOf(
  modules: readonly ModuleFacts[],
  packages: readonly Package[],
): DjangoFacts | null {
  const manage = modules.find((it) => it.path === 'manage.py' || it.path.endsWith('/manage.py'));
  if (!manage) return null;
  const folder = manage.path.split('/').slice(0, -1).join('/');
  const settings = modules.filter(
    (it) =>
      it.assignedTokens.has('INSTALLED_APPS') ||
      it.assignedTokens.has('STATIC_ROOT') ||
      it.assignedTokens.has('SECRET_KEY'),
  );
  const rooted = settings.find((it) => it.assignedTokens.has('STATIC_ROOT'));
  const notes: Note[] = [];
  if (rooted && !packages.some((it) => it.name === 'whitenoise')) {
    notes.push({
      code: 'python/static-files-unserved',
      level: 'info',
      text: 'the image contains the static files, but nothing in it serves them',
      hint: 'Add whitenoise, or serve them elsewhere.',
      evidence: [{ file: rooted.path, because: 'STATIC_ROOT' }],
    });
  }
  return {
    folder,
    collect: rooted
      ? {
          variables: [...new Set(settings.flatMap(requiredVariables))],
          settings: servedSettings(manage, modules),
        }
      : null,
    notes,
  };
}

/**
 * The settings module of the server. manage.py often uses development settings, which may need
 * packages that are not installed.
 */
function servedSettings(manage: ModuleFacts, modules: readonly ModuleFacts[]): string | null {
  const served = modules
    .filter((it) => /(?:^|\/)[aw]sgi\.py$/.test(it.path))
    .map(settingsIn)
    .find((it) => it !== undefined);
  return served === undefined || served === settingsIn(manage) ? null : served;
}

function settingsIn(module: ModuleFacts): string | undefined {
  const call = module.calls.find(
    (it) =>
      it.callee === 'os.environ.setdefault' && it.arguments[0]?.text === 'DJANGO_SETTINGS_MODULE',
  );
  const value = call?.arguments[2];
  return value?.kind === 'string' && /^[\w.]+$/.test(value.text) ? value.text : undefined;
}

/**
 * Finds `os.environ["X"]`, `os.getenv("X")`, `env("X")` of django-environ and `config("X")` of
 * decouple without a default.
 */
function requiredVariables(module: ModuleFacts): readonly string[] {
  const names: string[] = [];
  for (const tokens of module.assignedTokens.values()) {
    tokens.forEach((token, index) => {
      if (
        token.text === 'environ' &&
        tokens[index + 1]?.text === '[' &&
        tokens[index + 2]?.kind === 'string'
      )
        names.push(tokens[index + 2]?.text ?? '');
    });
  }
  for (const call of module.calls) {
    const [name, more] = call.arguments;
    if (
      name?.kind === 'string' &&
      !more &&
      (/(?:^|\.)(?:env|config)(?:\.\w+)?$/.test(call.callee) ||
        /^(?:decouple\.config|os\.getenv|os\.environ\.get)$/.test(call.callee)) &&
      !/\.(?:read_env|Env)$/.test(call.callee)
    )
      names.push(name.text);
  }
  return names.filter((it) => /^[A-Za-z_]\w*$/.test(it));
}
