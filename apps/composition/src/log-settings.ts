import { eventStoreDb } from './event-store-db';

/** Which engine keeps the log. Everything above the port behaves the same on either. */
export type LogSettings =
  | { readonly engine: 'postgres' }
  /**
   * `url`: where the server is and the login to use. `streams`: the name our streams are known by there. `unguarded`: start also when
   * that login may delete streams.
   */
  | { readonly engine: 'eventstoredb'; readonly url: string; readonly streams: string; readonly unguarded: boolean };

/** The log in the application's own database. */
export const logOnPostgres: LogSettings = { engine: 'postgres' };

/** `EVENT_LOG` (default `postgres`), and for `eventstoredb` also `EVENTSTORE_URL`, `EVENTSTORE_STREAMS` (default `ledger`) and `EVENTSTORE_UNGUARDED`. */
export function logSettingsFrom(environment: NodeJS.ProcessEnv): LogSettings {
  const engine = environment.EVENT_LOG ?? 'postgres';
  if (engine === 'postgres') return logOnPostgres;
  if (engine !== 'eventstoredb') throw new Error(`EVENT_LOG is neither postgres nor eventstoredb: ${engine}`);
  const url = environment.EVENTSTORE_URL;
  if (!url)
    throw new Error(
      'EVENTSTORE_URL is not set: esdb://login:password@host:2113?tls=true, or esdb+discover://… for a cluster',
    );
  const { whyNotAConnectionString, whyNotAStreamsName } = eventStoreDb();
  const fault = whyNotAConnectionString(url);
  if (fault !== undefined) throw new Error(`EVENTSTORE_URL is no connection string: ${fault}`); // never the string itself: a password is in it
  const streams = environment.EVENTSTORE_STREAMS ?? 'ledger';
  const unfit = whyNotAStreamsName(streams);
  if (unfit !== undefined) throw new Error(`EVENTSTORE_STREAMS is no name for streams: ${unfit}`);
  const unguarded = environment.EVENTSTORE_UNGUARDED ?? 'no';
  if (unguarded !== 'yes' && unguarded !== 'no') throw new Error('EVENTSTORE_UNGUARDED is neither yes nor no');
  return { engine, url, streams, unguarded: unguarded === 'yes' };
}
