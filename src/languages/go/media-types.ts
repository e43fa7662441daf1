/**
 * Finds types of served files that Go does not know by itself: it has a short list, and otherwise
 * reads /etc/mime.types, which not every image has. https://pkg.go.dev/mime#TypeByExtension
 */
import { isWithin } from '../../text/paths.ts';

/**
 * Types by extension, where the first bytes of a file do not show its type either.
 * https://www.iana.org/assignments/media-types
 */
const types: Readonly<Record<string, string>> = {
  apk: 'application/vnd.android.package-archive',
  atom: 'application/atom+xml',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  epub: 'application/epub+zip',
  geojson: 'application/geo+json',
  glb: 'model/gltf-binary',
  gltf: 'model/gltf+json',
  ics: 'text/calendar',
  jsonld: 'application/ld+json',
  m3u8: 'application/vnd.apple.mpegurl',
  odt: 'application/vnd.oasis.opendocument.text',
  rss: 'application/rss+xml',
  vcf: 'text/vcard',
  vtt: 'text/vtt',
  webmanifest: 'application/manifest+json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xpi: 'application/x-xpinstall',
};

/**
 * @param served the files and folders that are in the program or beside it.
 * @param files the files of the project.
 * @returns lines for /etc/mime.types.
 */
export function findMediaTypes(
  served: readonly string[],
  files: readonly string[],
): readonly string[] {
  const extensions = new Set(
    files
      .filter((file) => served.some((it) => it === '' || isWithin(file, it)))
      .map((it) => /\.(\w+)$/.exec(it)?.[1] ?? ''),
  );
  return Object.entries(types)
    .filter(([extension]) => extensions.has(extension))
    .map(([extension, type]) => `${type} ${extension}`);
}
