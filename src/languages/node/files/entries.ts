/** Lists the file and script names by which a Node program is recognized. */

/** Names of scripts that start a program. */
export const startScripts = [
  'start',
  'start:prod',
  'start:production',
  'start-prod',
  'prod',
  'production',
  'serve',
];
/** Entry files that are recognized without package.json. */
export const entryNames = [
  'server',
  'index',
  'app',
  'main',
  'src/server',
  'src/index',
  'src/app',
  'src/main',
  'bot',
  'worker',
  'server/index',
  'server/server',
  'server/app',
  'api/index',
  'backend/index',
  'backend/server',
];
export const entryExtensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];
