import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, type Registry } from 'prom-client';

/** From an answer out of memory to a file that is taken in. Our buckets. */
const bucketsInSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Answers by route and code, and how long each took. Routes, never addresses: these name subjects. */
export function measureAnswers(registry: Registry, fastify: FastifyInstance): void {
  const answers = new Counter({
    name: 'ledger_http_answers_total',
    help: 'Answers, by route, status and code; the code is empty where nothing was refused',
    labelNames: ['method', 'route', 'status', 'code'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'ledger_http_answer_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labelNames: ['method', 'route'],
    buckets: bucketsInSeconds,
    registers: [registry],
  });
  // Looking up labels costs more than counting: once for each kind of answer.
  const counted = new Map<string, { count: () => void; took: (seconds: number) => void }>();
  fastify.decorateReply('refusal', '');
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const { statusCode: status, elapsedTime } = reply;
    const code = (reply as typeof reply & { readonly refusal: string }).refusal;
    const kind = `${method} ${route} ${status} ${code}`;
    let known = counted.get(kind);
    if (!known) {
      const counter = answers.labels({ method, route, status, code });
      const histogram = seconds.labels({ method, route });
      known = {
        count: () => {
          counter.inc();
        },
        took: (of) => {
          histogram.observe(of);
        },
      };
      counted.set(kind, known);
    }
    known.count();
    known.took(elapsedTime / 1_000);
    done();
  });
}
