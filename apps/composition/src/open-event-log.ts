import type { EventLog } from '@app/event-store';
import { EventStoreDbEventLog } from '@app/event-store/eventstoredb';
import { PostgresEventLog } from '@app/event-store/postgres';
import type { LogSettings } from './log-settings';

/**
 * The log on the engine that was chosen. `applicationUrl` is the application's database, where PostgreSQL keeps it.
 * Does not wait for the engine to answer.
 */
export function openEventLog(
  settings: LogSettings,
  applicationUrl: string,
  onTrouble?: (error: Error) => void,
): EventLog {
  if (settings.engine === 'postgres')
    return new PostgresEventLog({ url: applicationUrl, ...(onTrouble && { onTrouble }) });
  const { url, streams } = settings;
  return new EventStoreDbEventLog({ url, streams, ...(onTrouble && { onTrouble }) });
}
