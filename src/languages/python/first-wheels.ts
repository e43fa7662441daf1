/**
 * The first releases of compiled packages that have wheels for a Python version. A list of pinned
 * requirements names no wheels, so this table limits the version for it.
 */
import { isBefore, type Package } from './package.ts';

/**
 * Found on PyPI on 2026-11-28 with
 * `uv pip compile --resolution lowest-direct --only-binary :all: --python-version 3.14`. Packages
 * whose wheels fit all later versions (abi3) are not here.
 */
const firstWheels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aiohttp: { '3.12': '3.9.0', '3.13': '3.10.5', '3.14': '3.13.0' },
  asyncpg: { '3.12': '0.29.0', '3.13': '0.30.0', '3.14': '0.31.0' },
  cffi: { '3.12': '1.16.0', '3.13': '1.17.0', '3.14': '2.0.0' },
  gevent: { '3.12': '23.7.0', '3.13': '24.10.1', '3.14': '25.8.1' },
  greenlet: { '3.12': '3.0.0', '3.13': '3.1.1', '3.14': '3.2.3' },
  grpcio: { '3.12': '1.59.0', '3.13': '1.66.2', '3.14': '1.75.1' },
  httptools: { '3.12': '0.6.1', '3.13': '0.6.2', '3.14': '0.7.1' },
  lxml: { '3.12': '4.9.3', '3.13': '5.3.0', '3.14': '6.0.1' },
  matplotlib: { '3.12': '3.7.3', '3.13': '3.9.2', '3.14': '3.10.5' },
  msgpack: { '3.12': '1.0.6', '3.13': '1.1.0', '3.14': '1.1.2' },
  numba: { '3.12': '0.59.0', '3.13': '0.61.0', '3.14': '0.63.0' },
  numpy: { '3.12': '1.26.0', '3.13': '2.1.0', '3.14': '2.3.2' },
  orjson: { '3.12': '3.9.3', '3.13': '3.10.7', '3.14': '3.11.4' },
  pandas: { '3.12': '2.1.1', '3.13': '2.2.3', '3.14': '2.3.3' },
  pillow: { '3.12': '10.0.0', '3.13': '10.4.0', '3.14': '11.3.0' },
  'psycopg-binary': { '3.12': '3.1.12', '3.13': '3.2.2', '3.14': '3.2.10' },
  'psycopg2-binary': { '3.12': '2.9.9', '3.13': '2.9.10', '3.14': '2.9.11' },
  pyarrow: { '3.12': '14.0.0', '3.13': '18.0.0', '3.14': '22.0.0' },
  // Each release of pydantic requires one release of pydantic-core.
  pydantic: { '3.12': '2.0.2', '3.13': '2.8.0', '3.14': '2.12.0' },
  'pydantic-core': { '3.12': '2.1.2', '3.13': '2.20.0', '3.14': '2.35.0' },
  pyyaml: { '3.12': '6.0.1', '3.13': '6.0.2', '3.14': '6.0.3' },
  regex: { '3.12': '2023.10.3', '3.13': '2024.9.11', '3.14': '2025.7.29' },
  'scikit-learn': { '3.12': '1.3.1', '3.13': '1.5.2', '3.14': '1.7.2' },
  scipy: { '3.12': '1.11.2', '3.13': '1.14.1', '3.14': '1.16.1' },
  shapely: { '3.12': '2.0.2', '3.13': '2.0.6', '3.14': '2.1.2' },
  spacy: { '3.12': '3.7.0', '3.13': '3.8.7', '3.14': '3.8.10' },
  tiktoken: { '3.12': '0.5.2', '3.13': '0.8.0', '3.14': '0.12.0' },
  uvloop: { '3.12': '0.18.0', '3.13': '0.21.0', '3.14': '0.22.1' },
};

/**
 * Whether a release, or all of a range, is older than the first one with wheels for a Python
 * version.
 *
 * @param line `3.14`.
 */
export function isBeforeFirstWheel(it: Package, line: string): boolean {
  // pydantic 1 has a wheel for every version.
  if (it.name === 'pydantic' && isBefore(it, '2')) return false;
  // `psycopg[binary]` requires psycopg-binary of the same release.
  const names = [it.name, ...it.extras.map((extra) => `${it.name}-${extra}`)];
  return names.some((name) => {
    const first = firstWheels[name]?.[line];
    return first !== undefined && isBefore(it, first);
  });
}
