/**
 * Lays rectangles out in a box, each with an area in proportion to its size and as square as
 * possible: rows are filled along the shorter side as long as that makes them squarer (Bruls,
 * Huizing and van Wijk: Squarified Treemaps).
 */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @returns a box for each item, in the order of the items, which should begin with the largest. */
export function squarified<T extends { readonly size: number }>(
  items: readonly T[],
  box: Box,
): (T & Box)[] {
  const total = items.reduce((sum, it) => sum + it.size, 0);
  if (total <= 0) return [];
  const scale = (box.width * box.height) / total;
  const placed: (T & Box)[] = [];
  let rest = box;
  for (let at = 0; at < items.length;) {
    const side = Math.min(rest.width, rest.height);
    let end = at + 1;
    while (
      end < items.length &&
      worst(items.slice(at, end + 1), side, scale) <= worst(items.slice(at, end), side, scale)
    )
      end += 1;
    const row = items.slice(at, end);
    const depth = side === 0 ? 0 : (sizeOfAll(row) * scale) / side;
    const isWide = rest.width >= rest.height;
    let along = 0;
    for (const item of row) {
      const length = depth === 0 ? 0 : (item.size * scale) / depth;
      placed.push(
        isWide
          ? { ...item, x: rest.x, y: rest.y + along, width: depth, height: length }
          : { ...item, x: rest.x + along, y: rest.y, width: length, height: depth },
      );
      along += length;
    }
    rest = isWide
      ? { ...rest, x: rest.x + depth, width: Math.max(0, rest.width - depth) }
      : { ...rest, y: rest.y + depth, height: Math.max(0, rest.height - depth) };
    at = end;
  }
  return placed;
}

function sizeOfAll(row: readonly { readonly size: number }[]): number {
  return row.reduce((sum, it) => sum + it.size, 0);
}

/** The ratio of the sides of the least square rectangle in a row. */
function worst(row: readonly { readonly size: number }[], side: number, scale: number): number {
  const area = sizeOfAll(row) * scale;
  const areas = row.map((it) => it.size * scale);
  const square = side * side;
  return Math.max(
    (square * Math.max(...areas)) / (area * area),
    (area * area) / (square * Math.max(Number.MIN_VALUE, Math.min(...areas))),
  );
}
