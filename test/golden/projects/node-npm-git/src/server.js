import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { total } from '@acme/money';

mkdirSync('uploads', { recursive: true });
const server = createServer(async (request, response) => {
  const lines = JSON.parse((await request.toArray()).join(''));
  writeFileSync(`uploads/${randomUUID()}.json`, JSON.stringify(lines));
  response.end(total(lines));
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close());
