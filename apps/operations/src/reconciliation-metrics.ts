import type { Clock, ReconciliationOutlook } from '@app/ledger';
import { Gauge, type Registry } from 'prom-client';

/** Gauges of what the bodies hold against what they were told; a body that was never reconciled does not appear. */
export function measureReconciliations(
  registry: Registry,
  clock: Pick<Clock, 'now'>,
  outlooks: () => Promise<readonly ReconciliationOutlook[]>,
): void {
  const ofBodies = (name: string, help: string, valueOf: (found: ReconciliationOutlook) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['endpoint'],
      registers: [registry],
      async collect() {
        this.reset();
        for (const found of await outlooks()) this.set({ endpoint: found.endpoint }, valueOf(found));
      },
    });
  ofBodies('ledger_reconciliation_age_seconds', 'Since a body was reconciled', ({ endedAt }) =>
    Math.max(0, (clock.now().getTime() - endedAt.getTime()) / 1000),
  );
  ofBodies(
    'ledger_reconciliation_differences',
    'What the newest reconciliation of a body found',
    ({ differences }) => differences,
  );
  ofBodies(
    'ledger_reconciliation_unresolved',
    'Differences of reconciliations that are open, to which nobody has said anything',
    ({ unresolved }) => unresolved,
  );
}
