/**
 * Parses preset files (YAML) strictly, and formats values as a preset file. Every mistake is
 * reported with file:line:column and the nearest valid key.
 */
import { closest } from 'fastest-levenshtein';
import * as v from 'valibot';
import { nearChoice } from '../cli/args.ts';
import { UserError } from '../errors.ts';
import { optionTable, type Option, type Values } from '../options.ts';
import { printable } from '../text/printable.ts';
import { splitCommand } from '../text/shell-words.ts';
import { alike } from '../text/suggest.ts';

/** The name of a preset file that is found in a project without `--preset`. */
export const presetFile = 'secure-dockerfile.yaml';

interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * @param text the YAML text.
 * @param file the file name for messages.
 * @param refusal why a value that its schema accepts does not fit the project.
 * @returns the values in the preset. `start` may be one command line or a list of words.
 * @throws UserError E_PRESET with every mistake found.
 */
export async function parsePreset(
  text: string,
  file: string,
  refusal: (key: string, value: unknown) => Promise<string | undefined> = noRefusal,
): Promise<Values> {
  const { LineCounter, isMap, isScalar, parseDocument } = await import('../text/yaml.ts');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): { line: number; column: number } => {
    const position = lines.linePos(offset ?? 0);
    return { line: Math.max(position.line, 1), column: Math.max(position.col, 1) };
  };
  const mistakes: Mistake[] = document.errors.map((it) => ({
    ...at(it.pos[0]),
    message: it.message,
  }));
  fail(file, mistakes);
  if (document.contents === null) return {};
  if (!isMap(document.contents)) {
    fail(file, [
      {
        ...at(document.contents.range?.[0]),
        message: 'a preset is a list of keys and values, such as "base: scratch"',
      },
    ]);
    return {};
  }

  const known = optionTable.filter((it) => it.inPreset) as readonly Option[];
  const values: Record<string, unknown> = {};
  for (const pair of document.contents.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const keyAt = at((pair.key as { range?: [number, number, number] } | null)?.range?.[0]);
    const valueAt = at((pair.value as { range?: [number, number, number] } | null)?.range?.[0]);
    const option = known.find((it) => it.key === key);
    if (!option) {
      const guess = closest(
        key,
        known.map((it) => it.key),
      );
      mistakes.push({
        ...keyAt,
        message: `unknown key "${printable(key)}".${alike(key, guess) ? ` Did you mean "${guess}"?` : ` Known keys: ${known.map((it) => it.key).join(', ')}.`}`,
      });
      continue;
    }
    const raw: unknown = document.get(pair.key);
    const plain: unknown =
      raw && typeof raw === 'object' && 'toJSON' in raw
        ? (raw as { toJSON(): unknown }).toJSON()
        : raw;
    const value = fromYaml(option, plain);
    if (value instanceof Error) {
      mistakes.push({ ...valueAt, message: `${key}: ${value.message}` });
      continue;
    }
    const result = v.safeParse(option.schema, value);
    if (result.success) {
      values[key] = result.output;
      const refused = await refusal(key, result.output);
      if (refused !== undefined) mistakes.push({ ...valueAt, message: `${key}: ${refused}` });
    } else {
      const shown = typeof plain === 'string' ? plain : JSON.stringify(plain);
      const guess = typeof plain === 'string' ? nearChoice(option, plain).near : undefined;
      mistakes.push({
        ...valueAt,
        message: `${key}: ${printable(shown ?? 'nothing')} ${reasonOf(result.issues[0])}.${guess ? ` Did you mean "${guess}"?` : ''}`,
      });
    }
  }
  fail(file, mistakes);
  return values as Values;
}

/** The reason of an issue, with the key that it is about where the value itself has keys. */
function reasonOf(issue: v.BaseIssue<unknown>): string {
  const key = issue.path?.map((it) => it.key).findLast((it) => typeof it === 'string');
  if (key === undefined || issue.expected === 'never') return issue.message;
  return issue.received === 'undefined' ? `${key} is missing` : `${key} ${issue.message}`;
}

function noRefusal(): Promise<undefined> {
  return Promise.resolve(undefined);
}

/**
 * Converts a YAML value for an option. YAML parses 1.27 as a number and would parse 3.10 as 3.1, so
 * versions with a decimal point must be strings. The error for such a number shows how to write it.
 */
function fromYaml(option: Option, plain: unknown): unknown {
  if (option.kind === 'version' && typeof plain === 'number') {
    return Number.isInteger(plain)
      ? String(plain)
      : new Error(`put the version in quotes, or YAML drops trailing zeros: "${plain}"`);
  }
  if (option.kind === 'command' && typeof plain === 'string') {
    const split = splitCommand(plain);
    return split.ok ? split.words : new Error(`is run without a shell, but ${split.why}`);
  }
  if (option.orOne && typeof plain === 'string') return [plain];
  return plain;
}

function fail(file: string, mistakes: readonly Mistake[]): void {
  if (mistakes.length > 0) throw new UserError({ code: 'E_PRESET', file, problems: mistakes });
}

/**
 * @param values the values to save.
 * @param schema the URL where editors find the JSON Schema.
 * @returns the text of a preset file that `parsePreset` parses to the same values.
 */
export async function formatPreset(values: Values, schema: string): Promise<string> {
  const { Document, isSeq } = await import('../text/yaml.ts');
  const document = new Document({});
  for (const option of optionTable as readonly Option[]) {
    const value = values[option.key as keyof Values];
    if (!option.inPreset || value === undefined) continue;
    const node = document.createNode(
      option.orOne && Array.isArray(value) && value.length === 1 ? value[0] : value,
    );
    if (isSeq(node)) node.flow = true;
    if (option.kind === 'version') (node as { type?: string }).type = 'QUOTE_DOUBLE';
    document.set(option.key, node);
  }
  return `# yaml-language-server: $schema=${schema}\n${document.toString({ lineWidth: 0 })}`;
}
