// Ends without a variable whose name only the run makes.
const name = ['BACKEND', 'URL'].join('_');
if (!process.env[name]) throw new Error(`${name} is required`);
require('node:http')
  .createServer((_, response) => response.end('ok'))
  .listen(3000);
process.on('SIGTERM', () => process.exit(0));
