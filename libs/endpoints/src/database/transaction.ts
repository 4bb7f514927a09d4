import type { Pool, PoolClient } from 'pg';

/** A transaction that came to nothing, as far as we know. */
export class TransactionFailed extends Error {
  /** Whether COMMIT was on its way: then nobody knows. Otherwise nothing of it is there. */
  readonly mayHaveCommitted: boolean;
  /** SQLSTATE, when the server said why. */
  readonly code: string | undefined;

  constructor(cause: unknown, mayHaveCommitted: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'TransactionFailed';
    this.mayHaveCommitted = mayHaveCommitted;
    const { code } = Object(cause) as { readonly code?: unknown };
    this.code = typeof code === 'string' ? code : undefined;
  }
}

/**
 * Does `work` in one transaction. Whatever goes wrong, the signal included, ends the connection with it: the server then takes back
 * what was not committed.
 *
 * @throws TransactionFailed
 */
export async function inTransaction<Result>(
  pool: Pool,
  signal: AbortSignal,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  let committing = false;
  let held: Held | undefined;
  const breakOff = () => held?.letGo(true);
  try {
    signal.throwIfAborted();
    held = new Held(await orAborted(pool.connect(), signal));
    signal.addEventListener('abort', breakOff, { once: true });
    await held.client.query('BEGIN');
    const result = await work(held.client);
    committing = true;
    await held.client.query('COMMIT');
    held.letGo(false);
    return result;
  } catch (error) {
    held?.letGo(true);
    throw new TransactionFailed(signal.aborted ? signal.reason : error, committing);
  } finally {
    signal.removeEventListener('abort', breakOff);
  }
}

/** A connection in hand, given back once. */
class Held {
  private gone = false;
  private readonly onError = (): void => undefined; // the query under way, or the next one, fails by the same error

  constructor(readonly client: PoolClient) {
    client.on('error', this.onError);
  }

  /** @param broken nothing more is to be done over it */
  letGo(broken: boolean): void {
    if (this.gone) return;
    this.gone = true;
    if (!broken) this.client.off('error', this.onError);
    this.client.release(broken);
  }
}

/** A connection that comes after all goes back to the pool. */
function orAborted(connecting: Promise<PoolClient>, signal: AbortSignal): Promise<PoolClient> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    connecting.then((client) => {
      signal.removeEventListener('abort', onAbort);
      if (signal.aborted) client.release();
      else resolve(client);
    }, reject);
  });
}
