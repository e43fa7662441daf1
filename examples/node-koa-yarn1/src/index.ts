/** Redirects short names to long addresses. Its port is a constant, and it relies on the image for SIGTERM. */
import Koa from 'koa';
import Router from '@koa/router';

const port = 4000;
const targets: Record<string, string> = { docs: 'https://docs.docker.com/' };

const router = new Router();
router.get('/', (context) => {
  context.body = { names: Object.keys(targets) };
});
router.get('/:name', (context) => {
  const target = targets[context.params['name'] ?? ''];
  if (target === undefined) context.throw(404);
  else context.redirect(target);
});

const app = new Koa();
app.use(router.routes());
app.listen(port, () => console.log(`ready on ${port}`));
