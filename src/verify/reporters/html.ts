/**
 * One page for a browser. It loads nothing and runs nothing: its policy allows only its own style.
 * Every text from the image is escaped.
 */
import { createHash } from 'node:crypto';
import { plainLine, plainText, sizeOf } from '../plain-text.ts';
import { sum, type Contents, type Layer, type Verdict, type VerifyReport } from '../report.ts';
import { style } from './html-style.ts';
import { comparisonOf, stateOf, saidOf, subjectOf, type Reporter, type State } from './reporter.ts';
import { squarified } from './treemap.ts';

export const htmlOf: Reporter = (report, { version }) => {
  const title = `${subjectOf(report)}: ${sum(report)}`;
  const hash = createHash('sha256').update(style).digest('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(subjectOf(report))}</h1>
<p class="sum ${report.ok ? 'kept' : 'broken'}">${escaped(sum(report))}</p>
${[promises(report), image(report), times(report), log(report)].filter((it) => it !== '').join('\n')}
</main>
<footer>create-secure-dockerfile ${escaped(version)} verify, with ${escaped(report.engine)}</footer>
</body>
</html>`;
};

const classes: Readonly<Record<State, string>> = {
  kept: 'kept',
  'kept, but': 'doubtful',
  broken: 'broken',
  'not judged': 'open',
};

/** What is wrong comes first. */
const order: readonly State[] = ['broken', 'kept, but', 'not judged', 'kept'];

function promises(report: VerifyReport): string {
  const rows = [...report.promises]
    .sort((a, b) => order.indexOf(stateOf(a)) - order.indexOf(stateOf(b)))
    .map(rowOf);
  return `<section aria-labelledby="promises"><h2 id="promises">Promises</h2>
<table><thead><tr><th scope="col">State</th><th scope="col">Promise</th><th scope="col">Detail</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

function rowOf(verdict: Verdict): string {
  const state = stateOf(verdict);
  const place = verdict.line === undefined ? '' : ` <small>line ${verdict.line}</small>`;
  const said = saidOf(verdict);
  const detail = said === '' ? '' : `<pre>${escaped(said)}</pre>`;
  const hint = verdict.hint === undefined ? '' : `<p class="hint">${escaped(verdict.hint)}</p>`;
  return `<tr class="${classes[state]}"><td><span class="state">${state}</span></td><th scope="row">${escaped(verdict.title)}${place}</th><td>${detail}${hint}</td></tr>`;
}

function image(report: VerifyReport): string {
  if (report.image === null) return '';
  const { size, layers, files } = report.image;
  const rows = layers.map(
    (it) => `<tr><td class="number">${sizeOf(it.size)}</td><td>${escaped(commandOf(it))}</td></tr>`,
  );
  const maps = [
    mapOf(
      'Layers',
      layers.map((it) => ({ name: commandOf(it), group: '', size: it.size })),
      160,
    ),
    ...(files === null ? [] : [mapOf(`Files: ${files.count}`, tilesOf(files), 420)]),
  ];
  return `<section aria-labelledby="image"><h2 id="image">Image: ${sizeOf(size)}</h2>
${[comparison(report), ...maps].join('\n')}
<table><thead><tr><th scope="col">Size</th><th scope="col">Layer, the lowest first</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

/** A bar for the size of this image, and one for that of --compare. */
function comparison(report: VerifyReport): string {
  const { image, compared } = report;
  if (image === null || compared === null) return '';
  const said = escaped(comparisonOf(report).join(''));
  const caption = `<figcaption>${said}</figcaption>`;
  if (compared.size === null) return `<figure>${caption}</figure>`;
  const bars = [
    { name: subjectOf(report), size: image.size },
    { name: compared.dockerfile, size: compared.size },
  ];
  const longest = Math.max(...bars.map((it) => it.size));
  const drawn = bars.map(({ name, size }, index) => {
    const y = index * (barHeight + 4);
    const bar = `<rect class="c${index * 3}" x="0" y="${y}" width="${fixed((size / longest) * width)}" height="${barHeight}"/>`;
    return `<g>${bar}<text x="4" y="${y + lineHeight}">${escaped(`${name}, ${sizeOf(size)}`)}</text></g>`;
  });
  return `<figure>${caption}
<svg viewBox="0 0 ${width} ${2 * barHeight + 4}" role="img" aria-label="${said}">
${drawn.join('\n')}
</svg></figure>`;
}

/** A layer that was imported has no command. */
function commandOf({ createdBy }: Layer): string {
  return plainLine(createdBy) || '(imported)';
}

interface Tile {
  readonly name: string;
  /** The folder at the top, which gives the tile its colour. */
  readonly group: string;
  readonly size: number;
}

/** The largest files, with the small ones merged. */
function tilesOf(files: Contents): Tile[] {
  const shown = files.largest.filter((it) => it.size >= files.size / 400);
  const rest = files.size - shown.reduce((sum, it) => sum + it.size, 0);
  const other = `${files.count - shown.length} other files`;
  return [
    ...shown.map(({ path, size }) => ({ name: path, group: path.split('/')[1] ?? '', size })),
    ...(rest > 0 ? [{ name: other, group: '', size: rest }] : []),
  ].sort((a, b) => b.size - a.size);
}

const width = 1000;
const colours = 6;

/** A treemap. Its text is for eyes: a table or a list of the same follows for screen readers. */
function mapOf(caption: string, tiles: readonly Tile[], height: number): string {
  const groups = [...new Set(tiles.map((it) => it.group))];
  const box = { x: 0, y: 0, width, height };
  const boxes = squarified(
    [...tiles].sort((a, b) => b.size - a.size),
    box,
  ).map((it) => {
    const place = `x="${fixed(it.x)}" y="${fixed(it.y)}" width="${fixed(it.width)}" height="${fixed(it.height)}"`;
    const colour = groups.indexOf(it.group) % colours;
    const label = `${it.name}, ${sizeOf(it.size)}`;
    return `<g><title>${escaped(label)}</title><rect class="c${colour}" ${place}/>${labelOf(it)}</g>`;
  });
  if (boxes.length === 0) return '';
  const list = tiles.map((it) => `<li>${sizeOf(it.size)} ${escaped(it.name)}</li>`);
  return `<figure><figcaption>${escaped(caption)}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`${caption}, by size`)}">
${boxes.join('\n')}
</svg>
<details><summary>As a list</summary><ol>${list.join('')}</ol></details></figure>`;
}

const letter = 6.6;
const barHeight = 22;
const lineHeight = 15;

/** The end of the name, which distinguishes files, and the size where there is room for it. */
function labelOf(it: Tile & { x: number; y: number; width: number; height: number }): string {
  const room = Math.floor((it.width - 8) / letter);
  if (room < 4 || it.height < lineHeight + 4) return '';
  const short = it.name.startsWith('/') ? (it.name.split('/').at(-1) ?? '') : it.name;
  const name = short.length <= room ? short : `${short.slice(0, room - 1)}…`;
  const lines = [name, ...(it.height > 2 * lineHeight + 4 ? [sizeOf(it.size)] : [])];
  return lines
    .filter((line) => line.length <= room)
    .map(
      (line, index) =>
        `<text x="${fixed(it.x + 4)}" y="${fixed(it.y + lineHeight * (index + 1))}">${escaped(line)}</text>`,
    )
    .join('');
}

function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}

const steps = {
  build: 'Build',
  ready: 'From the start to the first answer',
  stop: 'Stop',
  total: 'All of it',
} as const;

function times({ timings }: VerifyReport): string {
  const rows = Object.entries(steps).flatMap(([key, name]) => {
    const took = timings[key as keyof typeof steps];
    return took === undefined
      ? []
      : [
          `<tr><th scope="row">${name}</th><td class="number">${(took / 1000).toFixed(1)} s</td></tr>`,
        ];
  });
  return `<section aria-labelledby="times"><h2 id="times">Times</h2><table class="narrow"><tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

function log({ log: text }: VerifyReport): string {
  if (text.trim() === '') return '';
  return `<section aria-labelledby="log"><h2 id="log">Log of the program</h2>
<pre class="log" tabindex="0" aria-labelledby="log">${escaped(text)}</pre></section>`;
}

function escaped(text: string): string {
  return plainText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
