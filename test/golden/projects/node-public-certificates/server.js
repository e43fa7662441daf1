import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

process.loadEnvFile();

const authorities = readFileSync(new URL('./certs/authorities.pem', import.meta.url), 'utf8');

createServer((_request, response) => response.end(`${authorities.length}\n`)).listen(3000);
