/** Reads what verify needs of a Dockerfile. In: its text, the build arguments and the target. Out: images, base, ports, shell forms. */
import type { Dockerfile, From, Instruction } from 'dockerfile-ast';
import * as ast from 'dockerfile-ast';

export interface ExternalImage {
  /** As written, with variables filled in where their values are known. */
  readonly image: string;
  readonly line: number;
  readonly pinned: boolean;
}

export interface DockerfileFacts {
  /** Every image that comes from outside: FROM, COPY --from, RUN --mount from=, the # syntax line. */
  readonly images: readonly ExternalImage[];
  /** What the final stage stands on in the end: an image, `scratch`, or `null` where a variable hides it. */
  readonly base: string | null;
  /** ENTRYPOINT and CMD in shell form that are in force in the final stage. */
  readonly shellForms: readonly { readonly instruction: string; readonly line: number }[];
  /** TCP ports of the final stage's EXPOSE lines, in the order in which they are written. */
  readonly ports: readonly number[];
  /** The line of the final stage's last USER, if it has one. */
  readonly userLine: number | null;
  /** Mounts of secrets and of an SSH agent that the build cannot do without, in stages that the target needs. */
  readonly required: readonly RequiredMount[];
  /** Names of stages, for a message about a target that does not exist. */
  readonly stages: readonly string[];
}

/** `id` as --secret gives it; `ssh`: the agent's keys. */
export type RequiredMount =
  | { readonly kind: 'secret'; readonly id: string; readonly line: number }
  | { readonly kind: 'ssh'; readonly line: number };

interface Stage {
  readonly name: string | null;
  readonly parent: string | null;
  readonly instructions: Instruction[];
}

/**
 * Reads a Dockerfile with dockerfile-ast.
 * @param text the Dockerfile
 * @param buildArgs values given with --build-arg, by name
 * @param target the stage to build, by name or number; `undefined`: the last
 */
export function readDockerfile(
  text: string,
  buildArgs: Readonly<Record<string, string>> = {},
  target?: string,
): DockerfileFacts {
  const file = ast.DockerfileParser.parse(text);
  const globals = globalArguments(file, buildArgs);
  const stages: Stage[] = [];
  const images: ExternalImage[] = [];
  const addImage = (image: string | null, line: number) => {
    if (image === null || isStage(image, stages) || image === 'scratch' || image === 'context')
      return;
    if (!images.some((it) => it.image === image && it.line === line))
      images.push({ image, line, pinned: /@sha256:[0-9a-f]{64}$/.test(image) });
  };
  for (const directive of file.getDirectives()) {
    if (directive.getName().toLowerCase() === 'syntax')
      addImage(directive.getValue(), directive.getRange().start.line + 1);
  }
  for (const instruction of file.getInstructions()) {
    const line = instruction.getRange().start.line + 1;
    if (isFrom(instruction)) {
      const image = filledIn(instruction.getImage(), globals);
      addImage(image, line);
      stages.push({
        name: instruction.getBuildStage()?.toLowerCase() ?? null,
        parent: image,
        instructions: [],
      });
      continue;
    }
    stages.at(-1)?.instructions.push(instruction);
    for (const image of imagesOfFlags(instruction)) addImage(filledIn(image, globals), line);
  }
  const chain = chainOf(stages, target);
  return {
    images,
    base: chain.base,
    shellForms: shellForms(chain.instructions),
    ports: exposedPorts(chain.instructions),
    userLine: lineOfLast(chain.instructions, 'USER'),
    required: neededStages(stages, target).flatMap((it) => it.instructions.flatMap(requiredMounts)),
    stages: stages.flatMap((it) => (it.name === null ? [] : [it.name])),
  };
}

function isFrom(instruction: Instruction): instruction is From {
  return instruction.getKeyword() === 'FROM';
}

/** ARG lines before the first FROM, with --build-arg over their defaults. */
function globalArguments(
  file: Dockerfile,
  buildArgs: Readonly<Record<string, string>>,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const arg of file.getInitialARGs()) {
    for (const property of arg.getPropertyArguments()) {
      const [name = '', ...rest] = property.getValue().split('=');
      const written = rest.length === 0 ? undefined : filledIn(unquoted(rest.join('=')), values);
      const value = buildArgs[name] ?? written ?? undefined;
      if (value !== undefined && value !== null) values.set(name, value);
    }
  }
  return values;
}

/** With `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}` replaced; a variable without a value stays as it is. */
function filledIn(text: string | null, values: ReadonlyMap<string, string>): string | null {
  if (text === null) return null;
  return text.replace(
    /\$(?:\{(\w+)(?:(:?[-+])([^}]*))?\}|(\w+))/g,
    (
      whole,
      braced: string | undefined,
      modifier: string | undefined,
      word: string | undefined,
      bare: string | undefined,
    ) => {
      const value = values.get(braced ?? bare ?? '');
      const set = value !== undefined && value !== '';
      if (modifier?.endsWith('+')) return set ? (word ?? '') : '';
      if (set) return value;
      return modifier === undefined ? whole : (word ?? '');
    },
  );
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

function imagesOfFlags(instruction: Instruction): string[] {
  if (!(instruction instanceof ast.ModifiableInstruction)) return [];
  return instruction.getFlags().flatMap((flag) => {
    const value = flag.getValue();
    if (value === null) return [];
    if (flag.getName() === 'from') return [value];
    if (flag.getName() !== 'mount') return [];
    return value
      .split(',')
      .flatMap((it) => (it.startsWith('from=') ? [it.slice('from='.length)] : []));
  });
}

/** https://docs.docker.com/reference/dockerfile/#run---mounttypesecret: without an id it goes by its target's name. */
function requiredMounts(instruction: Instruction): RequiredMount[] {
  if (!(instruction instanceof ast.ModifiableInstruction)) return [];
  return instruction
    .getFlags()
    .filter((it) => it.getName() === 'mount')
    .flatMap((flag): RequiredMount[] => {
      const fields = new Map(
        (flag.getValue() ?? '')
          .split(',')
          .map((it) => [it.split('=')[0] ?? '', it.split('=').slice(1).join('=')]),
      );
      const line = flag.getRange().start.line + 1;
      if (!fields.has('required') || fields.get('required') === 'false') return [];
      if (fields.get('type') === 'ssh') return [{ kind: 'ssh', line }];
      const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination') ?? '';
      return fields.get('type') === 'secret'
        ? [
            {
              kind: 'secret',
              id: fields.get('id') ?? target.slice(target.lastIndexOf('/') + 1),
              line,
            },
          ]
        : [];
    });
}

/** The stage that is built and those that it stands on or takes files from: BuildKit runs no other. */
function neededStages(stages: readonly Stage[], target: string | undefined): Stage[] {
  const needed = new Set<Stage>();
  const open = [target === undefined ? stages.at(-1) : stageCalled(target, stages)];
  for (const stage of open) {
    if (stage === undefined || needed.has(stage)) continue;
    needed.add(stage);
    const before = stages.slice(0, stages.indexOf(stage));
    for (const name of [stage.parent ?? '', ...stage.instructions.flatMap(imagesOfFlags)])
      open.push(stageCalled(name, before));
  }
  return stages.filter((it) => needed.has(it));
}

function stageCalled(name: string, stages: readonly Stage[]): Stage | undefined {
  return stages.find((it, index) => it.name === name.toLowerCase() || String(index) === name);
}

function isStage(image: string, stages: readonly Stage[]): boolean {
  return stageCalled(image, stages) !== undefined;
}

/** The final stage's instructions with those of the stages it stands on before them, and the image under all of them. */
function chainOf(
  stages: readonly Stage[],
  target: string | undefined,
): { base: string | null; instructions: Instruction[] } {
  let stage = target === undefined ? stages.at(-1) : stageCalled(target, stages);
  const instructions: Instruction[] = [];
  while (stage !== undefined) {
    instructions.unshift(...stage.instructions);
    const parent: string | null = stage.parent;
    const below: Stage | undefined = stages
      .slice(0, stages.indexOf(stage))
      .findLast((it) => it.name !== null && it.name === parent?.toLowerCase());
    if (below === undefined)
      return { base: parent === null || parent.includes('$') ? null : parent, instructions };
    stage = below;
  }
  return { base: null, instructions };
}

/** A later ENTRYPOINT or CMD replaces an earlier one of its kind. */
function shellForms(instructions: readonly Instruction[]): { instruction: string; line: number }[] {
  return ['ENTRYPOINT', 'CMD'].flatMap((keyword) => {
    const last = instructions.findLast((it) => it.getKeyword() === keyword);
    const text = last?.getArgumentsContent()?.trim() ?? '';
    if (last === undefined || text === '' || isJsonArray(text)) return [];
    return [{ instruction: keyword, line: last.getRange().start.line + 1 }];
  });
}

/** As BuildKit decides it: an array that is no valid JSON of strings is taken as shell form. */
function isJsonArray(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((it) => typeof it === 'string');
  } catch {
    return false;
  }
}

function exposedPorts(instructions: readonly Instruction[]): number[] {
  const words = instructions
    .filter((it) => it.getKeyword() === 'EXPOSE')
    .flatMap((it) => it.getArguments().map((argument) => argument.getValue()));
  return words.flatMap((word) =>
    /^\d+(?:\/tcp)?$/i.test(word) ? [Number.parseInt(word, 10)] : [],
  );
}

function lineOfLast(instructions: readonly Instruction[], keyword: string): number | null {
  const last = instructions.findLast((it) => it.getKeyword() === keyword);
  return last === undefined ? null : last.getRange().start.line + 1;
}
