import { createServer } from 'node:http';
import { log } from '@acme/log';

createServer((_request, response) => response.end('ok\n')).listen(8080, () => log('listening'));
process.on('SIGTERM', () => process.exit(0));
