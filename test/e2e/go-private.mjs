/**
 * End to end: Go programs that need a private module. A git server and a module proxy on this machine hand it out for a name and a
 * password only; the generated files are built with them as secrets, put through `verify`, and searched for them. Needs `docker` and `git`.
 *
 *   node test/e2e/go-private.mjs
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { counter, docker, program } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'e2e-go-private-'));
const user = 'gopher';
const password = 'only-for-this-build-7d1c';
const version = 'v1.0.0';
const files = {
  'go.mod': 'module MODULE\n\ngo 1.26.0\n',
  'words.go':
    '// Package words is private.\npackage words\n\n// Secret is what only this module knows.\nconst Secret = "the private module speaks"\n',
};
const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  // Go sends no password to a proxy without TLS, so this one has a token in its path.
  if (url.pathname.startsWith(`/${password}/`)) {
    const found = proxied(url.pathname.slice(password.length + 2));
    response.writeHead(found === undefined ? 404 : 200).end(found);
    return;
  }
  if (
    request.headers.authorization !==
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  ) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="private"' }).end('who are you?');
    return;
  }
  git(request, response, url);
});

/** git's own server program, as any web server would run it. https://git-scm.com/docs/git-http-backend */
function git(request, response, url) {
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: join(folder, 'git'),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname.slice('/git'.length),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
      REMOTE_USER: user,
    },
  });
  request.pipe(backend.stdin);
  const chunks = [];
  backend.stdout.on('data', (chunk) => chunks.push(chunk));
  backend.on('close', () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    const headers = Object.fromEntries(
      all
        .subarray(0, end)
        .toString()
        .split('\r\n')
        .map((line) => [
          line.slice(0, line.indexOf(':')).toLowerCase(),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
    );
    const { status, ...rest } = headers;
    response.writeHead(Number.parseInt(status ?? '200', 10), rest).end(all.subarray(end + 4));
  });
}

/** The module proxy protocol: https://go.dev/ref/mod#goproxy-protocol */
function proxied(path) {
  const [, module, file] = /^(.*)\/@v\/(.*)$/.exec(path) ?? [];
  if (module !== 'proxy.acme.test/words') return undefined;
  const own = filesOf(module);
  return {
    [`${version}.info`]: JSON.stringify({ Version: version }),
    [`${version}.mod`]: own['go.mod'],
    [`${version}.zip`]: zipSync(
      Object.fromEntries(
        Object.entries(own).map(([name, text]) => [`${module}@${version}/${name}`, strToU8(text)]),
      ),
    ),
    list: `${version}\n`,
  }[file];
}

function filesOf(module) {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replace('MODULE', module)]),
  );
}

/** go.sum, as Go makes it: https://go.dev/ref/mod#go-sum-files */
function sumsOf(module) {
  const hash = (entries) =>
    `h1:${createHash('sha256')
      .update(
        entries
          .sort()
          .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`)
          .join(''),
      )
      .digest('base64')}`;
  const own = filesOf(module);
  return `${module} ${version} ${hash(Object.entries(own).map(([name, text]) => [`${module}@${version}/${name}`, text]))}\n${module} ${version}/go.mod ${hash([['go.mod', own['go.mod']]])}\n`;
}

function write(place, texts) {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
}

function projectOf(name, module, more) {
  const place = join(folder, name);
  write(place, {
    'go.mod': `module example.com/${name}\n\ngo 1.26.0\n\nrequire ${module} ${version}\n`,
    'go.sum': sumsOf(module),
    'main.go': `package main\n\nimport (\n\t"fmt"\n\n\t"${module}"\n)\n\nfunc main() {\n\tfmt.Println(words.Secret)\n}\n`,
    ...more,
  });
  return place;
}

function repositoryOf(path, module) {
  const work = join(folder, 'work');
  write(work, filesOf(module));
  const own = (cwd, ...argv) =>
    execFileSync(
      'git',
      [
        '-c',
        'user.name=e2e',
        '-c',
        'user.email=e2e@example.com',
        '-c',
        'init.defaultBranch=main',
        ...argv,
      ],
      { cwd, stdio: 'pipe' },
    );
  own(work, 'init');
  own(work, 'add', '.');
  own(work, 'commit', '-m', 'words');
  own(work, 'tag', version);
  own(folder, 'clone', '--bare', work, join(folder, 'git', path));
}

function demand(holds, what) {
  if (!holds) throw new Error(what);
}

/** Builds and verifies; @returns the report, and whether the image's layers or history hold the password. */
async function verified(place, ...secret) {
  const { stdout, stderr } = await program(
    'verify',
    place,
    '--json',
    '--keep',
    ...network,
    ...secret,
  );
  demand(stdout !== '', stderr);
  const report = JSON.parse(stdout);
  let found = false;
  if (report.left) {
    const archive = join(folder, 'image.tar');
    await docker('save', '--output', archive, report.left.image);
    const { stdout: history } = await docker('history', '--no-trunc', report.left.image);
    found = history.includes(password) || layersHold(archive);
    await docker('rm', '--force', '--volumes', ...report.left.containers);
    await docker('rmi', report.left.image);
  }
  return { report, found };
}

/** Layers are stored plain or with gzip, by kind of engine. */
function layersHold(archive) {
  const into = join(folder, 'layers');
  mkdirSync(into, { recursive: true });
  execFileSync('tar', ['-xf', archive, '-C', into]);
  const listed = execFileSync('find', [into, '-type', 'f']).toString().trim().split('\n');
  return listed.some((file) => {
    const bytes = execFileSync('cat', [file], { maxBuffer: 1 << 30 });
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    return plain.includes(password);
  });
}

const { stdout: system } = await docker('info', '--format', '{{.OperatingSystem}}');
// An engine in its own machine reaches this one by a name; any other shares the network of its host with the build.
const isDesktop = system.includes('Docker Desktop');
const network = isDesktop ? [] : ['--build-network', 'host'];
await new Promise((resolve) => server.listen(0, isDesktop ? '0.0.0.0' : '127.0.0.1', resolve));
const address = `${isDesktop ? 'host.docker.internal' : '127.0.0.1'}:${server.address().port}`;
const { step, close } = counter();

try {
  const module = 'git.acme.test/team/words.git';
  repositoryOf('words', module);
  const overGit = projectOf('over-git', module, {
    Makefile: `export GOPRIVATE = git.acme.test/*\n\nsetup:\n\tgit config --global url."http://${address}/git/".insteadOf "https://git.acme.test/team/"\n`,
  });
  const netrc = join(folder, 'netrc');
  writeFileSync(netrc, `machine ${address.split(':')[0]} login ${user} password ${password}\n`, {
    mode: 0o600,
  });

  await step('over git: the header has the command with the secret', async () => {
    const { code, stdout, stderr } = await program(
      overGit,
      '--yes',
      '--base',
      'scratch',
      '--dry-run',
    );
    demand(code === 0, stderr);
    demand(
      stdout.includes('# Build: docker build --secret id=netrc,src="$HOME/.netrc" -t over-git .\n'),
      stdout.slice(0, 800),
    );
    demand((await program(overGit, '--yes', '--base', 'scratch')).code === 0, 'was not written');
  });
  await step(
    'over git: built with .netrc as a secret, every promise is kept, and no layer has it',
    async () => {
      const { report, found } = await verified(overGit, '--secret', `id=netrc,src=${netrc}`);
      demand(
        report.broken.length === 0,
        `${report.broken.join(', ')}: ${report.promises
          .filter((it) => it.kept === false)
          .map((it) => it.detail)
          .join('\n')}`,
      );
      demand(report.log.includes('the private module speaks'), report.log);
      demand(!found, 'the password is in the image');
    },
  );
  await step(
    'over git: without the secret, verify says what is missing before it builds',
    async () => {
      const { code, stderr } = await program('verify', overGit);
      demand(code === 2 && stderr.includes('--secret id=netrc'), `${code}: ${stderr}`);
    },
  );
  await step(
    'over git: a wrong password is refused by the server, so the secret is what opens it',
    async () => {
      const wrong = join(folder, 'wrong');
      writeFileSync(wrong, `machine ${address.split(':')[0]} login ${user} password wrong\n`);
      write(overGit, {
        'go.mod': `module example.com/over-git\n\ngo 1.26.0\n\nrequire ${module} ${version} // again\n`,
      });
      const { report } = await verified(overGit, '--secret', `id=netrc,src=${wrong}`);
      demand(report.broken.includes('builds'), 'it was built');
    },
  );

  const overProxy = projectOf('over-proxy', 'proxy.acme.test/words', {
    '.env': 'GONOSUMDB=proxy.acme.test\nGOPROXY=https://proxy.acme.test/${TOKEN}\n',
  });
  await step('over a proxy: its address is the secret, and no layer has it', async () => {
    const created = await program(overProxy, '--yes', '--base', 'scratch');
    demand(
      created.code === 0 &&
        created.stderr.includes('docker build --secret id=GOPROXY,env=GOPROXY -t over-proxy .'),
      created.stderr,
    );
    process.env.GOPROXY = `http://${address}/${password}`;
    const { report, found } = await verified(overProxy, '--secret', 'id=GOPROXY,env=GOPROXY');
    demand(
      report.broken.length === 0,
      `${report.broken.join(', ')}: ${report.promises
        .filter((it) => it.kept === false)
        .map((it) => it.detail)
        .join('\n')}`,
    );
    demand(report.log.includes('the private module speaks'), report.log);
    demand(!found, 'the password is in the image');
  });
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
close();
