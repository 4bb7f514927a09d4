import type { ServerLine } from '@app/ledger-database';
import { WritablePool } from '@app/postgres-hosts';
import pg from 'pg';

/** Connections of the projections' own, so that projections and requests never wait for each other. */
export const FOLLOWERS_POOL = Symbol('FOLLOWERS_POOL');
/** Which login the nightly comparison reads with, and says with what it found. */
export const CHECKER_URL = Symbol('CHECKER_URL');
/** Connections of the policies' own: for their checkpoints, never for their commands. */
export const POLICIES_POOL = Symbol('POLICIES_POOL');

/** How many connections to the database a process opens at most for each purpose; each is opened when it is needed. */
export interface Connections {
  /** Questions to the read models. */
  readonly queries: number;
  /** Projections: this many, less one, apply events at the same time; there may be any number of projections. At least 2. */
  readonly followers: number;
  /** Policies: one is kept as long as the process runs, the others move checkpoints. At least 2. */
  readonly policies: number;
}

/** Of the worker's own, for deliveries and due work; as many for the sealer, and for those who wait for a seal. */
export const workConnections = 6;

/** Our defaults. With five for the log (`postgres-event-log.ts`) a process takes at most some fifty of the hundred PostgreSQL has by default. */
export const connectionsDefault: Connections = { queries: 20, followers: 8, policies: 3 };

/** `QUERY_CONNECTIONS`, `FOLLOWER_CONNECTIONS`, `POLICY_CONNECTIONS`; whole numbers from 2 on. */
export function connectionsFrom(environment: NodeJS.ProcessEnv): Connections {
  return {
    queries: numberFrom(environment, 'QUERY_CONNECTIONS', connectionsDefault.queries),
    followers: numberFrom(environment, 'FOLLOWER_CONNECTIONS', connectionsDefault.followers),
    policies: numberFrom(environment, 'POLICY_CONNECTIONS', connectionsDefault.policies),
  };
}

function numberFrom(environment: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = environment[name];
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 2 || number > 1_000)
    throw new Error(`${name} is no number of connections from 2 to 1000: ${text}`);
  return number;
}

/**
 * What the database shows of whoever reads: requests, and those that verify alike. A verifier that announced itself could be answered
 * otherwise than others are.
 */
export const readersName = 'ledger-read-models';

/** A pool of the application's; `name` is what the database shows of it. `line` keeps it from a server that another took over from. */
export function poolOf(
  url: string,
  name: string,
  max: number,
  onTrouble: (error: Error) => void,
  line?: Pick<ServerLine, 'verify'>,
): pg.Pool {
  const pool = new WritablePool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    application_name: name,
    ...(line && { verify: line.verify }),
  });
  pool.on('error', onTrouble);
  // One that ends in somebody's hands says so by the query under way, or the next one; it may end before its new holder could listen.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
