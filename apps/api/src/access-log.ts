import type { CalledRequest, Caller } from '@app/ledger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import pino, { type Logger } from 'pino';

const purposeMax = 100;

/** Lines of answers are written together: so many bytes, or what came within so many milliseconds. A plug that is pulled takes them along. Our figures. */
const together = { minLength: 16_000, periodicFlush: 200 };

/** One line for each answer, whatever the level of the others; not waited for, so that answers do not wait for a disk. */
const accessLog = pino(
  { level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: 2, sync: false, ...together }),
);

/**
 * One line for each answer: who asked, what for, and what came of it. The route, never the address: addresses name subjects. The
 * purpose stands there only when the question was answered: it was read as a text without numbers of persons then.
 */
export function logAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request: FastifyRequest & Pick<CalledRequest, 'caller'>, reply, done) => {
    const { id: requestId, method, caller, ip: address } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const { statusCode: status } = reply;
    const purpose = status < 300 ? (purposeIn(request.body) ?? purposeIn(request.query)) : undefined;
    const ms = Math.round(reply.elapsedTime);
    logOf(caller).info({ requestId, address, method, route, purpose, status, ms }, 'answered');
    done();
  });
}

/** Who asks is the same in many lines: it is written as JSON once for each time that a key is looked up. */
const logs = new WeakMap<Caller, Logger>();

/** The log with who asks in each line. */
function logOf(caller: Caller | undefined): Logger {
  if (!caller) return accessLog;
  let own = logs.get(caller);
  if (!own) {
    own = accessLog.child({ holder: caller.name, unit: caller.unitCode, role: caller.role });
    logs.set(caller, own);
  }
  return own;
}

/** What a question was for, where its body or its query says so. */
function purposeIn(sent: unknown): string | undefined {
  if (typeof sent !== 'object' || sent === null || !('purpose' in sent)) return undefined;
  return typeof sent.purpose === 'string' ? sent.purpose.slice(0, purposeMax) : undefined;
}
