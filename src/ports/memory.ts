/**
 * Ports without side effects, for tests: files in a map, scripted answers, and a registry that
 * derives digests from names.
 */
import { createHash } from 'node:crypto';
import { formatReference } from '../registry/reference.ts';
import type { Digest } from '../types.ts';
import type { Output, ProjectReader, Prompter, Question, Registry, Writer } from './ports.ts';

/** @param above files in the parent folders, by paths such as `../../package.json`. */
export function memoryProject(
  files: Readonly<Record<string, string>>,
  root = '/project',
  above: Readonly<Record<string, string>> = {},
): ProjectReader {
  const isVendored = (path: string): boolean => {
    const [, vendor] = /^((?:.*\/)?vendor\/)/.exec(path) ?? [];
    return (
      vendor !== undefined && path !== `${vendor}modules.txt` && `${vendor}modules.txt` in files
    );
  };
  const all = Object.keys(files).sort();
  return {
    root,
    files: () => Promise.resolve(all.filter((it) => !isVendored(it))),
    filesBelow: (folder) => Promise.resolve(all.filter((it) => it.startsWith(`${folder}/`))),
    read: (path) => Promise.resolve(files[path]),
    above: (name) =>
      Promise.resolve(
        Object.entries(above)
          .filter(([path]) => path.endsWith(`/${name}`))
          .map(([path, text]) => ({ folder: path.slice(0, -name.length - 1), text })),
      ),
  };
}

export function memoryWriter(
  files: Map<string, string> = new Map(),
): Writer & { readonly files: Map<string, string> } {
  return {
    files,
    read: (path) => Promise.resolve(files.get(path)),
    writeAll(written) {
      for (const { path, text } of written) files.set(path, text);
      return Promise.resolve();
    },
  };
}

/** Digests are the SHA-256 of the reference, so that goldens stay the same. */
export function memoryRegistry(): Registry & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve(refs) {
      asked.push(...refs.map((ref) => formatReference(ref)));
      return Promise.resolve(
        refs.map((ref) => ({
          ok: true as const,
          digest: digestOf(formatReference(ref)),
          platforms: null,
        })),
      );
    },
  };
}

export function digestOf(text: string): Digest {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Answers by the name of the question; a question without an answer fails the test. */
export function scriptedPrompter(
  answers: Readonly<Record<string, string>>,
): Prompter & { readonly asked: Question[] } {
  const asked: Question[] = [];
  return {
    asked,
    interactive: true,
    ask(question) {
      asked.push(question);
      const answer = answers[question.name];
      if (answer === undefined) throw new Error(`unexpected question: ${question.name}`);
      return Promise.resolve(answer);
    },
  };
}

/** A prompter without a terminal. */
export const silentPrompter: Prompter = {
  interactive: false,
  ask: (question) => Promise.reject(new Error(`asked without a terminal: ${question.name}`)),
};

export function memoryOutput(): Output & { readonly printed: string[]; readonly said: string[] } {
  const printed: string[] = [];
  const said: string[] = [];
  return {
    printed,
    said,
    print: (text) => void printed.push(text),
    say: (text) => void said.push(text),
    colour: false,
  };
}
