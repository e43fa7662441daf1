/** What verify reads: archives, Dockerfiles, accounts, /proc, diffs, secrets. Each from text to facts. */
import { describe, expect, test } from 'vitest';
import { resolveAccount } from '../../../src/verify/account.ts';
import { credentialIn } from '../../../src/verify/credential-files.ts';
import { readDockerfile } from '../../../src/dockerfile/facts.ts';
import {
  packageManagersIn,
  privilegedIn,
  shellsIn,
  writableIn,
} from '../../../src/verify/file-checks.ts';
import { readFiles } from '../../../src/verify/files.ts';
import { signalNumber } from '../../../src/verify/image.ts';
import { wrapperOf } from '../../../src/verify/judge-processes.ts';
import { lastLines, plainLine } from '../../../src/verify/plain-text.ts';
import { listeningPorts, lookAtProcesses } from '../../../src/verify/processes.ts';
import {
  isSecretVariable,
  secretsInCommand,
  secretsInVariables,
  revealingParts,
} from '../../../src/verify/secrets.ts';
import { writtenPaths } from '../../../src/verify/written-paths.ts';
import { memoryEngine, tarOf, type File } from '../../support/verify-memory.ts';

const nobody = { uid: 65532, gid: 65532, groups: [], home: null };
const entriesOf = async (files: readonly File[]) => (await readFiles(tarOf(files))).entries;
const elf = '\x7fELF';

describe('the export of a container', () => {
  test('entries keep their kind, owner and whole mode; long names, hard links and links come through', async () => {
    const long = `app/${'deep/'.repeat(60)}file-with-a-name-that-no-header-holds.txt`;
    const { entries } = await readFiles(
      tarOf([
        { path: './etc/', type: 'directory', mode: 0o755 },
        { path: long, mode: 0o640, gid: 5, pax: { uid: '1000650000' } },
        { path: 'usr/bin/su', mode: 0o4755, text: elf },
        { path: 'usr/bin/su-too', type: 'link', mode: 0o4755, link: 'usr/bin/su' },
        { path: 'bin', type: 'symlink', mode: 0o777, link: 'usr/bin' },
        { path: 'dev/null', type: 'character-device', mode: 0o666 },
      ]),
    );
    expect(entries.get('/etc')).toMatchObject({ kind: 'directory', mode: 0o755 });
    expect(entries.get(`/${long}`)).toMatchObject({
      kind: 'file',
      mode: 0o640,
      uid: 1_000_650_000,
      gid: 5,
    });
    expect(entries.get('/usr/bin/su-too')).toMatchObject({ kind: 'file', mode: 0o4755 });
    expect(entries.get('/bin')).toMatchObject({ kind: 'symlink', link: 'usr/bin' });
    expect(entries.get('/dev/null')?.kind).toBe('other');
  });

  test("what the engine puts into every container is not the image's", async () => {
    const { entries } = await readFiles(
      tarOf([
        { path: '.dockerenv', mode: 0o777 },
        { path: 'etc/hosts', mode: 0o777 },
        { path: 'app', mode: 0o755 },
      ]),
    );
    expect([...entries.keys()]).toEqual(['/app']);
  });

  test.each([1, 511, 512, 513, 4096])('chunks of %d bytes make no difference', async (size) => {
    const files = [
      { path: 'etc/passwd', text: 'app:x:1:2::/home/app:\n' },
      { path: 'big', text: 'x'.repeat(3000) },
      { path: 'bin/sh', mode: 0o755, text: elf },
    ];
    const facts = await readFiles(tarOf(files, size));
    expect(facts.passwd).toBe('app:x:1:2::/home/app:\n');
    expect(shellsIn(facts.entries)).toEqual(['/bin/sh']);
  });

  test('a value is found in a file wherever the chunks are cut', async () => {
    const text = `${'-'.repeat(1000)}correct-horse${'-'.repeat(1000)}`;
    for (const size of [100, 700, 1013, 1536]) {
      expect(
        (
          await readFiles(
            tarOf(
              [
                { path: 'app.js', text },
                { path: 'other.js', text: 'correct horse' },
              ],
              size,
            ),
            ['correct-horse'],
          )
        ).leaks,
      ).toEqual(['/app.js']);
    }
  });

  test('an archive that is cut off, or none at all, is an error and not an empty image', async () => {
    const whole: Uint8Array[] = [];
    for await (const chunk of tarOf([{ path: 'app', text: 'x'.repeat(5000) }])) whole.push(chunk);
    const cut = async function* () {
      yield Buffer.concat(whole).subarray(0, 2000);
    };
    const noise = async function* () {
      yield Buffer.alloc(2048, 'no archive ');
    };
    await expect(readFiles(cut())).rejects.toThrow();
    await expect(readFiles(noise())).rejects.toThrow();
  });

  test('an empty image has no entries', async () => {
    expect((await readFiles(tarOf([]))).entries.size).toBe(0);
  });
});

describe('shells and package managers', () => {
  test('by name, if they can be run; through links of files and of folders', async () => {
    const entries = await entriesOf([
      { path: 'usr/bin/busybox', mode: 0o755, text: elf },
      { path: 'bin', type: 'symlink', link: 'usr/bin' },
      { path: 'usr/bin/sh', type: 'symlink', link: '/bin/busybox' },
      { path: 'usr/bin/ash', type: 'symlink', link: '../../bin/./busybox' },
      { path: 'usr/bin/dash', type: 'symlink', link: '/nowhere' },
      { path: 'usr/bin/zsh', type: 'symlink', link: 'zsh' },
      { path: 'usr/share/completions/bash', mode: 0o644, text: 'complete' },
      { path: 'usr/share/fish', type: 'directory', mode: 0o755 },
      { path: 'opt/ksh', mode: 0o755, text: 'no program' },
    ]);
    expect(shellsIn(entries).sort()).toEqual(['/usr/bin/ash', '/usr/bin/busybox', '/usr/bin/sh']);
  });

  test('a dependency called like a package manager is none', async () => {
    const entries = await entriesOf([
      { path: 'app/node_modules/.bin/npm', mode: 0o755, text: '#!' },
      { path: 'app/node_modules/npm/package.json' },
      { path: 'usr/local/lib/node_modules/npm/package.json' },
      { path: 'app/.venv/bin/pip3.14', mode: 0o755, text: '#!' },
      { path: 'sbin/apk', mode: 0o755, text: elf },
    ]);
    expect(packageManagersIn(entries)).toEqual([
      '/usr/local/lib/node_modules/npm/package.json',
      '/app/.venv/bin/pip3.14',
      '/sbin/apk',
    ]);
  });

  test("a setgid folder gives nobody another's rights", async () => {
    expect(
      privilegedIn(
        await entriesOf([
          { path: 'var/mail', type: 'directory', mode: 0o2775 },
          { path: 'x', mode: 0o6755 },
        ]),
      ),
    ).toEqual(['/x (setuid, setgid)']);
  });
});

describe('what the user can write', () => {
  const find = async (
    files: readonly File[],
    declared: readonly string[] = [],
    homes: readonly string[] = [],
    account = nobody,
  ) => writableIn(await entriesOf(files), account, declared, homes);

  test('by owner, group and others; the topmost only; links count by what they point to', async () => {
    expect(
      await find([
        { path: 'mine', mode: 0o400, uid: 65532 },
        { path: 'group', mode: 0o664, gid: 65532 },
        { path: 'all', mode: 0o602 },
        { path: 'read', mode: 0o644, gid: 65532 },
        { path: 'link', type: 'symlink', mode: 0o777, link: 'read' },
        { path: 'd', type: 'directory', mode: 0o777 },
        { path: 'd/e', mode: 0o666 },
        { path: 'other-group', mode: 0o664, gid: 7 },
      ]),
    ).toEqual(['/all', '/d', '/group', '/mine']);
    expect(
      await find([{ path: 'other-group', mode: 0o664, gid: 7 }], [], [], {
        ...nobody,
        groups: [7] as never[],
      }),
    ).toEqual(['/other-group']);
  });

  test('not behind a folder that does not let the user through', async () => {
    expect(
      await find([
        { path: 'root', type: 'directory', mode: 0o700 },
        { path: 'root/cache', type: 'directory', mode: 0o777 },
      ]),
    ).toEqual([]);
    expect(
      await find([
        { path: 'root', type: 'directory', mode: 0o701 },
        { path: 'root/cache', type: 'directory', mode: 0o777 },
      ]),
    ).toEqual(['/root/cache']);
  });

  test('not where it is declared or open to all anyway; names that only begin alike are other places', async () => {
    const files: File[] = [
      { path: 'tmp', type: 'directory', mode: 0o1777 },
      { path: 'var/tmp/x', mode: 0o666 },
      { path: 'data/x', mode: 0o666 },
      { path: 'database', mode: 0o666 },
      { path: 'tmpfiles', mode: 0o666 },
    ];
    expect(await find(files, ['/data/'])).toEqual(['/database', '/tmpfiles']);
    // A folder of the system is no place to declare; one in it may be.
    const etc: File[] = [
      { path: 'etc/passwd', mode: 0o666 },
      { path: 'etc/app/x', mode: 0o666 },
    ];
    expect(await find(etc, ['/etc/'])).toEqual(['/etc/app/x', '/etc/passwd']);
    expect(await find(etc, ['/etc/app'])).toEqual(['/etc/passwd']);
  });

  test('an empty home is allowed, one with something in it is not', async () => {
    const home: File = { path: 'home/nonroot', type: 'directory', mode: 0o700, uid: 65532 };
    expect(await find([home], [], ['/home/nonroot'])).toEqual([]);
    expect(
      await find([home, { path: 'home/nonroot/.profile', uid: 65532 }], [], ['/home/nonroot']),
    ).toEqual(['/home/nonroot']);
    expect(await find([home], [], [])).toEqual(['/home/nonroot']);
  });
});

describe('where a program wrote', () => {
  const written = async (
    diff: string,
    files: readonly File[] = [],
    mounted: readonly string[] = ['/tmp'],
    own: readonly string[] = ['/app', '/app/server'],
  ) => writtenPaths(diff, await entriesOf(files), mounted, own);

  test('the topmost new folder, or the folder of a new or changed file', async () => {
    expect(
      await written(
        'C /var\nC /var/lib\nA /var/lib/app\nA /var/lib/app/a\nA /var/lib/app/b/c\nA /var/lib/app/b\n',
      ),
    ).toEqual({ folders: ['/var/lib/app'], files: [] });
    expect(await written('C /data\nC /data/db.sqlite\n', [{ path: 'data/db.sqlite' }])).toEqual({
      folders: ['/data'],
      files: [],
    });
    expect(await written('C /data\nA /data/x\nA /data/sub\nA /data/sub/y\n')).toEqual({
      folders: ['/data'],
      files: [],
    });
  });

  test('beside the program the file is named: a mount there would hide it', async () => {
    expect(await written('C /app\nA /app/server.log\n', [{ path: 'app/server' }])).toEqual({
      folders: [],
      files: ['/app/server.log'],
    });
    expect(
      await written('C /app\nA /app/cache\nA /app/cache/x\n', [{ path: 'app/server' }]),
    ).toEqual({ folders: ['/app/cache'], files: [] });
    expect(await written('A /state\n')).toEqual({ folders: [], files: ['/state'] });
  });

  test('not what the engine made for its mounts', async () => {
    expect(
      await written(
        'A /tmp\nA /data\nA /vol\nC /etc\nA /etc/mtab\n',
        [],
        ['/tmp', '/data', '/vol/'],
      ),
    ).toEqual({ folders: [], files: [] });
  });
});

describe('a Dockerfile', () => {
  const digest = `@sha256:${'1'.repeat(64)}`;

  test('images of FROM, COPY --from, RUN --mount and # syntax; stages are none', () => {
    const facts = readDockerfile(
      `# syntax=docker/dockerfile:1\nARG TAG=3.24\nFROM alpine:\${TAG}${digest} AS base\nFROM base AS build\nCOPY --from=ghcr.io/astral-sh/uv:0.12 /uv /uv\nRUN --mount=type=bind,from=busybox${digest},target=/b --mount=type=cache,target=/c true\nFROM scratch\nCOPY --from=build /a /a\nCOPY --from=0 /b /b\n`,
    );
    expect(facts.images).toEqual([
      { image: 'docker/dockerfile:1', line: 1, pinned: false },
      { image: `alpine:3.24${digest}`, line: 3, pinned: true },
      { image: 'ghcr.io/astral-sh/uv:0.12', line: 5, pinned: false },
      { image: `busybox${digest}`, line: 6, pinned: true },
    ]);
    expect(facts.base).toBe('scratch');
  });

  test('variables take build arguments, then defaults; what stays hidden is no base', () => {
    const text = `ARG A=alpine:3.24\nARG B\nFROM \${A} AS one\nFROM \${B:-busybox} AS two\nFROM $B AS three\n`;
    expect(readDockerfile(text, {}, 'one').base).toBe('alpine:3.24');
    expect(readDockerfile(text, { A: `debian${digest}` }, 'one').images[0]).toEqual({
      image: `debian${digest}`,
      line: 3,
      pinned: true,
    });
    expect(readDockerfile(text, {}, 'two').base).toBe('busybox');
    expect(readDockerfile(text, {}, 'three').base).toBeNull();
  });

  test('secrets that the build cannot do without, in the stages that it runs', () => {
    const text = [
      'FROM alpine AS unused',
      'RUN --mount=type=secret,id=OTHER,required=true true',
      'FROM alpine AS modules',
      'RUN --mount=type=secret,id=NPM_TOKEN,required=true \\',
      '    --mount=type=secret,target=/root/.netrc,required \\',
      '    --mount=type=secret,id=optional --mount=type=ssh,required=true true',
      'FROM modules AS build',
      'FROM scratch',
      'COPY --from=build /a /a',
    ].join('\n');
    const mounts = [
      { kind: 'secret', id: 'NPM_TOKEN', line: 4 },
      { kind: 'secret', id: '.netrc', line: 5 },
      { kind: 'ssh', line: 6 },
    ];
    expect(readDockerfile(text).required).toEqual(mounts);
    expect(readDockerfile(text, {}, 'build').required).toEqual(mounts);
    expect(readDockerfile(text, {}, 'UNUSED').required).toEqual([
      { kind: 'secret', id: 'OTHER', line: 2 },
    ]);
  });

  test('what the final stage inherits from its own stages', () => {
    const facts = readDockerfile(
      'FROM alpine AS base\nEXPOSE 9000\nUSER 1:1\nENTRYPOINT ./run\nFROM base\nEXPOSE 8080/tcp 53/udp $PORT\nCMD ["a"]\n',
    );
    expect(facts).toMatchObject({
      base: 'alpine',
      ports: [9000, 8080],
      userLine: 3,
      shellForms: [{ instruction: 'ENTRYPOINT', line: 4 }],
    });
  });

  test('what looks like a here-document in quotes hides nothing', () => {
    const facts = readDockerfile(
      `FROM alpine:3.24${digest} AS a\nRUN echo "1 <<EOF 2" > /x\nFROM alpine:3.24\nUSER 1:1\nEXPOSE 80\nCMD x\n`,
    );
    expect(facts).toEqual({
      images: [
        { image: `alpine:3.24${digest}`, line: 1, pinned: true },
        { image: 'alpine:3.24', line: 3, pinned: false },
      ],
      base: 'alpine:3.24',
      shellForms: [{ instruction: 'CMD', line: 6 }],
      ports: [80],
      lines: { FROM: 3, USER: 4, EXPOSE: 5, CMD: 6 },
      userLine: 4,
      mayHideFiles: false,
      required: [],
      stages: ['a'],
    });
  });

  test.each([
    ['RUN rm /x', true],
    ['COPY . .\nCOPY x .env', true],
    ['ADD a /\nCOPY b /', true],
    ['COPY . .', false],
    ['COPY --from=b /rootfs/ /\nCOPY --from=b /y /y', false],
    ['COPY --from=b /x /x\nCOPY --from=b /y /x', true],
    ['COPY --from=b /x /a/b\nCOPY --from=b /y /a', true],
    ['COPY --from=b /y /a\nCOPY --from=b /x /a/b', true],
    ['COPY --from=b /x /a\nCOPY --from=b /y /ab', false],
    ['WORKDIR /a\nCOPY x.env ./\nCOPY y.js ./', false],
    ['WORKDIR /a\nCOPY x.env ./\nCOPY y ./', true],
    ['WORKDIR /a\nCOPY x b\nWORKDIR c\nCOPY y b', false],
    ['WORKDIR /a\nCOPY x b\nCOPY ["y", "/a/b"]', true],
    ['COPY --from=b /x /x\nCOPY --from=b /y /y\nCOPY c /c', false],
  ])('a step may hide files of a layer below: %j', (steps, may) => {
    const built = `FROM alpine AS b\nRUN rm /x\nFROM scratch AS f\n${steps}\n`;
    expect(readDockerfile(built).mayHideFiles).toBe(may);
    expect(readDockerfile(`${built}FROM f\n`).mayHideFiles).toBe(may);
  });

  test.each(['cat 3<<EOF', 'cat << EOF', 'cat <<"EOF"', 'echo \\\n  # comment\n  <<-EOF'])(
    'the text of a here-document is not read: %j',
    (command) => {
      const facts = readDockerfile(
        `FROM alpine${digest}\nRUN ${command}\nFROM node:24\nEXPOSE 1\nEOF\nEXPOSE 2\n`,
      );
      expect(facts.images).toEqual([{ image: `alpine${digest}`, line: 1, pinned: true }]);
      expect(facts.ports).toEqual([2]);
    },
  );

  test('a line that ends with two escape characters is not continued', () => {
    const facts = readDockerfile('FROM a AS b\nENV C=d\\\\\nFROM e\nUSER 1\n');
    expect(facts.images.map((it) => it.image)).toEqual(['a', 'e']);
    expect(facts.userLine).toBe(4);
  });

  test('quotes and escape characters do not belong to a name', () => {
    const facts = readDockerfile(
      `# escape=\`\nARG A="alpine:3.24"\nFROM "\${A}" AS x\nRUN --mount="type=bind,from=busybox${digest}" true\nCOPY '--from'=y /a /b\nCOPY --from='node':24 \`\n  /a /b\n`,
    );
    expect(facts.images).toEqual([
      { image: 'alpine:3.24', line: 3, pinned: false },
      { image: `busybox${digest}`, line: 4, pinned: true },
      { image: 'node:24', line: 6, pinned: false },
    ]);
  });

  test('stages: FROM takes those above in lower case, COPY any case, place and number, RUN no number', () => {
    const facts = readDockerfile(
      'FROM scratch AS One\nCOPY --from=TWO a b\nCOPY --from=1 a b\nCOPY --from=7 a b\nRUN --mount=from=0,target=/x a\nFROM two\nFROM one AS two\nFROM One\n',
    );
    expect(facts.images).toEqual([
      { image: '0', line: 5, pinned: false },
      { image: 'two', line: 6, pinned: false },
      { image: 'One', line: 8, pinned: false },
    ]);
  });

  test('substitutions of variables, build arguments and ARGs that build on each other', () => {
    const text =
      'ARG V=3.24.1\nARG BASE=alpine:${V%.*}\nARG V\nFROM ${BASE} AS a\nARG V=1\nFROM debian:${V##*.}-${U:-slim}${V:+}\n';
    const images = (args?: Record<string, string>) =>
      readDockerfile(text, args).images.map((it) => it.image);
    expect(images()).toEqual(['alpine:3.24', 'debian:1-slim']);
    expect(images({ V: '9.8' })).toEqual(['alpine:9', 'debian:8-slim']);
    expect(images({ BASE: 'x:1', U: 'y' })).toEqual(['x:1', 'debian:1-slim']);
    expect(readDockerfile('ARG A=x\nFROM ${A\n').base).toBeNull();
  });

  test('stages that the target does not need demand nothing; mounts and copies do', () => {
    const need = (id: string) => `RUN --mount=type=secret,id=${id},required=true true\n`;
    const text = `FROM a AS a\n${need('A')}FROM a AS b\n${need('B')}FROM c AS c\n${need('C')}FROM d\nCOPY --from=0 x y\nRUN --mount=from=c,target=/c --mount=type=secret,id=D,required=false true\n`;
    expect(readDockerfile(text).required.map((it) => ('id' in it ? it.id : ''))).toEqual([
      'A',
      'C',
    ]);
    expect(readDockerfile(text, {}, '1').required).toHaveLength(2);
  });

  test('an array that is no JSON of strings is shell form, as for BuildKit', () => {
    expect(readDockerfile('FROM a\nCMD [\'node\', "x"]\n').shellForms).toEqual([
      { instruction: 'CMD', line: 2 },
    ]);
    expect(readDockerfile('FROM a\nENTRYPOINT [ "node", \\\n  "x" ]\n').shellForms).toEqual([]);
    expect(readDockerfile('FROM a\nCMD old\nCMD ["new"]\n').shellForms).toEqual([]);
  });
});

describe('who a container runs as', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1001:Node:/home/node:/bin/sh\n';
  const group = 'root:x:0:\nnode:x:1001:\nvideo:x:44:node\n';
  test.each([
    ['', { uid: 0, gid: 0, groups: [], home: '/root' }],
    ['65532:65532', { uid: 65532, gid: 65532, groups: [], home: null }],
    ['65532', { uid: 65532, gid: 0, groups: [], home: null }],
    ['1000', { uid: 1000, gid: 1001, groups: [44], home: '/home/node' }],
    ['node', { uid: 1000, gid: 1001, groups: [44], home: '/home/node' }],
    ['node:video', { uid: 1000, gid: 44, groups: [], home: '/home/node' }],
    ['nobody', null],
    ['1000:nogroup', null],
  ])('USER %s', (user, account) => {
    expect(resolveAccount(user, passwd, group)).toEqual(account);
  });
});

describe('processes', () => {
  const container = { name: 'c', id: 'f'.repeat(64), pid: 4242 };

  test("a rootless engine's ids are those inside", async () => {
    const { engine, host } = memoryEngine({
      processes: [{ pid: 4242, uid: 165531, gid: 165531, groups: [165531], command: ['/app'] }],
    });
    const read = (path: string) =>
      /[ug]id_map$/.test(path) ? Promise.resolve('0 1000 1\n1 100000 65536\n') : host.read(path);
    expect(await lookAtProcesses(container, engine, { ...host, read })).toMatchObject([
      {
        uids: [65532, 65532, 65532, 65532],
        gids: [65532, 65532, 65532, 65532],
        groups: [65532],
        first: true,
      },
    ]);
  });

  test("another machine's process of the same number is not looked at", async () => {
    const { engine, host } = memoryEngine();
    const read = (path: string) =>
      path.endsWith('cgroup') ? Promise.resolve('0::/user.slice\n') : host.read(path);
    expect(await lookAtProcesses(container, engine, { ...host, read })).toMatchObject([
      { uids: [65532], capabilities: null },
    ]);
    expect(await listeningPorts(container, { ...host, read })).toBeNull();
  });

  test('listening ports, and whether on the loopback only', async () => {
    const { host } = memoryEngine();
    const table = [
      '  sl  local_address rem_address   st',
      '   0: 0100007F:1F90 00000000:0000 0A', // 127.0.0.1:8080
      '   1: 00000000:2382 00000000:0000 0A', // 0.0.0.0:9090
      '   2: 0B00007F:9C4D 00000000:0000 0A', // docker's resolver
      '   3: 0100007F:0051 0100007F:1F90 01', // an open connection
    ].join('\n');
    const table6 =
      '  sl  local_address\n   0: 00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A\n';
    const read = (path: string) =>
      Promise.resolve(
        (
          {
            '/proc/4242/cgroup': container.id,
            '/proc/4242/net/tcp': table,
            '/proc/4242/net/tcp6': table6,
          } as Record<string, string>
        )[path],
      );
    expect(await listeningPorts(container, { ...host, read })).toEqual([
      { port: 8080, loopbackOnly: true },
      { port: 9090, loopbackOnly: false },
      { port: 3000, loopbackOnly: true },
    ]);
  });

  test.each<[string[], string | null]>([
    [['/bin/sh', '-c', 'x'], 'sh'],
    [['npm start'], 'npm'],
    [['node', '/usr/local/bin/yarn', 'start'], 'yarn'],
    [
      ['node', '--enable-source-maps', '/usr/lib/node_modules/npm/bin/npm-cli.js', 'start'],
      'npm-cli.js',
    ],
    [['python3.14', '-m', 'poetry', 'run'], 'poetry'],
    [['uv', 'run', 'app'], 'uv'],
    [['go', 'run', '.'], 'go run'],
    [['busybox', 'sh'], 'sh'],
    [['busybox', 'httpd', '-f'], null],
    [['node', 'server.js'], null],
    [['/app/.venv/bin/python', '-m', 'uvicorn', 'main:app'], null],
    [['python', 'make_report.py'], null],
    [['/sbin/tini', '--', 'node'], null],
    [['/app'], null],
    [[], null],
  ])('%j: %s is before the program', (command, wrapper) => {
    expect(wrapperOf(command)).toBe(wrapper);
  });

  test.each([
    ['SIGTERM', 15],
    ['term', 15],
    ['15', 15],
    ['SIGQUIT', 3],
    ['SIGRTMIN+3', 37],
    ['SIGNONE', undefined],
  ])('signal %s', (signal, number) => {
    expect(signalNumber(signal)).toBe(number);
  });
});

describe('secrets', () => {
  test.each([
    ['NPM_TOKEN', 'abcdef'],
    ['dbPassword', 'hunter22'],
    ['API_KEY', 'x1y2z3'],
    ['APIKEY', 'x1y2z3'],
    ['AWS_SECRET_ACCESS_KEY', 'abcdef'],
    ['DB_PASS', 'abcdef'],
    ['MYSQL_PWD', 'abcdef'],
    ['REGISTRY_CREDS', 'abcdef'],
    ['PGPASSWORD', 'abcdef'],
    ['DBPASS', 'abcdef'],
    ['CLIENTSECRET', 'abcdef'],
    ['DB_PASSWORD', '12345678'],
    ['SECRET_KEY', '/aB3kd93kd93jd9+kdAAp=='],
  ])('%s=%s is one', (name, value) => {
    expect(isSecretVariable(name, value)).toBe(true);
  });

  test.each([
    ['GPG_KEY', 'A035C8C19219BA821ECEA86B64E628F8D684696D'],
    ['NPM_TOKEN_FILE', '/run/secrets/npm'],
    ['PASSWORD_FILE', 'secret.txt'],
    ['JWT_SECRET', '/run/secrets/jwt'],
    ['TOKEN_TTL', '3600s'],
    ['TOKEN', ''],
    ['TOKEN', '$TOKEN'],
    ['AUTH', 'true'],
    ['KEYCLOAK', 'realm'],
    ['MONKEY', 'george'],
    ['MAX_TOKEN', '12345'],
    ['AUTH_DRIVER', 'ldap'],
    ['TOKEN_LIFETIME', '15m'],
    ['KEY_PREFIX', 'app:'],
    ['COMPASS', 'north'],
    ['PWD', '/app'],
    ['NEXT_PUBLIC_API_KEY', 'abcdef'],
    ['NODE_VERSION', '26.10.0'],
    ['PYTHON_SHA256', 'abcdef'],
    ['PATH', '/usr/bin'],
  ])('%s=%s is none', (name, value) => {
    expect(isSecretVariable(name, value)).toBe(false);
  });

  test.each([
    `ghp_${'a'.repeat(36)}`,
    'AKIAIOSFODNN7EXAMPLE',
    `npm_${'b'.repeat(36)}`,
    `glpat-${'c'.repeat(20)}`,
    'postgres://app:hunter22@db/app',
    'Server=db;User Id=app;Password=hunter22;',
    `123456789:AA${'d'.repeat(33)}`,
    `https://hooks.slack.com/services/T000/B000/${'e'.repeat(24)}`,
    `dop_v1_${'a'.repeat(64)}`,
    '-----BEGIN RSA PRIVATE KEY-----',
    `eyJ${'a'.repeat(12)}.eyJ${'b'.repeat(12)}.${'c'.repeat(12)}`,
  ])('%s is known by its format', (value) => {
    const [found] = secretsInVariables([['SETTINGS', value]]);
    expect(found?.shown).toMatch(/^SETTINGS=/);
    expect(found?.shown).not.toContain(value);
  });

  test.each([
    'https://user@example.com/x',
    'postgres://app:$DB_PASSWORD@db/app',
    'sha256:0123456789abcdef',
    'redis://localhost:6379',
  ])('%s is none', (value) => {
    expect(secretsInVariables([['SETTINGS', value]])).toEqual([]);
  });

  test('in commands: build arguments, assignments, tokens; not what a shell would fill in', () => {
    expect(
      secretsInCommand('RUN |2 NPM_TOKEN=abcdefghijkl PLAIN=x /bin/sh -c npm ci # buildkit').map(
        (it) => it.shown,
      ),
    ).toEqual(['RUN ... NPM_TOKEN=abc... (12 characters)']);
    expect(
      secretsInCommand(`RUN /bin/sh -c curl -H "Authorization: Bearer ghp_${'a'.repeat(36)}"`),
    ).toHaveLength(1);
    expect(
      secretsInCommand('RUN /bin/sh -c TOKEN=$(cat /run/secrets/t) PASSWORD="$X" npm ci'),
    ).toEqual([]);
    expect(secretsInCommand('ARG NPM_TOKEN')).toEqual([]);
    // As the official node and python images do it.
    expect(
      secretsInCommand(
        'RUN /bin/sh -c ARCH= && for key in A B; do gpg --recv-keys "$key"; done; export GNUPGHOME="$(mktemp -d)"',
      ),
    ).toEqual([]);
  });

  test.each([
    [
      'ENTRYPOINT ["/app" "--db-password=hunter22"]',
      'ENTRYPOINT ... --db-password hu... (8 characters)',
    ],
    ['CMD ["/app" "-token" "hunter22"]', 'CMD ... --token hu... (8 characters)'],
    ['RUN /bin/sh -c curl -sSu admin:hunter22 https://x.example', 'RUN ... hu... (8 characters)'],
    [
      'RUN /bin/sh -c curl -s -u "admin:hunter22" https://x.example',
      'RUN ... hu... (8 characters)',
    ],
    [
      'RUN /bin/sh -c wget --header "Authorization: Bearer hunter2222" x',
      'RUN ... hu... (10 characters)',
    ],
    [
      'RUN /bin/sh -c npm config set //r.example/:_authToken=hunter22',
      'RUN ... hu... (8 characters)',
    ],
    ['RUN /bin/sh -c sshpass -p hunter22 ssh x', 'RUN ... hu... (8 characters)'],
    [
      'RUN /bin/sh -c echo "machine x login y password hunter22" > /root/.netrc',
      'RUN ... hu... (8 characters)',
    ],
    ['RUN /bin/sh -c echo "root:hunter22" | chpasswd', 'RUN ... hu... (8 characters)'],
    ['RUN /bin/sh -c curl -u "admin:$PASSWORD" -H "Authorization: Bearer $TOKEN" x', undefined],
    ['RUN /bin/sh -c docker login --password-stdin registry.example', undefined],
    ['RUN /bin/sh -c app --token /run/secrets/token --key server.key', undefined],
    ['RUN /bin/sh -c npm config set //r.example/:_authToken=${NPM_TOKEN}', undefined],
  ])('in %s', (command, shown) => {
    expect(secretsInCommand(command).map((it) => it.shown)).toEqual(
      shown === undefined ? [] : [shown],
    );
  });

  test('the value of a build secret is found wherever it is, in whole or line by line', () => {
    const parts = revealingParts('//registry.example/:_authToken=s3cr3t-value-1\nother=short\n');
    expect(secretsInVariables([['X', 'a s3cr3t-value-1 b']], parts)).toHaveLength(1);
    expect(secretsInCommand('RUN echo s3cr3t-value-1', parts)).toHaveLength(1);
    expect(secretsInCommand('RUN echo short', parts)).toEqual([]);
  });

  test.each([
    ['/app/.env', 'A=b\n', true],
    ['/app/.env', '# none\nA=\n', false],
    ['/app/.env.example', 'A=b\n', false],
    ['/app/.env.production', 'A=b\n', true],
    ['/app/.env.local.example', 'A=b\n', false],
    ['/app/.env.dev.default', 'A=b\n', false],
    ['/app/.env.examples.local', 'A=b\n', true],
    ['/app/.npmrc', '//r/:_authToken=abc\n', true],
    ['/app/.npmrc', '//r/:_authToken=${NPM_TOKEN}\n', false],
    ['/app/.npmrc', 'registry=https://r\n', false],
    ['/root/.ssh/id_ed25519', 'x', true],
    ['/app/tls.key', '-----BEGIN EC PRIVATE KEY-----', true],
    ['/app/ca.pem', '-----BEGIN CERTIFICATE-----', false],
    ['/app/node_modules/x/test/key.pem', '-----BEGIN PRIVATE KEY-----', false],
    ['/usr/lib/python3/test/key.pem', '-----BEGIN PRIVATE KEY-----', false],
    ['/app/.git/config', '[core]', true],
    ['/app/production.env', 'A=b\n', true],
    ['/app/example.env', 'A=b\n', false],
    ['/app/empty.env', 'A=\nB=""\n', false],
    ['/app/.envrc', 'export A=b\n', true],
    ['/etc/pip.conf', 'index-url = https://u:hunter22@pypi.example/simple', true],
    ['/etc/pip.conf', 'index-url = https://pypi.example/simple', false],
    ['/app/auth.json', '{"http-basic": {"r": {"password": "x"}}}', true],
    ['/root/.docker/config.json', '{"auths": {"r": {"identitytoken": "x"}}}', true],
    ['/root/.docker/config.json', '{"credsStore": "pass"}', false],
    ['/app/terraform.tfstate', '{}', true],
    ['/app/gcp.json', '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY"}', true],
    ['/app/package.json', '{"name": "x"}', false],
    ['/etc/ssl/private/server.key', '-----BEGIN PRIVATE KEY-----', true],
    ['/etc/ssl/certs/ca.pem', '-----BEGIN PRIVATE KEY-----', false],
    ['/app/server.crt', '-----BEGIN RSA PRIVATE KEY-----', true],
    ['/app/server.crt', '-----BEGIN CERTIFICATE-----', false],
    ['/home/app/.ssh/deploy', '-----BEGIN OPENSSH PRIVATE KEY-----', true],
    ['/home/app/.ssh/known_hosts', 'github.com ssh-ed25519 AAAA', false],
    ['/app/client.p12', '', true],
    ['/app/.streamlit/secrets.toml', 'token = "x"', true],
    ['/root/.config/gh/hosts.yml', 'x', true],
    ['/usr/src/app/.env', 'A=b\n', true],
    ['/usr/share/nginx/html/.env', 'A=b\n', true],
    ['/usr/share/doc/x/.env', 'A=b\n', false],
    ['/usr/local/app/server.pem', '-----BEGIN PRIVATE KEY-----', true],
    ['/usr/local/lib/python3.14/test/key.pem', '-----BEGIN PRIVATE KEY-----', false],
    ['/opt/conda/lib/python3.14/test/key.pem', '-----BEGIN PRIVATE KEY-----', false],
    ['/etc/pki/tls/private/a.key', '-----BEGIN PRIVATE KEY-----', true],
    ['/etc/pki/tls/certs/a.key', '-----BEGIN PRIVATE KEY-----', false],
    ['/app/locales/en/auth.json', '{"password": "The password is wrong."}', false],
    ['/app/.flaskenv', 'FLASK_APP=app\nSECRET_KEY=abc\n', true],
    ['/app/.flaskenv', 'FLASK_APP=app\n', false],
    ['/app/config/secrets.yml', 'production:\n  secret_key_base: 0123456789abcdef\n', true],
    ['/app/config/secrets.yml', 'production:\n  secret_key_base: <%= ENV["X"] %>\n', false],
    ['/app/credentials.json', '{"client_secret": "0123456789"}', true],
    ['/app/credentials.json', '{"client_secret": "${SECRET}"}', false],
    ['/app/config/master.key', '0123456789abcdef0123456789abcdef\n', true],
    ['/app/deploy/kubeconfig.yaml', 'client-key-data: LS0tLS1\n', true],
    ['/root/.aws/config', '[default]\naws_secret_access_key = abc\n', true],
    ['/root/.aws/config', '[default]\nregion = eu-west-1\n', false],
    ['/root/.m2/settings.xml', '<password>hunter22</password>', true],
    ['/root/.m2/settings.xml', '<password>${env.PASS}</password>', false],
    ['/app/NuGet.config', '<add key="ClearTextPassword" value="hunter22" />', true],
    ['/app/keystore.jks', 'x', true],
    ['/app/truststore.jks', 'x', false],
    ['/root/.bash_history', 'ls', true],
    ['/root/.config/gcloud/credentials.db', 'x', true],
  ])('%s with %j', (path, content, is) => {
    expect(credentialIn(path, content)).toBe(is ? path : undefined);
  });

  const key = `-----BEGIN PRIVATE KEY-----\n${'MIGHAgEAMBMGByqGSM49'.repeat(3)}\n`;
  const token = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

  test.each([
    ['/app/deploy', key, '/app/deploy (has a private key)'],
    [
      '/app/config.js',
      `key = "${key.replaceAll('\n', '\\n')}"`,
      '/app/config.js (has a private key)',
    ],
    ['/app/pem.js', 'text.includes("-----BEGIN PRIVATE KEY-----")', undefined],
    ['/app/README.md', '-----BEGIN PRIVATE KEY-----\n...\n', undefined],
    ['/app/docs/jwt.txt', key, undefined],
    ['/app/shop/tests/settings.py', key, undefined],
    ['/app/contest/settings.py', key, '/app/contest/settings.py (has a private key)'],
    ['/app/config.js', `token: '${token}'`, '/app/config.js (has ghp_... (40 characters))'],
    ['/app/config.js', `token: 'ghp_${'x'.repeat(36)}'`, undefined],
    ['/app/node_modules/x/index.js', `token: '${token}'`, undefined],
    ['/app/main.js', 'AKIAIOSFODNN7EXAMPLE', undefined],
  ])('%s is known by what is in it', (path, content, found) => {
    expect(credentialIn(path, content)).toBe(found);
  });

  test('a token anywhere in a text is found, and none in a program', async () => {
    const padding = ' '.repeat(200_000);
    const { credentials } = await readFiles(
      tarOf([
        { path: 'app/main.js', mode: 0o755, text: `#!/usr/bin/env node\n${padding}${token}` },
        { path: 'app/server', mode: 0o755, text: `${elf}${padding}${token}` },
      ]),
    );
    expect(credentials).toEqual(['/app/main.js (has ghp_... (40 characters))']);
  });
});

test('text for the terminal', () => {
  expect(plainLine('\x1b[31mred\x1b[0m\ttab \x1b]8;;http://x\x07link\x07 a\nb')).toBe(
    'red tab link a b',
  );
  expect(lastLines('1\n\n2\r\n3\x1b[2K\n', 2)).toBe('  | 2\n  | 3');
  expect(lastLines('', 5)).toBe('');
});
