import type { INestApplicationContext } from '@nestjs/common';
import fastify, { type FastifyInstance } from 'fastify';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';

/**
 * Answers `/health/live`, `/health/ready` and `/metrics` of a process that has no other routes: whatever else its modules could answer has no
 * door here.
 */
export function serveOperations(app: INestApplicationContext): FastifyInstance {
  const [health, metrics] = [app.get(HealthController), app.get(MetricsController)];
  const server = fastify({ forceCloseConnections: 'idle' });
  server.get('/health/live', () => health.live());
  server.get('/health/ready', (_request, reply) => health.ready({}, reply));
  server.get('/metrics', async (_request, reply) => {
    await reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.metrics());
  });
  return server;
}
