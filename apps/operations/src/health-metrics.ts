import { Gauge, type Registry } from 'prom-client';

/** What `/health/ready` says, as figures: whoever alerts needs no probe beside the scrape. */
export function measureHealth(
  registry: Registry,
  found: () => Promise<{ readonly ok: boolean; readonly degraded: readonly string[] }>,
): void {
  new Gauge({
    name: 'ledger_ready',
    help: '1: /health/ready is 200; 0: questions are not answered, or writes not taken',
    registers: [registry],
    async collect() {
      this.set((await found()).ok ? 1 : 0);
    },
  });
  new Gauge({
    name: 'ledger_degraded',
    help: 'How many things /health/ready names that are not well and take no process out',
    registers: [registry],
    async collect() {
      this.set((await found()).degraded.length);
    },
  });
}
