import { Hono } from 'hono';
import { total } from '@shop/price';

const app = new Hono();
app.get('/', (context) => context.text(`total ${total([{ cents: 250 }, { cents: 199 }])}`));

export default { port: Number(process.env.PORT ?? 3000), fetch: app.fetch };
