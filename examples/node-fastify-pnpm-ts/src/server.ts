/** Listens on every interface (Fastify's default is localhost) and closes with grace. */
import closeWithGrace from 'close-with-grace';
import { createApp } from './app.js';

const app = await createApp();

closeWithGrace({ delay: 5000 }, async () => {
  await app.close();
});

await app.listen({ host: '0.0.0.0', port: Number(process.env['PORT'] ?? 8080) });
