import type { Clock, DueWorkOutlook } from '@app/ledger';
import { Gauge, type Registry } from 'prom-client';
import { daysBetween } from './days-between';

/** Gauges of the days that come. */
export function measureDueWork(registry: Registry, clock: Clock, outlook: () => Promise<DueWorkOutlook>): void {
  const ofDueWork = (name: string, help: string, valueOf: (found: DueWorkOutlook) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(valueOf(await outlook()));
      },
    });
  ofDueWork(
    'ledger_due_work_oldest_passed_days',
    'How many days ago the oldest day passed that the ledger has yet to write down; 0: none has',
    ({ oldestPassed }) => (oldestPassed === null ? 0 : daysBetween(oldestPassed, clock.today())),
  );
  ofDueWork(
    'ledger_due_work_overdue',
    'Papers with a day that has passed, whoever has to act',
    ({ overdue }) => overdue,
  );
  ofDueWork('ledger_due_work_refused', 'Papers whose day could not be written down', ({ refused }) => refused);
  ofDueWork('ledger_due_work_open', 'Papers whose day waits for the working days of a year', ({ open }) => open);
  ofDueWork('ledger_due_work_round_age_seconds', 'Since the calendar policy came round; +Inf: never', ({ cameAt }) =>
    cameAt === null ? Infinity : Math.max(0, clock.now().getTime() - cameAt.getTime()) / 1000,
  );
}
