import type { ClientBase } from 'pg';
import type { ReadModel } from '../read-model';
import { RebuildRefused } from './refusal';
import { dropBeside } from './tables';
import { within } from './within';

/**
 * Two connections, each ours alone. The owner makes and exchanges tables and never touches a row. The rebuilder fills them, as the
 * role `ledger_rebuild`, with `beside` before `public` on its search path: whatever a read model's code does there, the
 * database lets it reach the log (to read) and the tables beside (to write), and nothing else.
 */
export interface RebuildConnections {
  readonly owner: ClientBase;
  readonly rebuilder: ClientBase;
}

/** Work on what stands beside a read model, by one process at a time. Errors: `RebuildRefused` (`rebuild-under-way`); those of the work. */
export async function alone<T>(owner: ClientBase, projection: string, work: () => Promise<T>): Promise<T> {
  await enter(owner, projection);
  try {
    return await work();
  } finally {
    await leave(owner, projection);
  }
}

/** Keeps other processes from what stands beside a read model, until `leave` or the end of the connection. Errors: `RebuildRefused`. */
export async function enter(owner: ClientBase, projection: string): Promise<void> {
  const { rows } = await owner.query<{ got: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got', [
    `rebuild of ${projection}`,
  ]);
  if (rows[0]?.got !== true) throw new RebuildRefused('rebuild-under-way', projection);
}

export async function leave(owner: ClientBase, projection: string): Promise<void> {
  await owner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [`rebuild of ${projection}`]);
}

/** Drops what stands beside a read model, and forgets it. */
export async function discard({ owner, rebuilder }: RebuildConnections, { name, tables }: ReadModel): Promise<void> {
  await rebuilder.query('ROLLBACK').catch(() => undefined); // its connection may be what failed; its transaction is then gone
  await within(owner, async () => {
    for (const table of tables) await dropBeside(owner, table.name);
    await owner.query('DELETE FROM projection_rebuilds WHERE projection = $1', [name]);
  });
}
