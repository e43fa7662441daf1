/** Go sources of tests, as statements or files. */

/** The packages that the statements of tests name without importing them. */
const packages: Readonly<Record<string, string>> = {
  cmp: 'cmp',
  cobra: 'github.com/spf13/cobra',
  exec: 'os/exec',
  filepath: 'path/filepath',
  flag: 'flag',
  fmt: 'fmt',
  http: 'net/http',
  ioutil: 'io/ioutil',
  kingpin: 'github.com/alecthomas/kingpin/v2',
  migrate: 'github.com/golang-migrate/migrate/v4',
  net: 'net',
  os: 'os',
  pflag: 'github.com/spf13/pflag',
  runtime: 'runtime',
  signal: 'os/signal',
  strconv: 'strconv',
  syscall: 'syscall',
  template: 'html/template',
  unix: 'golang.org/x/sys/unix',
  viper: 'github.com/spf13/viper',
  cli: 'github.com/urfave/cli/v3',
};

/**
 * Adds the imports that are missing to the line of the package clause, so that the lines stay the
 * same.
 */
export function imported(source: string): string {
  const missing = Object.entries(packages).filter(
    ([name, path]) =>
      new RegExp(`(?<![\\w."/])${name}\\.[A-Z]`).test(source) &&
      !new RegExp(`"(?:${path}|[^"\n]*/${name})(?:/v\\d+)?"`).test(source),
  );
  return source.replace(
    /^package \w+/m,
    (clause) => `${clause}${missing.map(([name, path]) => `; import ${name} "${path}"`).join('')}`,
  );
}

/** @returns a file for an example: `import "net/http"; http.ListenAndServe(":8080", nil)`. */
export function fileOf(example: string): string {
  if (example.includes('package ')) return imported(example);
  const imports = /^(?:import (?:\([^)]*\)|[^;]*);\s*)*/.exec(example)?.[0] ?? '';
  const body = example.slice(imports.length);
  return imported(
    `package main\n${imports}\n${body.includes('func ') ? body : `func main() {\n${body}\n}`}\n`,
  );
}
