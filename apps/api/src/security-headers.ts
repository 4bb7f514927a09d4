import helmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** Of these every answer has its own. */
const ownHeaders = new Set(['connection', 'content-length', 'content-type', 'date', 'transfer-encoding']);

/**
 * The headers that helmet gives to every answer. They are the same each time, so helmet is asked once: working them out anew costs
 * as much as finding the answer.
 */
export async function securityHeaders(): Promise<Readonly<Record<string, string>>> {
  const fastify = new FastifyAdapter().getInstance();
  await fastify.register(helmet);
  fastify.get('/', () => '');
  const { headers } = await fastify.inject('/');
  await fastify.close();
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !ownHeaders.has(name) ? [[name, value]] : [],
    ),
  );
}
