import type { CalledRequest } from '@app/ledger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accessLog } from './logger';

/** One line for each answer: who asked, for what, and what came of it. The route, never the address: addresses name subjects. */
export function logAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request: FastifyRequest & Pick<CalledRequest, 'caller'>, reply, done) => {
    const { id: requestId, method, caller, ip: address } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const who = caller && { holder: caller.name, unit: caller.unitCode, role: caller.role };
    const ms = Math.round(reply.elapsedTime);
    accessLog.info({ requestId, address, ...who, method, route, status: reply.statusCode, ms }, 'answered');
    done();
  });
}
