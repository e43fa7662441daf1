/**
 * Searches the layers of an image for credentials that its file system no longer shows: what a later
 * layer deletes or replaces stays in the layer below, and everybody who can pull the image has it.
 *
 * `docker save` and `podman save` write an archive of the layers: an OCI layout (`blobs/sha256/...`,
 * since Docker 25), or a folder for each layer before that. The layers are recognized by content, so
 * that the archive can be read as a stream.
 * https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { readFiles } from './files.ts';

export interface LayerFacts {
  /** Files with credentials in any layer. */
  readonly credentials: readonly string[];
  /** Files in any layer that contain one of the values that were searched for. */
  readonly leaks: readonly string[];
}

/**
 * @param chunks the bytes of the archive.
 * @param needles values that no file may contain (build secrets).
 * @throws Error if the stream is not such an archive, or a layer is compressed in a way that this
 *   Node cannot read.
 */
export async function readLayers(
  chunks: AsyncIterable<Uint8Array>,
  needles: readonly string[] = [],
): Promise<LayerFacts> {
  const archive = extract();
  const feeding = pipeline(Readable.from(chunks), archive as unknown as NodeJS.WritableStream);
  feeding.catch(() => undefined); // the loop below rejects with the same error
  const credentials = new Set<string>();
  const leaks = new Set<string>();
  let layers = 0;
  for await (const item of archive) {
    const entry = item as AsyncIterable<Uint8Array>;
    const { start, rest } = await begun(entry);
    const layer = item.header.type === 'file' ? layerIn(start, rest) : undefined;
    if (layer === undefined) {
      await toTheEnd(rest);
      continue;
    }
    layers += 1;
    const found = await readFiles(layer, needles);
    for (const path of found.credentials) credentials.add(path);
    for (const path of found.leaks) leaks.add(path);
  }
  await feeding;
  if (layers === 0) throw new Error('the archive has no layers');
  return { credentials: [...credentials], leaks: [...leaks] };
}

/** A tar header has its magic at 257: https://pubs.opengroup.org/onlinepubs/9799919799/ (pax). */
const magic = { name: 'ustar', at: 257, end: 512 };

/** Reads enough of an entry to recognize it. `rest` has all of it, and must be read to its end. */
async function begun(
  entry: AsyncIterable<Uint8Array>,
): Promise<{ start: Buffer; rest: AsyncIterable<Uint8Array> }> {
  const iterator = entry[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let length = 0;
  while (length < magic.end) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    head.push(value);
    length += value.length;
  }
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield* head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield next.value;
  }
  return { start: Buffer.concat(head), rest: rest() };
}

/** The archive stops at an entry that is not read. */
async function toTheEnd(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

/** @returns the bytes of a layer's tar archive; `undefined` for a manifest or a configuration. */
function layerIn(
  start: Buffer,
  bytes: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> | undefined {
  if (start.subarray(magic.at, magic.at + magic.name.length).toString('latin1') === magic.name)
    return bytes;
  if (start.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) {
    const gunzip = createGunzip();
    // An error of either side ends the reading below.
    pipeline(Readable.from(bytes), gunzip).catch(() => undefined);
    return gunzip;
  }
  if (start.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])))
    throw new Error('its layers are compressed with zstd');
  return undefined;
}
