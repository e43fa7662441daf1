/**
 * Finds manage.py, whether static files are collected, and the variables that the settings require.
 */
import type { Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { folderOf } from '../../../text/paths.ts';
import { settingsIn } from '../code/settings-module.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import { reachedModules } from '../code/sources.ts';
import { isTest, moduleName } from '../code/module-names.ts';
import type { Package } from '../package.ts';
import { checklistNotes } from './django-checklist.ts';
import { type StandIn, standInsIn } from './stand-ins.ts';
import { storageElsewhere, type Storage } from './static-storage.ts';

export interface DjangoFacts {
  /** The folder of manage.py; empty for the project folder. */
  readonly folder: string;
  /** The modules of settings. */
  readonly settings: readonly PythonModule[];
  /**
   * Set if STATIC_ROOT is set, so that collectstatic has a place to write to, and the files are not
   * kept elsewhere. `variables` are read without a default. `settings` is the module that the
   * server uses, if manage.py would use another.
   */
  readonly collect: {
    readonly variables: readonly StandIn[];
    readonly settings: string | null;
  } | null;
  /** The settings module that the environment has to name, because no program names one. */
  readonly environment: readonly EnvironmentLine[];
  readonly notes: readonly Note[];
}

/**
 * @returns `null` if there is no manage.py of Django.
 * https://docs.djangoproject.com/en/stable/howto/deployment/
 */
export function djangoOf(
  modules: readonly PythonModule[],
  evaluator: Evaluator,
  packages: readonly Package[],
): DjangoFacts | null {
  const manage = modules.find((it) => /(?:^|\/)manage\.py$/.test(it.path) && !isOther(it));
  if (!manage) return null;
  const folder = folderOf(manage.path);
  const has = (it: PythonModule, name: string): boolean =>
    it.text.includes(name) && it.namesOf().has(name);
  const settings = modules.filter((it) =>
    ['INSTALLED_APPS', 'STATIC_ROOT', 'SECRET_KEY', 'MEDIA_ROOT', 'DATABASES'].some((name) =>
      has(it, name),
    ),
  );
  const rooted = settings.find((it) => has(it, 'STATIC_ROOT'));
  const unnamed = unnamedSettings(manage, modules, settings);
  const served = unnamed ?? servedSettings(manage, modules);
  const used = evaluator.sources.named(served ?? settingsIn(manage) ?? '', manage);
  const reached = (from: readonly PythonModule[]): readonly PythonModule[] =>
    reachedModules({ modules: from, main: null }, evaluator.sources);
  const storage = rooted && storageElsewhere(reached(used ? [used] : settings), evaluator);
  return {
    folder,
    settings,
    collect:
      rooted && !storage
        ? { variables: standInsIn(settings, reached(settings), evaluator), settings: served }
        : null,
    environment:
      unnamed === null
        ? []
        : [
            {
              name: 'DJANGO_SETTINGS_MODULE',
              value: unnamed,
              why: 'Neither manage.py nor wsgi.py names the settings.',
            },
          ],
    notes: [
      ...(storage ? [elsewhereNote(storage)] : unservedNotes(rooted, packages)),
      ...checklistNotes(used),
    ],
  };
}

/** Other programs have a manage.py, too. */
function isOther({ text }: PythonModule): boolean {
  return text.trim() !== '' && !/django/i.test(text);
}

function elsewhereNote({ name, evidence }: Storage): Note {
  return {
    code: 'python/static-files-elsewhere',
    level: 'info',
    text: `the static files are stored by ${name}, so the image does not contain them`,
    hint: 'Run manage.py collectstatic with its credentials when you deploy.',
    evidence: [evidence],
  };
}

function unservedNotes(
  rooted: PythonModule | undefined,
  packages: readonly Package[],
): readonly Note[] {
  if (!rooted || packages.some((it) => it.name === 'whitenoise')) return [];
  return [
    {
      code: 'python/static-files-unserved',
      level: 'info',
      text: 'the image contains the static files, but nothing in it serves them',
      hint: 'Add whitenoise, or serve them elsewhere.',
      evidence: [{ file: rooted.path, because: 'STATIC_ROOT' }],
    },
  ];
}

/**
 * The settings module of the server. manage.py often uses development settings, which may need
 * packages that are not installed.
 */
function servedSettings(manage: PythonModule, modules: readonly PythonModule[]): string | null {
  const served = modules
    .filter((it) => /(?:^|\/)[aw]sgi\.py$/.test(it.path))
    .map(settingsIn)
    .find((it) => it !== undefined);
  return served === undefined || served === settingsIn(manage) ? null : served;
}

/** Names of settings for production, the likeliest first. */
const settingsNames = [
  /(?:^|\/)prod(?:uction)?\.py$/,
  /(?:^|\/)settings(?:\/__init__)?\.py$/,
  /(?:^|\/)(?:base|common|main)\.py$/,
];

/**
 * The settings that a platform or a .env file names elsewhere.
 * @returns `null` where a program of Django names settings, or there are none with a usual name.
 */
function unnamedSettings(
  manage: PythonModule,
  modules: readonly PythonModule[],
  settings: readonly PythonModule[],
): string | null {
  const programs = modules.filter((it) => it === manage || /(?:^|\/)[aw]sgi\.py$/.test(it.path));
  if (programs.some((it) => it.text.includes('DJANGO_SETTINGS_MODULE'))) return null;
  const below = folderOf(manage.path) === '' ? '' : `${folderOf(manage.path)}/`;
  const usable = settings.filter(
    ({ path }) => path.startsWith(below) && /^[\w/]+\.py$/.test(path) && !isTest(path),
  );
  for (const name of settingsNames) {
    const found = usable.find((it) => name.test(it.path));
    if (found) return moduleName(found.path.slice(below.length));
  }
  return null;
}
