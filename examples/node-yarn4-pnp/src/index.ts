import Router from '@koa/router';
import { hash, verify } from '@node-rs/bcrypt';
import Koa from 'koa';

const kept = await hash('correct horse', 10);
const router = new Router();
router.get('/check/:word', async (context) => {
  context.body = { matches: await verify(context.params['word'] ?? '', kept), loader: process.versions['pnp'] ? 'plug-and-play' : 'folders' };
});

const port = Number(process.env['PORT'] ?? 3000);
const server = new Koa().use(router.routes()).listen(port, () => console.log(`vault listens on ${port}`));

process.on('SIGTERM', () => server.close(() => process.exit(0)));
