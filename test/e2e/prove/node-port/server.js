// The port is in a file of no known kind.
const { readFileSync } = require('node:fs');
const http = require('node:http');

const port = Number(readFileSync('settings.txt', 'utf8').trim());
http.createServer((_, response) => response.end('ok')).listen(port);
process.on('SIGTERM', () => process.exit(0));
