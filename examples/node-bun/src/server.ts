// Turns a small RSS feed into JSON: GET /titles answers with the titles of its items.
import { createServer } from 'node:http';
import { XMLParser } from 'fast-xml-parser';

const feed = '<rss><channel><item><title>First light</title></item><item><title>Second wind</title></item></channel></rss>';

interface Feed {
  rss: { channel: { item: { title: string }[] } };
}

const server = createServer((request, response) => {
  if (request.url !== '/titles') {
    response.writeHead(404).end();
    return;
  }
  const parsed = new XMLParser().parse(feed) as Feed;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(parsed.rss.channel.item.map((it) => it.title)));
});

const port = Number(process.env.PORT ?? 3000);
server.listen(port, () => console.log(`feeds listens on ${port}`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
