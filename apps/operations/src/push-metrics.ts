import type { Clock, ToldBodyView, ToldOverview } from '@app/ledger';
import { Gauge, type Registry } from 'prom-client';
import { daysBetween } from './days-between';
import { keptFor } from './kept-for';

/** Gauges of the messages to each body, against their deadlines. */
export function measurePushes(
  registry: Registry,
  clock: Pick<Clock, 'today'>,
  overview: () => Promise<Pick<ToldOverview, 'bodies' | 'personPapers'>>,
): void {
  const now = keptFor(0, overview);
  const ofBodies = (name: string, help: string, valueOf: (body: ToldBodyView) => number | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['body'],
      registers: [registry],
      async collect() {
        this.reset();
        for (const body of (await now()).bodies) this.set({ body: body.body }, valueOf(body) ?? NaN);
      },
    });
  new Gauge({
    name: 'ledger_pushes_person_papers',
    help: 'Papers of natural persons, of which no body is told until it is settled how they are masked',
    registers: [registry],
    async collect() {
      this.set((await now()).personPapers);
    },
  });
  ofBodies('ledger_pushes_body_real', '1: what the body is told counts; 0: it is one for training', ({ standing }) =>
    standing === 'real' ? 1 : 0,
  );
  ofBodies('ledger_pushes_unacknowledged', 'Messages that the body does not have yet', ({ waiting }) => waiting);
  ofBodies('ledger_pushes_held', 'Of these, held back by our own check', ({ held }) => held);
  ofBodies('ledger_pushes_overdue', 'Of these, past their deadline', ({ overdue }) => overdue);
  ofBodies(
    'ledger_pushes_breaker_open',
    '1 while the body is left alone or probed because it does not answer',
    ({ breaker }) => (breaker === 'closed' ? 0 : 1),
  );
  ofBodies('ledger_pushes_late', 'Acknowledged after their deadline, of a year', ({ late }) => late);
  ofBodies(
    'ledger_pushes_due_before',
    'Due before the ledger was there, or the body real, of a year: neither late nor on time',
    ({ dueBefore }) => dueBefore,
  );
  ofBodies(
    'ledger_pushes_on_time_percent',
    'Acknowledged by their deadline, of a year; NaN: none was due',
    ({ onTimePercent }) => onTimePercent,
  );
  ofBodies(
    'ledger_pushes_oldest_paper_days',
    'How many days old the oldest paper is that the body does not have; NaN: it has all',
    ({ oldest }) => (oldest === null ? null : daysBetween(oldest, clock.today())),
  );
  ofBodies(
    'ledger_exchange_restored',
    'Its exchange database was found restored and nobody has looked after it yet: 1',
    ({ exchangeRestoredOn }) => (exchangeRestoredOn === null ? 0 : 1),
  );
}
