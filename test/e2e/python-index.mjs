/**
 * End to end: Python packages from an index that asks for a login. A wheel is made and served here; the login is given as the header of
 * the Dockerfile says, the program runs with the package, and no layer contains the password, not even one of the build stage. Needs `docker`.
 *
 *   node test/e2e/python-index.mjs
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { placesOf, serveWithLogin, thisMachine } from './login-server.mjs';
import { bin, counter, docker, run } from './support.mjs';

const user = 'ci';
const password = 'index-password-5f27c1';
const greeting = 'hello from a private package';
const wheelName = 'acme_greeting-1.0-py3-none-any.whl';

const information = 'acme_greeting-1.0.dist-info';
const wheel = Buffer.from(
  zipSync({
    'acme_greeting.py': strToU8(`TEXT = ${JSON.stringify(greeting)}\n`),
    [`${information}/METADATA`]: strToU8(
      'Metadata-Version: 2.1\nName: acme-greeting\nVersion: 1.0\n',
    ),
    [`${information}/WHEEL`]: strToU8(
      'Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    ),
    [`${information}/RECORD`]: strToU8(
      `acme_greeting.py,,\n${information}/METADATA,,\n${information}/WHEEL,,\n${information}/RECORD,,\n`,
    ),
  }),
);
const hash = createHash('sha256').update(wheel).digest('hex');

const index = await serveWithLogin({
  user,
  password,
  answer: (path) =>
    ({
      '/simple/acme-greeting/': `<!DOCTYPE html><a href="/files/${wheelName}#sha256=${hash}">${wheelName}</a>`,
      [`/files/${wheelName}`]: wheel,
    })[path],
});

const program = `from http.server import BaseHTTPRequestHandler, HTTPServer

from acme_greeting import TEXT


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(TEXT.encode())


if __name__ == "__main__":
    HTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
`;
const requirements = `acme-greeting==1.0 --hash=sha256:${hash}\n`;
// Outside Linux, the index is not localhost for pip, which requires TLS of every other host.
const trusted = process.platform === 'linux' ? '' : `--trusted-host ${thisMachine}\n`;
/**
 * What Poetry hashes in a lock file, as Python writes it. Poetry only exports: `poetry install` asks PyPI for each locked release
 * (GET /pypi/NAME/VERSION/json), which mirrors with nothing but the simple index answer with 404.
 */
const poetryContent = `{"dependencies": {"acme-greeting": "1.0", "python": "^3.11"}, "dev-dependencies": null, "extras": null, "source": [{"name": "acme", "priority": "primary", "url": "http://${index.address}/simple"}]}`;
// The address, which differs in each run, is in a file of each: no layer of an earlier run fits.
const projects = {
  'pip, with variables': {
    'requirements.txt': `--index-url http://\${ACME_USER}:\${ACME_PASSWORD}@${index.address}/simple\n${trusted}${requirements}`,
  },
  'pip, with netrc': {
    'requirements.txt': `--index-url http://${index.address}/simple\n${trusted}${requirements}`,
  },
  'pip, with pip.conf': {
    'requirements.txt': `# ${index.address}\n${trusted}${requirements}`,
    'pip.conf': `[global]\nindex-url = http://${user}:${password}@${index.address}/simple\n`,
  },
  'Poetry, with netrc': {
    'pyproject.toml': `[tool.poetry]\npackage-mode = false\n\n[tool.poetry.dependencies]\npython = "^3.11"\nacme-greeting = "1.0"\n\n[[tool.poetry.source]]\nname = "acme"\nurl = "http://${index.address}/simple"\npriority = "primary"\n`,
    'poetry.lock': `[[package]]
name = "acme-greeting"
version = "1.0"
description = ""
optional = false
python-versions = "*"
groups = ["main"]
files = [
    {file = "${wheelName}", hash = "sha256:${hash}"},
]

[package.source]
type = "legacy"
url = "http://${index.address}/simple"
reference = "acme"

[metadata]
lock-version = "2.1"
python-versions = "^3.11"
content-hash = "${createHash('sha256').update(poetryContent).digest('hex')}"
`,
  },
  'uv, with an index that has a name': {
    'pyproject.toml': `[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["acme-greeting==1.0"]\n\n[[tool.uv.index]]\nname = "acme"\nurl = "http://${index.address}/simple"\ndefault = true\n`,
    'uv.lock': `version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "acme-greeting"
version = "1.0"
source = { registry = "http://${index.address}/simple" }
wheels = [
    { url = "http://${index.address}/files/${wheelName}", hash = "sha256:${hash}" },
]

[[package]]
name = "shop"
version = "1"
source = { virtual = "." }
dependencies = [
    { name = "acme-greeting" },
]

[package.metadata]
requires-dist = [{ name = "acme-greeting", specifier = "==1.0" }]
`,
  },
};

const netrc = join(mkdtempSync(join(tmpdir(), 'e2e-netrc-')), 'netrc');
writeFileSync(netrc, `machine ${thisMachine}\nlogin ${user}\npassword ${password}\n`, {
  mode: 0o600,
});
const environment = {
  ...process.env,
  ACME_USER: user,
  ACME_PASSWORD: password,
  UV_INDEX_ACME_USERNAME: user,
  UV_INDEX_ACME_PASSWORD: password,
};
const { step, close } = counter();

for (const [name, files] of Object.entries(projects)) {
  await step(`a private index: ${name}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-index-'));
    const images = [
      `secure-dockerfile-index-${process.pid}`,
      `secure-dockerfile-index-build-${process.pid}`,
    ];
    try {
      for (const [path, text] of Object.entries({ 'main.py': program, ...files }))
        writeFileSync(join(folder, path), text);
      const created = await run(process.execPath, [
        bin,
        folder,
        '--yes',
        '--json',
        '--base',
        'scratch',
      ]);
      assert.equal(created.code, 0, created.stderr);
      const { secrets } = JSON.parse(created.stdout);
      assert.notEqual(secrets.length, 0);
      const given = secrets.flatMap((it) => [
        '--secret',
        it.kind === 'variable'
          ? `id=${it.id},env=${it.id}`
          : `id=${it.id},src=${it.id === 'netrc' ? netrc : join(folder, it.source)}`,
      ]);

      const before = index.asked.allowed;
      const verified = await run(
        process.execPath,
        [bin, 'verify', folder, '--json', '--build-network', 'host', ...given],
        { env: environment },
      );
      assert.equal(
        verified.code,
        0,
        `${verified.stderr.slice(-1500)}${verified.stdout.slice(0, 1500)}`,
      );
      assert.equal(JSON.parse(verified.stdout).answer.body, greeting);
      assert.ok(index.asked.allowed > before, 'the index was not asked');

      for (const [image, target] of [
        [images[0], []],
        [images[1], ['--target', 'build']],
      ]) {
        const built = await run(
          'docker',
          ['build', '--network', 'host', '--tag', image, ...target, ...given, folder],
          { env: environment },
        );
        assert.equal(built.code, 0, built.stderr.slice(-1500));
        assert.deepEqual(await placesOf(password, image), []);
        assert.notDeepEqual(
          await placesOf(greeting, image),
          [],
          'nothing is found in the layers, whatever is looked for',
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await docker('image', 'rm', '--force', ...images);
    }
  });
}
rmSync(netrc);
index.close();
close();
