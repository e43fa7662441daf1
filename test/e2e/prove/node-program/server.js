// Starts a program that only alpine has, under a name that only the run makes.
const { execFileSync } = require('node:child_process');

const date = execFileSync(Buffer.from('ZGF0ZQ==', 'base64').toString()).toString();
require('node:http')
  .createServer((_, response) => response.end(date))
  .listen(3000);
process.on('SIGTERM', () => process.exit(0));
