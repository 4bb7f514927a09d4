export { EventStoreDbDouble, type EventStoreDbDoubleOptions } from './eventstoredb-double';
