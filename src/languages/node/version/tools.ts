/** Reads the version of Node from the files of version managers: asdf, mise, Volta, pnpm. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence, Note } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import { folderOf, resolveFolder } from '../../../text/paths.ts';
import { parseStrict, pnpmSettings } from '../files/documents.ts';
import { isRecord, type Manifest, place, recordOf } from '../files/manifest.ts';

/** A version as written in the file. */
export interface NamedVersion {
  readonly text: string;
  readonly evidence: Evidence;
}

export interface ToolVersions {
  readonly versions: readonly NamedVersion[];
  readonly notes: readonly Note[];
}

/** https://mise.jdx.dev/configuration.html */
const miseFiles = [
  'mise.toml',
  '.mise.toml',
  '.config/mise.toml',
  '.config/mise/config.toml',
  'mise/config.toml',
  '.mise/config.toml',
];

/** @returns all versions, the most important first. */
export async function toolVersions(
  project: ProjectReader,
  manifest: Manifest,
): Promise<ToolVersions> {
  const all = [
    await asdf(project),
    ...(await Promise.all(miseFiles.map((it) => mise(project, it)))),
    await volta(project, manifest),
    await pnpm(project),
  ];
  return { versions: all.flatMap((it) => it.versions), notes: all.flatMap((it) => it.notes) };
}

async function asdf(project: ProjectReader): Promise<ToolVersions> {
  const file = '.tool-versions';
  const text = (await project.read(file)) ?? '';
  const match = /^node(?:js)?[ \t]+(\S+)/m.exec(text);
  return only(
    match
      ? [
          {
            text: match[1] ?? '',
            evidence: { file, line: lineAt(text, match.index), because: `Node ${match[1] ?? ''}` },
          },
        ]
      : [],
  );
}

/**
 * Reads one version, a list (the first is the default), or a table. https://mise.jdx.dev/dev-tools/
 */
async function mise(project: ProjectReader, file: string): Promise<ToolVersions> {
  const text = await project.read(file);
  if (text === undefined) return only([]);
  const { parse } = await import('smol-toml');
  let tools: Record<string, unknown>;
  try {
    tools = recordOf(recordOf(parse(text))['tools']);
  } catch (error) {
    const because = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return {
      versions: [],
      notes: [
        {
          code: 'node/version-file-unreadable',
          level: 'warning',
          text: `${file} is not TOML and is ignored`,
          evidence: [{ file, because }],
        },
      ],
    };
  }
  const written = tools['node'] ?? tools['core:node'] ?? tools['nodejs'];
  const [first]: unknown[] = Array.isArray(written) ? written : [written];
  const version = isRecord(first) ? first['version'] : first;
  if (typeof version !== 'string' && typeof version !== 'number') return only([]);
  const line = lineAt(text, Math.max(0, text.search(/^\s*(?:\[tools\.)?["']?(?:core:)?node/m)));
  return only([
    {
      text: String(version).replace(/^prefix:/, ''),
      evidence: { file, line, because: `Node ${version}` },
    },
  ]);
}

/** `extends` names another file with `volta` in it. https://docs.volta.sh/advanced/workspaces */
async function volta(project: ProjectReader, manifest: Manifest): Promise<ToolVersions> {
  const files = await project.files();
  let at: Pick<Manifest, 'file' | 'text' | 'all'> = manifest;
  const seen = new Set<string>();
  while (!seen.has(at.file)) {
    seen.add(at.file);
    const settings = recordOf(at.all['volta']);
    const { node, extends: next } = settings;
    if (typeof node === 'string')
      return only([
        { text: node, evidence: place(at, ['volta', 'node'], `volta.node is ${node}`) },
      ]);
    if (typeof next !== 'string') break;
    const file = resolveFolder(folderOf(at.file), next);
    const text = file !== undefined && files.includes(file) ? await project.read(file) : undefined;
    if (file === undefined || text === undefined)
      return {
        versions: [],
        notes: [
          {
            code: 'node/version-file-missing',
            level: 'warning',
            text: `volta.extends names ${next}, which is not in this folder and is ignored`,
            evidence: [place(at, ['volta', 'extends'], `volta.extends is ${next}`)],
          },
        ],
      };
    at = { file, text, all: parseStrict(text) };
  }
  return only([]);
}

/** https://pnpm.io/settings#usenodeversion */
async function pnpm(project: ProjectReader): Promise<ToolVersions> {
  const file = 'pnpm-workspace.yaml';
  const version = (await pnpmSettings(project))['useNodeVersion'];
  if (typeof version !== 'string' && typeof version !== 'number') return only([]);
  const text = (await project.read(file)) ?? '';
  return only([
    {
      text: String(version),
      evidence: {
        file,
        line: lineAt(text, Math.max(0, text.search(/^useNodeVersion\b/m))),
        because: `useNodeVersion is ${version}`,
      },
    },
  ]);
}

function only(versions: readonly NamedVersion[]): ToolVersions {
  return { versions, notes: [] };
}
