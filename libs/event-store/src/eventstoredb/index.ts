export { EventStoreDbEventLog, type EventStoreDbEventLogOptions } from './eventstoredb-event-log';
export { type Power, powersOverStreams } from './guard';
export { whyNotAConnectionString } from './connection-string';
export { whyNotAStreamsName } from './stream-names';
