/**
 * Opens the port of a server that listens on localhost only. Nothing outside the container could
 * reach it, and the port is the one that the image is for.
 */
import type { LocalHost } from '../code/listens.ts';

/** @returns whether a server is on localhost, and neither a variable nor a flag changes that. */
export function isLocalOnly(local: readonly LocalHost[]): boolean {
  return local.some((it) => it.variable === undefined && it.flag === undefined);
}

/**
 * Loaded before the program. As soon as a server listens on the port at localhost, the other
 * addresses of the container hand it their connections. Contains no character that has a meaning in
 * a URL. Tested with Node 22, 24 and 26, and with the servers of Node, Fastify and hapi.
 *
 * @param variable the variable that changes the port.
 */
export function openPreload(port: number, variable: string | null): string {
  const wanted = variable === null ? String(port) : `(process.env.${variable}||${port})`;
  return [
    "data:text/javascript,import net from'node:net';import os from'node:os';",
    'const{prototype}=net.Server,{listen}=prototype;let open=false;',
    "prototype.listen=function(...given){this.once('listening',()=>{const at=this.address();",
    `if(open||!at||at.port!=${wanted}||!/^(127[.]|::1)/.test(at.address))return;open=true;`,
    'for(const it of Object.values(os.networkInterfaces()).flat())if(!it.internal)',
    'listen.call(net.createServer({allowHalfOpen:this.allowHalfOpen},',
    "one=>this.emit('connection',one)),at.port,it.address).on('error',()=>{}).unref()});",
    'return listen.apply(this,given)}',
  ].join('');
}

export const whyOpenPreload =
  'The program listens on localhost only. The preload accepts connections for it on the other addresses of the container.';
