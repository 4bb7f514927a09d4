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

/** What 23.10 answers when asked to read from where no event begins. */
export const readFailed = (): Partial<ServiceError> =>
  refusal(status.UNKNOWN, 'Unexpected FilteredReadAllResult: Error', {});
