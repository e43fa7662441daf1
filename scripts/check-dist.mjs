// Packs the package as npm publishes it, unpacks it into an empty folder and uses it there: --version, --help, one generation, one mistake.
// Called directly, it lets npm do all of this through prepack, and checks that npm still prints only JSON.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'check-dist-'));
// The grammars of the parser are 2.3 MB of it, 340 kB packed; the whole package is 1.0 MB packed. It grows with what is known.
const largest = 5_000_000;
/** Inherits no --dry-run from the npm that runs this: `npm publish --dry-run` calls prepack, too. */
const pack = (errors, ...flags) =>
  JSON.parse(
    execFileSync('npm', ['pack', '--json', ...flags], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', errors],
      env: { ...process.env, npm_config_dry_run: 'false' },
      shell: process.platform === 'win32',
    }),
  );
try {
  if (process.env.npm_lifecycle_event === 'prepack') checkPackage();
  else pack('inherit', '--dry-run');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function checkPackage() {
  const [{ filename, unpackedSize }] = pack(
    'ignore',
    '--ignore-scripts',
    '--pack-destination',
    folder,
  );
  execFileSync('tar', ['-xzf', filename], { cwd: folder });
  const home = join(folder, 'package');
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'go.mod'), 'module example.com/hello\n\ngo 1.26\n');
  writeFileSync(
    join(project, 'main.go'),
    'package main\n\nimport "net/http"\n\nfunc main() { _ = http.ListenAndServe(":8080", nil) }\n',
  );
  const run = (...argv) =>
    spawnSync(process.execPath, [join(home, manifest.bin['create-secure-dockerfile']), ...argv], {
      cwd: project,
      encoding: 'utf8',
    });
  const expect = (what, holds, shown) => {
    if (!holds) throw new Error(`${what}: ${shown}`);
  };

  expect(
    'no runtime dependencies',
    manifest.dependencies === undefined,
    JSON.stringify(manifest.dependencies),
  );
  expect(`at most ${largest} bytes unpacked`, unpackedSize <= largest, unpackedSize);
  for (const name of [
    'LICENSE',
    'README.md',
    'THIRD-PARTY-LICENSES',
    'templates/go/Dockerfile.hbs',
    'presets/go-scratch.yaml',
    'presets/preset.schema.json',
  ])
    expect('is packed', existsSync(join(home, name)), name);
  const sources = readdirSync(home, { recursive: true }).filter(
    (name) => /(^|\/)(src|test|node_modules)\//.test(name) || name.endsWith('.ts'),
  );
  expect('no sources are packed', sources.length === 0, sources);
  const version = run('--version');
  expect('--version', version.stdout === `${manifest.version}\n`, version.stdout + version.stderr);
  const help = run('--help');
  expect(
    '--help',
    help.status === 0 && help.stdout.includes('--runtime-version'),
    help.stdout + help.stderr,
  );
  const made = run('--yes', '--offline', '--base', 'scratch');
  expect(
    'one generation',
    made.status === 0 && readFileSync(join(project, 'Dockerfile'), 'utf8').includes('FROM scratch'),
    made.stderr,
  );
  const mistake = run('--bse');
  expect(
    'one unknown flag',
    mistake.status === 2 && mistake.stderr.includes('--base'),
    mistake.stderr,
  );
  const sizes = readdirSync(join(home, 'dist'), { recursive: true }).map((name) => [
    name,
    statSync(join(home, 'dist', name)).size,
  ]);
  // npm prints JSON to standard output, and another line would break it.
  console.error(
    `The package works on its own: ${(unpackedSize / 1e6).toFixed(2)} MB unpacked, dist/cli.cjs ${(sizes.find(([name]) => name === 'cli.cjs')[1] / 1e3).toFixed(0)} kB.`,
  );
}
