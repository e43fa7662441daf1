import { serve } from '@hono/node-server';
import { total } from '@shop/money';
import { Hono } from 'hono';

const app = new Hono();
app.get('/', (context) => context.text('ok'));
app.get('/orders/:count', (context) => context.json({ total: total(Number(context.req.param('count')), '1.99') }));

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });
process.on('SIGTERM', () => server.close());
