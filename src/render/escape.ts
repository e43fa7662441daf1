/** The helpers of the templates: each escapes a value for one place of a Dockerfile. */
import { shellWord } from '../text/shell-words.ts';

/** `json`: exec form. `paths`: COPY. `quote`: ENV and LABEL. `word`: RUN. */
export const helpers = {
  json: (value: unknown) => execForm(value),
  paths: (value: unknown) => copyPaths(value),
  quote: (value: unknown) => quoted(String(value)),
  word: (value: unknown) => shellWord(String(value)),
};

/**
 * A list as JSON: the exec form of ENTRYPOINT, CMD and HEALTHCHECK, where no variable is expanded;
 * VOLUME, whose paths hold none.
 */
function execForm(value: unknown): string {
  if (!Array.isArray(value)) throw new Error('json takes a list');
  return `[${value.map((it) => JSON.stringify(String(it))).join(', ')}]`;
}

/**
 * The list form of COPY. Unlike in other JSON forms, variables, quotes and patterns mean something
 * in these paths
 * (https://docs.docker.com/reference/dockerfile/#copy), so a file name is escaped twice: as a
 * pattern, then as a word.
 */
function copyPaths(value: unknown): string {
  if (!Array.isArray(value)) throw new Error('paths takes a list');
  return execForm(
    value.map((it) =>
      String(it)
        .replace(/[\\*?[\]]/g, '\\$&')
        .replace(/[\\$'"]/g, '\\$&'),
    ),
  );
}

/**
 * A value of ENV or LABEL in double quotes: `\`, `"` and `$` lose their meaning.
 * https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
function quoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, (it) => `\\${it}`)}"`;
}
