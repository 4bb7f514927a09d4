export { EventStoreDbEventLog, type EventStoreDbEventLogOptions } from './eventstoredb-event-log';
export { whyNotAConnectionString } from './connection-string';
export { whyNotAStreamsName } from './stream-names';
