import type { Clock, EventLog } from '@app/ledger';
import type { Seals } from '@app/sealing';
import { Gauge, type Registry } from 'prom-client';
import type { SealOutlook } from './seal-health';

const countedMax = 1_000;

/** How far the log is sealed, signed and audited. `outlook` is asked once for all of them. */
export function measureSeals(
  registry: Registry,
  {
    seals,
    log,
    clock,
    outlook,
  }: {
    readonly seals: Seals;
    readonly log: EventLog;
    readonly clock: Clock;
    readonly outlook: () => Promise<SealOutlook>;
  },
): void {
  const registers = [registry];
  const gauge = (name: string, help: string, valueOf: (outlook: SealOutlook) => number | undefined) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const value = valueOf(await outlook());
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  const secondsSince = (then: Date) => (clock.now().getTime() - then.getTime()) / 1000;
  gauge('ledger_seal_size', 'Entries sealed', ({ state }) => state.size);
  gauge(
    'ledger_seal_stopped',
    '1 when the sealer stands still, be it that the log was changed underneath',
    ({ state }) => (state.stoppedBy === null ? 0 : 1),
  );
  gauge(
    'ledger_seal_alarm',
    '1 from the first contradiction until an audit passes: the log or its seals were changed',
    ({ alarm, contradicted }) => (alarm === undefined && contradicted === undefined ? 0 : 1),
  );
  gauge(
    'ledger_seal_checkpoint_age_seconds',
    'Age of the newest signed checkpoint; absent while none was signed; negative: it is from the future',
    ({ newest }) => newest && secondsSince(newest.signedAt),
  );
  gauge('ledger_seal_unsigned_entries', 'Entries sealed after the newest signed checkpoint', ({ state, newest }) =>
    Math.max(0, state.size - (newest?.size ?? 0)),
  );
  gauge(
    'ledger_seal_unsigned_age_seconds',
    'Age of the oldest event that no checkpoint covers; 0: there is none',
    ({ unsignedSince }) => (unsignedSince ? secondsSince(unsignedSince) : 0),
  );
  gauge(
    'ledger_audit_findings',
    'What the newest recorded audit found; absent while there was none',
    ({ audit }) => audit?.found,
  );
  gauge(
    'ledger_audit_size',
    'Entries of the newest recorded audit; absent while there was none',
    ({ audit }) => audit?.size,
  );
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
}
