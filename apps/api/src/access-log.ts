import type { CalledRequest } from '@app/ledger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accessLog } from './logger';

const purposeMax = 100;

/**
 * One line for each answer: who asked, what for, and what came of it. The route, never the address: addresses name subjects. The
 * purpose stands there only when the question was answered: it was read as a text without numbers of persons then.
 */
export function logAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request: FastifyRequest & Pick<CalledRequest, 'caller'>, reply, done) => {
    const { id: requestId, method, caller, ip: address } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const who = caller && { holder: caller.name, unit: caller.unitCode, role: caller.role };
    const { statusCode: status } = reply;
    const purpose = status < 300 ? (purposeIn(request.body) ?? purposeIn(request.query)) : undefined;
    const ms = Math.round(reply.elapsedTime);
    accessLog.info({ requestId, address, ...who, method, route, purpose, status, ms }, 'answered');
    done();
  });
}

/** What a question was for, where its body or its query says so. */
function purposeIn(sent: unknown): string | undefined {
  if (typeof sent !== 'object' || sent === null || !('purpose' in sent)) return undefined;
  return typeof sent.purpose === 'string' ? sent.purpose.slice(0, purposeMax) : undefined;
}
