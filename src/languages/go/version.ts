/**
 * Chooses the version of Go for the build from go.mod, go.work and the files of version managers.
 * The `go` and `toolchain` lines are minimums (https://go.dev/ref/mod#go-mod-file-go). The official
 * image does not download a newer toolchain (GOTOOLCHAIN=local), so the newest supported image is
 * used to meet them. A version file asks for exactly one version.
 */
import { lifecycleOf, supportedVersions } from '../../data/end-of-life.ts';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Candidate, Finding, Minimum, Note } from '../../types.ts';
import type { Overrides } from '../language.ts';
import { notCompiledWith } from './module-limits.ts';
import type { ModuleFile, Modules, Directive } from './modules.ts';
import { compareVersions } from './version-order.ts';

export interface VersionFacts {
  readonly finding: Finding<string>;
  readonly notes: readonly Note[];
}

/**
 * Only the `go` line is a demand where nothing is downloaded: the image sets GOTOOLCHAIN=local, by
 * which the `toolchain` line is ignored. https://go.dev/doc/toolchain#select
 *
 * @returns the release of Go that the modules need at least; `undefined` without a patch number.
 */
export function patchMinimum({ main, workspace }: Modules): Minimum | undefined {
  const files = [...main, ...(workspace ? [workspace] : [])];
  const minimum = minimumOf(files.map((it) => ({ ...it, toolchain: undefined })));
  return minimum && /^\d+\.\d+\.\d+$/.test(minimum.value)
    ? { title: 'Go', version: minimum.value, evidence: minimum.evidence }
    : undefined;
}

/** Where no release is supported on a day. */
const latest = '1.27';

export async function findVersion(
  project: ProjectReader,
  modules: Modules,
  overrides: Overrides,
): Promise<VersionFacts> {
  const minimum = minimumOf([...modules.main, ...(modules.workspace ? [modules.workspace] : [])]);
  const supported = supportedVersions('go', overrides.today).map((it) => it.version);
  const newest = supported[0] ?? latest;
  if (overrides.runtimeVersion !== undefined)
    return {
      finding: { kind: 'found', value: overrides.runtimeVersion, evidence: [] },
      notes: [
        ...tooOld(overrides.runtimeVersion, minimum),
        ...endOfLife(overrides.runtimeVersion, overrides.today),
      ],
    };

  const requests = await requestedVersions(project);
  const ended = requests.map((it) => endedNote(it, newest, overrides.today));
  const distinct = requests.filter(
    (it, index) =>
      !ended[index] && requests.findIndex((other) => other.value === it.value) === index,
  );
  if (distinct.length > 1)
    return {
      finding: {
        kind: 'ambiguous',
        candidates: distinct,
        why: 'the version files of the project name different versions of Go',
      },
      notes: [],
    };
  const [request] = distinct;
  if (request) {
    if (minimum && compareVersions(request.value, minimum.value) < 0) {
      const raised: Candidate<string> = { value: newest, evidence: [minimum.evidence] };
      return {
        finding: {
          kind: 'ambiguous',
          // The golang image does not download a newer toolchain, so only this one can build.
          candidates: [raised, request],
          why: `${request.evidence[0]?.file ?? 'a version file'} asks for Go ${request.value}, and ${minimum.evidence.file} for at least ${minimum.value}`,
        },
        notes: [],
      };
    }
    return { finding: { kind: 'found', ...request }, notes: [] };
  }
  const answer = newestFor(modules, minimum, supported);
  const [note] = ended;
  return note ? { ...answer, notes: [...answer.notes, note] } : answer;
}

/** The newest Go that compiles the required modules, which also compiles what an older one does. */
function newestFor(
  modules: Modules,
  minimum: Directive | undefined,
  supported: readonly string[],
): VersionFacts {
  const newest = supported[0] ?? latest;
  const limit = notCompiledWith(newest, modules);
  const older = supported.find(
    (it) => !notCompiledWith(it, modules) && (!minimum || compareVersions(it, minimum.value) >= 0),
  );
  if (limit && older !== undefined) {
    const because = `requires ${limit.path} ${limit.version}, which Go ${newest} does not compile`;
    return {
      finding: { kind: 'found', value: older, evidence: [{ ...limit.evidence, because }] },
      notes: [],
    };
  }
  if (!minimum) return { finding: { kind: 'suggested', value: newest, evidence: [] }, notes: [] };
  const because = `${minimum.evidence.because}; ${newest} is the newest supported version that satisfies it`;
  return {
    finding: { kind: 'found', value: newest, evidence: [{ ...minimum.evidence, because }] },
    notes: unknownVersion(minimum, newest),
  };
}

/** Returns the highest version in all `go` and `toolchain` lines. */
function minimumOf(files: readonly ModuleFile[]): Directive | undefined {
  const directives = files
    .flatMap((it) => [it.go, it.toolchain])
    .filter((it) => it !== undefined)
    .map((it) => ({ ...it, value: it.value.replace(/^go/, '') }));
  return directives
    .filter((it) => /^\d+\.\d+/.test(it.value))
    .sort(
      (one, other) =>
        compareVersions(other.value, one.value) || other.value.length - one.value.length,
    )[0];
}

async function requestedVersions(project: ProjectReader): Promise<Candidate<string>[]> {
  const requests: Candidate<string>[] = [];
  const add = (version: string | undefined, file: string, line: number): void => {
    const value = /^v?(?:go)?(\d+\.\d+(?:\.\d+)?)$/.exec(version ?? '')?.[1];
    if (value !== undefined)
      requests.push({ value, evidence: [{ file, line, because: `asks for Go ${value}` }] });
  };
  const goVersion = await project.read('.go-version');
  add(goVersion?.trim(), '.go-version', 1);
  for (const [index, line] of ((await project.read('.tool-versions')) ?? '')
    .split('\n')
    .entries()) {
    const [name, version] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (name === 'golang' || name === 'go') add(version, '.tool-versions', index + 1);
  }
  for (const file of ['mise.toml', '.mise.toml']) {
    for (const [index, line] of ((await project.read(file)) ?? '').split('\n').entries()) {
      add(
        /^\s*(?:go|golang)\s*=\s*(?:\{\s*version\s*=\s*)?["']([^"']+)["']/.exec(line)?.[1],
        file,
        index + 1,
      );
    }
  }
  return requests;
}

function endOfLife(version: string, today: Date): Note[] {
  const lifecycle = lifecycleOf('go', version, today);
  if (lifecycle?.status !== 'ended') return [];
  return [
    {
      code: 'go/end-of-life',
      level: 'warning',
      text: `Go ${lifecycle.version} is past its end of life (${lifecycle.endOfLife}): its image gets no security fixes; ${supportedVersions(
        'go',
        today,
      )
        .map((it) => it.version)
        .join(' and ')} are supported`,
    },
  ];
}

/** A version file past its end of life yields: its image is no longer built on a supported base. */
function endedNote(
  { value, evidence }: Candidate<string>,
  newest: string,
  today: Date,
): Note | undefined {
  const lifecycle = lifecycleOf('go', value, today);
  const [, minor = '0'] = /^1\.(\d+)/.exec(value) ?? [];
  const isOld = lifecycle ? lifecycle.status === 'ended' : Number(minor) < 20;
  if (!isOld) return undefined;
  const since = lifecycle ? ` since ${lifecycle.endOfLife}` : '';
  return {
    code: 'go/version-ended',
    level: 'warning',
    text: `${evidence[0]?.file ?? 'a version file'} asks for Go ${value}, which has had no security fixes${since}; Go ${newest} compiles what it compiled`,
    hint: 'To build with the old one, name it with --runtime-version, and a --base that has an image of it.',
    evidence,
  };
}

function tooOld(version: string, minimum: Directive | undefined): Note[] {
  if (!minimum || compareVersions(version, minimum.value) >= 0) return [];
  return [
    {
      code: 'go/version-too-old',
      level: 'error',
      text: `the project needs Go ${minimum.value} or newer, and --runtime-version asks for ${version}: the golang image does not download a newer toolchain`,
      hint: `Remove --runtime-version, or lower the ${minimum.evidence.because.split(' ')[0]} line.`,
      evidence: [minimum.evidence],
    },
  ];
}

function unknownVersion(minimum: Directive, newest: string): Note[] {
  if (compareVersions(newest, minimum.value) >= 0) return [];
  return [
    {
      code: 'go/version-unknown',
      level: 'error',
      text: `the project needs Go ${minimum.value}, but the newest known version is ${newest}`,
      hint: `If ${minimum.value} is released, use --runtime-version ${minimum.value.split('.').slice(0, 2).join('.')}; else lower the ${minimum.evidence.because.split(' ')[0]} line.`,
      evidence: [minimum.evidence],
    },
  ];
}
