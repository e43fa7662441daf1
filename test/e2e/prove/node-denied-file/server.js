// Writes a file in a folder that is not there yet, without making it first.
const { writeFileSync } = require('node:fs');

writeFileSync(Buffer.from('L3Zhci9saWIvbm90ZXMvbm90ZXMudHh0', 'base64').toString(), 'now');
require('node:http')
  .createServer((_, response) => response.end('ok'))
  .listen(3000);
process.on('SIGTERM', () => process.exit(0));
