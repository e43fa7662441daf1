/** Finds the Celery worker and, if tasks are scheduled, the scheduler (beat). */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { alternatives } from '../../shared/values.ts';
import { importPlace, moduleName } from '../code/module-names.ts';
import type { Installation } from '../package-managers/installation.ts';
import type { DjangoFacts } from './django.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';
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
  modules: readonly PythonModule[],
  evaluator: Evaluator,
  installation: Installation | undefined,
  django: DjangoFacts | null,
  besides: boolean,
): readonly Program[] {
  if (!installation?.packages.some((it) => it.name === 'celery')) return [];
  const made = modules
    .map((module) => ({ module, application: applicationIn(module, evaluator) }))
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
    entry: { files: [module.path], main: null },
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
  module: PythonModule,
  evaluator: Evaluator,
): { readonly name: string; readonly line: number } | undefined {
  if (!/\b[Cc]elery\b/.test(module.text)) return undefined;
  const values = [...module.namesOf()].flatMap(([name, bindings]) =>
    bindings.flatMap((it) =>
      it.kind === 'value' && !it.isGlobal ? [{ name, value: it.value, line: it.node.line }] : [],
    ),
  );
  return (
    values.find(
      ({ value }) =>
        value.type === 'call' &&
        alternatives(evaluator.evaluate(value)).some((it) =>
          it.kind === 'foreign'
            ? /^celery\.(?:app\.)?Celery\(\)$/.test(it.name)
            : it.kind === 'record' && isDerived(evaluator.originOf(it)?.class, evaluator),
        ),
    ) ??
    values.find(
      ({ value }) =>
        value.type === 'subscript' &&
        literalText(value.field('subscript')) === 'celery' &&
        /\bextensions$/.test(value.field('value')?.text ?? ''),
    )
  );
}

function isDerived(class_: SyntaxNode | undefined, evaluator: Evaluator): boolean {
  return class_ !== undefined && evaluator.foreignBases(class_).includes('celery.Celery');
}

const scheduleNames = ['beat_schedule', 'CELERY_BEAT_SCHEDULE', 'CELERYBEAT_SCHEDULE'];

function scheduleIn(
  modules: readonly PythonModule[],
  installation: Installation,
): Evidence | undefined {
  for (const module of modules) {
    if (!/add_periodic_task|beat_schedule|BEAT_SCHEDULE/.test(module.text)) continue;
    const nodes = module.root?.all('call', 'assignment', 'keyword_argument', 'pair') ?? [];
    for (const node of nodes) {
      const name = scheduleName(node);
      if (name !== undefined)
        return {
          file: module.path,
          line: node.line,
          because: `${name}: something is scheduled`,
        };
    }
  }
  const by = installation.packages.find((it) =>
    schedulers.some((known) => known.packageName === it.name),
  );
  return by && { ...by.evidence, because: `${by.name}: something is scheduled` };
}

/** The name by which a schedule is given: an attribute, a keyword, a key, or a call. */
function scheduleName(node: SyntaxNode): string | undefined {
  const target =
    node.field('function') ?? node.field('left') ?? node.field('name') ?? node.field('key');
  const named = target?.type === 'subscript' ? target.field('subscript') : target;
  const name = literalText(named) ?? (named?.field('attribute') ?? named)?.text ?? '';
  const isSchedule =
    node.type === 'call' ? name === 'add_periodic_task' : scheduleNames.includes(name);
  return isSchedule ? name : undefined;
}
