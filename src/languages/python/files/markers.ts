/**
 * Evaluates environment markers as far as Linux decides them.
 * https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */

/** The variables that have one value in every image. All others are unknown. */
const linux: Readonly<Record<string, string>> = {
  sys_platform: 'linux',
  platform_system: 'Linux',
  os_name: 'posix',
  implementation_name: 'cpython',
  platform_python_implementation: 'CPython',
};

/** `null`: it depends on something else than the system. */
type Truth = boolean | null;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

/**
 * Whether a marker keeps a package off Linux: `sys_platform == 'win32'`.
 *
 * @returns false for a marker that cannot be read.
 */
export function excludesLinux(marker: string | undefined): boolean {
  if (marker === undefined || marker.trim() === '') return false;
  const tokens = marker.match(/[()]|[<>=!~]+|"[^"]*"|'[^']*'|[\w.]+/g) ?? [];
  const reader = { tokens, at: 0 };
  const value = alternatives(reader);
  return value === false && reader.at === tokens.length;
}

/** Whether all of several alternatives keep a package off Linux. False for an empty list. */
export function allExcludeLinux(markers: readonly string[]): boolean {
  return markers.length > 0 && markers.every(excludesLinux);
}

function alternatives(reader: Reader): Truth {
  const values = operands(reader, 'or', conjunction);
  if (values.includes(true)) return true;
  return values.includes(null) ? null : false;
}

function conjunction(reader: Reader): Truth {
  const values = operands(reader, 'and', comparison);
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

function operands(reader: Reader, sign: string, read: (reader: Reader) => Truth): Truth[] {
  const values = [read(reader)];
  while (reader.tokens[reader.at] === sign) {
    reader.at += 1;
    values.push(read(reader));
  }
  return values;
}

function comparison(reader: Reader): Truth {
  if (reader.tokens[reader.at] === '(') {
    reader.at += 1;
    const value = alternatives(reader);
    reader.at += 1;
    return value;
  }
  const left = operand(reader);
  const not = reader.tokens[reader.at] === 'not';
  const sign = reader.tokens[reader.at + (not ? 1 : 0)];
  reader.at += not ? 2 : 1;
  const right = operand(reader);
  if (left === undefined || right === undefined) return null;
  if (sign === '==' || sign === '===') return left === right;
  if (sign === '!=') return left !== right;
  return sign === 'in' ? right.includes(left) !== not : null;
}

/** @returns `undefined` for a variable whose value is unknown. */
function operand(reader: Reader): string | undefined {
  const token = reader.tokens[reader.at] ?? '';
  reader.at += 1;
  return /^["']/.test(token) ? token.slice(1, -1) : linux[token];
}
