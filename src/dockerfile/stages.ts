/** Reads the stages of a Dockerfile, and the images and stages that each of them uses. */
import { assignmentsOf, mountFields, plainWords } from './arguments.ts';
import type { Dockerfile, Instruction } from './parse.ts';
import { type Piece, nothing } from './piece.ts';
import { expand } from './shell-lexer.ts';

export interface Stage {
  /** In lower case. */
  readonly name: string | null;
  /** The name in FROM, as written: an image, a stage, `scratch`, or variables. */
  readonly from: Piece;
  readonly line: number;
  readonly instructions: readonly Instruction[];
}

/** @returns the stages in order. Instructions before the first FROM belong to none. */
export function stagesOf(file: Dockerfile): readonly Stage[] {
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const instruction of file.instructions) {
    if (instruction.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [from = nothing, as, name] = plainWords(instruction);
    stages.push({
      name: /^as$/i.test(as?.text ?? '') ? (name?.text.toLowerCase() ?? null) : null,
      from,
      line: instruction.line,
      instructions: [],
    });
  }
  return stages;
}

/** Whether a name, in lower case, is an earlier stage. FROM can name no others. */
export function isEarlierStage(name: string, stage: Stage, stages: readonly Stage[]): boolean {
  return stages.slice(0, stages.indexOf(stage)).some((it) => it.name === name);
}

/** The source from which COPY or RUN takes files. */
export interface Source {
  readonly role: 'COPY --from' | 'RUN --mount from';
  /** An image, a stage, or a build context that is passed to `docker build`. */
  readonly name: Piece;
}

/** @returns the sources in an instruction's flags, without those of an ONBUILD trigger */
export function sourcesOf({ keyword, flags }: Instruction): readonly Source[] {
  const wanted = { COPY: 'from', RUN: 'mount' }[keyword];
  return flags.flatMap(({ name, value }): Source[] => {
    if (name !== wanted || value === null) return [];
    if (keyword === 'COPY') return [{ role: 'COPY --from', name: value }];
    const source = mountFields(value).get('from');
    return source === undefined ? [] : [{ role: 'RUN --mount from', name: source }];
  });
}

/**
 * The stage that a source names, in upper or lower case and anywhere in the file.
 * @returns `undefined` for an image or a build context
 */
export function stageOfSource<S extends Stage>(
  source: Source,
  stages: readonly S[],
): S | undefined {
  const { text } = source.name;
  if (isStageNumber(source)) return stages[Number(text)];
  return stages.findLast((it) => it.name === text.toLowerCase());
}

/** COPY may count stages from 0. For RUN, a number is an ordinary name. */
export function isStageNumber({ role, name }: Source): boolean {
  return role === 'COPY --from' && /^[+-]?\d+$/.test(name.text);
}

export interface Argument {
  readonly name: string;
  /** As written; `null` if there is no default. */
  readonly written: Piece | null;
  /** With the arguments above replaced; `undefined` if it has no value. */
  readonly value: Piece | undefined;
}

/**
 * @returns the ARGs before the first FROM, the only ones that FROM can use. A later ARG of the same
 *   name wins.
 */
export function globalArguments(
  file: Dockerfile,
  buildArguments: ReadonlyMap<string, Piece> = new Map(),
): ReadonlyMap<string, Argument> {
  const found = new Map<string, Argument>();
  for (const instruction of file.instructions) {
    if (instruction.keyword === 'FROM') break;
    if (instruction.keyword !== 'ARG') continue;
    for (const { name, value } of assignmentsOf(instruction, file.escape)) {
      const before = found.get(name);
      if (value === null && !buildArguments.has(name) && before !== undefined) continue;
      const expanded = value === null ? null : expand(value, file.escape, valuesOf(found));
      const given = buildArguments.get(name) ?? expanded?.piece;
      found.set(name, { name, written: value, value: given });
    }
  }
  return found;
}

/** @returns the values of the arguments that have one */
export function valuesOf(found: ReadonlyMap<string, Argument>): ReadonlyMap<string, Piece> {
  return new Map(
    [...found.values()].flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
}
