/** Each format of the report, with text from an image that tries to break out of it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseArguments } from '../../../src/cli/args.ts';
import { helpText } from '../../../src/cli/help.ts';
import { verifyShape } from '../../../src/cli/shapes.ts';
import { verify } from '../../../src/commands/verify.ts';
import { readDockerfile } from '../../../src/dockerfile/facts.ts';
import { UserError } from '../../../src/errors.ts';
import { memoryOutput, memoryProject } from '../../../src/ports/memory.ts';
import { reportFiles } from '../../../src/ports/node-reports.ts';
import { findProgram } from '../../../src/ports/node-programs.ts';
import { contentsOf } from '../../../src/verify/contents.ts';
import { readFiles } from '../../../src/verify/files.ts';
import { withLines } from '../../../src/verify/places.ts';
import {
  titles,
  type PromiseId,
  type Verdict,
  type VerifyReport,
} from '../../../src/verify/report.ts';
import { reportsOf } from '../../../src/verify/reporters/publish.ts';
import type { ReportContext } from '../../../src/verify/reporters/reporter.ts';
import {
  reportFormats,
  reporters,
  type ReportFormat,
} from '../../../src/verify/reporters/reporters.ts';
import { squarified } from '../../../src/verify/reporters/treemap.ts';
import { memoryEngine, tarOf, type Script } from '../../support/verify-memory.ts';

const hostile = '\u001b[31m</text></td><script>alert("1")</script> & 50% `a|b` @octocat #12\u0000';

const verdictOf = (id: PromiseId, more: Partial<Verdict>): Verdict => ({
  id,
  title: titles[id],
  kept: true,
  detail: '',
  ...more,
});

const report: VerifyReport = {
  ok: false,
  engine: 'docker',
  dockerfile: 'Dockerfile',
  target: 'api',
  image: {
    id: 'sha256:a',
    size: 5_000_000,
    layers: [
      { createdBy: `RUN ${hostile}`, size: 1_000_000 },
      { createdBy: 'COPY /app /app', size: 4_000_000 },
    ],
    files: {
      largest: [
        { path: '/app/server', size: 4_000_000 },
        { path: `/usr/lib/${hostile}`, size: 900_000 },
        { path: '/etc/tiny', size: 3 },
      ],
      count: 40,
      size: 4_950_003,
    },
  },
  promises: [
    verdictOf('builds', {}),
    verdictOf('user', {
      kept: false,
      detail: `it is root: ${hostile}\nsecond, line`,
      hint: 'Write USER 65532:65532',
      line: 7,
    }),
    verdictOf('answers', { but: 'GET / is 404', line: 8 }),
    verdictOf('capabilities', { kept: null, detail: 'there is no /proc' }),
    verdictOf('pid-1', { kept: null, detail: 'a shell', because: 'user' }),
  ],
  compared: null,
  broken: ['user'],
  doubtful: ['answers'],
  answer: null,
  seen: null,
  log: `listening\n\`\`\`\n${hostile}`,
  timings: { build: 9100, ready: 400, total: 11_000 },
  left: null,
};

const context: ReportContext = { version: '1.2.3', file: 'services/my api/Dockerfile' };

const rendered = async (format: ReportFormat, more: Partial<ReportContext> = {}): Promise<string> =>
  (await reporters[format]())(report, { ...context, ...more });

test('JSON is the report, and text has a line for each promise', async () => {
  expect(JSON.parse(await rendered('json'))).toEqual(report);
  expect(await rendered('text')).toContain('x BROKEN      USER is a numeric uid:gid, not root');
});

describe('SARIF', () => {
  interface Sarif {
    readonly runs: readonly [
      {
        readonly tool: {
          readonly driver: {
            readonly version: string;
            readonly rules: readonly { readonly id: string }[];
          };
        };
        readonly results: readonly {
          readonly ruleId: string;
          readonly ruleIndex: number;
          readonly level: string;
          readonly message: { readonly text: string };
          readonly locations: readonly unknown[];
        }[];
      },
    ];
  }
  const parsed = async (more?: Partial<ReportContext>) =>
    JSON.parse(await rendered('sarif', more)) as Sarif;

  test('has what code scanning demands', async () => {
    const log = await parsed();
    expect(log).toMatchObject({
      version: '2.1.0',
      $schema: expect.stringMatching(/sarif-2\.1\.0/) as string,
    });
    const [{ tool, results }] = log.runs;
    expect(tool.driver).toMatchObject({ name: 'create-secure-dockerfile', version: '1.2.3' });
    expect(tool.driver.rules).toHaveLength(report.promises.length);
    expect(tool.driver.rules[1]).toEqual({
      id: 'user',
      shortDescription: { text: titles.user },
      helpUri: expect.stringMatching(/^https:.*docs\/verify\.md/) as string,
      defaultConfiguration: { level: 'error' },
    });
    for (const { ruleId, ruleIndex } of results)
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('has a result for each promise that is not simply kept, but none for what follows', async () => {
    const [{ results }] = (await parsed()).runs;
    expect(results.map((it) => [it.ruleId, it.level])).toEqual([
      ['user', 'error'],
      ['answers', 'warning'],
      ['capabilities', 'note'],
    ]);
    expect(results[0]?.message.text).toContain('Next: Write USER 65532:65532');
    expect(results[0]?.message.text).not.toContain('\u001b');
  });

  test('names the line in the Dockerfile, as an address', async () => {
    const [{ results }] = (await parsed()).runs;
    const place = (startLine: number) => [
      {
        physicalLocation: {
          artifactLocation: { uri: 'services/my%20api/Dockerfile' },
          region: { startLine },
        },
      },
    ];
    expect(results.map((it) => it.locations)).toEqual([place(7), place(8), place(1)]);
  });

  test('names an image that has no Dockerfile', async () => {
    const [{ results }] = (await parsed({ file: null })).runs;
    expect(results[0]?.locations).toEqual([
      { logicalLocations: [{ fullyQualifiedName: 'Dockerfile (target api)' }] },
    ]);
  });
});

describe('JUnit', () => {
  test('has a test for each promise, its counts, and nothing that XML forbids', async () => {
    const text = await rendered('junit');
    expect(text.match(/<testcase /g)).toHaveLength(5);
    expect(text).toContain('tests="5" failures="1" errors="0" skipped="2" time="11.000"');
    expect(text).toContain('<failure type="user" message="it is root: &lt;/text&gt;');
    expect(text).toContain('Write USER 65532:65532</failure>');
    expect(text).toContain('<skipped message="there is no /proc"/>');
    expect(text).toContain('<skipped message="not judged until this is fixed: user"/>');
    expect(text).toContain('<system-out>kept, but: GET / is 404</system-out>');
    expect(text).toContain('<system-out>listening\n');
    expect(text).toMatch(/classname="Dockerfile \(target api\)\.builds" time="9\.100"\/>/);
    expect(text).not.toContain('<script');
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
    expect(text.replace(/&(?:amp|lt|gt|quot);/g, '')).not.toContain('&');
  });

  test('drops halves of pairs, which no parser accepts', async () => {
    const text = (await reporters.junit())({ ...report, log: 'a\ud800b\uffffc' }, context);
    expect(text).toContain('<system-out>abc</system-out>');
  });
});

describe('GitHub', () => {
  test('has an annotation for each promise that is not simply kept', async () => {
    const lines = (await rendered('github')).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(
      '::error file=services/my api/Dockerfile,line=7,title=USER is a numeric uid%3Agid%2C not root::it is root: </text></td><script>alert("1")</script> & 50%25 `a|b` @octocat #12%0Asecond, line%0AWrite USER 65532:65532',
    );
    expect(lines[1]).toMatch(/^::warning file=.*,line=8,title=.*::GET \/ is 404$/);
    expect(lines[2]).toMatch(/^::notice file=.*,line=1,title=/);
    expect(lines[3]).toBe(
      'verify: Dockerfile (target api): 2 kept (1 with a but), 1 broken, 2 not judged',
    );
  });

  test('names no file for an image', async () => {
    expect(await rendered('github', { file: null })).toMatch(/^::error title=USER/);
  });
});

describe('Markdown', () => {
  test('is a table of the promises, with nothing that ends a cell or calls a user', async () => {
    const text = await rendered('markdown');
    const row = text.split('\n').find((it) => it.includes('broken**')) ?? '';
    expect(row).toContain('\\`a\\|b\\` @<!-- -->octocat #<!-- -->12<br>second, line');
    expect(row).toContain('&lt;script>');
    expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(5);
    expect(text).toContain('### ❌ Dockerfile (target api): 2 kept');
    expect(text).toContain('- USER is a numeric uid:gid, not root: Write USER 65532:65532');
    expect(text).toContain('| 4.0 MB | COPY /app /app |');
    expect(text).toContain('Times: build 9.1 s, ready 0.4 s, total 11.0 s, with docker.');
  });

  test('has the size beside that of the Dockerfile to compare with', async () => {
    const compared = { dockerfile: 'old|one', size: 20_000_000 };
    expect((await reporters.markdown())({ ...report, compared }, context)).toContain(
      '**Size: 5.0 MB**, 25 % of old\\|one (20.0 MB)\n',
    );
    expect(await rendered('markdown')).toContain('**Size: 5.0 MB**\n');
  });

  test('fences the log with more than it has', async () => {
    expect(await rendered('markdown')).toContain('\n````text\nlistening\n```\n');
  });
});

describe('HTML', () => {
  test('is one page that loads and runs nothing', async () => {
    const page = await rendered('html');
    expect(page).toContain("default-src 'none'; style-src 'sha256-");
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import| style=| on\w+=/i);
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)');
    expect(page).not.toContain('\u001b');
  });

  test('begins with what is broken, and has the detail, the hint, the line and the log', async () => {
    const page = await rendered('html');
    const rows = [...page.matchAll(/<tr class="(\w+)">/g)].map(([, it]) => it);
    expect(rows).toEqual(['broken', 'doubtful', 'open', 'open', 'kept']);
    expect(page).toContain('<small>line 7</small>');
    expect(page).toContain('<p class="hint">Write USER 65532:65532</p>');
    expect(page).toContain('GET / is 404');
    expect(page).toContain('<td class="number">9.1 s</td>');
    expect(page).toMatch(/<pre class="log"[^>]*>listening/);
  });

  test('shows the layers and the files by size, with the small ones merged', async () => {
    const page = await rendered('html');
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page).toContain('<title>/app/server, 4.0 MB</title>');
    expect(page).toContain('<title>38 other files, 50.0 kB</title>');
    expect(page).not.toContain('/etc/tiny');
  });

  test('has a bar for the size of this image, and one for the Dockerfile to compare with', async () => {
    const compare = async (size: number | null) =>
      (await reporters.html())({ ...report, compared: { dockerfile: 'old <b>', size } }, context);
    const page = await compare(20_000_000);
    expect(page).toContain('<figcaption>25 % of old &lt;b&gt; (20.0 MB)</figcaption>');
    const bars = [...page.matchAll(/<rect class="c[03]" x="0" y="\d+" width="(\d+)" height="22"/g)];
    expect(bars.map(([, width]) => width)).toEqual(['250', '1000']);
    expect(await compare(null)).toContain(
      '<figcaption>old &lt;b&gt; could not be built</figcaption>',
    );
  });

  test('names a layer without a command', async () => {
    const { image } = report;
    const imported = {
      ...report,
      image: image && { ...image, layers: [{ createdBy: '', size: 9 }] },
    };
    const page = (await reporters.html())(imported, context);
    expect(page).toContain('<title>(imported), 9 B</title>');
    expect(page).toContain('<td>(imported)</td>');
  });

  // A machine without a browser cannot look at it; CI has one.
  const browser = ['chromium', 'chromium-browser', 'google-chrome']
    .map((it) => findProgram(it, process.env))
    .find((it) => it !== undefined);
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'page-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a browser draws it, refuses nothing and reports nothing', { timeout: 90_000 }, async () => {
    if (browser === undefined) return;
    const path = join(folder, 'page.html');
    await writeFile(path, await rendered('html'));
    const picture = join(folder, 'page.png');
    const { stderr } = await promisify(execFile)(
      browser,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--enable-logging=stderr',
        `--user-data-dir=${folder}/profile`,
        '--window-size=1100,1600',
        `--screenshot=${picture}`,
        `file://${path}`,
      ],
      { timeout: 80_000 },
    );
    expect(stderr.split('\n').filter((it) => it.includes('CONSOLE'))).toEqual([]);
    expect((await stat(picture)).size).toBeGreaterThan(30_000);
  });
});

describe('a treemap', () => {
  const box = { x: 0, y: 0, width: 600, height: 400 };
  const sizes = [6, 6, 4, 3, 2, 2, 1];
  const placed = squarified(
    sizes.map((size) => ({ size })),
    box,
  );

  test('gives each item its share of the area, within the box', () => {
    for (const it of placed) {
      expect(it.width * it.height).toBeCloseTo((it.size / 24) * 600 * 400, 3);
      expect(it.x + it.width).toBeLessThanOrEqual(600.001);
      expect(it.y + it.height).toBeLessThanOrEqual(400.001);
    }
  });

  test('keeps them near to squares, as the authors of the layout show', () => {
    const ratios = placed.map((it) => Math.max(it.width / it.height, it.height / it.width));
    expect(Math.max(...ratios)).toBeLessThan(3);
    expect(placed[0]).toMatchObject({ x: 0, y: 0, width: 300, height: 200 });
  });

  test('has no rectangle that is on another', () => {
    for (const a of placed)
      for (const b of placed)
        if (a !== b)
          expect(
            Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) < 0.001 ||
              Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) < 0.001,
          ).toBe(true);
  });

  test('draws nothing for an empty image', () => {
    expect(squarified([{ size: 0 }], box)).toEqual([]);
  });
});

describe('the contents of an image', () => {
  test('are its largest files, with hard links counted once', async () => {
    const files = await readFiles(
      tarOf([
        { path: 'b', text: 'x'.repeat(500) },
        { path: 'a', text: 'x'.repeat(2000) },
        { path: 'c', type: 'link', link: 'a' },
        { path: 'empty' },
        { path: 'd', type: 'directory' },
      ]),
    );
    expect(contentsOf(files)).toEqual({
      largest: [
        { path: '/a', size: 2000 },
        { path: '/b', size: 500 },
      ],
      count: 4,
      size: 2500,
    });
    expect(contentsOf('no export')).toBeNull();
  });
});

describe('the line of a promise', () => {
  const dockerfile = readDockerfile(
    `FROM node AS build\nRUN x\nFROM node@sha256:${'a'.repeat(64)}\nCOPY . .\nUSER 0\nEXPOSE 80\nENTRYPOINT x\nHEALTHCHECK CMD y\n`,
  );
  const broken = (id: PromiseId, detail = ''): Verdict => verdictOf(id, { kept: false, detail });

  test.each([
    ['user', 5],
    ['answers', 6],
    ['exec-form', 7],
    ['healthy', 8],
    ['no-shell', 3],
    ['pinned', 1],
    ['stops', 7],
  ] as const)('%s is on line %s', (id, line) => {
    expect(withLines([broken(id)], dockerfile)[0]?.line).toBe(line);
  });

  test('a failed build names the line of its step, and a build check its own', () => {
    const verdicts = [
      broken('builds', 'docker build ended with 1\n  | Dockerfile:12\n  | -----'),
      broken('build-checks', 'line 3: FromAsCasing: casing'),
    ];
    expect(withLines(verdicts, dockerfile).map((it) => it.line)).toEqual([12, 3]);
  });

  test('a kept promise has none, and an image has no lines', () => {
    expect(withLines([verdictOf('user', {})], dockerfile)[0]).not.toHaveProperty('line');
    expect(withLines([broken('user')], null)[0]).not.toHaveProperty('line');
  });
});

describe('--report', () => {
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'report-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async (flags: readonly string[], changes: Partial<Script> = {}) => {
    const memory = memoryEngine(changes);
    const out = memoryOutput();
    const { values } = parseArguments(flags, verifyShape);
    const ports = {
      ...memory,
      out,
      project: memoryProject({}),
      userFile: () => undefined,
      asset: () => '',
      assets: () => [],
      reports: reportFiles(),
    };
    const code = await verify('services/api', values, ports, '1.2.3').catch(
      (error: unknown) => error,
    );
    return { code, out, commands: memory.commands };
  };

  test('two names of the Dockerfile are refused before anything is built', async () => {
    const { code, commands } = await run(['-f', 'a', '-o', 'b']);
    expect((code as UserError).message).toContain(
      '--file a and --output b both name the Dockerfile.',
    );
    expect(commands).toEqual([]);
    expect((await run(['-f', 'a.Dockerfile'])).code).toBe(0);
  });

  test('is in the help with every format', async () => {
    const help = (await helpText(verifyShape, [])).replace(/\s+/g, ' ');
    expect(help).toContain('--report FORMAT[=FILE]');
    expect(help).toContain(reportFormats.join(', '));
  });

  test('writes files, makes their folders, and prints the text', async () => {
    const { code, out } = await run(
      ['--report', `sarif=${folder}/a/b.sarif`, '--report', `html=${folder}/c.html`],
      { user: 'root' },
    );
    expect(code).toBe(1);
    expect(out.printed).toHaveLength(1);
    expect(out.printed[0]).toContain('x BROKEN');
    const sarif = await readFile(`${folder}/a/b.sarif`, 'utf8');
    expect(sarif).toContain('"uri": "services/api/Dockerfile"');
    expect(sarif).toContain('"startLine": 5');
    expect(await readFile(`${folder}/c.html`, 'utf8')).toContain('/app, 7 B');
  });

  test('prints one format alone, and --json is one of them', async () => {
    const json = await run(['--json', '--report', `junit=${folder}/x.xml`]);
    expect(json.out.printed).toHaveLength(1);
    expect(JSON.parse(json.out.printed[0] ?? '')).toMatchObject({
      ok: true,
      image: { files: { count: 1 } },
    });
    expect((await run(['--report', 'github'])).out.printed).toEqual([
      'verify: Dockerfile: 19 kept, 0 broken',
    ]);
  });

  test.each([
    [['sarif', 'junit'], 'Two reports go to standard output.'],
    [['sarif=a', 'junit=a'], 'Two reports go to a.'],
  ])('%s is refused', (flags, says) => {
    expect(() => reportsOf(flags, false)).toThrow(says);
    expect(() => reportsOf(['text'], true)).toThrow(UserError);
  });

  test('a format that is not there is refused by name', () => {
    expect(() => parseArguments(['--report', 'pdf'], verifyShape)).toThrow(
      '--report pdf: must be text, json, sarif, junit, github, markdown or html',
    );
  });

  test.each([
    ['a folder of that name', () => folder, 'a folder has that name'],
    ['a file where a folder must be', () => '/dev/null/x.sarif', 'is not a folder'],
  ])('%s is refused before anything is built', async (_, path, says) => {
    const { code, commands } = await run(['--report', `sarif=${path()}`]);
    expect(code).toBeInstanceOf(UserError);
    expect((code as UserError).message).toContain(says);
    expect(commands).toEqual([]);
  });

  test('the Dockerfile of another place has no path in the repository', () => {
    expect(reportFiles().pathOf('.', '/elsewhere/Dockerfile')).toBeNull();
    expect(reportFiles().pathOf('a', 'b/Dockerfile')).toBe('a/b/Dockerfile');
  });
});
