/**
 * Reads the facts in a Dockerfile that `verify` judges: images, the base, ports, the forms of
 * commands, required secrets.
 */
import { posix } from 'node:path';
import { isInFolder } from '../text/paths.ts';
import { mountFields, plainWords } from './arguments.ts';
import { type Dockerfile, type Instruction, parseDockerfile } from './parse.ts';
import { outsideOfFile } from './piece.ts';
import { expand } from './shell-lexer.ts';
import {
  type Stage,
  globalArguments,
  isStageNumber,
  sourcesOf,
  stageOfSource,
  stagesOf,
  valuesOf,
} from './stages.ts';

export interface ExternalImage {
  /** As written, with variables replaced if their values are known. */
  readonly image: string;
  readonly line: number;
  readonly pinned: boolean;
}

export interface DockerfileFacts {
  /** Every external image: FROM, COPY --from, RUN --mount from=, the # syntax line. */
  readonly images: readonly ExternalImage[];
  /** The image at the bottom of the final stage; `scratch`, or `null` if a variable hides it. */
  readonly base: string | null;
  /** The ENTRYPOINT and CMD of the final stage that take effect and are in shell form. */
  readonly shellForms: readonly { readonly instruction: string; readonly line: number | null }[];
  /** TCP ports in the EXPOSE lines of the final stage, in order. */
  readonly ports: readonly number[];
  /** The line of the last instruction of each keyword in the final stage, and of its FROM. */
  readonly lines: Readonly<Record<string, number>>;
  /** The line of the last USER in the final stage, if there is one. */
  readonly userLine: number | null;
  /**
   * Whether a step of the final stage may delete or replace a file of a layer below: a RUN, or a
   * COPY or ADD to where another one has copied.
   */
  readonly mayHideFiles: boolean;
  /**
   * Mounts of secrets and of an SSH agent that the build requires, in the stages that the target
   * needs.
   */
  readonly required: readonly RequiredMount[];
  /** Names of stages, for a message about a target that does not exist. */
  readonly stages: readonly string[];
}

/** `id` as in --secret; `ssh` for the keys of an agent. */
export type RequiredMount =
  | { readonly kind: 'secret'; readonly id: string; readonly line: number }
  | { readonly kind: 'ssh'; readonly line: number };

/**
 * Reads what the build of one stage depends on, and what its image does.
 * @param text the text of the Dockerfile
 * @param buildArgs values given with --build-arg, by name
 * @param target the stage to build, by name or number; `undefined` for the last
 */
export function readDockerfile(
  text: string,
  buildArgs: Readonly<Record<string, string>> = {},
  target?: string,
): DockerfileFacts {
  const file = parseDockerfile(text);
  const stages = builtStages(file, buildArgs);
  const built = target === undefined ? stages.at(-1) : stageCalled(target, stages);
  const chain = chainOf(built);
  return {
    images: imagesOf(file, stages),
    base: chain.base,
    shellForms: shellForms(chain.instructions),
    ports: exposedPorts(chain.instructions),
    lines: {
      ...(built === undefined ? {} : { FROM: built.line }),
      ...Object.fromEntries(chain.instructions.map((it) => [it.keyword, it.line])),
    },
    userLine: lineOfLast(chain.instructions, 'USER'),
    mayHideFiles: mayHideFiles(chain.instructions),
    required: neededStages(built, stages).flatMap((it) =>
      it.instructions.flatMap((instruction) => requiredMounts(instruction, file)),
    ),
    stages: stages.flatMap((it) => (it.name === null ? [] : [it.name])),
  };
}

function mayHideFiles(instructions: readonly Instruction[]): boolean {
  const copied: string[] = [];
  let folder = '/';
  for (const instruction of instructions) {
    const { keyword } = instruction;
    if (keyword === 'RUN') return true;
    if (keyword === 'WORKDIR') folder = posix.resolve(folder, instruction.content.text.trim());
    if (keyword !== 'COPY' && keyword !== 'ADD') continue;
    const targets = targetsOf(copyWords(instruction), folder);
    // A copy from a stage to the root contains the tree of a system, and no files that others replace.
    const isFromStage = instruction.flags.some((it) => it.name === 'from');
    if (isFromStage && targets.includes('')) continue;
    if (
      targets.some((target) =>
        copied.some((it) => isInFolder(it, target) || isInFolder(target, it)),
      )
    )
      return true;
    copied.push(...targets);
  }
  return false;
}

/** The sources and the destination of a COPY or ADD: plain words, or an array of strings. */
function copyWords(instruction: Instruction): readonly string[] {
  return instruction.isJson
    ? (JSON.parse(instruction.content.text) as string[])
    : plainWords(instruction).map((it) => it.text);
}

/**
 * Where a COPY puts files, relative to the root. A source without a file extension may be a folder, whose content is put
 * into the destination.
 */
function targetsOf(words: readonly string[], folder: string): string[] {
  const destination = posix.resolve(folder, words.at(-1) ?? '').slice(1);
  const isFolder = /(?:^|\/)\.?$/.test(words.at(-1) ?? '');
  return words
    .slice(0, -1)
    .map((it) =>
      isFolder && /\w\.\w+$/.test(it) ? posix.join(destination, posix.basename(it)) : destination,
    );
}

interface BuiltStage extends Stage {
  /** The image in FROM, with variables replaced if their values are known. */
  readonly image: string;
  /** Whether every variable in it has a value. */
  readonly isKnown: boolean;
  /** The stage of that name, if there is one. */
  readonly below: BuiltStage | undefined;
}

/** Resolves FROM of each stage. A build argument overrides the default of an ARG. */
function builtStages(
  file: Dockerfile,
  buildArgs: Readonly<Record<string, string>>,
): readonly BuiltStage[] {
  const given = new Map(Object.entries(buildArgs).map(([name, it]) => [name, outsideOfFile(it)]));
  const values = valuesOf(globalArguments(file, given));
  const built: BuiltStage[] = [];
  for (const stage of stagesOf(file)) {
    const read = expand(stage.from, file.escape, values);
    const image = read?.piece.text ?? stage.from.text;
    const isKnown = read !== null && read.unset.length === 0;
    built.push({ ...stage, image, isKnown, below: built.findLast((it) => it.name === image) });
  }
  return built;
}

function imagesOf(file: Dockerfile, stages: readonly BuiltStage[]): readonly ExternalImage[] {
  const images: ExternalImage[] = [];
  const add = (image: string, line: number) => {
    if (image === '' || image === 'scratch') return;
    if (!images.some((it) => it.image === image && it.line === line))
      images.push({ image, line, pinned: /@sha256:[0-9a-f]{64}$/.test(image) });
  };
  if (file.syntax !== null) add(file.syntax.text, file.lineOf(file.syntax));
  for (const stage of stages) {
    if (stage.below === undefined) add(stage.image, stage.line);
    for (const instruction of stage.instructions) {
      for (const source of sourcesOf(instruction))
        if (!isStageNumber(source) && stageOfSource(source, stages) === undefined)
          add(source.name.text, instruction.line);
    }
  }
  return images;
}

/**
 * Without an id, the file name of the target is the id:
 * https://docs.docker.com/reference/dockerfile/#run---mounttypesecret
 */
function requiredMounts({ keyword, flags }: Instruction, file: Dockerfile): RequiredMount[] {
  if (keyword !== 'RUN') return [];
  return flags.flatMap(({ name, value }): RequiredMount[] => {
    if (name !== 'mount' || value === null) return [];
    const fields = mountFields(value);
    const field = (...names: readonly string[]): string | undefined =>
      names.map((it) => fields.get(it)?.text).find((it) => it !== undefined);
    const line = file.lineOf(value);
    const isRequired = fields.has('required') && !/^(?:0|f|false)$/i.test(field('required') ?? '');
    if (!isRequired) return [];
    const type = field('type')?.toLowerCase();
    if (type === 'ssh') return [{ kind: 'ssh', line }];
    if (type !== 'secret') return [];
    const path = field('source', 'src') ?? field('target', 'dst', 'destination') ?? '';
    return [{ kind: 'secret', id: field('id') ?? path.slice(path.lastIndexOf('/') + 1), line }];
  });
}

/**
 * The built stage, and the stages that it is based on or copies files from. BuildKit runs no
 * others.
 */
function neededStages(
  built: BuiltStage | undefined,
  stages: readonly BuiltStage[],
): readonly BuiltStage[] {
  const needed = new Set<BuiltStage>();
  const open = [built];
  for (const stage of open) {
    if (stage === undefined || needed.has(stage)) continue;
    needed.add(stage);
    open.push(stage.below);
    for (const instruction of stage.instructions)
      open.push(...sourcesOf(instruction).map((it) => stageOfSource(it, stages)));
  }
  return stages.filter((it) => needed.has(it));
}

function stageCalled<S extends Stage>(name: string, stages: readonly S[]): S | undefined {
  return stages.find((it, index) => it.name === name.toLowerCase() || String(index) === name);
}

/**
 * The instructions of a stage after those of the stages below it, and the image below all of them.
 */
function chainOf(built: BuiltStage | undefined): {
  readonly base: string | null;
  readonly instructions: readonly Instruction[];
} {
  const instructions: Instruction[] = [];
  let base: string | null = null;
  for (let stage = built; stage !== undefined; stage = stage.below) {
    instructions.unshift(...stage.instructions);
    base = stage.isKnown ? stage.image : null;
  }
  return { base, instructions };
}

/** Finds shell forms. A later ENTRYPOINT or CMD replaces an earlier one. */
function shellForms(
  instructions: readonly Instruction[],
): readonly { readonly instruction: string; readonly line: number }[] {
  return ['ENTRYPOINT', 'CMD'].flatMap((keyword) => {
    const last = instructions.findLast((it) => it.keyword === keyword);
    if (last === undefined || last.content.text === '' || last.isJson) return [];
    return [{ instruction: keyword, line: last.line }];
  });
}

function exposedPorts(instructions: readonly Instruction[]): readonly number[] {
  const words = instructions.filter((it) => it.keyword === 'EXPOSE').flatMap(plainWords);
  return words.flatMap(({ text }) =>
    /^\d+(?:\/tcp)?$/i.test(text) ? [Number.parseInt(text, 10)] : [],
  );
}

function lineOfLast(instructions: readonly Instruction[], keyword: string): number | null {
  return instructions.findLast((it) => it.keyword === keyword)?.line ?? null;
}
