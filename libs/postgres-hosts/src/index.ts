export { readableUrl } from './hosts-in-url';
export { NoHostTakesWrites, WritableClient } from './writable-client';
export { WritablePool } from './writable-pool';
