/** The types of projects.mjs, for the tests that import it. */
export interface Project {
  readonly id: string;
  readonly repository: string;
  readonly commit: string;
  readonly language: 'go' | 'python' | 'node';
  /** The folder of the project inside the repository. */
  readonly folder?: string;
  /** What a user has to give beyond --yes. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of a program that ends. */
  readonly arguments?: readonly string[];
  readonly answers: {
    readonly http?: {
      readonly path: string;
      readonly status?: number;
      readonly contains?: string;
    };
    readonly log?: { readonly contains: string };
    readonly exit?: { readonly code?: number; readonly contains?: string };
  };
  /** What the maintainers ship; `null` if they ship no image. */
  readonly maintainers: {
    readonly base: string;
    /** `null` for root. */
    readonly user: string | null;
    readonly pinned: boolean;
    /** Their Dockerfile, where it can be built from the repository alone. */
    readonly dockerfile?: string;
  } | null;
  /** A part of the message, for a project that is refused with reason. */
  readonly refused?: string;
  /** What its build fetches from elsewhere than a package registry: "a font of fonts.example". */
  readonly fetches?: string;
}

export interface Promises {
  readonly kept: number;
  readonly judged: number;
  readonly broken: readonly string[];
}

export interface Row {
  readonly outcome: 'ok' | 'written' | 'refused' | 'build' | 'run' | 'unbuilt';
  readonly seconds: number;
  readonly base?: string;
  readonly size?: number;
  readonly promises?: Promises;
  readonly detail?: string;
  /** The size of the image of the maintainers. */
  readonly theirs?: number;
}

export function mistakesIn(projects: readonly unknown[]): string[];
export function unmet(
  answers: Project['answers'],
  seen: {
    readonly answer?: { readonly status: number; readonly body: string } | null;
    readonly log?: string;
    readonly code?: number;
    readonly output?: string;
  },
): string | null;
export function end(text: string): string;
export function promisesOf(
  promises: readonly { readonly id: string; readonly kept: boolean | null }[],
): Promises;
export function given(project: Partial<Project>): string;
export function unbuiltBecause(
  project: Partial<Project>,
  missing: readonly string[],
  log?: string,
): string | null;
export function lineOf(project: Project, row: Row): string;
export function isGood(project: Project, row: Row): boolean;
export function pageOf(
  projects: readonly Project[],
  results: Readonly<Record<string, Row>>,
): string;
export function rowOf(project: Project, row: Row | undefined): string;
