import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';

/** Connections of each pool: open and idle ones, and who waits for one. A pool that is never idle and waited for is too small. */
export function measurePools(registry: Registry, pools: Readonly<Record<string, pg.Pool>>): void {
  new Gauge({
    name: 'ledger_pool_connections',
    help: 'Connections to the database, by pool: open, of these idle, and how many wait for one; max: as many as it opens',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount, options }] of Object.entries(pools)) {
        this.set({ pool, state: 'open' }, totalCount);
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'waiting' }, waitingCount);
        this.set({ pool, state: 'max' }, options.max);
      }
    },
  });
}
