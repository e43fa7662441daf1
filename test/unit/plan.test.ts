import { describe, expect, it } from 'vitest';
import type { Values } from '../../src/options.ts';
import { generate } from '../support/generate.ts';

const project = {
  'go.mod': 'module example.com/a\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};

it.each([
  [1023, true],
  [1024, false],
])('port %i: warned of: %s', async (port, warned) => {
  const { notes } = await generate(project, { base: 'scratch', port });
  expect(notes.some((it) => it.text.includes('is below 1024'))).toBe(warned);
});

describe('several ports', () => {
  const exposed = async (files: Readonly<Record<string, string>>, flags: Values) => {
    const { files: written, choices } = await generate(files, { base: 'scratch', ...flags });
    const line = /^EXPOSE .*$/m.exec(written.get('Dockerfile') ?? '')?.[0] ?? '';
    return `${line} ${JSON.stringify(choices['port']?.value)} ${JSON.stringify(choices['otherPorts']?.value)}`;
  };
  const both = {
    ...project,
    'main.go': `package main

import ("net"; "net/http")

func main() {
	net.ListenPacket("udp", ":5353")
	http.ListenAndServe(":8080", nil)
}
`,
  };
  const udp = {
    ...both,
    'main.go': both['main.go'].replace('http.ListenAndServe(":8080", nil)', ''),
  };

  it.each<[string, Readonly<Record<string, string>>, Values, string]>([
    [
      'as given, in their order',
      project,
      { port: '5353/udp,8080,9090' },
      'EXPOSE 8080 5353/udp 9090 8080 [{"number":5353,"protocol":"udp"},{"number":9090,"protocol":"tcp"}]',
    ],
    ['one with its protocol', project, { port: '8080/tcp' }, 'EXPOSE 8080 8080 undefined'],
    [
      'of UDP alone',
      project,
      { port: '53000/udp' },
      'EXPOSE 53000/udp null [{"number":53000,"protocol":"udp"}]',
    ],
    ['none of them', both, { port: 'none' }, ' null undefined'],
    ['only those that are given', both, { port: 9000 }, 'EXPOSE 9000 9000 undefined'],
    [
      'as the sources show them',
      both,
      {},
      'EXPOSE 8080 5353/udp 8080 [{"number":5353,"protocol":"udp"}]',
    ],
    ['datagrams without TCP', udp, {}, 'EXPOSE 5353/udp null [{"number":5353,"protocol":"udp"}]'],
  ])('are exposed: %s', async (_, files, flags, expected) => {
    expect(await exposed(files, flags)).toBe(expected);
  });

  it('below 1024 are each warned of', async () => {
    const { notes } = await generate(project, { base: 'scratch', port: '80,53/udp,8080' });
    const texts = notes.filter((it) => it.code === 'plan/privileged-port').map((it) => it.text);
    expect(texts.map((it) => it.slice(0, 12))).toEqual(['port 80 is b', 'port 53/udp ']);
  });

  it.each([
    [
      'Python',
      {
        'requirements.txt': '',
        'app.py':
          'from socketserver import UDPServer\nUDPServer(("", 5353), None).serve_forever()\n',
      },
    ],
    [
      'Node',
      {
        'package.json': '{"name":"a","version":"1.0.0","main":"a.js"}',
        'a.js': "require('dgram').createSocket('udp4').bind(5353);\n",
      },
    ],
  ])('are found in %s', async (_, files) => {
    expect(await exposed(files, { base: 'distroless' })).toContain('EXPOSE 5353/udp null');
  });
});

describe('folders that a program writes to', () => {
  const lineOf = async (flags: Values): Promise<readonly string[]> => {
    const source =
      'package main\n\nimport "os"\n\nfunc main() {\n\tos.MkdirAll("/data/uploads", 0o755)\n\tos.MkdirAll("/data/db", 0o755)\n}\n';
    const { files } = await generate(
      { ...project, 'main.go': source },
      { base: 'scratch', ...flags },
    );
    const text = files.get('Dockerfile') ?? '';
    return [/^VOLUME .*$/m, /(?<= 0750 ).*\/rootfs\/data.*$/m].map(
      (it) => it.exec(text)?.[0] ?? '',
    );
  };
  it('share a volume, in which each is there', async () => {
    expect(await lineOf({})).toEqual([
      'VOLUME ["/data"]',
      '/rootfs/data /rootfs/data/db /rootfs/data/uploads',
    ]);
  });
  it('are volumes as the user names them', async () => {
    expect((await lineOf({ writable: ['/data/a', '/data/b'] }))[0]).toBe(
      'VOLUME ["/data", "/data/a", "/data/b"]',
    );
  });
});

describe('a start command that is a shell', () => {
  const script = { 'app.py': 'print("done")\n' };

  it.each([
    [script, { base: 'alpine', start: ['/bin/sh', '-c', 'python app.py'] }],
    [{ ...project }, { base: 'distroless', start: ['bash', 'run.sh'] }],
  ])('is refused where no image has it: %j', async (files, flags) => {
    await expect(generate(files, flags)).rejects.toThrow(
      /^--start: ".*sh .*" starts a shell, which the image does not have; name the program itself/,
    );
  });

  it('starts a compiled program on alpine, which has one', async () => {
    const { files } = await generate(project, { base: 'alpine', start: ['sh', '-c', 'a & a'] });
    expect(files.get('Dockerfile')).toContain('ENTRYPOINT ["sh"]');
  });
});

describe('code that starts a shell', () => {
  const script = { 'app.py': 'import os\nos.system("date")\nprint("done")\n' };
  const shellNotes = async (files: Readonly<Record<string, string>>, flags: Values) =>
    (await generate(files, flags)).notes.filter((it) => it.code === 'plan/no-shell');

  it('is a warning on a base without one', async () => {
    const [note, ...more] = await shellNotes(script, { base: 'distroless' });
    expect(more).toEqual([]);
    expect(note).toMatchObject({ level: 'warning', text: expect.stringMatching(/^app\.py:2 /) });
    expect(note?.hint).toContain('--base alpine');
  });

  it('is what alpine is proposed for', async () => {
    const { choices, notes } = await generate(script, {});
    expect(choices['base']?.value).toBe('alpine');
    expect(notes.map((it) => it.code)).not.toContain('plan/no-shell');
  });

  it('is no reason to refuse a program that alpine cannot run', async () => {
    const files = { ...script, 'requirements.txt': 'torch==2.9.0\n' };
    const { choices, notes } = await generate(files, {});
    expect(choices['base']?.value).toBe('distroless');
    expect(notes.find((it) => it.code === 'plan/no-shell')?.hint).not.toContain('alpine');
  });

  it('is refused with --strict', async () => {
    const refused = generate(script, { base: 'distroless', strict: true });
    await expect(refused).rejects.toThrow('has no shell');
  });
});

describe('what the final stage gets', () => {
  const dockerfile = async (files: Readonly<Record<string, string>>, flags: Values) =>
    (await generate(files, flags)).files.get('Dockerfile') ?? '';
  const projects = {
    go: project,
    python: { 'app.py': 'print(1)\n' },
    'python with packages': {
      'main.py': 'import yaml\nprint(yaml)\n',
      'requirements.txt': 'pyyaml==6.0.3\n',
    },
    node: { 'package.json': '{"name":"n","scripts":{"start":"node app.js"}}', 'app.js': '' },
  };

  it.each(Object.keys(projects))('packages of Alpine, in %s', async (name) => {
    const files = projects[name as keyof typeof projects];
    const text = await dockerfile(files, { packages: ['cmd:git', 'ffmpeg'] });
    // The base that has apk is taken, and the packages are installed before there is another user.
    expect(text).toMatch(
      /^FROM alpine:\S+ AS base\n# .*\nRUN apk add --no-cache cmd:git ffmpeg\n$/m,
    );
    expect(text).toMatch(/\nFROM base\n(?!.*\nRUN )/s);
    expect(text.match(/^RUN apk add.*ffmpeg/gm)).toHaveLength(1);
    expect(text.indexOf('apk add --no-cache cmd:git')).toBeLessThan(text.indexOf('\nUSER '));
  });

  it.each(['scratch', 'distroless'])('no packages on %s', async (base) => {
    await expect(dockerfile(project, { base, packages: ['git'] })).rejects.toThrow(
      'packages (git) are installed with apk, and this base has none. Use --base alpine instead.',
    );
  });

  it('no packages in a site, whose server does not begin as root', async () => {
    const site = {
      'package.json':
        '{"name":"s","scripts":{"build":"vite build"},"devDependencies":{"vite":"8.0.0"}}',
      'index.html': '<p>',
    };
    await expect(dockerfile(site, { base: 'alpine', packages: ['git'] })).rejects.toThrow(
      /packages \(git\) are installed with apk, and this base has none\.$/,
    );
  });

  it('no warning of a program whose package is installed', async () => {
    const files = {
      ...project,
      'main.go':
        'package main\n\nimport "os/exec"\n\nfunc main() { exec.Command("pdftotext").Run() }\n',
    };
    const codes = async (flags: Values) =>
      (await generate(files, flags)).notes
        .filter((it) => it.code === 'go/program-missing')
        .map((it) => it.hint);
    expect(await codes({ base: 'alpine' })).toEqual([
      'Install it with --base alpine --packages poppler-utils, or run it in another container.',
    ]);
    expect(await codes({ packages: ['git'] })).toHaveLength(1);
    for (const name of ['poppler-utils', 'cmd:pdftotext', 'poppler-utils=25.1'])
      expect(await codes({ packages: [name] })).toEqual([]);
  });

  it('the caches that are given, each once', async () => {
    const flags = { base: 'scratch', cache: ['XDG_CACHE_HOME', 'HF_HOME', 'HF_HOME'] };
    const text = await dockerfile(project, flags);
    expect(text.match(/^ENV .*\/tmp.*$/gm)).toEqual([
      'ENV XDG_CACHE_HOME="/tmp/xdg_cache_home"',
      'ENV HF_HOME="/tmp/hf_home"',
    ]);
  });

  it('the signal that is given, for every program', async () => {
    const text = await dockerfile(project, { base: 'scratch', stopSignal: 'SIGQUIT' });
    expect(text).toContain('\n# The signal that the program handles to end.\nSTOPSIGNAL SIGQUIT\n');
  });

  it('a start period, where there is a health check', async () => {
    const flags = { base: 'scratch', startPeriod: 60 };
    const check = { healthcheckCommand: ['a', 'check'] };
    expect(await dockerfile(project, { ...flags, ...check })).toContain(
      'HEALTHCHECK --start-period=60s CMD ["/usr/local/bin/a", "check"]',
    );
    expect(await dockerfile(project, flags)).not.toContain('start-period=');
  });
});
