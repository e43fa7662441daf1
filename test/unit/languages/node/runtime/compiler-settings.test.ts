import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const server = "require('node:http').createServer().listen(3000);";

/** @returns the Dockerfile and the notes of a project with tsx among its dependencies. */
async function generated(
  start: string,
  files: Readonly<Record<string, string>> = {},
  manifest: object = {},
) {
  const project = {
    'package.json': JSON.stringify({
      name: 'a',
      scripts: { start, build: 'tsc' },
      dependencies: { tsx: '4.20.0', 'tsconfig-paths': '4.2.0' },
      ...manifest,
    }),
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
    'src/server.ts': server,
    ...files,
  };
  const { files: written, notes } = await generate(project, { base: 'distroless' });
  return { dockerfile: written.get('Dockerfile') ?? '', notes };
}

/** @returns the paths that the build removes before it copies the program. */
function removed(dockerfile: string): string {
  return /^RUN rm -rf (.*?)(?: \\)?$/m.exec(dockerfile)?.[1] ?? '';
}

describe('tsconfig.json, if it is read when the program runs', () => {
  it.each<[string, string, Record<string, string>]>([
    ['tsx', 'tsx src/server.ts', {}],
    ['a loader', 'node --import=tsx src/server.ts', {}],
    ['NODE_OPTIONS', 'NODE_OPTIONS="--import tsx" node src/server.ts', {}],
    ['a source that loads it', 'node run.js', { 'run.js': `require('tsx/cjs');${server}` }],
    ['a source that imports it', 'node run.mjs', { 'run.mjs': `import 'tsx/esm';${server}` }],
  ])('stays with the sources: %s', async (_name, start, files) => {
    const { dockerfile } = await generated(start, files);
    expect(dockerfile).not.toMatch(/rm -rf .*tsconfig/);
    expect(dockerfile).toContain('COPY --from=build /app/ /app/');
  });

  it('stays with the build for a program that nothing compiles', async () => {
    const { dockerfile } = await generated('node run.js', { 'run.js': server });
    expect(removed(dockerfile)).toContain('tsconfig.json');
  });

  it('stays with what it extends, and the others do not', async () => {
    const { dockerfile } = await generated('tsx src/server.ts', {
      'tsconfig.json': '{ "extends": "./tsconfig.base" }',
      'tsconfig.base.json': '{}',
      'tsconfig.lint.json': '{}',
    });
    expect(removed(dockerfile)).toContain('tsconfig.lint.json');
    expect(removed(dockerfile)).not.toMatch(/tsconfig(?:\.base)?\.json/);
  });

  it('ships beside compiled code', async () => {
    const { dockerfile } = await generated('node -r tsconfig-paths/register dist/server.js');
    expect(dockerfile).toContain('COPY --from=build /app/tsconfig.json /app/tsconfig.json');
  });

  it('is the file that a variable names', async () => {
    const { dockerfile } = await generated(
      'TS_NODE_PROJECT=tsconfig.run.json node -r tsconfig-paths/register dist/server.js',
      { 'tsconfig.run.json': '{}' },
    );
    expect(dockerfile).toContain('COPY --from=build /app/tsconfig.run.json /app/tsconfig.run.json');
    expect(dockerfile).not.toContain('/app/tsconfig.json');
  });

  it('is the one above the package', async () => {
    const { dockerfile } = await generated(
      '',
      {
        'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
        'apps/b/package.json': JSON.stringify({
          name: 'b',
          scripts: { start: 'tsx src/main.ts' },
          dependencies: { tsx: '4.20.0' },
        }),
        'apps/b/tsconfig.json': '{ "extends": "../../tsconfig.json" }',
        'apps/b/src/main.ts': server,
      },
      { workspaces: ['apps/*'], scripts: {}, private: true, dependencies: {} },
    );
    expect(dockerfile).toContain('COPY --from=build /app/apps/b/ /app/apps/b/');
    expect(dockerfile).toContain('COPY --from=build /app/tsconfig.json /app/tsconfig.json');
    expect(dockerfile).not.toMatch(/rm -rf .*tsconfig/);
  });

  it('is left out if it extends a package that the image lacks, because it could not be read', async () => {
    const files = { 'tsconfig.json': '{ "extends": "@tsconfig/node22/tsconfig.json" }' };
    const { dockerfile, notes } = await generated('tsx src/server.ts', files);
    expect(removed(dockerfile)).toContain('tsconfig.json');
    expect(notes).toContainEqual({
      code: 'node/compiler-settings-missing',
      level: 'warning',
      text: 'tsx reads tsconfig.json when the program runs, which extends @tsconfig/node22: the image does not contain it, so tsconfig.json is left out',
      hint: 'Move @tsconfig/node22 to dependencies, or compile in a build script.',
      evidence: [{ file: 'tsconfig.json', because: 'extends @tsconfig/node22' }],
    });
  });

  it('may extend a package that the image has', async () => {
    const { dockerfile, notes } = await generated(
      'tsx src/server.ts',
      { 'tsconfig.json': '{ "extends": ["@tsconfig/node22/tsconfig.json"] }' },
      { dependencies: { tsx: '4.20.0', '@tsconfig/node22': '22.0.2' } },
    );
    expect(dockerfile).not.toMatch(/rm -rf .*tsconfig/);
    expect(notes.map((it) => it.code)).not.toContain('node/compiler-settings-missing');
  });
});
