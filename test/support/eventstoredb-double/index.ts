export { EventStoreDbClusterDouble } from './eventstoredb-cluster-double';
export { EventStoreDbDouble, type EventStoreDbDoubleOptions } from './eventstoredb-double';
