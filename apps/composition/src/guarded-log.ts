import { eventStoreDb } from './event-store-db';
import type { LogSettings } from './log-settings';

const acts = { $d: 'delete streams ($d)', $mw: 'write their metadata ($mw)' } as const;

/**
 * Refuses to start with a login that can make events of the log disappear: on EventStoreDB the ordinary defaults let every
 * login do so. `EVENTSTORE_UNGUARDED=yes` starts all the same. On PostgreSQL roles and `assertAppendOnly` see to it.
 */
export async function assertGuardedLog(settings: LogSettings): Promise<void> {
  if (settings.engine === 'postgres' || settings.unguarded) return;
  const powers = await eventStoreDb().powersOverStreams(settings);
  if (powers.length > 0)
    throw new Error(
      `the login of EVENTSTORE_URL may ${powers.map((power) => acts[power]).join(' and ')}: only administrators should, see docs/decisions/0015-eventstoredb.md; EVENTSTORE_UNGUARDED=yes starts all the same`,
    );
}
