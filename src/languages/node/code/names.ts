/** Full names of what the project does not define: `node:fs.readFileSync`, `express`. */
import { builtinModules } from 'node:module';

const builtin = new Set(builtinModules);

/** Modules that offer the functions of another under the same names. */
const same: Readonly<Record<string, string>> = {
  'node:fs/promises': 'node:fs.promises',
  'node:path/posix': 'node:path',
  'graceful-fs': 'node:fs',
  'mz/fs': 'node:fs',
  'fs-promise': 'fs-extra',
  'fs-extra-promise': 'fs-extra',
  pathe: 'node:path',
  upath: 'node:path',
};

/** What snippets and projects with automatic imports use without importing it. */
const assumed: Readonly<Record<string, string>> = {
  Joi: 'joi',
  chromium: 'playwright.chromium',
  cleanEnv: 'envalid.cleanEnv',
  createClient: '@libsql/client.createClient',
  dgram: 'node:dgram',
  envalid: 'envalid',
  express: 'express',
  firefox: 'playwright.firefox',
  fileURLToPath: 'node:url.fileURLToPath',
  fs: 'node:fs',
  http: 'node:http',
  http2: 'node:http2',
  https: 'node:https',
  mkdir: 'node:fs.promises.mkdir',
  NestFactory: '@nestjs/core.NestFactory',
  net: 'node:net',
  os: 'node:os',
  path: 'node:path',
  join: 'node:path.join',
  process: 'node:process',
  puppeteer: 'puppeteer',
  Sequelize: 'sequelize.Sequelize',
  serve: '@hono/node-server.serve',
  tls: 'node:tls',
  Worker: 'node:worker_threads.Worker',
  WebSocketServer: 'ws.WebSocketServer',
  z: 'zod.z',
};

/** @returns the full name of a module: `fs` is `node:fs`. */
export function moduleName(specifier: string): string {
  const name = builtin.has(specifier) ? `node:${specifier.replace(/^node:/, '')}` : specifier;
  return same[name] ?? name;
}

/** Packages that projects keep a copy of among their own sources: `libs/fsExtra/index.js`. */
const copies: Readonly<Record<string, string>> = {
  'fs-extra': 'fs-extra',
  fsExtra: 'fs-extra',
  'graceful-fs': 'graceful-fs',
};

/** @returns the package whose copy a file of the project is; `undefined` for its own source. */
export function copiedPackage(file: string): string | undefined {
  const name = /(?:^|\/)(?:libs?|vendor|third[-_]?party)\/([\w-]+)\/index\.[cm]?js$/.exec(
    file,
  )?.[1];
  return name !== undefined && Object.hasOwn(copies, name) ? copies[name] : undefined;
}

/** @returns the full name of something that is used, and not declared. */
export function globalName(name: string): string {
  return Object.hasOwn(assumed, name) ? (assumed[name] ?? name) : name;
}

/** @returns the package of a module: `@scope/a/b` is in `@scope/a`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

export function isBuiltin(specifier: string): boolean {
  return specifier.includes(':') || builtin.has(packageOf(specifier));
}
