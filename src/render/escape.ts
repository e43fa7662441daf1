/** Template helpers. Each one escapes a value for one place in a Dockerfile. */
import { shellWord } from '../text/shell-words.ts';

/** `json`: exec form. `paths`: COPY. `quote`: ENV and LABEL. `word`: RUN. */
export const helpers = {
  json: (value: unknown) => execForm(value),
  paths: (value: unknown) => copyPaths(value),
  quote: (value: unknown) => quoted(String(value)),
  word: (value: unknown) => shellWord(String(value)),
};

/**
 * Formats a list as JSON: for the exec form of ENTRYPOINT, CMD and HEALTHCHECK, which expands no
 * variables, and for VOLUME, which gets paths without variables.
 */
function execForm(value: unknown): string {
  if (!Array.isArray(value)) throw new Error('json takes a list');
  return `[${value.map((it) => JSON.stringify(String(it))).join(', ')}]`;
}

/**
 * Formats the list form of COPY. Unlike in other JSON forms, variables, quotes and patterns have a
 * meaning in these paths (https://docs.docker.com/reference/dockerfile/#copy). A file name is
 * therefore escaped twice: as a pattern, then as a word.
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
 * Puts a value of ENV or LABEL in double quotes and escapes `\`, `"` and `$`.
 * https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
function quoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, (it) => `\\${it}`)}"`;
}
