/**
 * Recognizes files that node would load and then exit: libraries, and programs for other platforms.
 */
import type { Note } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import type { Source } from '../files/sources.ts';

/** @param entry the file that node would start if no script names one. */
export function endsNotes(entry: Source): Note[] {
  const worker = workerNote(entry);
  return worker.length > 0 ? worker : libraryNote(entry);
}

/**
 * Code that only a program contains: it keeps running, or does work and ends. `require.main` and
 * similar expressions check whether the file was started.
 */
const works =
  /\b(?:listen|serve|createServer|setInterval|setTimeout|main|start|run|login|connect|subscribe|schedule|parse|parseAsync)\s*\(|\brequire\.main\b|\bimport\.meta\.main\b|\bprocess\.(?:argv|stdin|stdout|on|exit)\b|\bnew\s+(?:Worker|Server|Client|Bot)\b|^(?:await|for|if|while|try|do)\b/m;
const exported = /^(?:module\.exports\b|exports\.\w+\s*=|export\s)/m;
/**
 * Lines without indentation that declare something, continue a declaration, or only load something.
 */
const declaration =
  /^(?:import|export|const|let|var|function|async function|class|abstract|interface|type|enum|declare|module\.exports|exports\.|require\(|Object\.defineProperty\(\s*exports|["']use |#!|[\s})\]/*`.]|$)/;

/** @returns whether a file exports something (`module.exports = app`) and starts no server. */
export function onlyExports({ text }: Source): boolean {
  return (
    /(?:^|;)\s*(?:module\.exports\s*=|export\s+default\b)/m.test(text) &&
    !/\b(?:listen|serve|createServer|setInterval|login|connect|subscribe|consume)\s*\(|\brequire\.main\b|\bimport\.meta\.main\b/.test(
      text,
    )
  );
}

/** A library: node would load it and exit. */
function libraryNote({ file, text }: Source): Note[] {
  if (
    !exported.test(text) ||
    works.test(text) ||
    text.split('\n').some((it) => !declaration.test(it))
  )
    return [];
  return [
    {
      code: 'node/entry-only-exports',
      level: 'warning',
      text: `${file} only exports: when started as a program, it ends at once`,
      hint: 'Name the program (--start "node server.js", or a script "start" in package.json). A library needs no image.',
      evidence: [{ file, line: lineAt(text, text.search(exported)), because: 'exports' }],
    },
  ];
}

/** Other platforms serve the default export of a file; node does not. */
function workerNote(source: Source): Note[] {
  const { file, text } = source;
  const match = /\bexport\s+default\s+(?:\{[^}]*\bfetch\b|\w+)/.exec(text);
  if (
    !match ||
    !onlyExports(source) ||
    !(match[0].includes('fetch') || /\bnew\s+Hono\b/.test(text))
  )
    return [];
  return [
    {
      code: 'node/entry-for-workers',
      level: 'warning',
      text: `${file} only exports what Cloudflare Workers, Deno and Bun serve: when started by node, it ends at once`,
      hint: 'Serve it with @hono/node-server (serve(app)), and name the file that does so in a script "start".',
      evidence: [{ file, line: lineAt(text, match.index), because: 'exports a server' }],
    },
  ];
}
