const { mkdirSync, writeFileSync } = require('node:fs');
const { page } = require('@acme/ui');

mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', page('dashboard'));
