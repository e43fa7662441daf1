import { describe, expect, it } from 'vitest';
import { noted, programOf } from '../../../support/go-facts.ts';

const reads = (body: string, more = '') =>
  `import "runtime/debug"\n\n${more}func main() {\n\tinfo, _ := debug.ReadBuildInfo()\n\t${body}\n}\n`;

async function reported(body: string): Promise<string> {
  const { notes } = await programOf(body);
  return noted(notes.filter((it) => it.code === 'go/no-build-information'));
}

describe('a version from the build information', () => {
  it.each([
    ['of the module', 'println(info.Main.Version)'],
    [
      'of git',
      'for _, it := range info.Settings { if it.Key == "vcs.revision" { println(it.Value) } }',
    ],
  ])('%s is not there, which is reported', async (_what, body) => {
    expect(await reported(reads(body))).toBe(
      'info: the program takes its version from git, which is not in the build context: it is (devel), without a revision (main.go:6)\nKeep the version in a string variable such as main.version: docker build --build-arg VERSION=1.2.3 then links it into the program.',
    );
  });

  it.each([
    [
      'the versions of modules are read',
      reads('for _, it := range info.Deps { println(it.Version) }'),
    ],
    ['a variable has the version', reads('println(info.Main.Version)', 'var version = "1.0"\n\n')],
    [
      'another function has that name',
      'func ReadBuildInfo() (i Info) { return }\n\nfunc main() {\n\tprintln(ReadBuildInfo().Main.Version)\n}\n',
    ],
  ])('is not missed where %s', async (_what, body) => {
    expect(await reported(body)).toBe('');
  });
});
