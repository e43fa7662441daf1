/**
 * How an application runs without a production server: by its own script, or by the server that its
 * framework has for development. `--strict` refuses both.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { isLoopback } from '../../../text/hosts.ts';
import { literal } from '../../../text/patterns.ts';
import { firstOf, likely } from '../../shared/findings.ts';
import { placeOf } from '../../shared/values.ts';
import type { Uses } from '../../shared/uses.ts';
import { calledName } from '../code/arguments.ts';
import type { PythonModule } from '../code/module.ts';
import { usesOf } from '../code/uses.ts';
import type { PythonService } from '../details.ts';
import type { Application } from '../frameworks/applications.ts';
import type { DjangoFacts } from '../frameworks/django.ts';
import { type FoundServer, type Target, variableOf } from '../frameworks/servers.ts';
import { isBefore, type Package } from '../package.ts';
import type { Program } from '../program.ts';
import { debuggingCall, onlyServes } from './debugger.ts';
import { packagesOf, type ProgramInput } from './input.ts';
import { findScripts, scriptProgram, scriptsBelow } from './scripts.ts';

export type OwnServer = Omit<Program, 'details' | 'evidence' | 'entry'> & {
  readonly details: Partial<PythonService>;
  /** Where it begins, if not with the application. */
  readonly entry?: Program['entry'];
};

const usualPort = 8000;

/** What serves numbers about an application, and not the application. */
const metrics = /^prometheus_client\./;

/** Servers for production that a script starts by itself, where no command of theirs does. */
const production =
  /^(?:gevent\.pywsgi|eventlet\.wsgi|waitress|cheroot|cherrypy|bjoern|meinheld|tornado|gunicorn|uvicorn|hypercorn)\./;

/**
 * Finds the script by which the developers start waitress, which has no configuration file: what it
 * does with the application before it serves is a part of the program.
 * @returns `undefined` where no script serves by it, or only for this machine, and where it does
 *   nothing else with the application.
 */
export function waitressScript(
  { server, from }: FoundServer,
  application: Application,
  input: ProgramInput,
): OwnServer | undefined {
  if (server.name !== 'waitress' || from.added) return undefined;
  const { modules, folder } = input;
  const named = modules.filter(({ path }) => path === application.file);
  const variable = variableOf(application.target);
  const script = [...findScripts(modules, folder), ...named].find((it) => {
    if (!setsUp(it, variable)) return false;
    const listens = listensIn(it, input);
    return listens.every((one) => isByWaitress(one, it)) && listens.some(isReachable);
  });
  return script && scriptProgram(script, false, input);
}

/** Whether a script, or a function that it calls, names the application before it serves. */
function setsUp({ guard, root }: PythonModule, application: string): boolean {
  const called = new Set(guard?.all('call').map(calledName));
  const functions = root?.all('function_definition') ?? [];
  const run = functions.filter((it) => called.has(it.field('name')?.text ?? ''));
  const blocks = [guard?.field('consequence'), ...run.map((it) => it.field('body'))];
  const names = new RegExp(`\\b${literal(application)}\\b`);
  return blocks
    .flatMap((it) => it?.parts ?? [])
    .some((it) => names.test(it.text) && !/^(?:\w+\.)?(?:serve|run)\(/.test(it.text));
}

/** `waitress.serve(app)`, and `bottle.run(app, server="waitress")` with the name or an adapter. */
function isByWaitress({ names }: Uses['listens'][number], { text }: PythonModule): boolean {
  const isBottle = names.some((it) => /^bottle\.(?:Bottle\(\)\.)?run\b/.test(it));
  return isBottle
    ? text.includes('waitress') && /\bserver\s*=/.test(text)
    : names.some((it) => it.startsWith('waitress.'));
}

function isReachable({ host }: Uses['listens'][number]): boolean {
  return host !== undefined && !isLoopback(host);
}

/**
 * @param why why there is no production server, with how to add one.
 * @returns `undefined` where nothing that is installed serves the application.
 */
export function ownServer(
  application: Application,
  django: DjangoFacts | null,
  input: ProgramInput,
  why: string,
): OwnServer | undefined {
  const { modules, folder } = input;
  // Without arguments, the commands of Django are printed.
  const serves = (it: PythonModule): boolean =>
    !it.text.includes('execute_from_command_line') && listensIn(it, input).some(isReachable);
  const script =
    findScripts(modules, folder).find(serves) ?? scriptsBelow(modules, folder).find(serves);
  const debugging = script && debuggingOnly(script, application);
  if (script && !debugging) return byScript(script, input, why);
  const isOld = input.installation?.packages.some(hasNoOption) === true;
  const port = listenedPort(script, input) ?? usualPort;
  const words = developmentServer(application, { django, isOld, port });
  if (!words) return undefined;
  const named = {
    name: 'FLASK_APP',
    value: application.target.application,
    why: 'What Flask serves: this release has no option for it.',
  };
  const evidence = [
    application.evidence,
    ...(debugging
      ? [{ ...placeOf(debugging), because: 'would serve the debugger of Werkzeug' }]
      : []),
  ];
  return {
    name: null,
    notes: [],
    start: likely(words, evidence, why),
    port: {
      kind: 'suggested',
      value: port,
      evidence: [{ ...application.evidence, because: 'the port that its server is started with' }],
    },
    details: {
      port,
      handlesStop: false,
      ...(isOld && words[0] === 'flask' ? { environment: [named] } : {}),
    },
  };
}

/** A script is a server for production only where it starts one. */
function byScript(script: PythonModule, input: ProgramInput, why: string): OwnServer {
  const program = scriptProgram(script, false, input);
  const start = firstOf(program.start);
  const isServed = listensIn(script, input).every(({ names }) =>
    names.some((it) => production.test(it)),
  );
  return start && !isServed
    ? { ...program, start: likely(start.value, start.evidence, why) }
    : program;
}

/**
 * The call of a script that only serves the application, with a debugger, where the framework can
 * serve it without: who reaches the container must not reach that.
 */
function debuggingOnly(script: PythonModule, application: Application): SyntaxNode | undefined {
  const call = hasServer(application.framework) ? debuggingCall(script) : undefined;
  return call && onlyServes(script, call, variableOf(application.target)) ? call : undefined;
}

function listenedPort(script: PythonModule | undefined, input: ProgramInput): number | undefined {
  return script && listensIn(script, input).find((it) => it.port !== undefined)?.port;
}

/** Where a script listens for the requests of its application. */
function listensIn(script: PythonModule, input: ProgramInput): Uses['listens'] {
  const { listens } = usesOf(
    { modules: [script], main: script },
    input.evaluator,
    packagesOf(input),
  );
  return listens.filter(({ names }) => !names.some((it) => metrics.test(it)));
}

/** Django serves without wsgi.py, too: manage.py alone prints its commands and ends. */
export function managedServer({
  folder,
  settings,
}: DjangoFacts): OwnServer & Pick<Program, 'entry'> {
  const manage = manageFile(folder);
  const evidence = { file: manage, because: 'a Django project without wsgi.py' };
  return {
    name: null,
    notes: [],
    entry: { files: [manage, ...settings.map((it) => it.path)], main: null },
    start: likely(
      runserver(folder),
      [evidence],
      'servers for production need wsgi.py or asgi.py, and the project has none: django-admin startproject writes both',
    ),
    port: {
      kind: 'suggested',
      value: usualPort,
      evidence: [{ ...evidence, because: 'the port that its server is started with' }],
    },
    details: { port: usualPort, handlesStop: false },
  };
}

function manageFile(folder: string): string {
  return folder === '' ? 'manage.py' : `${folder}/manage.py`;
}

function runserver(folder: string): readonly string[] {
  return ['python', manageFile(folder), 'runserver', '--noreload', `0.0.0.0:${usualPort}`];
}

/**
 * The command of the framework's own server, on all addresses and without reloading.
 * https://flask.palletsprojects.com/en/stable/cli/
 * https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver
 * https://bottlepy.org/docs/dev/deployment.html
 */
function developmentServer(
  { framework, target }: Application,
  {
    django,
    isOld,
    port,
  }: { readonly django: DjangoFacts | null; readonly isOld: boolean; readonly port: number },
): readonly string[] | undefined {
  if (framework.title === 'Django' && django) return runserver(django.folder);
  if (hasServer(framework)) return flask(target, isOld, port);
  if (framework.id === 'bottle' && !target.factory)
    return ['python', '-m', 'bottle', '--bind', `0.0.0.0:${port}`, target.application];
  return undefined;
}

/** Flask's own server; Dash is an application of Flask. */
function hasServer({ id }: Application['framework']): boolean {
  return id === 'flask' || id === 'dash';
}

function flask({ application }: Target, isOld: boolean, port: number): readonly string[] {
  const named = isOld ? [] : ['--app', application];
  return ['flask', ...named, 'run', '--host', '0.0.0.0', '--port', String(port)];
}

/** Before the option `--app`: https://flask.palletsprojects.com/en/stable/changes/#version-2-2-0 */
function hasNoOption(it: Package): boolean {
  return it.name === 'flask' && isBefore(it, '2.2');
}
