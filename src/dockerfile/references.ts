/** The text of a Dockerfile in, every image it names out: FROM, ARG defaults of FROM, COPY --from, RUN --mount from, # syntax. */
import {
  type Arg,
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type Label,
  type Onbuild,
  type Run,
} from 'dockerfile-ast';
import { maskHeredocs } from './heredocs.ts';
import { type Finding, findingOf, lineStartsOf } from './reference.ts';

const wholeVariable = /^\$(?:(\w+)|\{(\w+)\})$/;
const variableWithDefault = /^\$\{(\w+):?-([^${}]+)\}$/;
const baseDigestLabel = 'org.opencontainers.image.base.digest';

type Range = NonNullable<ReturnType<From['getImageRange']>>;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly line: number;
  /** Whether the file has the text as it is here: false where a line continuation cuts it. */
  readonly whole: boolean;
}

/** In the order of the file. Stage names, numbers of stages, scratch and here-documents are no images. */
export function referencesInDockerfile(text: string): readonly Finding[] {
  const dockerfile = DockerfileParser.parse(
    maskHeredocs(text, DockerfileParser.parse(text).getEscapeCharacter()),
  );
  const lineStarts = lineStartsOf(text);
  const instructions = dockerfile.getInstructions();
  const froms = instructions.filter((it): it is From => it.getKeyword() === 'FROM');
  const stages = new Set(
    froms.map((it) => it.getBuildStage()?.toLowerCase()).filter((it) => it !== undefined),
  );
  const defaults = argumentDefaults();
  const findings: Finding[] = [];
  const pinnedArguments = new Set<string>();
  const earlier = new Set<string>();

  for (const directive of dockerfile.getDirectives()) {
    if (directive.getName().toLowerCase() !== 'syntax') continue;
    const token = tokenAt(directive.getValueRange(), directive.getValue());
    // What follows the image is for the frontend.
    if (token !== undefined)
      findings.push(located(token, 'syntax', token.text.split(/\s/)[0] ?? ''));
  }
  for (const instruction of instructions) visit(instruction, false);
  return findings;

  function visit(instruction: Instruction, onbuild: boolean): void {
    switch (instruction.getKeyword()) {
      case 'FROM':
        return visitFrom(instruction as From);
      case 'ONBUILD': {
        const trigger = (instruction as Onbuild).getTriggerInstruction();
        return trigger === null ? undefined : visit(trigger, true);
      }
      case 'COPY':
        for (const flag of (instruction as Copy).getFlags()) {
          if (flag.getName() === 'from')
            visitSource(tokenAt(flag.getValueRange(), flag.getValue()), 'COPY --from', onbuild);
        }
        return;
      case 'RUN':
        for (const flag of (instruction as Run).getFlags()) {
          if (flag.getName() !== 'mount') continue;
          const source = flag
            .getOptions()
            .find((it) => it.getName().replace(/^["']/, '').toLowerCase() === 'from');
          if (source !== undefined)
            visitSource(
              tokenAt(source.getValueRange(), source.getValue()),
              'RUN --mount from',
              onbuild,
            );
        }
        return;
      case 'LABEL':
        for (const label of (instruction as Label).getProperties()) {
          const token =
            label.getName().replace(/["']/g, '') === baseDigestLabel
              ? tokenAt(label.getValueRange(), label.getValue())
              : undefined;
          if (token?.whole)
            findings.push({
              kind: 'echo',
              start: token.start,
              end: token.start + token.text.length,
              text: token.text,
            });
        }
        return;
    }
  }

  function visitFrom(from: From): void {
    const token = tokenAt(from.getImageRange(), from.getImage());
    const name = from.getBuildStage()?.toLowerCase();
    if (
      token !== undefined &&
      token.text.toLowerCase() !== 'scratch' &&
      !earlier.has(token.text.toLowerCase())
    )
      visitImage(token);
    if (name !== undefined) earlier.add(name);
  }

  function visitImage(token: Token): void {
    if (!token.text.includes('$')) return void findings.push(located(token, 'FROM'));
    const [, plain, braced] = wholeVariable.exec(token.text) ?? [];
    const [, fallbackName, fallback] = variableWithDefault.exec(token.text) ?? [];
    const name = plain ?? braced;
    if (fallback !== undefined && defaults.get(fallbackName ?? '') === undefined) {
      const start = token.start + token.text.lastIndexOf(fallback);
      return void findings.push(located({ ...token, start, text: fallback }, 'FROM'));
    }
    const standard = name === undefined ? undefined : defaults.get(name);
    if (name === undefined || standard === undefined) {
      const why =
        name === undefined
          ? 'it is put together from variables; write the whole reference, or one ARG that holds it whole'
          : `ARG ${name} has no default`;
      return void findings.push({
        kind: 'unpinnable',
        line: token.line,
        role: 'FROM',
        text: token.text,
        why,
      });
    }
    if (
      pinnedArguments.has(name) ||
      standard.text.toLowerCase() === 'scratch' ||
      stages.has(standard.text.toLowerCase())
    )
      return;
    pinnedArguments.add(name);
    const part = fragmentUse(name);
    if (part !== undefined || standard.text.includes('$')) {
      const why =
        part === undefined
          ? 'its default is put together from other variables'
          : `ARG ${name} is also a part of ${part}`;
      return void findings.push({
        kind: 'unpinnable',
        line: standard.line,
        role: 'ARG',
        text: `${name}=${standard.text}`,
        why,
      });
    }
    findings.push(located(standard, `ARG ${name}`));
  }

  function visitSource(token: Token | undefined, role: string, onbuild: boolean): void {
    if (token === undefined || token.text === '') return;
    const name = token.text.toLowerCase();
    if (/^\d+$/.test(name) || stages.has(name) || name === 'scratch') return;
    if (name.includes('$'))
      return void findings.push({
        kind: 'unpinnable',
        line: token.line,
        role,
        text: token.text,
        why: 'it is put together from variables, which not every builder expands here',
      });
    if (!/[:@/]/.test(name)) {
      const why = onbuild
        ? 'in ONBUILD it may be a stage of the Dockerfile that builds on this one'
        : 'it may be a build context; an image is told by its tag';
      return void findings.push({
        kind: 'unpinnable',
        line: token.line,
        role,
        text: token.text,
        why,
      });
    }
    findings.push(located(token, role));
  }

  /** The other reference that has `$NAME` in it without being it. */
  function fragmentUse(name: string): string | undefined {
    const use = new RegExp(`\\$(?:${name}(?!\\w)|\\{${name}\\W)`);
    return froms
      .map((it) => it.getImage() ?? '')
      .find((image) => use.test(`${image} `) && !wholeVariable.test(image));
  }

  /** Only ARGs before the first FROM count in FROM. Of several of one name the last one counts. */
  function argumentDefaults(): ReadonlyMap<string, Token> {
    const found = new Map<string, Token>();
    for (const argument of dockerfile.getInitialARGs()) {
      for (const property of (argument as Arg).getProperties()) {
        const token = tokenAt(property.getValueRange(), property.getValue());
        if (token !== undefined && token.text !== '') found.set(property.getName(), token);
      }
    }
    return found;
  }

  function located(token: Token, role: string, image = token.text): Finding {
    if (!token.whole)
      return {
        kind: 'unpinnable',
        line: token.line,
        role,
        text: image,
        why: 'it is cut by a line continuation',
      };
    return findingOf({ start: token.start, line: token.line, role, text: image });
  }

  /** A value without the quotes around it. */
  function tokenAt(range: Range | null, value: string | null): Token | undefined {
    if (range === null || value === null) return undefined;
    const start = (lineStarts[range.start.line] ?? 0) + range.start.character;
    const written = text.slice(start, (lineStarts[range.end.line] ?? 0) + range.end.character);
    const [, quote = ''] = /^(["']).*\1$/s.exec(written) ?? [];
    const inner = quote === '' ? written : written.slice(1, -1);
    const plain = value.replace(/^(["'])(.*)\1$/s, '$2');
    return {
      text: plain,
      start: start + quote.length,
      line: range.start.line + 1,
      whole: inner === plain,
    };
  }
}
