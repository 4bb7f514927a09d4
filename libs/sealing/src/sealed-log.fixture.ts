import type { EventLog, NewEvent } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { Pool } from 'pg';
import { createTestDatabase, type Template, type TestDatabase } from '../../../test/support/test-database';
import { anEvent, aStream } from '../../event-store/src/event-log.contract';
import { LeafFramer } from './leaf/leaf-framing';
import { noSealKeys, type SealKeys } from './seal-keys';
import { Sealer, type SealerOptions } from './sealer';
import { type Hash, sha256Rfc6962 } from './tree/hash-suite';

/** A database with a log and seals of its own, and whatever a spec wants to do to it. */
export interface SealedLog {
  readonly database: TestDatabase;
  readonly pool: Pool;
  readonly log: PostgresEventLog;
  /** Appends events to streams of their own. */
  append(count: number, change?: Partial<NewEvent>): Promise<void>;
  sealer(options?: Partial<SealerOptions>): Sealer;
  close(): Promise<void>;
}

export async function openSealedLog(template?: Template): Promise<SealedLog> {
  const database = await createTestDatabase(template);
  const opened = openOn(database.url);
  return {
    ...opened,
    database,
    close: async () => {
      await opened.end();
      await database.drop();
    },
  };
}

/** The same on a database that is there already. */
export function openOn(url: string, keys: SealKeys = noSealKeys) {
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => undefined); // a connection that a test cuts; the query under way says it
  const log = new PostgresEventLog({ url });
  return {
    pool,
    log,
    append: async (count: number, change: Partial<NewEvent> = {}) => {
      await Promise.all(Array.from({ length: count }, () => log.append(aStream(), 'no-stream', [anEvent(change)])));
    },
    sealer: (options: Partial<SealerOptions> = {}) => new Sealer({ pool, log, keys, ...options }),
    end: () => Promise.all([pool.end(), log.close()]),
  };
}

export async function sealAll(sealer: Sealer): Promise<void> {
  while (await sealer.sealNext());
}

/** The leaves of the whole log, straight from its events. */
export async function leavesOf(log: EventLog): Promise<Hash[]> {
  const framer = new LeafFramer();
  const events = await log.readAll({ after: 0, limit: 100_000 });
  return events.map((event) => sha256Rfc6962.leaf(framer.frame(event)));
}
