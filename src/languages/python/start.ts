/** Code and packages in; how the program is started, on which port, and how it stops, out. */
import type { Evidence, Finding, Note } from '../../types.ts';
import { findApplications, type Application } from './applications.ts';
import type { Installation, PythonService } from './details.ts';
import { managerOf } from './managers/index.ts';
import type { ModuleFacts } from './modules.ts';
import { portOf, readsPort } from './ports.ts';
import { proposedServer, serverFor } from './servers.ts';

export interface Program {
  readonly name: string | null;
  readonly evidence: readonly Evidence[];
  readonly start: Finding<readonly string[]>;
  readonly port: Finding<number | null>;
  readonly notes: readonly Note[];
  readonly details: PythonService;
}

/** Scripts that people name so when they are what is run. */
const scriptNames = ['main.py', 'app.py', 'server.py', 'run.py', 'start.py', 'bot.py', 'worker.py', '__main__.py'];

/** @returns the programs of the project: never empty. One without a start says why, and what to write. */
export function findPrograms(modules: readonly ModuleFacts[], installation: Installation | undefined): readonly Program[] {
  const applications = findApplications(modules);
  if (applications.length > 0) return applications.map((it) => served(it, applications.length > 1, modules, installation));
  const scripts = findScripts(modules);
  if (scripts.length > 0) return scripts.map((it) => script(it, scripts.length > 1, modules));
  return [{ ...plain, name: null, evidence: [], start: { kind: 'unknown', why: `no application and no script to start was found (looked for an ASGI or WSGI application, and for ${scriptNames.slice(0, 4).join(', ')}); say how it starts, for example --start "python -m package"` }, port: { kind: 'unknown', why: 'how it starts is not known; a program without a port has --port none' }, notes: [] }];
}

const plain = { details: { framework: null, port: null, handlesStop: false, readsPort: false, paths: [], writable: [] } satisfies PythonService };

function served(application: Application, several: boolean, modules: readonly ModuleFacts[], installation: Installation | undefined): Program {
  const { framework, target } = application;
  const port = 8000;
  const found = serverFor(framework.protocol, installation?.packages ?? []);
  const details: PythonService = { framework: framework.id, port: found ? port : null, handlesStop: true, readsPort: false, paths: application.path === null ? [] : [application.path], writable: [] };
  const name = several ? (target.application.split(':')[0] ?? '').replaceAll('.', '-') : null;
  if (!found) {
    const proposed = proposedServer[framework.protocol];
    const add = managerOf(installation?.manager ?? 'pip').add(proposed);
    const start: Finding<readonly string[]> = { kind: 'unknown', why: `${framework.title} needs ${framework.protocol === 'asgi' ? 'an ASGI' : 'a WSGI'} server, and none is among the packages: add ${proposed} (${add})` };
    return { name, evidence: [application.evidence], start, port: { kind: 'suggested', value: port, evidence: [] }, notes: [], details };
  }
  const words = [found.server.name, ...found.server.words(target, port, found.version)];
  const evidence = [application.evidence, { ...found.from.evidence, because: `${found.from.name === found.server.name ? '' : `${found.from.name} brings `}${found.server.name}` }];
  return {
    name, evidence: [application.evidence], details, notes: [],
    start: { kind: 'found', value: words, evidence },
    port: { kind: 'suggested', value: port, evidence: [{ ...application.evidence, because: `the port that ${found.server.name} is started with` }] },
  };
}

function findScripts(modules: readonly ModuleFacts[]): readonly ModuleFacts[] {
  const runnable = modules.filter((it) => it.main !== null || (it.acts && scriptNames.includes(it.path.split('/').at(-1) ?? '')));
  for (const name of scriptNames) {
    const named = runnable.filter((it) => it.path === name);
    if (named.length > 0) return named;
  }
  const top = runnable.filter((it) => !it.path.includes('/') && it.path !== 'setup.py');
  return top.length > 0 ? top : runnable.filter((it) => it.path.endsWith('/__main__.py'));
}

function script(module: ModuleFacts, several: boolean, modules: readonly ModuleFacts[]): Program {
  const evidence: Evidence = { file: module.path, line: module.main ?? 1, because: module.main === null ? 'a script' : 'runs as a program (__name__ == "__main__")' };
  const package_ = module.path.endsWith('/__main__.py') ? module.path.slice(0, -'/__main__.py'.length) : null;
  const source = package_?.startsWith('src/') ? 'src' : null;
  const words = package_ === null ? ['python', module.path] : ['python', '-m', (source === null ? package_ : package_.slice(4)).replaceAll('/', '.')];
  const { port, notes } = portOf(module, modules);
  const handlesStop = modules.some((it) => it.calls.some((call) => call.callee === 'signal.signal' || call.callee.endsWith('.add_signal_handler') || call.callee === 'aiohttp.web.run_app' || call.callee === 'uvicorn.run'));
  return {
    name: several ? module.path.replace(/(?:\/__main__)?\.py$/, '').replaceAll('/', '-') : null,
    evidence: [evidence], notes, port,
    start: { kind: 'found', value: words, evidence: [evidence] },
    details: { framework: null, port: null, handlesStop, readsPort: readsPort(modules), paths: source === null ? [] : [source], writable: [] },
  };
}
