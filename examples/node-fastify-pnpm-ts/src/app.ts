/** The application without a port, so that tests can inject requests. */
import sensible from '@fastify/sensible';
import Fastify, { type FastifyInstance } from 'fastify';

interface Task {
  readonly id: number;
  readonly title: string;
}

export async function createApp(): Promise<FastifyInstance> {
  const app = Fastify({ logger: true });
  await app.register(sensible);
  const tasks = new Map<number, Task>([[1, { id: 1, title: 'write a Dockerfile' }]]);

  app.get('/healthz', () => ({ ok: true }));
  app.get('/tasks', () => [...tasks.values()]);
  app.get<{ Params: { id: string } }>('/tasks/:id', (request) => {
    const task = tasks.get(Number(request.params.id));
    if (!task) throw app.httpErrors.notFound();
    return task;
  });
  return app;
}
