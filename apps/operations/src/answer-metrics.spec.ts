import fastify from 'fastify';
import { Registry } from 'prom-client';
import { measureAnswers } from './answer-metrics';

it('answers are counted by route, status and code, and never by address', async () => {
  const registry = new Registry();
  const server = fastify();
  measureAnswers(registry, server);
  server.get('/subjects/:uscc/status', () => ({}));
  server.get('/refuses/:uscc', (_request, reply) => {
    (reply as typeof reply & { refusal: string }).refusal = 'subject-unknown';
    return reply.status(404).send({});
  });
  for (const url of [
    '/subjects/91131002MA0CAA173X/status',
    '/subjects/92131003MA9ANPJY55/status',
    '/refuses/1',
    '/no/1',
  ])
    await server.inject(url);
  const text = await registry.metrics();
  await server.close();
  expect(text).toContain(
    'ledger_http_answers_total{method="GET",route="/subjects/:uscc/status",status="200",code=""} 2',
  );
  expect(text).toContain(
    'ledger_http_answers_total{method="GET",route="/refuses/:uscc",status="404",code="subject-unknown"} 1',
  );
  expect(text).toContain('ledger_http_answers_total{method="GET",route="unknown",status="404",code=""} 1');
  expect(text).toContain('ledger_http_answer_seconds_count{method="GET",route="/subjects/:uscc/status"} 2');
  expect(text).not.toContain('91131002MA0CAA173X');
});
