import { WritableClient } from '@app/postgres-hosts';
import type { LogSettings } from './log-settings';
import { openEventLog } from './open-event-log';

/**
 * Refuses to start on another log than the one the read models were built from: their positions would mean something
 * else there, and events would be passed over or a ledger would seem to be empty. Engines are not switched by a setting;
 * see `docs/decisions/0015-eventstoredb.md`.
 *
 * @param url a URL in a role that reads the log and the checkpoints
 */
export async function assertSameLog(url: string, settings: LogSettings): Promise<void> {
  const log = openEventLog(settings, url);
  const client = new WritableClient(url);
  try {
    await client.connect();
    const { rows } = await client.query<{ reached: string | null; kept: boolean }>(
      `SELECT (SELECT max(position) FROM projection_checkpoints) AS reached, EXISTS (SELECT FROM ledger_events) AS kept`,
    );
    if (settings.engine !== 'postgres' && rows[0]?.kept === true)
      throw new Error(
        `EVENT_LOG is ${settings.engine}, but this database keeps a log of its own: nothing would follow it`,
      );
    const reached = Number(rows[0]?.reached ?? 0);
    const head = await log.head();
    if (reached > head)
      throw new Error(
        `the read models stand at ${reached}, the log on ${settings.engine} ends at ${head}: they were built from another log (EVENT_LOG, EVENTSTORE_URL, EVENTSTORE_STREAMS)`,
      );
  } finally {
    await Promise.all([log.close(), client.end()]);
  }
}
