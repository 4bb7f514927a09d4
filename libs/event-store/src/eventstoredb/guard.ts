import { AccessDeniedError, ANY, StreamDeletedError, UnknownError } from '@eventstore/db-client';
import { Connection } from './connection';
import { unavailable } from './failures';
import { StreamNames } from './stream-names';

/** What a login may do that makes events disappear, in the words of the server's access control lists. */
export type Power = '$d' | '$mw';

const timeoutMs = 15_000;

/**
 * Tries what nobody but an administrator should be able to do: write the metadata of a stream (a truncation, an age), and delete one. On a
 * stream of our own that holds nothing and that no reader of the log sees; where it succeeds, nothing else is lost. A
 * stream is deleted for good with the same right. Errors: `LogUnavailable`.
 */
export async function powersOverStreams({ url, streams }: { url: string; streams: string }): Promise<readonly Power[]> {
  const connection = new Connection(url, { timeoutMs });
  const { probe } = new StreamNames(streams);
  const { client } = connection;
  const attempts: Readonly<Record<Power, () => Promise<unknown>>> = {
    $mw: () =>
      connection.call((options) =>
        client.setStreamMetadata(probe, { probe: true }, { ...options, expectedRevision: ANY }),
      ),
    $d: () => connection.call((options) => client.deleteStream(probe, { ...options, expectedRevision: ANY })),
  };
  try {
    const powers: Power[] = [];
    for (const power of ['$mw', '$d'] as const) if (await isGranted(attempts[power])) powers.push(power);
    return powers;
  } finally {
    await connection.close();
  }
}

/** A server that does not take it for another reason than the login (somebody deleted the probe for good) would have let us. */
async function isGranted(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return true;
  } catch (error) {
    if (error instanceof StreamDeletedError) return true;
    // A real server has been seen to refuse a write of metadata by an error without words.
    if (error instanceof AccessDeniedError || error instanceof UnknownError) return false;
    throw unavailable(error);
  }
}
