/** Knows the packages of the standard library by their paths: https://pkg.go.dev/std */

/** The first parts of its import paths, which win over the name of a module. */
const standard = new Set(
  'archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe weak'.split(
    ' ',
  ),
);

export function isStandard(path: string): boolean {
  return standard.has(path.split('/')[0] ?? '');
}
