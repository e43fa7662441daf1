import { createServer } from 'node:http';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.js';

const prisma = new PrismaClient({
  adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }),
});
const server = createServer(async (_, response) => {
  response.end(JSON.stringify(await prisma.member.findMany()));
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close());
