const { mkdirSync, writeFileSync } = require('node:fs');
const ms = require('ms');

mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', `<!doctype html><p>built, and fresh for ${ms(60_000, { long: true })}`);
