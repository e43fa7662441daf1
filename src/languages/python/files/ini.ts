/**
 * Reads the values of pip.conf or setup.cfg with their line numbers.
 * https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */

export interface IniValue {
  /** Continuation lines are separate lines of the value. */
  readonly value: string;
  readonly line: number;
}

/**
 * @returns values by `section.key`, both in lower case, because Python compares keys in lower case.
 */
export function readIni(text: string): ReadonlyMap<string, IniValue> {
  const values = new Map<string, IniValue>();
  let section = '';
  let last: string | null = null;
  text.split(/\r?\n/).forEach((written, index) => {
    const bare = written.replace(/(?:^|\s)[#;].*$/, '').trimEnd();
    const heading = /^\[([^\]]+)\]/.exec(bare)?.[1];
    const assignment = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(bare);
    if (heading !== undefined) {
      section = heading.trim().toLowerCase();
      last = null;
    } else if (/^\s+\S/.test(bare) && last !== null) {
      const before = values.get(last);
      if (before) values.set(last, { ...before, value: `${before.value}\n${bare.trim()}`.trim() });
    } else if (assignment?.[1] !== undefined) {
      last = `${section}.${assignment[1].toLowerCase()}`;
      values.set(last, { value: assignment[2] ?? '', line: index + 1 });
    }
  });
  return values;
}

/** The lines of a list value. */
export function linesOf(value: IniValue | undefined): readonly string[] {
  return (value?.value ?? '')
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '');
}
