/** Reports made-up weather. Configuration comes from the environment; it stops on SIGTERM. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();
app.get('/', (context) => context.json({ city: process.env['CITY'] ?? 'nowhere', degrees: 21 }));

const server = serve({ fetch: app.fetch, port: Number(process.env['PORT'] || 3000) }, ({ port }) => {
  console.log(`ready on ${port}`);
});

process.once('SIGTERM', () => {
  server.close();
});
