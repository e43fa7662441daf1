import { createServer } from 'node:http';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaClient } from '../generated/prisma/client.ts';

const port = Number(process.env.PORT ?? 8080);
const prisma = new PrismaClient({ adapter: new PrismaLibSql({ url: process.env.DATABASE_URL ?? 'file:/data/notes.db' }) });
// A program with a server of databases runs "prisma migrate deploy" as a separate job instead.
await prisma.$executeRaw`CREATE TABLE IF NOT EXISTS "Note" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "text" TEXT NOT NULL)`;

const server = createServer(async (request, response) => {
  const { id } = await prisma.note.create({ data: { text: request.url ?? '/' } });
  const count = await prisma.note.count();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ note: id, count }));
});

server.listen(port, () => console.log(`listening on ${port}`));
process.on('SIGTERM', () => server.close(() => void prisma.$disconnect().then(() => process.exit(0))));
