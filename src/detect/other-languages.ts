/** Recognizes projects in languages that get no Dockerfile here, so that the refusal can name them. */
import type { Language } from '../languages/language.ts';
import { globPattern } from '../text/patterns.ts';

export interface OtherLanguage {
  readonly title: string;
  /** The file that shows it. */
  readonly file: string;
}

/** The manifest of each, in the root of its project: the name of a file, with `*` for any text. */
const manifests: Readonly<Record<string, readonly string[]>> = {
  Rust: ['Cargo.toml'],
  Java: ['pom.xml', 'build.gradle', 'build.gradle.kts'],
  Scala: ['build.sbt'],
  Clojure: ['project.clj', 'deps.edn'],
  '.NET': ['*.sln', '*.slnx', '*.csproj', '*.fsproj', '*.vbproj'],
  Ruby: ['Gemfile'],
  PHP: ['composer.json'],
  Elixir: ['mix.exs'],
  Erlang: ['rebar.config'],
  Haskell: ['stack.yaml', '*.cabal'],
  Crystal: ['shard.yml'],
  Dart: ['pubspec.yaml'],
  Swift: ['Package.swift'],
  Zig: ['build.zig'],
};

/**
 * @param files all paths of a project.
 * @param known the languages that get a Dockerfile. Their marks show no other language.
 * @returns the language of the first manifest in the root; `undefined` if there is none.
 */
export function otherLanguage(
  files: readonly string[],
  known: readonly Pick<Language, 'marks'>[],
): OtherLanguage | undefined {
  const marks = known.flatMap((it) => it.marks);
  const root = files.filter((it) => !it.includes('/') && !marks.includes(it));
  for (const [title, names] of Object.entries(manifests))
    for (const name of names) {
      const pattern = new RegExp(`^${globPattern(name, { star: '.+', one: '.' })}$`);
      const file = root.find((it) => pattern.test(it));
      if (file !== undefined) return { title, file };
    }
  return undefined;
}
