/**
 * How much of a project's sources is read and parsed. What is nearest to the entry comes first. The
 * bounds count files and characters, and never time: the same project gives the same answer on every
 * machine.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Parse } from '../../syntax/parse.ts';
import type { SyntaxTree } from '../../syntax/tree.ts';
import type { Note } from '../../types.ts';

export interface Bounds {
  /** The most source files, and the most characters in them, that are read. */
  readonly files: number;
  readonly characters: number;
  /** The most source files that are read only for what they import, and searched for names. */
  readonly searched: number;
  /** The most characters of Go, or half as many of others, that are parsed: the slow part. */
  readonly parsed: number;
  /** The most characters that are parsed for each program after the others have used up `parsed`. */
  readonly parsedAnyway: number;
}

/**
 * Some half a second for reading, one second for searching, and one for parsing. nats-server, whose packages have some
 * 3 million characters, needs 2.4 million parsed to show its port.
 */
export const bounds: Bounds = {
  files: 6000,
  characters: 16_000_000,
  searched: 20_000,
  parsed: 2_400_000,
  parsedAnyway: 60_000,
};

/** What is left for the programs of one project. */
export class Budget {
  readonly #bounds: Bounds;
  readonly #trees = new Map<string, SyntaxTree>();
  readonly #found = new Set<string>();
  readonly #leftOut = new Set<string>();
  #characters = 0;
  #parsed = 0;

  constructor(given: Bounds = bounds) {
    this.#bounds = given;
  }

  /** @returns whether a source file may be read; one that may not counts as left out. */
  mayRead(file: string): boolean {
    const { files, characters } = this.#bounds;
    return this.#mayTake(file, () => this.#found.size > files || this.#characters > characters);
  }

  /** @returns whether a source file may be searched; one that may not counts as left out. */
  maySearch(file: string): boolean {
    return this.#mayTake(file, () => this.#found.size > this.#bounds.searched);
  }

  #mayTake(file: string, isOver: () => boolean): boolean {
    if (this.#found.has(file)) return !this.#leftOut.has(file);
    this.#found.add(file);
    if (!isOver()) return true;
    this.#leftOut.add(file);
    return false;
  }

  /** Counts the characters of a file that was read. */
  hasRead(text: string): void {
    this.#characters += text.length;
  }

  /**
   * @param cost how much more work a character makes than one of Go: nodes, and their evaluation.
   * @returns a parser for one program, which gives no tree for what is beyond the bounds.
   */
  limited(parse: Parse, cost = 1): Parse {
    let anyway = this.#bounds.parsedAnyway;
    return (file, text) => {
      this.#found.add(file);
      const known = this.#trees.get(file);
      if (known?.text === text) return known;
      const work = text.length * cost;
      if (this.#parsed + work > this.#bounds.parsed) {
        if (text.length > anyway) {
          this.#leftOut.add(file);
          return undefined;
        }
        anyway -= text.length;
      }
      this.#parsed += work;
      const tree = parse(file, text);
      if (tree) this.#trees.set(file, tree);
      return tree;
    };
  }

  /** @returns one note where a bound was met. */
  notes(): readonly Note[] {
    const all = this.#found.size;
    const left = this.#leftOut.size;
    if (left === 0) return [];
    return [
      {
        code: 'project/read-in-part',
        level: 'info',
        text: `read ${all - left} of ${all} source files: the others are the farthest from the entry`,
        hint: 'Give --port and --writable for what lies beyond.',
        evidence: [],
      },
    ];
  }
}

const budgets = new WeakMap<ProjectReader, Budget>();

/** @returns the budget that all programs of a project share. */
export function budgetOf(project: ProjectReader): Budget {
  const known = budgets.get(project) ?? new Budget();
  budgets.set(project, known);
  return known;
}
