import {
  InvalidArgumentError,
  InvalidTransactionError,
  MaxAppendSizeExceededError,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
} from '@eventstore/db-client';
import { EventIdTaken, EventRefused, LogUnavailable, WrongExpectedRevision, UnreadableEvent } from '../event-log';

const grpcInvalidArgument = 3;
const grpcResourceExhausted = 8;

/**
 * What a failed write means to the caller. The event is at fault when the server says so: too large, malformed, for a
 * stream that an administrator deleted. Everything else, known or not (unavailable, deadline, no leader, credentials, a
 * bare Error with code 14), leaves the outcome open: said again with the same ids it is safe.
 */
export function failureOfAppend(stream: string, error: unknown): Error {
  return isAboutTheEvent(error) ? new EventRefused(stream, error) : unavailable(error);
}

const words = [EventIdTaken, EventRefused, LogUnavailable, UnreadableEvent, WrongExpectedRevision];

/** What any other failure means: nothing is known. Errors that already speak the port's words pass. */
export function unavailable(error: unknown): Error {
  const said = error instanceof Error && words.some((word) => error instanceof word);
  return said ? error : new LogUnavailable(error);
}

function isAboutTheEvent(error: unknown): boolean {
  if (
    error instanceof MaxAppendSizeExceededError ||
    error instanceof RequiredMetadataPropertyMissingError ||
    error instanceof InvalidArgumentError ||
    error instanceof InvalidTransactionError ||
    error instanceof StreamDeletedError
  )
    return true;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === grpcInvalidArgument) return true;
  // A message larger than the server takes at all (16 MB) is refused before the server looks inside.
  return code === grpcResourceExhausted && /message.*(size|larger)/i.test(String(message));
}

/** The server was asked to read from where no event begins. So 24.10 says it; 23.10 only says that the read failed. */
export const isInvalidPosition = (error: unknown): boolean =>
  error instanceof LogUnavailable && error.message.includes('ReadAllResult: InvalidPosition');
