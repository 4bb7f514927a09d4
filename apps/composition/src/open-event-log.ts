import type { EventLog } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import type { ServerLine } from '@app/ledger-database';
import { eventStoreDb } from './event-store-db';
import type { LogSettings } from './log-settings';

export interface OpenedFor {
  readonly onTrouble?: (error: Error) => void;
  /** What time it is, for an engine that does not look at its own clock before it writes. */
  readonly now?: () => Date;
  /** Keeps the log from a PostgreSQL server that another took over from. */
  readonly line?: Pick<ServerLine, 'verify'>;
}

/**
 * The log on the engine that was chosen. `applicationUrl` is the application's database, where PostgreSQL keeps it.
 * Does not wait for the engine to answer.
 */
export function openEventLog(
  settings: LogSettings,
  applicationUrl: string,
  { onTrouble, now, line }: OpenedFor = {},
): EventLog {
  if (settings.engine === 'postgres')
    return new PostgresEventLog({
      url: applicationUrl,
      ...(onTrouble && { onTrouble }),
      ...(line && { verify: line.verify }),
    });
  const { url, streams } = settings;
  const { EventStoreDbEventLog } = eventStoreDb();
  return new EventStoreDbEventLog({ url, streams, ...(onTrouble && { onTrouble }), ...(now && { now }) });
}
