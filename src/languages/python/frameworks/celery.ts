/** Finds the Celery worker and, if tasks are scheduled, the scheduler (beat). */
import type { Evidence } from '../../../types.ts';
import { importPlace, moduleName } from '../code/module-names.ts';
import type { Installation } from '../package-managers/installation.ts';
import type { DjangoFacts } from './django.ts';
import type { ModuleFacts } from '../code/modules.ts';
import { nothingKnown, plain, type Program } from '../program.ts';

/** Schedulers that do not keep their state in a file. */
const schedulers: readonly { readonly packageName: string; readonly scheduler: string }[] = [
  {
    packageName: 'django-celery-beat',
    scheduler: 'django_celery_beat.schedulers:DatabaseScheduler',
  },
  { packageName: 'celery-redbeat', scheduler: 'redbeat.RedBeatScheduler' },
];

/**
 * @param besides whether the project has programs of another kind.
 * Workers: https://docs.celeryq.dev/en/stable/userguide/workers.html
 */
export function celeryPrograms(
  modules: readonly ModuleFacts[],
  installation: Installation | undefined,
  django: DjangoFacts | null,
  besides: boolean,
): readonly Program[] {
  if (!installation?.packages.some((it) => it.name === 'celery')) return [];
  const made = modules
    .map((module) => ({ module, application: applicationIn(module) }))
    .find((it) => it.application !== undefined);
  if (!made?.application) return [];
  const { module, application } = made;
  const below =
    django !== null && django.folder !== '' && module.path.startsWith(`${django.folder}/`);
  const place = below
    ? { name: moduleName(module.path.slice(django.folder.length + 1)), path: django.folder }
    : importPlace(module, modules);
  const evidence: Evidence = {
    file: module.path,
    line: application.line,
    because: `${application.name} is a Celery application`,
  };
  const program = (
    words: readonly string[],
    reason: Evidence,
    portless: string,
  ): Omit<Program, 'suffix'> => ({
    ...nothingKnown,
    evidence: [reason],
    start: {
      kind: 'found',
      value: ['celery', '-A', `${place.name}:${application.name}`, ...words, '--loglevel', 'INFO'],
      evidence: [reason],
    },
    port: { kind: 'found', value: null, evidence: [{ ...evidence, because: portless }] },
    details: {
      ...plain,
      framework: 'celery',
      handlesStop: true,
      paths: place.path === null ? [] : [place.path],
    },
  });
  const worker = program(['worker'], evidence, 'a worker listens on no port');
  const scheduled = scheduleIn(modules, installation);
  if (!scheduled) return [{ ...worker, ...(besides ? { suffix: '-worker' } : {}) }];
  const known = schedulers.find((it) =>
    installation.packages.some((installed) => installed.name === it.packageName),
  );
  // The schedule state is a file. It is lost with the container and recreated from the schedule:
  // https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html
  const state = known
    ? ['--scheduler', known.scheduler]
    : ['--schedule', '/tmp/celerybeat-schedule'];
  return [
    { ...worker, suffix: '-worker' },
    {
      ...program(['beat', ...state], scheduled, 'a scheduler listens on no port'),
      suffix: '-beat',
    },
  ];
}

/**
 * `app = Celery(...)`, or the Celery application that a Flask application stores:
 * `celery_app = flask_app.extensions["celery"]`.
 */
function applicationIn(
  module: ModuleFacts,
): { readonly name: string; readonly line: number } | undefined {
  const made = module.assignments.find(
    (it) => it.callee === 'celery.Celery' || it.callee === 'celery.app.Celery',
  );
  if (made) return made;
  const kept = [...module.assignedTokens].find(
    ([, tokens]) =>
      tokens.some((it) => it.text === 'extensions') &&
      tokens.some((it) => it.kind === 'string' && it.text === 'celery'),
  );
  return kept && { name: kept[0], line: kept[1][0]?.line ?? 1 };
}

const scheduleNames = ['beat_schedule', 'CELERY_BEAT_SCHEDULE', 'CELERYBEAT_SCHEDULE'];

function scheduleIn(
  modules: readonly ModuleFacts[],
  installation: Installation,
): Evidence | undefined {
  for (const module of modules) {
    for (const { tokens } of module.lines) {
      const found = tokens.find(
        (it, index) =>
          (scheduleNames.includes(it.text) &&
            ['=', ':', ']'].includes(tokens[index + 1]?.text ?? '')) ||
          (it.text === 'add_periodic_task' && tokens[index + 1]?.text === '('),
      );
      if (found)
        return {
          file: module.path,
          line: found.line,
          because: `${found.text}: something is scheduled`,
        };
    }
  }
  const by = installation.packages.find((it) =>
    schedulers.some((known) => known.packageName === it.name),
  );
  return by && { ...by.evidence, because: `${by.name}: something is scheduled` };
}
