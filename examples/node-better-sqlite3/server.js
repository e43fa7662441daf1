// Counts visits in SQLite. The file is where DATABASE says: a volume in the image.
const http = require('node:http');
const path = require('node:path');
const Database = require('better-sqlite3');

const database = new Database(path.join(process.env.DATA_DIRECTORY ?? '/data', 'counter.db'));
database.exec('CREATE TABLE IF NOT EXISTS visits (path TEXT PRIMARY KEY, count INTEGER NOT NULL)');
const visit = database.prepare('INSERT INTO visits VALUES (?, 1) ON CONFLICT (path) DO UPDATE SET count = count + 1 RETURNING count');

const server = http.createServer((request, response) => {
  const { count } = visit.get(request.url);
  response.end(`visit ${count}, SQLite ${database.prepare('SELECT sqlite_version() AS version').get().version}\n`);
});

server.listen(8080, () => console.log('ready on 8080'));

process.on('SIGTERM', () => {
  server.close(() => {
    database.close();
    process.exit(0);
  });
});
