const { createServer } = require('node:http');
const { appendFileSync, writeFileSync } = require('node:fs');

appendFileSync('ledger.log', 'starts\n');
createServer((request, response) => {
  writeFileSync('state.json', JSON.stringify({ last: request.url }));
  response.end('kept');
}).listen(3000);
