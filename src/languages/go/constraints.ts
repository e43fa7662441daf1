/**
 * Decides whether a file is part of a build for Linux, from the file name and the `//go:build`
 * line.
 * https://pkg.go.dev/cmd/go#hdr-Build_constraints
 */

const systems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
    ' ',
  ),
);
const architectures = new Set(
  '386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
    ' ',
  ),
);

/** The architectures that generated images are built for by default. */
const built = new Set(['amd64', 'arm64']);

/**
 * @param path path of a Go file.
 * @param constraint the expression of the `//go:build` line.
 * @param cgo whether cgo is enabled.
 * @param tags the tags that the build sets.
 * @returns whether the file is compiled for Linux.
 */
export function isBuilt(
  path: string,
  constraint: string | undefined,
  cgo: boolean,
  tags: ReadonlySet<string> = new Set(),
): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!isBuiltByName(name)) return false;
  return (
    constraint === undefined || evaluate(constraint, (tag) => tags.has(tag) || isTag(tag, cgo))
  );
}

function isBuiltByName(name: string): boolean {
  if (
    !name.endsWith('.go') ||
    name.endsWith('_test.go') ||
    name.startsWith('_') ||
    name.startsWith('.')
  )
    return false;
  const words = name.slice(0, -3).split('_').slice(1);
  const last = words.at(-1);
  const before = words.at(-2);
  if (last === undefined) return true;
  if (architectures.has(last))
    return built.has(last) && (before === undefined || !systems.has(before) || before === 'linux');
  return !systems.has(last) || last === 'linux';
}

function isTag(tag: string, cgo: boolean): boolean {
  if (tag === 'cgo') return cgo;
  return (
    tag === 'linux' || tag === 'unix' || tag === 'gc' || built.has(tag) || /^go1\.\d+$/.test(tag)
  );
}

/**
 * Evaluates `a && (b || !c)`. An expression that cannot be parsed counts as satisfied, because the
 * compiler reports its error.
 */
function evaluate(expression: string, holds: (tag: string) => boolean): boolean {
  const tokens = expression.match(/&&|\|\||!|\(|\)|[\w.]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let value = both();
    while (tokens[at] === '||') {
      at += 1;
      const right = both();
      value = value || right;
    }
    return value;
  };
  const both = (): boolean => {
    let value = single();
    while (tokens[at] === '&&') {
      at += 1;
      const right = single();
      value = value && right;
    }
    return value;
  };
  const single = (): boolean => {
    const token = tokens[at];
    at += 1;
    if (token === '!') return !single();
    if (token !== '(') return token === undefined || holds(token);
    const value = either();
    at += 1;
    return value;
  };
  return either();
}
