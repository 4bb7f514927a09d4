import type { EventLog } from '@app/ledger';
import type { Seals } from '@app/sealing';
import { Gauge, type Registry } from 'prom-client';

const countedMax = 1_000;

/** How far the log is sealed and signed. */
export function measureSeals(registry: Registry, seals: Seals, log: EventLog): void {
  const registers = [registry];
  new Gauge({
    name: 'ledger_seal_size',
    help: 'Entries sealed',
    registers,
    async collect() {
      this.set((await seals.state()).size);
    },
  });
  new Gauge({
    name: 'ledger_seal_lag_events',
    help: `Events not sealed yet, counted up to ${countedMax}`, // counted: positions may be sparse
    registers,
    async collect() {
      const { lastPosition } = await seals.state();
      const head = await log.head();
      this.set(head <= lastPosition ? 0 : (await log.readAll({ after: lastPosition, limit: countedMax })).length);
    },
  });
  new Gauge({
    name: 'ledger_seal_stopped',
    help: '1 when the sealer stands still, be it that the log was changed underneath',
    registers,
    async collect() {
      this.set((await seals.state()).stoppedBy === null ? 0 : 1);
    },
  });
  new Gauge({
    name: 'ledger_seal_checkpoint_age_seconds',
    help: 'Age of the newest signed checkpoint; absent while none was signed',
    registers,
    async collect() {
      this.reset();
      const latest = await seals.latest();
      if (latest) this.set((Date.now() - latest.signedAt.getTime()) / 1000);
      else this.remove();
    },
  });
  new Gauge({
    name: 'ledger_seal_unsigned_entries',
    help: 'Entries sealed after the newest signed checkpoint',
    registers,
    async collect() {
      const [{ size }, latest] = await Promise.all([seals.state(), seals.latest()]);
      this.set(Math.max(0, size - (latest?.size ?? 0)));
    },
  });
}
