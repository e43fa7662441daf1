/** Names by which a Node program and the script that starts it are recognized. */

/** Names of scripts that start a program. */
export const startScripts = ['start', 'start:prod', 'start:production', 'serve'];
/** Entry files that need no package.json to say so. */
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
];
export const entryExtensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];
