import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The awk program of the template, as the build runs it. */
const awk =
  /awk -v program="\$program" ' \\\n([\s\S]*?)'; done/
    .exec(readFileSync('templates/partials/libraries.hbs', 'utf8'))?.[1]
    ?.replaceAll('\\\n', '\n') ?? '';

function found(program: string, output: string): string {
  const { stdout, stderr } = spawnSync('awk', ['-v', `program=${program}`, awk], {
    input: output,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout;
}

describe.skipIf(process.platform === 'win32')('what the loader says of a file', () => {
  it('glibc: beside the library that is not there, the others are found', () => {
    const output =
      '\tlinux-vdso.so.1 (0x00007f)\n\tlibstdc++.so.6 => /usr/lib/libstdc++.so.6 (0x00007f)\n\tlibcairo.so.2 => not found\n\tlibm.so.6 => /usr/lib/libm.so.6 (0x00007f)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f)\n';
    expect(found('/app/a.node', output)).toBe(
      'library /usr/lib/libstdc++.so.6\nmissing libcairo.so.2 /app/a.node\nlibrary /usr/lib/libm.so.6\n',
    );
  });

  it('a part of a library that machines may lack is no error', () => {
    expect(found('/app/libprovider_cuda.so', '\tlibcudart.so.12 => not found\n')).toBe(
      'absent libcudart.so.12 /app/libprovider_cuda.so\n',
    );
  });

  it('musl', () => {
    expect(
      found(
        '/app/a.node',
        'Error loading shared library libcairo.so.2: No such file or directory (needed by /app/a.node)\n\tlibstdc++.so.6 => /usr/lib/libstdc++.so.6 (0x7f)\n',
      ),
    ).toBe('missing libcairo.so.2 /app/a.node\nlibrary /usr/lib/libstdc++.so.6\n');
  });
});

describe('the loader of glibc', () => {
  // Tried with 2.36 and 2.43: --list ends at the first library that is not there, and names none.
  it('is asked as ldd asks it', () => {
    const partial = readFileSync('templates/partials/libraries.hbs', 'utf8');
    expect(partial).toContain('LD_TRACE_LOADED_OBJECTS=1 "$loader" $list "$program"');
    expect(partial).toContain('case "$loader" in *musl*) list=--list;; *) list=;; esac');
  });
});
