const { createServer } = require('node:http');
const { appendFileSync, writeFileSync } = require('node:fs');

appendFileSync('ledger.log', 'starts\n');
createServer((request, response) => {
  writeFileSync('state.json', JSON.stringify({ last: request.url }));
  writeFileSync('visits.json', JSON.stringify({ at: Date.now() }));
  response.end('kept');
}).listen(3000);
