import { execFileSync } from 'node:child_process';

execFileSync('yarn', ['ajv', 'compile', '-s', 'scripts/order.schema.json', '-o', 'scripts/order.cjs']);
