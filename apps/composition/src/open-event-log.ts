import type { EventLog } from '@app/event-store';
import { EventStoreDbEventLog } from '@app/event-store/eventstoredb';
import { PostgresEventLog } from '@app/event-store/postgres';
import type { LogSettings } from './log-settings';

/**
 * The log on the engine that was chosen. `applicationUrl` is the application's database, where PostgreSQL keeps it.
 * Does not wait for the engine to answer.
 *
 * @param now what time it is, for an engine that does not look at its own clock before it writes
 */
export function openEventLog(
  settings: LogSettings,
  applicationUrl: string,
  onTrouble?: (error: Error) => void,
  now?: () => Date,
): EventLog {
  if (settings.engine === 'postgres')
    return new PostgresEventLog({ url: applicationUrl, ...(onTrouble && { onTrouble }) });
  const { url, streams } = settings;
  return new EventStoreDbEventLog({ url, streams, ...(onTrouble && { onTrouble }), ...(now && { now }) });
}
