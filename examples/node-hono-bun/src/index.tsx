import { Hono } from 'hono';
import { links } from '@/links.ts';
import { page } from '@/page.tsx';

const app = new Hono();

app.get('/', (context) => context.html(page(links())));
app.get('/:id', (context) => {
  const link = links().find((it) => it.id === context.req.param('id'));
  return link ? context.redirect(link.target) : context.notFound();
});

console.log('shortener starts on Bun', Bun.version.split('.')[0]);

export default app;
