// Reads the digests of all images that the generator can ask for from their registries, and writes src/data/snapshot.json.
// Usage: node scripts/snapshot/refresh.mjs [FILE]      (another file than src/data/snapshot.json, to look first)
// A tag that no longer exists is left out; any other failure stops before something is written.
import { build } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { wantedImages } from './images.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const snapshotPath = join(root, 'src/data/snapshot.json');
const target = process.argv[2] ?? snapshotPath;
const platforms = ['linux/amd64', 'linux/arm64'];

const { createRegistry, parseReference, describeFailure } = await loadClient();
const registry = createRegistry({ env: process.env, cache: false, now: () => new Date() });
const before = JSON.parse(readFileSync(snapshotPath, 'utf8')).images;

const wanted = wantedImages().map(({ image, tag }) => ({
  name: `${image}:${tag}`,
  image,
  tag,
  ref: refOf(`${image}:${tag}`),
}));
const found = await resolveAll(wanted);
// The exact version behind 1.27-alpine3.24 is a separate tag, which a project may ask for.
const exact = [];
for (const entry of found.filter(({ tag }) => /^\d+(?:\.\d+)?-/.test(tag))) {
  const inspection = await registry.inspect(
    { ...entry.ref, digest: entry.digest },
    { whole: true },
  );
  const version = inspection.ok ? /^\d+\.\d+\.\d+/.exec(inspection.version ?? '')?.[0] : undefined;
  if (version === undefined) continue;
  const tag = entry.tag.replace(/^[\d.]+/, version);
  exact.push({
    name: `${entry.image}:${tag}`,
    image: entry.image,
    tag,
    ref: refOf(`${entry.image}:${tag}`),
  });
}
found.push(...(await resolveAll(exact)));

const images = {};
for (const { name, digest } of found) {
  // Sources are counted in public files; 0 means that the registry itself was asked.
  images[name] = before[name]?.digest === digest ? before[name] : { digest, sources: 0 };
}
const moved = found.filter(
  ({ name, digest }) => before[name] && before[name].digest !== digest,
).length;
const added = found.filter(({ name }) => !before[name]).length;
const gone = Object.keys(before).filter((name) => !images[name]);
writeFileSync(
  target,
  `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), images }, null, 2)}\n`,
);
console.log(
  `${found.length} images: ${moved} moved, ${added} new, ${gone.length} left out${gone.length > 0 ? ` (${gone.join(', ')})` : ''}`,
);

async function resolveAll(entries) {
  const resolutions = await registry.resolve(
    entries.map((it) => it.ref),
    platforms,
  );
  const resolved = [];
  const failures = [];
  for (const [index, resolution] of resolutions.entries()) {
    const entry = entries[index];
    if (resolution.ok) resolved.push({ ...entry, digest: resolution.digest });
    else if (resolution.failure.kind !== 'not-found')
      failures.push(`${entry.name}: ${describeFailure(entry.ref, resolution.failure).sentence}`);
  }
  if (failures.length > 0) {
    console.error(`Nothing was written:\n${failures.join('\n')}`);
    process.exit(1);
  }
  return resolved;
}

function refOf(name) {
  const parsed = parseReference(name);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.why}`);
  return parsed.ref;
}

/** The program's own client, bundled on the fly: Node 20 does not read TypeScript. */
async function loadClient() {
  const folder = mkdtempSync(join(tmpdir(), 'refresh-snapshot-'));
  try {
    const outfile = join(folder, 'client.mjs');
    await build({
      stdin: {
        contents:
          "export { createRegistry } from './src/ports/node-http.ts'; export { parseReference } from './src/registry/reference.ts'; export { describeFailure } from './src/registry/failures.ts';",
        resolveDir: root,
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      banner: {
        js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
      },
    });
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
