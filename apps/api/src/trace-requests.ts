import type { FastifyInstance } from 'fastify';
import type { Tracing } from '../../composition/src/tracing/tracing';

/** Each request is the first span of its trace. Routes, never addresses: these name subjects. */
export function traceRequests(tracing: Tracing, fastify: FastifyInstance): void {
  const underWay = new WeakMap<object, ReturnType<Tracing['request']>>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    underWay.set(request, tracing.request(request.id, request.method));
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    underWay.get(request)?.(request.routeOptions.url ?? 'unknown', reply.statusCode);
    done();
  });
}
