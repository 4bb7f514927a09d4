import type { Clocks } from '@app/ledger';
import { Gauge, type Registry } from 'prom-client';

/** How the clocks of application and database stand to each other. Nothing is asked for it. */
export function measureClocks(registry: Registry, clocks: Clocks): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  const seconds = (ms: number | null, otherwise: number) => (ms === null ? otherwise : ms / 1_000);
  gauge('ledger_clock_database_ahead_seconds', 'Database clock less application clock; NaN: never compared', () =>
    seconds(clocks.standing().databaseAheadMs, NaN),
  );
  gauge('ledger_clock_compared_age_seconds', 'Since the clocks were compared; +Inf: never', () =>
    seconds(clocks.standing().comparedMsAgo, Infinity),
  );
  gauge(
    'ledger_clock_recorded_ahead_seconds',
    'How far the newest recording lies ahead of both clocks; 0: it does not',
    () => seconds(clocks.standing().recordedAheadMs, 0),
  );
}
