/** Finds Streamlit and Gradio dashboards, which include a server. */
import type { Evidence } from '../../../types.ts';
import type { Installation } from '../package-managers/installation.ts';
import { keywordArgument, type ModuleFacts } from '../code/modules.ts';
import { nothingKnown, plain, type Program } from '../program.ts';

export function dashboards(
  modules: readonly ModuleFacts[],
  installation: Installation | undefined,
): readonly Program[] {
  const has = (name: string): boolean =>
    installation?.packages.some((it) => it.name === name) === true;
  const found = has('streamlit') ? streamlitPrograms(modules) : [];
  return found.length === 0 && has('gradio') ? gradioPrograms(modules) : found;
}

/** https://docs.streamlit.io/develop/api-reference/cli/run */
function streamlitPrograms(modules: readonly ModuleFacts[]): readonly Program[] {
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
function gradioPrograms(modules: readonly ModuleFacts[]): readonly Program[] {
  const launching = modules.filter(
    (it) => imports(it, 'gradio') && it.calls.some((call) => call.callee.endsWith('.launch')),
  );
  return likeliest(launching, ['app.py', 'main.py', 'demo.py', 'run.py']).map((it, _, all) => {
    const launch = it.calls.find((call) => call.callee.endsWith('.launch'));
    const evidence: Evidence = {
      file: it.path,
      line: launch?.line ?? 1,
      because: 'launches Gradio',
    };
    const host = launch && keywordArgument(launch, 'server_name')?.[0]?.text;
    const argument = launch && keywordArgument(launch, 'server_port')?.[0];
    const port = argument?.kind === 'number' ? Number(argument.text) : 7860;
    const own = host === '127.0.0.1' || host === 'localhost';
    return {
      ...nothingKnown,
      name: all.length > 1 ? it.path.replace(/\.py$/, '') : null,
      evidence: [evidence],
      start: { kind: 'found', value: ['python', it.path], evidence: [evidence] },
      port: {
        kind: argument?.kind === 'number' ? 'found' : 'suggested',
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
              text: `${it.path}:${evidence.line} listens on ${host} only: nothing outside the container reaches it`,
              hint: 'Leave server_name out: the image sets GRADIO_SERVER_NAME.',
              evidence: [evidence],
            },
          ]
        : [],
      details: {
        ...plain,
        framework: 'gradio',
        portVariable: argument ? null : 'GRADIO_SERVER_PORT',
        environment:
          host === undefined
            ? [
                {
                  name: 'GRADIO_SERVER_NAME',
                  value: '0.0.0.0',
                  why: 'Where Gradio listens: on its own it can be reached from inside alone.',
                },
              ]
            : [],
      },
    };
  });
}

function imports(module: ModuleFacts, name: string): { readonly line: number } | undefined {
  return [...module.imports.values()].find(
    ({ target }) => target === name || target.startsWith(`${name}.`),
  );
}

/** The first module with one of the names, or else all modules in the project folder. */
function likeliest(
  modules: readonly ModuleFacts[],
  names: readonly string[],
): readonly ModuleFacts[] {
  const named = names
    .map((name) => modules.find((it) => it.path === name))
    .find((it) => it !== undefined);
  return named ? [named] : modules.filter((it) => !it.path.includes('/'));
}
