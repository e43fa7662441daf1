/** What a build fetches from with a login: an HTTP server on this machine, and a look for the password in what was built. */
import { createServer } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { docker, run } from './support.mjs';

/** As a build with the network of the host names this machine; Docker Desktop has another name for it. */
export const thisMachine = process.platform === 'linux' ? '127.0.0.1' : 'host.docker.internal';

/**
 * @param answer path -> body, or `undefined` for what is not there; asked only where user and password are right.
 * @returns its address, how often it was asked with and without the right login, and a function that stops it.
 */
export async function serveWithLogin({ user, password, answer }) {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const asked = { allowed: 0, refused: 0 };
  const server = createServer((request, response) => {
    if (request.headers.authorization !== expected) {
      asked.refused += 1;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="packages"' }).end();
      return;
    }
    asked.allowed += 1;
    const body = answer(request.url);
    response
      .writeHead(body === undefined ? 404 : 200, {
        'content-type': typeof body === 'string' ? 'text/html' : 'application/octet-stream',
      })
      .end(body);
  });
  await new Promise((resolve) => server.listen(0, '0.0.0.0', resolve));
  return { address: `${thisMachine}:${server.address().port}`, asked, close: () => server.close() };
}

/** @returns where an image has the text: files of its layers, its configuration, its history. */
export async function placesOf(text, image) {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-layers-'));
  const places = [];
  try {
    await docker('save', '--output', join(folder, 'image.tar'), image);
    await run('tar', ['-xf', 'image.tar'], { cwd: folder });
    rmSync(join(folder, 'image.tar'));
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
      if (plain.includes(text)) places.push(entry.name);
    }
    const { stdout } = await docker('history', '--no-trunc', '--format', '{{.CreatedBy}}', image);
    if (stdout.includes(text)) places.push('history');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return places;
}
