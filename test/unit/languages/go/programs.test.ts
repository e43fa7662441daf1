import { describe, expect, it } from 'vitest';
import { noted, programOf } from '../../../support/go-facts.ts';

/** The programs that are warned of, with their places; what needs a shell after them. */
async function startsIn(lines: string, rest = ''): Promise<string> {
  const service = await programOf(
    `import (\n\t"os/exec"\n\t"net/http"\n)\n\nfunc main() {\n${lines}\n}\n${rest}`,
  );
  const found = service.notes
    .filter((it) => it.code === 'go/program-missing')
    .map(
      (it) =>
        `${it.text.split(' ')[0]} ${it.evidence?.map(({ line }) => String(line)).join('+')}${it.text.includes('if it exists') ? '?' : ''}`,
    );
  const { shell } = service.details;
  return [...found, ...(shell === null ? [] : [`shell ${shell}`])].join(', ');
}

describe('programs that the code starts', () => {
  it.each<[string, string, string, string]>([
    ['a literal', 'exec.Command("git", "clone").Run()', '', 'git 9'],
    ['in a context', 'exec.CommandContext(ctx, "ffmpeg")', '', 'ffmpeg 9'],
    ['by its path', 'exec.Command("/usr/bin/convert")', '', 'convert 9'],
    ['by a constant', 'exec.Command(tool)', 'const tool = "pandoc"', 'pandoc 9'],
    [
      'by a field',
      'c := config{Tool: "gs"}\nexec.Command(c.Tool)',
      'type config struct { Tool string }',
      'gs 10',
    ],
    ['by the default of a variable', 'exec.Command(cmp.Or(os.Getenv("TOOL"), "dot"))', '', 'dot 9'],
    [
      'through a helper',
      'run("git", "pull")\nrun("make")',
      'func run(name string, args ...string) { exec.Command(name, args...).Run() }',
      'git 9, make 10',
    ],
    ['only if it is there', 'exec.LookPath("gpg")', '', 'gpg 9?'],
    ['looked up and started', 'exec.LookPath("gpg")\nexec.Command("gpg")', '', 'gpg 10'],
    ['at several places', 'exec.Command("git")\nexec.Command("git")', '', 'git 9+10'],
    [
      'a shell',
      'exec.Command("sh", "-c", "df -h | tail")',
      '',
      'shell main.go:9 runs a command line',
    ],
    [
      'programs of a command line',
      'exec.Command("/bin/sh", "-ec", "cd a && GIT_DIR=. git pull; exec ffmpeg -i x")',
      '',
      'git 9, ffmpeg 9, shell main.go:9 runs a command line',
    ],
    [
      'part of a shell',
      'exec.Command("df")',
      '',
      'shell main.go:9 starts df, which comes with a shell',
    ],
    [
      'none that only the run knows',
      'exec.Command(load())\nexec.Command("tool-" + load())',
      '',
      '',
    ],
    ['none of the project', 'exec.Command("./bin/x")\nexec.Command(os.Args[0])', '', ''],
    ['none of a desktop', 'exec.Command("xdg-open", u)', '', ''],
    [
      'none of another system',
      'switch runtime.GOOS {\ncase "windows":\nexec.Command("tasklist")\ncase "linux":\nexec.Command("lsof")\n}\nif runtime.GOOS == "darwin" {\nexec.Command("sysctl")\n} else {\nexec.Command("nvidia-smi")\n}',
      '',
      'lsof 13, nvidia-smi 18',
    ],
  ])('%s', async (_, lines, rest, expected) => {
    expect(await startsIn(lines, rest)).toBe(expected);
  });

  it('are not looked for in packages that the program does not import', async () => {
    const { notes } = await programOf('func main() {}\n', {
      'tools/t.go': 'package tools\n\nimport "os/exec"\n\nfunc T() { exec.Command("git") }\n',
    });
    expect(noted(notes)).not.toContain('git');
  });

  it('have a cure', async () => {
    const { notes } = await programOf(
      'import "os/exec"\n\nfunc main() {\n\texec.Command("pdftotext")\n\texec.Command("wkhtmltopdf")\n\texec.Command("rahasher")\n}\n',
    );
    expect(noted(notes)).toContain(
      'warning: pdftotext is started, but the image does not have it: code that needs it fails (main.go:6)\nInstall it with --base alpine --packages poppler-utils, or run it in another container.',
    );
    expect(noted(notes)).toContain('(main.go:7)\nRun it in another container.');
    expect(noted(notes)).toContain(
      '(main.go:8)\nIf Alpine has a package rahasher, install it with --base alpine --packages rahasher; else run it in another container.',
    );
  });

  it.each([
    ['chromedp.NewContext(ctx)', 'chromium'],
    ['chromedp.NewRemoteAllocator(ctx, url)\nchromedp.NewContext(ctx)', ''],
  ])('are browsers, unless they run elsewhere: %s', async (lines, expected) => {
    const { notes } = await programOf(
      `import "github.com/chromedp/chromedp"\n\nfunc main() {\n${lines}\n}\n`,
    );
    const found = notes.filter((it) => it.code === 'go/program-missing');
    expect(found.map((it) => it.text.split(' ')[0]).join()).toBe(expected);
  });
});

describe('libraries that the code loads', () => {
  it('are missing in the image, each once', async () => {
    const { notes } = await programOf(
      'import "github.com/ebitengine/purego"\n\nfunc main() {\n\tpurego.Dlopen("libvlc.so.5", 0)\n\tpurego.Dlopen("libvlc.so.5", 1)\n\tpurego.Dlopen(name, 0)\n}\n',
    );
    const found = notes.filter((it) => it.code === 'go/library-missing');
    expect(found.map((it) => it.text)).toEqual([
      'libvlc.so.5 is loaded when the program runs, and the image does not have it',
      'a shared library is loaded when the program runs, and the image does not have it',
    ]);
  });

  it('are no plugins, which have their own note', async () => {
    const { notes } = await programOf('import "plugin"\n\nfunc main() { plugin.Open(name) }\n');
    expect(notes.map((it) => it.code)).toEqual(['go/plugins']);
  });
});
