import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const server = "require('node:http').createServer().listen(3000);";
const names = ['b', 'c', 'd', 'e'];
const dependencies = Object.fromEntries(names.map((it) => [it, '1.0.0']));
const manifest = JSON.stringify({ name: 'a', main: 'server.js', dependencies });
const mirrored = (name: string): string =>
  `https://registry.example.com/${name}/-/${name}-1.0.0.tgz`;

/** @returns the command of the install, and whether a note names the mirror. */
async function installed(lock: Record<string, string>) {
  const project = { 'package.json': manifest, 'server.js': server, ...lock };
  const { files, notes } = await generate(project, { base: 'distroless' });
  const command = /(?:npm ci|sed -i|yarn install).*/.exec(files.get('Dockerfile') ?? '')?.[0] ?? '';
  return { command, named: notes.some((it) => it.code === 'node/mirror-replaced') };
}

const npm = (address: (name: string) => string): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies },
      ...Object.fromEntries(
        names.map((it) => [
          `node_modules/${it}`,
          { version: '1.0.0', resolved: address(it), integrity: 'sha512-x' },
        ]),
      ),
    },
  });
const yarn = `# yarn lockfile v1\n\n\n${names
  .map((it) => `${it}@1.0.0:\n  version "1.0.0"\n  resolved "${mirrored(it)}#abc"\n`)
  .join('\n')}`;

describe('a lock file with the addresses of a mirror', () => {
  it("is installed from npm's registry by npm", async () => {
    const { command, named } = await installed({ 'package-lock.json': npm(mirrored) });
    expect(command).toMatch(/^npm ci --replace-registry-host=registry\.example\.com --omit=dev/);
    expect(named).toBe(true);
  });

  it("is installed from npm's registry by Yarn 1", async () => {
    const { command, named } = await installed({ 'yarn.lock': yarn });
    expect(command).toMatch(
      /^sed -i -e 's#https\\\?:\/\/registry\.example\.com\/#https:\/\/registry\.yarnpkg\.com\/#' yarn\.lock && yarn install --frozen-lockfile --production/,
    );
    expect(named).toBe(true);
  });

  it('needs a single package where everybody knows the mirror', async () => {
    const { command, named } = await installed({
      'package-lock.json': npm(
        (it) =>
          `https://registry.${it === 'b' ? 'npmmirror.com' : 'npmjs.org'}/${it}/-/${it}-1.0.0.tgz`,
      ),
    });
    expect(command).toContain('--replace-registry-host=registry.npmmirror.com');
    expect(named).toBe(true);
  });

  it.each<[string, Record<string, string>]>([
    [
      'of the registry',
      { 'package-lock.json': npm((it) => `https://registry.npmjs.org/${it}/-/${it}-1.0.0.tgz`) },
    ],
    [
      'that the project configures',
      {
        'package-lock.json': npm(mirrored),
        '.npmrc': 'registry=https://registry.example.com/',
      },
    ],
    [
      'of no registry',
      { 'package-lock.json': npm((it) => `https://example.com/files/${it}-1.0.0.tgz`) },
    ],
    [
      'with other paths',
      {
        'package-lock.json': npm(
          (it) => `https://registry.example.com/${it}/download/${it}-1.0.0.tgz`,
        ),
      },
    ],
  ])('is left as it is: %s', async (_, lock) => {
    const { command, named } = await installed(lock);
    expect(command).toMatch(/^npm ci --omit=dev/);
    expect(named).toBe(false);
  });
});
