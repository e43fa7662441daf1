// It serves nothing at /.
require('node:http')
  .createServer((request, response) => {
    response.statusCode = request.url === '/api/health' ? 200 : 404;
    response.end();
  })
  .listen(3000);
process.on('SIGTERM', () => process.exit(0));
