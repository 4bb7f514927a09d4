import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { superuser } from './cluster';
import { host } from './postmaster';

/**
 * Our foot in the door: a connection that holds a shared advisory lock for as long as this process lives. Whoever
 * wants to stop the server needs that lock for itself, so the last process to leave turns off the light, and one that
 * merely tried to start a second ledger on the same data does not turn it off for the first.
 */
export interface Session {
  /** False when the server runs without fsync. */
  readonly durable: boolean;
  /** Resolves when the connection is gone, whoever ended it: most often with the server. */
  readonly ended: Promise<void>;
  /** Lets go. True when nobody else is there; then nobody can come in any more, and the caller stops the server. */
  leave(): Promise<boolean>;
}

/** Any number, the same for all of us. Advisory locks are per database; this one is in `postgres`, which nobody else uses. */
const inUse = 20_250_711;

/**
 * Connects to the server of this data folder and waits as long as it says it is starting, recovering or stopping.
 * Undefined when there is no such server: nobody answers, or somebody who does not know our password or works on
 * another folder (a copy of ours knows the password). Undefined, too, when `signal` ends the waiting.
 */
export async function openSession(
  server: { readonly port: number; readonly password: string; readonly data: string },
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Session | undefined> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    const socket = new Socket();
    const client = new Client({
      stream: () => socket,
      host,
      port: server.port,
      user: superuser,
      password: server.password,
      database: 'postgres',
      application_name: 'embedded-postgres',
      ssl: false,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined); // the server went away; `ended` says so
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve);
    });
    const breakOff = () => socket.destroy();
    signal.addEventListener('abort', breakOff);
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock_shared($1)', [inUse]);
      const { rows } = await client.query<{ data: string; fsync: string }>(
        `SELECT current_setting('data_directory') AS data, current_setting('fsync') AS fsync`,
      );
      if (rows[0]?.data !== server.data) throw new Error('works on another folder');
      socket.unref(); // holding on is no reason for our process to stay
      return { durable: rows[0].fsync === 'on', ended, leave: () => leave(client, socket) };
    } catch (error) {
      client.end().catch(() => undefined);
      if ((error as { code?: string }).code !== '57P03') return undefined; // 57P03: starting, recovering or stopping
      if (attempt % 100 === 0) log('the server is recovering, or stopping; waiting');
      await sleep(50);
    } finally {
      signal.removeEventListener('abort', breakOff);
    }
  }
  return undefined;
}

async function leave(client: Client, socket: Socket): Promise<boolean> {
  socket.ref();
  try {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [inUse]);
    const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [inUse]);
    const alone = rows[0]?.alone === true;
    if (alone)
      socket.unref(); // keeps the lock until the server goes
    else await client.end();
    return alone;
  } catch {
    return true; // the server went away, or threw us out: there is no door to keep open
  }
}
