import { describe, expect, it } from 'vitest';
import type { Values } from '../../../src/options.ts';
import { generate } from '../../support/generate.ts';

const data = {
  'data/a.csv': 'a\n',
  'data/key.pem': 'k\n',
  'tests/b.csv': 'b\n',
  'tests/test_b.py': '\n',
};
const projects = {
  go: {
    ...data,
    'go.mod': 'module example.com/a\n\ngo 1.26\n',
    'main.go': 'package main\n\nfunc main() {}\n',
  },
  python: { ...data, 'app.py': 'print(1)\n' },
  'python package': {
    ...data,
    'pyproject.toml':
      '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "probe"\nversion = "1"\n[project.scripts]\nprobe = "probe:main"\n',
    'probe/__init__.py': 'def main():\n    print(1)\n',
  },
  node: { ...data, 'package.json': '{"name":"n","scripts":{"start":"node app.js"}}', 'app.js': '' },
  'node, compiled': {
    ...data,
    'package.json':
      '{"name":"n","scripts":{"start":"node dist/app.js","build":"tsc"},"devDependencies":{"typescript":"5.9.3"}}',
    'package-lock.json':
      '{"lockfileVersion":3,"packages":{"":{"name":"n","devDependencies":{"typescript":"5.9.3"}},"node_modules/typescript":{"version":"5.9.3","dev":true}}}',
    'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
    'app.ts': '',
  },
};

async function made(
  project: keyof typeof projects,
  flags: Values,
): Promise<{ dockerfile: string; ignored: string[]; codes: string[] }> {
  const { files, notes } = await generate(projects[project], { base: 'alpine', ...flags });
  return {
    dockerfile: files.get('Dockerfile') ?? '',
    ignored: (files.get('.dockerignore') ?? '').split('\n'),
    codes: notes.map((it) => it.code),
  };
}

describe('--ship', () => {
  it.each([
    ['go', 'COPY ["tests", "/app/tests"]'],
    ['python', 'COPY --from=build /app /app'],
    ['python package', 'COPY --from=build ["/app/tests", "/app/tests"]\nWORKDIR /app\n'],
    ['node', 'COPY --from=build /app/ /app/'],
    ['node, compiled', 'COPY --from=build ["/app/tests", "/app/tests"]'],
  ] as const)('puts a folder that is left out into the image of %s', async (name, copy) => {
    const { dockerfile, ignored } = await made(name, { ship: ['tests'] });
    expect(dockerfile).toContain(copy);
    expect(ignored).toContain('!/tests');
    // Secrets in it stay out: the last pattern that matches decides. No pattern is printed twice.
    expect(ignored.indexOf('**/*.pem')).toBeGreaterThan(ignored.indexOf('!/tests'));
    expect(ignored.filter((it) => it === '**/*.pem')).toHaveLength(1);
  });

  it('takes a secret that is named itself, with a warning', async () => {
    const { ignored, codes } = await made('go', { ship: ['data', 'data/key.pem'] });
    expect(ignored.indexOf('!/data/key.pem')).toBeGreaterThan(ignored.lastIndexOf('**/*.pem'));
    expect(codes).toContain('plan/ships-secret');
  });

  it('repeats no secrets for a file', async () => {
    const { ignored, codes } = await made('go', { ship: ['data/a.csv'] });
    expect(ignored.filter((it) => it === '**/*.pem')).toHaveLength(1);
    expect(codes).not.toContain('plan/ships-secret');
  });

  it('does not copy twice what the program reads anyway', async () => {
    const main = 'package main\n\nimport "os"\n\nfunc main() { os.ReadFile("data/a.csv") }\n';
    const { files } = await generate({ ...projects.go, 'main.go': main }, { ship: ['data/a.csv'] });
    expect(files.get('Dockerfile')?.match(/COPY \["data\/a\.csv"/g)).toHaveLength(1);
  });

  it('keeps what would be removed after the build', async () => {
    const node = await made('node', { ship: ['package.json'] });
    expect(node.dockerfile).not.toMatch(/rm -rf.*package\.json/);
    const files = { ...projects.node, '.nvmrc': '24\n' };
    const removed = async (flags: Values) =>
      (await generate(files, flags)).files.get('Dockerfile')?.includes('rm -rf .nvmrc');
    expect(await removed({})).toBe(true);
    expect(await removed({ ship: ['.nvmrc'] })).toBe(false);
    const python = { ...projects.python, 'README.md': '# a\n' };
    const removedReadme = async (flags: Values) =>
      (await generate(python, flags)).files.get('Dockerfile')?.includes('rm -r README.md');
    expect(await removedReadme({})).toBe(true);
    expect(await removedReadme({ ship: ['README.md'] })).toBe(false);
  });
});

describe('--leave-out', () => {
  it.each(['python', 'node', 'node, compiled'] as const)(
    'removes a folder of %s after the build, which may read it',
    async (name) => {
      const { dockerfile, ignored } = await made(name, { leaveOut: ['data'] });
      expect(dockerfile).toContain('# Left out by --leave-out.\nRUN rm -rf data\n');
      expect(dockerfile).not.toContain('COPY --from=build /app/data');
      expect(ignored).not.toContain('/data');
    },
  );

  it.each(['go', 'python package'] as const)(
    'takes a folder of %s from the build context',
    async (name) => {
      const { dockerfile, ignored } = await made(name, { leaveOut: ['data'] });
      expect(ignored).toContain('/data');
      expect(dockerfile).not.toContain('rm -rf data');
    },
  );

  it('beats what the program reads', async () => {
    const main = 'package main\n\nimport "os"\n\nfunc main() { os.ReadFile("data/a.csv") }\n';
    const made = await generate({ ...projects.go, 'main.go': main }, { leaveOut: ['data'] });
    expect(made.files.get('Dockerfile')).not.toContain('COPY ["data');
    expect(made.notes.map((it) => it.code)).not.toContain('go/runtime-file-copied');
  });

  it('is refused for what the compiler of Go reads', async () => {
    const embeds =
      'package main\n\nimport _ "embed"\n\n//go:embed data/a.csv\nvar a string\n\nfunc main() {}\n';
    const files = { ...projects.go, 'main.go': embeds };
    await expect(generate(files, { leaveOut: ['data'] })).rejects.toThrow(
      '--leave-out data: the build needs it: main.go:5 embeds it',
    );
    const inside = { 'go.mod': projects.go['go.mod'], 'cmd/a/main.go': projects.go['main.go'] };
    await expect(generate(inside, { leaveOut: ['cmd'] })).rejects.toThrow(
      '--leave-out cmd: the build needs it: the program is in it',
    );
    await expect(generate(files, { leaveOut: ['tests'] })).resolves.toBeDefined();
  });
});
