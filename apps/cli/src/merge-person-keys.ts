import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';

/** What came of bringing keys back from a copy. */
export interface MergedKeys {
  /** Keys that were not here, and are now. */
  readonly merged: number;
  /** Keys that the copy says are destroyed and that were usable here: destroyed again. */
  readonly destroyedThere: number;
  /** Keys whose person has another key here by now: they cannot come back, and what was sealed under them stays unreadable. */
  readonly taken: readonly string[];
}

/** The file is no copy of `person_keys` as text. */
export class NotACopyOfKeys extends Error {
  constructor(path: string) {
    super(`${path} holds no COPY of person_keys as text`);
    this.name = 'NotACopyOfKeys';
  }
}

const columns = [
  ...['key_id', 'person_id', 'generation', 'master_key_id', 'wrapped_key', 'made_at'],
  ...['destroyed_at', 'destroyed_by', 'destroyed_for', 'destroyed_by_event'],
].join(', ');

/**
 * Brings keys back from a copy (`pg_dump --data-only -t person_keys`, as text) beside those that are here: what is here stays. One transaction; what
 * `destroyErased` destroys in it nobody ever sees usable. Which key makes people comparable is in the backup of the log. Said again it changes nothing.
 *
 * @throws NotACopyOfKeys; nothing was changed then
 */
export async function mergePersonKeys(
  client: ClientBase,
  path: string,
  destroyErased: () => Promise<unknown>,
): Promise<MergedKeys> {
  await client.query('BEGIN');
  try {
    await client.query('CREATE TEMP TABLE copied_keys (LIKE person_keys) ON COMMIT DROP');
    const copied = await copiedKeys(path);
    await pipeline(Readable.from(copied.rows), client.query(from(`COPY copied_keys (${copied.columns}) FROM STDIN`)));
    const { rowCount: merged } = await client.query(
      `INSERT INTO person_keys (${columns}) SELECT ${columns} FROM copied_keys ON CONFLICT DO NOTHING`,
    );
    const { rowCount: destroyedThere } = await client.query(
      `UPDATE person_keys SET wrapped_key = NULL, destroyed_at = copied.destroyed_at, destroyed_by = copied.destroyed_by,
                              destroyed_for = copied.destroyed_for, destroyed_by_event = copied.destroyed_by_event
       FROM copied_keys AS copied
       WHERE person_keys.key_id = copied.key_id AND copied.destroyed_at IS NOT NULL AND person_keys.destroyed_at IS NULL`,
    );
    const { rows } = await client.query<{ id: string }>(
      `SELECT key_id AS id FROM copied_keys WHERE NOT EXISTS (SELECT FROM person_keys WHERE person_keys.key_id = copied_keys.key_id)
       ORDER BY key_id`,
    );
    await destroyErased();
    await client.query('COMMIT');
    return { merged: merged ?? 0, destroyedThere: destroyedThere ?? 0, taken: rows.map(({ id }) => id) };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** The rows of the copy as they stand in the file, a line at a time. */
async function copiedKeys(path: string): Promise<{ readonly columns: string; readonly rows: AsyncIterable<string> }> {
  const lines = linesOf(path);
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
    const named = /^COPY (?:public\.)?person_keys \(([a-z_, ]+)\) FROM stdin;$/.exec(line.value)?.[1];
    if (named !== undefined) return { columns: named, rows: rowsIn(lines) };
  }
  throw new NotACopyOfKeys(path);
}

async function* rowsIn(lines: AsyncIterator<string, undefined>): AsyncGenerator<string> {
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
    if (line.value === '\\.') return;
    yield `${line.value}\n`;
  }
}

async function* linesOf(path: string): AsyncGenerator<string, undefined> {
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) yield line;
  return undefined;
}
