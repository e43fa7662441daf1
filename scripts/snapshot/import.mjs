// Makes src/data/snapshot.json from digests that were observed in public repositories.
// Usage: node scripts/snapshot/import.mjs OBSERVED.json DATE
// OBSERVED.json: [{ image, tag, digest, status, files, seen_beside }]; status VERIFIED = seen in at least two independent repositories.
import { readFileSync, writeFileSync } from 'node:fs';
import { wantedImages } from './images.mjs';

const [observedPath, date] = process.argv.slice(2);
if (!observedPath || !/^\d{4}-\d\d-\d\d$/.test(date ?? '')) {
  console.error('usage: node scripts/snapshot/import.mjs OBSERVED.json YYYY-MM-DD');
  process.exit(2);
}
const observed = JSON.parse(readFileSync(observedPath, 'utf8')).filter(
  (entry) => entry.index_likely,
);
const entriesOf = (image) => observed.filter((entry) => entry.image === image);

/**
 * The tag moved on while the file says otherwise: the note beside the digest says that it is of an older patch,
 * and the newer patch is verified under its full tag.
 */
const newerUnderFullTag = {
  'golang:1.26-trixie': '1.26.9-trixie',
  'node:26-alpine3.24': '26.11.1-alpine3.24',
  'node:26-trixie-slim': '26.11.1-trixie-slim',
};

/** The entry to trust for a tag: verified itself, the same digest verified under another tag, or the newest full patch tag. */
function trusted(image, tag) {
  const entries = entriesOf(image);
  const from = newerUnderFullTag[`${image}:${tag}`];
  const named = entries.find((entry) => entry.tag === (from ?? tag));
  if (named?.status === 'VERIFIED') return { entry: named, from };
  const sibling =
    named && entries.find((entry) => entry.digest === named.digest && entry.status === 'VERIFIED');
  if (sibling) return { entry: sibling, from: sibling.tag };
  const patch = newestPatch(entries, tag);
  return patch && { entry: patch, from: patch.tag };
}

/** `1.26.9-trixie` for `1.26-trixie`: same suffix, highest patch, verified. */
function newestPatch(entries, tag) {
  const [version, ...rest] = tag.split('-');
  const suffix = rest.map((part) => `-${part}`).join('');
  const patchOf = (entry) => entry.tag.match(/^(\d+(?:\.\d+)+)(.*)$/);
  const candidates = entries.filter((entry) => {
    const found = patchOf(entry);
    return (
      entry.status === 'VERIFIED' &&
      found &&
      found[1].startsWith(`${version}.`) &&
      found[2] === suffix
    );
  });
  const order = (entry) => patchOf(entry)[1].split('.').map(Number);
  return candidates.sort((a, b) => compare(order(b), order(a)))[0];
}

function compare(a, b) {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : a[at] - (b[at] ?? -1);
}

const images = {};
const absent = [];
for (const { image, tag, optional } of wantedImages(observed)) {
  const found = trusted(image, tag);
  if (!found) {
    if (!optional) absent.push(`${image}:${tag}`);
    continue;
  }
  images[`${image}:${tag}`] = {
    digest: found.entry.digest,
    sources: found.entry.files,
    ...(found.from ? { from: found.from } : {}),
  };
}
writeFileSync(
  new URL('../../src/data/snapshot.json', import.meta.url),
  `${JSON.stringify({ date, images }, null, 2)}\n`,
);
console.log(
  `${Object.keys(images).length} images; without a trustworthy digest: ${absent.join(', ') || 'none'}`,
);
