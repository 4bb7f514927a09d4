import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

/** How the server says no: a gRPC status, and the reason in the trailers under `exception`. */
function refusal(code: status, details: string, trailers: Record<string, string>): Partial<ServiceError> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
}

export const accessDenied = (): Partial<ServiceError> =>
  refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const appendTooLarge = (maxBytes: number): Partial<ServiceError> =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${maxBytes} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maxBytes),
  });

export const notLeader = (host: string, port: number): Partial<ServiceError> =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const streamDeleted = (stream: string): Partial<ServiceError> =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

/** What is answered when asked to read from where no event begins: 24.10 names it so, 23.10 says `Error`. */
export const invalidPosition = (): Partial<ServiceError> =>
  refusal(status.UNKNOWN, 'Unexpected FilteredReadAllResult: InvalidPosition', {});

/** A leader without a majority: the write may have been stored, or may yet be. */
export const commitTimedOut: Partial<ServiceError> = {
  code: status.ABORTED,
  details: 'Operation timed out: Commit phase timeout.',
};

/** A leader that finds out that it was replaced: the same is so of what it was asked meanwhile. */
export const requestCancelled: Partial<ServiceError> = {
  code: status.ABORTED,
  details: 'Operation timed out: Request canceled by server',
};
