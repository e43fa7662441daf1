import fastify from 'fastify';
import validate from '../scripts/order.cjs';

const app = fastify();
app.post('/orders', async (request, reply) => reply.code(validate(request.body) ? 201 : 400).send());
await app.listen({ host: '0.0.0.0', port: 3000 });
process.on('SIGTERM', () => app.close());
