// The images that the generator can ask for, and so the ones whose digests ship with it.
const variants = {
  golang: { versions: ['1.27', '1.26', '1.25'], suffixes: ['alpine3.24', 'trixie'] },
  node: { versions: ['26', '24', '22', '20'], suffixes: ['alpine3.24', 'trixie-slim'] },
  python: {
    versions: ['3.15', '3.14', '3.13', '3.12', '3.11', '3.10'],
    suffixes: ['alpine3.24', 'slim-trixie'],
  },
};
const distroless = [
  'static',
  'base',
  'base-nossl',
  'cc',
  'nodejs26',
  'nodejs24',
  'nodejs22',
  'python3',
];
const others = [
  ['alpine', '3.24'],
  ['ghcr.io/astral-sh/uv', '0.13'],
  ['ghcr.io/astral-sh/uv', '0.13.0'],
  ['oven/bun', '1'],
  ['oven/bun', '1-slim'],
  ['oven/bun', '1-alpine'],
  ['nginxinc/nginx-unprivileged', 'alpine'],
  ['nginxinc/nginx-unprivileged', 'alpine-slim'],
  ['nginxinc/nginx-unprivileged', '1.31-alpine'],
  ['nginxinc/nginx-unprivileged', 'stable-alpine'],
  ['joseluisq/static-web-server', '2'],
  ['docker/dockerfile', '1'],
];

/** All wanted images; exact versions of the languages (`1.27.2-alpine3.24`) where `known` has them. */
export function wantedImages(known = []) {
  const wanted = [];
  for (const [image, { versions, suffixes }] of Object.entries(variants)) {
    for (const version of versions)
      for (const suffix of suffixes) wanted.push({ image, tag: `${version}-${suffix}` });
    const exact = known.filter(
      (entry) =>
        entry.image === image &&
        suffixes.some(
          (suffix) =>
            /^\d+\.\d+\.\d+$/.test(entry.tag.slice(0, -suffix.length - 1)) &&
            entry.tag.endsWith(`-${suffix}`),
        ),
    );
    for (const entry of exact) wanted.push({ image, tag: entry.tag, optional: true });
  }
  for (const name of distroless)
    wanted.push({ image: `gcr.io/distroless/${name}-debian13`, tag: 'nonroot' });
  for (const [image, tag] of others) wanted.push({ image, tag });
  return wanted;
}
