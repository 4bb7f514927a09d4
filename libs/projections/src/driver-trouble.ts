/**
 * Did the driver fail, and not the statement? pg and pg-pool have neither classes nor codes for that: plain errors with one of
 * these sentences, whole. (A spec finds each of them in the driver that is installed.)
 */
export const isDriverTrouble = (error: unknown): boolean =>
  error instanceof Error && Object.getPrototypeOf(error) === Error.prototype && driverSentences.includes(error.message);

export const driverSentences: readonly string[] = [
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Query read timeout',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Cannot use a pool after calling end on the pool',
];
