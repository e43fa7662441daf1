/**
 * Finds whether the program handles SIGTERM. The kernel drops signals to process 1 without a
 * handler, and Node installs none: `docker stop` would wait ten seconds and then kill it.
 */
import { lineAt } from '../../../text/lines.ts';
import type { Source } from '../files/sources.ts';
import type { Evidence } from '../../../types.ts';

const handlers =
  /process\.(?:on|once|addListener)\(\s*["']SIGTERM["']|["']SIGTERM["']\s*[,\]][^;]*\.(?:forEach|map)|\benableShutdownHooks\(|\b(?:closeWithGrace|createTerminus|gracefulShutdown|onExit|httpTerminator|GracefulShutdown|stoppable|asyncExitHook|addExitHook)\(|Symbol\.asyncDispose.*SIGTERM|["']close-with-grace["']|["']@godaddy\/terminus["']|["']http-graceful-shutdown["']|["']lil-http-terminator["']/;

/** @returns where the program handles SIGTERM; `null` if no source does. */
export function handlerOf(sources: readonly Source[]): Evidence | null {
  for (const { file, text } of sources) {
    const match =
      handlers.exec(text) ??
      (/process\.(?:on|once)\(\s*(?:sig|signal)\b/i.exec(text) && /["']SIGTERM["']/.exec(text));
    if (match) return { file, line: lineAt(text, match.index), because: 'handles SIGTERM' };
  }
  return null;
}

/**
 * Loaded before a program without a handler. Ends it on SIGTERM and Ctrl-C, unless a library has
 * installed a handler by then.
 */
export const stopScript =
  "for(const s of['SIGTERM','SIGINT'])process.on(s,()=>process.listenerCount(s)>1||process.exit(0))";

/**
 * Contains no character that has a meaning in a URL. Tested with Node 22, 24 and 26, CommonJS and
 * ES modules, workers and child processes.
 */
export const stopPreload = `data:text/javascript,${stopScript}`;
