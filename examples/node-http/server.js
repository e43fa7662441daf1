// Answers /hello?name=x, and shows what the process may see of its user. Ends cleanly on SIGTERM.
import { createServer } from 'node:http';
import { userInfo } from 'node:os';
import { greet } from './lib/greet.js';

const port = Number(process.env.PORT ?? 8080);

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/hello') {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(`${greet(url.searchParams.get('name') ?? 'world')}\n`);
    return;
  }
  if (url.pathname === '/user') {
    const { uid, gid, homedir } = userInfo();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ uid, gid, homedir }));
    return;
  }
  response.statusCode = 404;
  response.end('not found\n');
});

server.listen(port, () => console.log(`ready on ${port}`));

process.on('SIGTERM', () => {
  console.log('closing');
  server.close(() => process.exit(0));
});
