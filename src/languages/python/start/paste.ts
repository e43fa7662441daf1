/**
 * Finds the application of Pyramid that settings for PasteDeploy name. Servers read the same settings.
 * https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/startup.html
 */
import type { Evidence, Note } from '../../../types.ts';
import { managerOf } from '../package-managers/index.ts';
import { moduleName } from '../code/module-names.ts';
import type { PythonModule } from '../code/module.ts';
import { usesOf } from '../code/uses.ts';
import type { Uses } from '../../shared/uses.ts';
import type { PasteSettings } from '../files/paste-settings.ts';
import { packagesOf, type ProgramInput } from './input.ts';
import { nothingKnown, plain, type Program } from '../program.ts';
import { hasControlSocket } from '../frameworks/servers.ts';

const usualPort = 8000;

/** @returns `undefined` where Pyramid is not installed, or no such settings name a module. */
export function pasteProgram(input: ProgramInput): Program | undefined {
  const { paste, modules } = input;
  const packages = packagesOf(input);
  if (!paste || !packages.some((it) => it.name === 'pyramid')) return undefined;
  const own = modules.filter((it) => isOf(it, paste.module));
  if (own.length === 0) return undefined;
  const { file, line } = paste;
  const evidence: Evidence = { file, line, because: 'the application that its settings name' };
  const common = {
    ...nothingKnown,
    evidence: [evidence],
    entry: { files: own.map((it) => it.path), main: null },
    uses: withDatabases(usesOf({ modules: own, main: null }, input.evaluator, packages), paste),
  };
  const details = { ...plain, framework: 'pyramid' };
  const gunicorn = packages.find((it) => it.name === 'gunicorn');
  if (gunicorn)
    return {
      ...common,
      details: { ...details, port: usualPort, handlesStop: true },
      start: { kind: 'found', value: gunicornWords(file, gunicorn), evidence: [evidence] },
      port: {
        kind: 'suggested',
        value: usualPort,
        evidence: [{ ...evidence, because: 'the port that gunicorn is started with' }],
      },
    };
  if (paste.server === null || !packages.some((it) => it.name === paste.server))
    return {
      ...common,
      details,
      start: { kind: 'unknown', why: missingServer(paste, input) },
      port: { kind: 'suggested', value: usualPort, evidence: [evidence] },
      proposed: 'gunicorn',
    };
  return {
    ...common,
    details,
    notes: paste.isLoopback ? [loopbackNote(paste)] : [],
    start: { kind: 'found', value: ['pserve', file], evidence: [evidence] },
    port: ownPort(paste),
  };
}

/** Modules of commands and tests, which no server imports. */
const aside =
  /(?:^|\/)(?:__main__|scripts|cli|commands|migrations|alembic|tests?|pshell)(?:\/|\.py$)/;

/** Whether a module is that of the factory, or beside it: Pyramid finds views by their names. */
function isOf({ path }: PythonModule, factory: string): boolean {
  if (aside.test(path)) return false;
  const [top = ''] = factory.split('.');
  const name = moduleName(path).replace(/^src\./, '');
  return name === top || name.startsWith(`${top}.`);
}

/** https://docs.gunicorn.org/en/stable/run.html#paste-deployment */
function gunicornWords(
  file: string,
  installed: Parameters<typeof hasControlSocket>[0],
): readonly string[] {
  return [
    ...['gunicorn', '--paste', file, '--bind', `0.0.0.0:${usualPort}`],
    ...['--worker-tmp-dir', '/dev/shm'],
    ...(hasControlSocket(installed) ? ['--no-control-socket'] : []),
  ];
}

function ownPort({ file, port, addressLine }: PasteSettings): Program['port'] {
  if (port === null)
    return { kind: 'unknown', why: `the port of ${file} is known only when it starts` };
  const because = 'the port of its server';
  return { kind: 'found', value: port, evidence: [{ file, line: addressLine, because }] };
}

function missingServer({ server }: PasteSettings, { installation }: ProgramInput): string {
  const add = managerOf(installation?.manager ?? 'pip').add('gunicorn');
  return `Pyramid needs a WSGI server, but ${server ?? 'none'} ${server === null ? 'is installed' : 'is not installed'}: add gunicorn (${add})`;
}

function loopbackNote({ file, addressLine }: PasteSettings): Note {
  return {
    code: 'python/listens-on-loopback',
    level: 'warning',
    text: `${file}:${addressLine} listens on this machine only: nothing outside the container can reach it`,
    hint: 'Listen on 0.0.0.0.',
    evidence: [{ file, line: addressLine, because: 'the address of its server' }],
  };
}

function withDatabases(uses: Uses, { file, databases }: PasteSettings): Uses {
  const writes = databases.map(({ path, line }) => ({
    path,
    kind: 'file' as const,
    complete: true,
    purpose: 'database' as const,
    evidence: { file, line, because: 'a database of SQLite' },
  }));
  return { ...uses, writes: [...uses.writes, ...writes] };
}
