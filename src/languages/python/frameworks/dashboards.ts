/** Finds programs that a library serves: dashboards of Streamlit and Gradio, tests of locust. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import type { Installation } from '../package-managers/installation.ts';
import { firstText, possible } from '../../shared/values.ts';
import { argumentAt, calledName } from '../code/arguments.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import { nothingKnown, plain, type Program } from '../program.ts';

export function dashboards(
  modules: readonly PythonModule[],
  evaluator: Evaluator,
  installation: Installation | undefined,
): readonly Program[] {
  const has = (name: string): boolean =>
    installation?.packages.some((it) => it.name === name) === true;
  const found = has('streamlit') ? streamlitPrograms(modules) : [];
  if (found.length > 0) return found;
  const launched = has('gradio') ? gradioPrograms(modules, evaluator) : [];
  return launched.length > 0 || !has('locust') ? launched : locustPrograms(modules);
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
function streamlitPrograms(modules: readonly PythonModule[]): readonly Program[] {
  // Streamlit finds further pages in pages/.
  const using = modules.filter(
    (it) => !/(?:^|\/)pages\//.test(it.path) && imports(it, 'streamlit'),
  );
  return likeliest(using, ['streamlit_app.py', 'app.py', 'main.py', 'Home.py', 'home.py']).map(
    (it, _, all) => {
      const evidence: Evidence = {
        file: it.path,
        line: imports(it, 'streamlit')?.line ?? 1,
        because: 'imports streamlit',
      };
      return {
        ...nothingKnown,
        name: all.length > 1 ? it.path.replace(/\.py$/, '') : null,
        evidence: [evidence],
        entry: {
          files: [
            it.path,
            ...modules.map(({ path }) => path).filter((path) => /(?:^|\/)pages\//.test(path)),
          ],
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

/** The first module with one of the names, or else all modules in the project folder. */
function likeliest(
  modules: readonly PythonModule[],
  names: readonly string[],
): readonly PythonModule[] {
  const named = names
    .map((name) => modules.find((it) => it.path === name))
    .find((it) => it !== undefined);
  return named ? [named] : modules.filter((it) => !it.path.includes('/'));
}
