/**
 * Finds every image that a Dockerfile names, with its place: FROM, ARG defaults of FROM, COPY
 * --from, RUN --mount from, # syntax.
 */
import { assignmentsOf } from './arguments.ts';
import { type Instruction, parseDockerfile } from './parse.ts';
import { type Piece, rangeOf } from './piece.ts';
import { type Finding, findingOf } from './reference.ts';
import { expand } from './shell-lexer.ts';
import {
  type Source,
  type Stage,
  type Argument,
  globalArguments,
  isEarlierStage,
  isStageNumber,
  sourcesOf,
  stageOfSource,
  stagesOf,
  valuesOf,
} from './stages.ts';

const baseDigestLabel = 'org.opencontainers.image.base.digest';
const apart =
  'it is composed of variables; write the whole reference, or one ARG that contains all of it';
const interrupted = 'it contains a line continuation or a quote';

/**
 * A FROM whose variables are replaced by their defaults; `image` is `null` if BuildKit refuses it.
 */
interface BaseImage {
  readonly stage: Stage;
  readonly image: Piece | null;
  readonly unset: readonly string[];
}

/**
 * @param text a Dockerfile
 * @returns findings in the order of the file. Names and numbers of stages, `scratch` and the text
 *   of here-documents are not images.
 */
export function referencesInDockerfile(text: string): readonly Finding[] {
  const file = parseDockerfile(text);
  const { escape } = file;
  const stages = stagesOf(file);
  const defaults = globalArguments(file);
  const bases = stages.map((stage): BaseImage => {
    const read = expand(stage.from, escape, valuesOf(defaults));
    return { stage, image: read?.piece ?? null, unset: read?.unset ?? [] };
  });
  const findings: Finding[] = file.syntax === null ? [] : [located(file.syntax, 'syntax')];
  const visited = new Set<number>();
  let count = 0;
  for (const instruction of file.instructions) {
    if (instruction.keyword === 'FROM') visitBase(bases[count++] as BaseImage);
    else visit(instruction, false);
  }
  return findings;

  function visit(instruction: Instruction, onbuild: boolean): void {
    if (instruction.trigger !== null) visit(instruction.trigger, true);
    for (const source of sourcesOf(instruction)) visitSource(source, onbuild);
    if (instruction.keyword === 'LABEL') visitLabel(instruction);
  }

  function visitBase({ stage, image, unset }: BaseImage): void {
    const { from } = stage;
    if (from.text === '') return;
    if (image === null) return refuse(from, 'FROM', 'its quotes or braces do not match');
    const [, bare, braced] = /^"?\$(?:(\w+)|\{(\w+)(?::?-[^${}]*)?\})"?$/.exec(from.text) ?? [];
    const whole = defaults.get(bare ?? braced ?? '');
    if (unset.length > 0) {
      const name = bare ?? braced;
      return refuse(from, 'FROM', name === undefined ? apart : `ARG ${name} has no default`);
    }
    if (image.text.toLowerCase() === 'scratch' || isEarlierStage(image.text, stage, stages)) return;
    const range = rangeOf(image);
    if (range === null && whole !== undefined)
      return refuseDefault(whole, 'its default is composed of other variables');
    if (range === null) return refuse(from, 'FROM', from.text.includes('$') ? apart : interrupted);
    const holder = [...defaults.values()].find((it) => it.written?.places.includes(range.start));
    if (holder === undefined) return void findings.push(located(image, 'FROM'));
    if (visited.has(range.start)) return;
    visited.add(range.start);
    const other = bases.find((it) => it.image !== null && isPartOf(image, it.image));
    if (other === undefined) return void findings.push(located(image, `ARG ${holder.name}`));
    refuseDefault(holder, `ARG ${holder.name} is also a part of ${other.stage.from.text}`);
  }

  function visitSource(source: Source, onbuild: boolean): void {
    const { role, name } = source;
    const isStage = isStageNumber(source) || stageOfSource(source, stages) !== undefined;
    if (name.text === '' || isStage || name.text.toLowerCase() === 'scratch') return;
    if (name.text.includes('$'))
      return refuse(name, role, 'it contains variables, which not every builder expands here');
    if (/[:@/]/.test(name.text)) return void findings.push(located(name, role));
    refuse(
      name,
      role,
      onbuild
        ? 'in ONBUILD it may be a stage of the Dockerfile that builds on this one'
        : 'it may be a build context; a tag would show that it is an image',
    );
  }

  function visitLabel(instruction: Instruction): void {
    for (const { name, value } of assignmentsOf(instruction, escape)) {
      if (name.replace(/["']/g, '') !== baseDigestLabel || value === null) continue;
      const plain = expand(value, escape, new Map())?.piece;
      const range = plain === undefined ? null : rangeOf(plain);
      if (plain !== undefined && range !== null)
        findings.push({ kind: 'echo', ...range, text: plain.text });
    }
  }

  function located(piece: Piece, role: string): Finding {
    const range = rangeOf(piece);
    const line = file.lineOf(piece);
    if (range === null)
      return { kind: 'unpinnable', line, role, text: piece.text, why: interrupted };
    return findingOf({ start: range.start, line, role, text: piece.text });
  }

  function refuse(piece: Piece, role: string, why: string): void {
    findings.push({ kind: 'unpinnable', line: file.lineOf(piece), role, text: piece.text, why });
  }

  function refuseDefault({ name, written }: Argument, why: string): void {
    const value = written?.text.replace(/^(["'])(.*)\1$/s, '$2') ?? '';
    const line = written === null ? 1 : file.lineOf(written);
    findings.push({ kind: 'unpinnable', line, role: 'ARG', text: `${name}=${value}`, why });
  }
}

/** Whether `other` contains characters of `image` without being the same. */
function isPartOf(image: Piece, other: Piece): boolean {
  const places = new Set(other.places);
  const isSame = image.text === other.text && image.places.every((it) => places.has(it));
  return !isSame && image.places.some((it) => places.has(it));
}
