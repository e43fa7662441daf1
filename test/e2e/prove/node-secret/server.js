// Ends without a secret that no example gives.
const name = ['SESSION', 'SECRET'].join('_');
if (!process.env[name]) throw new Error(`Missing required environment variable: ${name}`);
require('node:http')
  .createServer((_, response) => response.end('ok'))
  .listen(3000);
process.on('SIGTERM', () => process.exit(0));
