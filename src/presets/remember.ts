/** Writes answers into the preset of a project, and keeps everything else that is in it. */
import type { Values } from '../options.ts';

/** One answer, and why it is there. */
export interface Remembered {
  readonly key: keyof Values;
  readonly value: unknown;
  /** Printed behind the answer, as a comment. */
  readonly why: string;
}

/**
 * @param text the preset as it is; `undefined` if there is none.
 * @param schema the URL where editors find the JSON Schema.
 * @returns the text with the answers, each with a comment.
 */
export async function remember(
  text: string | undefined,
  answers: readonly Remembered[],
  schema: string,
): Promise<string> {
  const { Document, isSeq, parseDocument } = await import('../text/yaml.ts');
  const head = text === undefined ? `# yaml-language-server: $schema=${schema}\n` : '';
  const document = text === undefined ? new Document({}) : parseDocument(text);
  for (const { key, value, why } of answers) {
    const node = document.createNode(value);
    if (isSeq(node)) node.flow = true;
    node.comment = ` ${why}`;
    document.set(key, node);
  }
  return `${head}${document.toString({ lineWidth: 0 })}`;
}
