// Bundles src/ into dist/ with esbuild: one package without runtime dependencies. Commands and prompts are chunks of their own, loaded when needed.
// Writes THIRD-PARTY-LICENSES from what ended up in the bundle.
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: process.cwd(),
  entryPoints: { cli: 'src/cli.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  metafile: true,
  chunkNames: 'chunks/[name]-[hash]',
  // CommonJS packages in an ESM bundle ask for require.
  banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  logLevel: 'warning',
});

const folders = new Set();
for (const output of Object.values(metafile.outputs)) {
  for (const input of Object.keys(output.inputs)) {
    const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
    if (found) folders.add(found[0]);
  }
}
const texts = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
  return `${name} ${version} (${license})\n${'-'.repeat(72)}\n${file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : 'No license text is part of the package.'}\n`;
});
writeFileSync('THIRD-PARTY-LICENSES', `The bundle in dist/ holds code of these packages.\n\n${texts.join('\n\n')}`);
