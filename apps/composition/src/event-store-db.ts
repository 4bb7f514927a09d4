type EventStoreDb = typeof import('@app/event-store/eventstoredb');

/**
 * The adapter of EventStoreDB, loaded by who uses it: its client is large, and takes a tenth of a second of each start. It is asked for like
 * this so that nobody has to wait for it.
 */
export const eventStoreDb = (): EventStoreDb =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require('@app/event-store/eventstoredb') as EventStoreDb;
