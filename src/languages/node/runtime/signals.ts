/**
 * Decides whether the image has to handle SIGTERM. The kernel drops signals to process 1 without a
 * handler, and Node installs none: `docker stop` would wait ten seconds and then kill it.
 */
import type { Evidence } from '../../../types.ts';
import type { Stop } from '../../shared/uses.ts';

/** @returns where the program handles SIGTERM; `null` if no source does. */
export function handlerOf(stops: readonly Stop[]): Evidence | null {
  return stops.find((it) => it.signal === 'SIGTERM')?.evidence ?? null;
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
