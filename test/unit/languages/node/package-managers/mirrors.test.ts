import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const server = "require('node:http').createServer().listen(3000);";
const manifest = JSON.stringify({ name: 'a', main: 'server.js', dependencies: { b: '1.0.0' } });
const address = 'https://registry.example.com/b/-/b-1.0.0.tgz';

/** @returns the command of the install, and whether a note names the mirror. */
async function installed(lock: Record<string, string>) {
  const project = { 'package.json': manifest, 'server.js': server, ...lock };
  const { files, notes } = await generate(project, { base: 'distroless' });
  const command = /(?:npm ci|sed -i|yarn install).*/.exec(files.get('Dockerfile') ?? '')?.[0] ?? '';
  return { command, named: notes.some((it) => it.code === 'node/mirror-replaced') };
}

const npm = (resolved: string): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { b: '1.0.0' } },
      'node_modules/b': { version: '1.0.0', resolved, integrity: 'sha512-x' },
    },
  });
const yarn = `# yarn lockfile v1


b@1.0.0:
  version "1.0.0"
  resolved "${address}#abc"
  integrity sha512-x
`;

describe('a lock file with the addresses of a mirror', () => {
  it("is installed from npm's registry by npm", async () => {
    const { command, named } = await installed({ 'package-lock.json': npm(address) });
    expect(command).toMatch(/^npm ci --replace-registry-host=registry\.example\.com --omit=dev/);
    expect(named).toBe(true);
  });

  it("is installed from npm's registry by Yarn 1", async () => {
    const { command, named } = await installed({ 'yarn.lock': yarn });
    expect(command).toMatch(
      /^sed -i 's#https\\\?:\/\/registry\.example\.com\/#https:\/\/registry\.yarnpkg\.com\/#' yarn\.lock && yarn install --frozen-lockfile --production/,
    );
    expect(named).toBe(true);
  });

  it.each<[string, Record<string, string>]>([
    ['of the registry', { 'package-lock.json': npm('https://registry.npmjs.org/b/-/b-1.0.0.tgz') }],
    [
      'that the project configures',
      {
        'package-lock.json': npm(address),
        '.npmrc': 'registry=https://registry.example.com/',
      },
    ],
    ['of no registry', { 'package-lock.json': npm('https://example.com/files/b-1.0.0.tgz') }],
    [
      'with other paths',
      { 'package-lock.json': npm('https://registry.example.com/b/download/b-1.0.0.tgz') },
    ],
  ])('is left as it is: %s', async (_, lock) => {
    const { command, named } = await installed(lock);
    expect(command).toMatch(/^npm ci --omit=dev/);
    expect(named).toBe(false);
  });
});
