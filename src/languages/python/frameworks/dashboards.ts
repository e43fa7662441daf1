/**
 * Finds programs that a library serves: dashboards of Streamlit and Gradio, notebooks and chats with a
 * command of their own, tests of locust.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { isSample } from '../../shared/samples.ts';
import { isTest } from '../code/module-names.ts';
import { sourcesPath } from '../code/places.ts';
import type { Installation } from '../package-managers/installation.ts';
import { firstText, possible } from '../../shared/values.ts';
import { argumentAt, calledName } from '../code/arguments.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import { nothingKnown, plain, type Program } from '../program.ts';

/**
 * @param folder the folder of the project or member.
 * @param everywhere whether a folder below can have it, too: nothing else is known to be the program.
 */
export function dashboards(
  all: readonly PythonModule[],
  evaluator: Evaluator,
  installation: Installation | undefined,
  { folder, everywhere }: { readonly folder: string; readonly everywhere: boolean },
): readonly Program[] {
  const modules = all.filter(
    ({ path }) =>
      !path.slice(folder.length).includes('/') || (everywhere && !isTest(path) && !isSample(path)),
  );
  const has = (name: string): boolean =>
    installation?.packages.some((it) => it.name === name) === true;
  const found = has('streamlit') ? streamlitPrograms(modules, all) : [];
  if (found.length > 0) return found;
  const launched = has('gradio') ? gradioPrograms(modules, evaluator) : [];
  if (launched.length > 0) return launched;
  const [served = []] = commands
    .filter((it) => has(it.library))
    .map((it) => commandPrograms(modules, it))
    .filter((it) => it.length > 0);
  return served.length > 0 || !has('locust') ? served : locustPrograms(modules);
}

/** A library whose command serves a file that uses it. */
interface ServingCommand {
  /** The package, which is the module, too. */
  readonly library: string;
  readonly title: string;
  /** A call that only a file makes that is served: its name, behind the last dot. */
  readonly call?: string;
  readonly port: number;
  /** The words of the command, without the file behind the first two. */
  readonly options: readonly string[];
  /** Folders that it makes where it is started. */
  readonly folders?: readonly string[];
  /** Files that it writes there, if the project has none. */
  readonly files?: readonly string[];
}

const commands: readonly ServingCommand[] = [
  // https://docs.chainlit.io/backend/command-line
  {
    library: 'chainlit',
    title: 'Chainlit',
    port: 8000,
    options: ['chainlit', 'run', '--host', '0.0.0.0', '--port', '8000', '--headless'],
    // https://github.com/Chainlit/chainlit/blob/main/backend/chainlit/config.py
    folders: ['.chainlit', '.files'],
    files: ['chainlit.md'],
  },
  // https://docs.marimo.io/cli/#marimo-run
  {
    library: 'marimo',
    title: 'marimo',
    call: 'App',
    port: 8080,
    options: ['marimo', 'run', '--headless', '--host', '0.0.0.0', '--port', '8080'],
  },
  // https://shiny.posit.co/py/api/core/run_app.html
  {
    library: 'shiny',
    title: 'Shiny',
    port: 8000,
    options: ['shiny', 'run', '--host', '0.0.0.0', '--port', '8000'],
  },
  // https://solara.dev/documentation/getting_started/deploying/self-hosted
  {
    library: 'solara',
    title: 'Solara',
    port: 8765,
    options: ['solara', 'run', '--host', '0.0.0.0', '--port', '8765', '--production'],
  },
  // https://panel.holoviz.org/how_to/server/commandline.html
  {
    library: 'panel',
    title: 'Panel',
    call: 'servable',
    port: 5006,
    options: [
      'panel',
      'serve',
      '--address',
      '0.0.0.0',
      '--port',
      '5006',
      '--allow-websocket-origin=*',
    ],
  },
];

function commandPrograms(
  modules: readonly PythonModule[],
  { library, title, call, port, options, folders = [], files = [] }: ServingCommand,
): readonly Program[] {
  const using = modules.filter(
    (it) =>
      imports(it, library) &&
      (call === undefined || it.calls.some((one) => calledName(one) === call)),
  );
  return likeliest(using, ['app.py', 'main.py', 'server.py']).map((it, _, all) => {
    const line = imports(it, library)?.line ?? 1;
    const evidence: Evidence = { file: it.path, line, because: `imports ${library}` };
    const value = [...options.slice(0, 2), it.path, ...options.slice(2)];
    const because = `the port that ${title} is started with`;
    return {
      ...nothingKnown,
      name: all.length > 1 ? it.path.replace(/\.py$/, '') : null,
      evidence: [evidence],
      entry: { files: [it.path], main: null },
      start: { kind: 'found', value, evidence: [evidence] },
      port: { kind: 'suggested', value: port, evidence: [{ ...evidence, because }] },
      details: {
        ...plain,
        framework: library,
        port,
        handlesStop: true,
        writable: folders.map((path) => `${sourcesPath}/${path}`),
        links: files.map((path) => ({
          path,
          to: `/tmp/${path}`,
          why: `${title} writes this file if there is none.`,
          ifAbsent: true,
        })),
      },
    };
  });
}

/**
 * The file that locust reads by itself, and the page from which a test is started:
 * https://docs.locust.io/en/stable/configuration.html
 */
function locustPrograms(modules: readonly PythonModule[]): readonly Program[] {
  return modules
    .filter((it) => it.path === 'locustfile.py')
    .map((it) => {
      const evidence: Evidence = { file: it.path, because: 'the file that locust reads' };
      return {
        ...nothingKnown,
        evidence: [evidence],
        entry: { files: [it.path], main: null },
        start: { kind: 'found', value: ['locust'], evidence: [evidence] },
        port: {
          kind: 'suggested',
          value: 8089,
          evidence: [{ ...evidence, because: 'the port of the page of locust' }],
        },
        details: { ...plain, framework: 'locust', port: 8089, handlesStop: true },
      };
    });
}

/** https://docs.streamlit.io/develop/api-reference/cli/run */
function streamlitPrograms(
  modules: readonly PythonModule[],
  all: readonly PythonModule[],
): readonly Program[] {
  // Streamlit finds further pages in pages/.
  const pages = all.filter((it) => /(?:^|\/)pages\//.test(it.path));
  const using = modules.filter((it) => !pages.includes(it) && imports(it, 'streamlit'));
  return likeliest(using, ['streamlit_app.py', 'app.py', 'main.py', 'Home.py', 'home.py']).map(
    (it, _, found) => {
      const evidence: Evidence = {
        file: it.path,
        line: imports(it, 'streamlit')?.line ?? 1,
        because: 'imports streamlit',
      };
      return {
        ...nothingKnown,
        name: found.length > 1 ? it.path.replace(/\.py$/, '') : null,
        evidence: [evidence],
        entry: {
          files: [it.path, ...pages.map(({ path }) => path)],
          main: it.path,
        },
        start: {
          kind: 'found',
          value: [
            'streamlit',
            'run',
            it.path,
            '--server.address=0.0.0.0',
            '--server.port=8501',
            '--server.headless=true',
            '--server.fileWatcherType=none',
            '--browser.gatherUsageStats=false',
          ],
          evidence: [evidence],
        },
        port: {
          kind: 'suggested',
          value: 8501,
          evidence: [{ ...evidence, because: 'the port that Streamlit is started with' }],
        },
        details: { ...plain, framework: 'streamlit', port: 8501, handlesStop: true },
      };
    },
  );
}

/**
 * Finds a script that launches itself. Environment variables set what it leaves open:
 * https://www.gradio.app/guides/environment-variables
 */
function gradioPrograms(
  modules: readonly PythonModule[],
  evaluator: Evaluator,
): readonly Program[] {
  const launchOf = (it: PythonModule): SyntaxNode | undefined =>
    it.calls.find((call) => calledName(call) === 'launch');
  const launching = modules.filter(
    (it) => it.text.includes('.launch(') && imports(it, 'gradio') && launchOf(it),
  );
  return likeliest(launching, ['app.py', 'main.py', 'demo.py', 'run.py']).map((it, _, all) => {
    const launch = launchOf(it);
    const evidence: Evidence = {
      file: it.path,
      line: launch?.line ?? 1,
      because: 'launches Gradio',
    };
    const address = launch && argumentAt(launch, 'server_name');
    const host = address && (firstText(evaluator.evaluate(address)) ?? address.text);
    const argument = launch && argumentAt(launch, 'server_port');
    const value = argument && possible(evaluator.evaluate(argument)).find((one) => one.complete);
    const number = Number(value?.text);
    const port = Number.isInteger(number) && number > 0 ? number : 7860;
    const own = host === '127.0.0.1' || host === 'localhost';
    return {
      ...nothingKnown,
      name: all.length > 1 ? it.path.replace(/\.py$/, '') : null,
      evidence: [evidence],
      entry: { files: [it.path], main: it.path },
      start: { kind: 'found', value: ['python', it.path], evidence: [evidence] },
      port: {
        kind: value ? 'found' : 'suggested',
        value: port,
        evidence: [
          { ...evidence, because: argument ? `server_port=${argument.text}` : "Gradio's port" },
        ],
      },
      notes: own
        ? [
            {
              code: 'python/listens-on-loopback',
              level: 'warning',
              text: `${it.path}:${evidence.line} listens on ${host} only: nothing outside the container can reach it`,
              hint: 'Leave server_name out: the image sets GRADIO_SERVER_NAME.',
              evidence: [evidence],
            },
          ]
        : [],
      details: {
        ...plain,
        framework: 'gradio',
        portVariable: argument ? (value?.setting?.variable ?? null) : 'GRADIO_SERVER_PORT',
        environment:
          host === undefined
            ? [
                {
                  name: 'GRADIO_SERVER_NAME',
                  value: '0.0.0.0',
                  why: 'The address that Gradio listens on: its default cannot be reached from outside the container.',
                },
              ]
            : [],
      },
    };
  });
}

function imports(module: PythonModule, name: string): { readonly line: number } | undefined {
  if (!module.text.includes(name)) return undefined;
  const found = module.imported.find(
    ({ target }) => target === name || target.startsWith(`${name}.`),
  );
  return found && { line: found.node.line };
}

/**
 * The first module with one of the names, or else all modules in the project folder; where there is
 * none, the same in the nearest folder below. What another one imports is a part of that.
 */
function likeliest(
  modules: readonly PythonModule[],
  names: readonly string[],
): readonly PythonModule[] {
  const nearest = Math.min(...modules.map((it) => it.path.split('/').length));
  const near = modules.filter((it) => it.path.split('/').length === nearest);
  const named = names
    .map((name) => near.find((it) => it.path.split('/').at(-1) === name))
    .find((it) => it !== undefined);
  if (named) return [named];
  const first = near.filter((it) => !near.some((other) => other !== it && isImported(it, other)));
  return first.length > 0 ? first : near;
}

/** Whether another module imports this one: a part of the imported name is the name of its file. */
function isImported({ path }: PythonModule, by: PythonModule): boolean {
  const name = path.split('/').at(-1)?.replace(/\.py$/, '') ?? '';
  return by.imported.some(({ target }) => target.split('.').includes(name));
}
