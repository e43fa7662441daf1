import { createServer } from 'node:http';
import sharp from 'sharp';

const port = Number(process.env.PORT ?? 8080);
const picture = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="teal"/></svg>');

const server = createServer(async (request, response) => {
  const width = Math.min(Number(new URL(request.url, 'http://x').searchParams.get('width') ?? 16) || 16, 512);
  const { info } = await sharp(picture).resize(width).webp().toBuffer({ resolveWithObject: true });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ format: info.format, width: info.width, vips: sharp.versions.vips }));
});

server.listen(port, () => console.log(`listening on ${port}`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
