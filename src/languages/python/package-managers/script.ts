/**
 * Scripts that declare their packages in a comment (inline script metadata), installed by uv.
 * https://packaging.python.org/en/latest/specifications/inline-script-metadata/ and
 * https://docs.astral.sh/uv/guides/scripts/
 */
import type { Evidence, Note } from '../../../types.ts';
import { accessTo } from './indexes.ts';
import { lineOf, parseToml, type Table, tableAt, textAt, textsAt } from '../files/toml.ts';
import { requiredIn } from './requirements.ts';
import { type Installation, type Member, nothingElse } from './installation.ts';
import type { ManagerInput } from './manager.ts';
import { lockedFrom, packagesOfLock, uvIndexes } from './uv-lock.ts';
import { uvSync, uvTool } from './uv-sync.ts';

const block = /^# \/\/\/ script\s*\n((?:#(?: .*)?\r?\n)+?)# \/\/\/\s*$/m;

interface Script {
  readonly file: string;
  readonly table: Table;
  readonly evidence: Evidence;
  /** The text of its lock file, `report.py.lock`. */
  readonly lock: string | undefined;
  readonly text: string;
}

/** @returns a member for each script in the project folder; `null` if there is none. */
export async function readScripts(input: ManagerInput): Promise<Installation | null> {
  const scripts = await scriptsOf(input);
  const [first] = scripts;
  if (!first) return null;
  const members = await Promise.all(scripts.map(memberOf));
  return {
    ...nothingElse,
    manager: 'uv',
    standing: 'settings',
    evidence: [first.evidence],
    packages: [],
    manifests: [],
    members,
    tool: uvTool,
    steps: [],
    secrets: members.flatMap((it) => it.script?.secrets ?? []),
    versionRules: scripts.flatMap((it) => {
      const specifier = textAt(it.table, 'requires-python');
      return specifier === undefined
        ? []
        : [
            {
              specifier,
              exact: false,
              evidence: {
                file: it.file,
                line: lineOf(it.text, 'requires-python'),
                because: `requires-python = "${specifier}"`,
              },
            },
          ];
    }),
  };
}

async function scriptsOf({ project, files }: ManagerInput): Promise<readonly Script[]> {
  const scripts: Script[] = [];
  for (const file of files.filter((it) => it.endsWith('.py') && !it.includes('/'))) {
    const text = await project.read(file);
    const found = text === undefined ? null : block.exec(text);
    if (text === undefined || !found?.[1]) continue;
    const table = await parseToml(found[1].replace(/^# ?/gm, ''));
    scripts.push({
      file,
      text,
      table,
      evidence: {
        file,
        line: lineOf(text, '# /// script'),
        because: 'a script that declares its packages',
      },
      lock: await project.read(`${file}.lock`),
    });
  }
  return scripts;
}

async function memberOf({ file, text, table, evidence, lock }: Script): Promise<Member> {
  const settings = { text, table: tableAt(table, 'tool', 'uv'), file };
  const lockTable = await parseToml(lock ?? '');
  const requires = textsAt(table, 'dependencies');
  const packages =
    lock === undefined
      ? requiredIn(requires, file, text)
      : lockedFrom(packagesOfLock(lockTable, lock, `${file}.lock`), requires);
  const access = accessTo(
    uvIndexes(
      settings,
      lock === undefined ? null : { table: lockTable, text: lock, file: `${file}.lock` },
    ),
  );
  const loose: Note[] =
    lock === undefined && requires.length > 0
      ? [
          {
            code: 'python/lock-missing',
            level: 'warning',
            text: `${file} has no lock file: two builds can install different versions`,
            hint: `Run uv lock --script ${file}, and commit the lock file.`,
            evidence: [evidence],
          },
        ]
      : [];
  return {
    name: file.replace(/\.py$/, ''),
    folder: '',
    folders: [],
    packages,
    optional: [],
    steps: [
      uvSync(
        ['--script', file, '--active', ...(lock === undefined ? [] : ['--locked'])],
        'VIRTUAL_ENV',
      ),
    ],
    pyproject: null,
    script: { file, lock: lock === undefined ? null : `${file}.lock`, secrets: access.secrets },
    notes: [...loose, ...access.notes],
  };
}
