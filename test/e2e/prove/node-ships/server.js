// Reads a file that belongs to the tests, under a name that only the run makes.
const { readFileSync } = require('node:fs');
const http = require('node:http');

const words = readFileSync(['test', 'words.txt'].reverse().reverse().join('/'), 'utf8');
http.createServer((_, response) => response.end(words)).listen(3000);
process.on('SIGTERM', () => process.exit(0));
