import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@app/event-store';
import pg from 'pg';

/** A penalty decision's size. */
export const bytes = Buffer.from(JSON.stringify({ subjectId: '91131000MA0Y000167', text: '消防'.repeat(300) }), 'utf8');

export const aStream = (): string => `benchmark-${randomUUID()}`;

export const anEvent = (data: Uint8Array = bytes): NewEvent => ({
  id: randomUUID(),
  type: 'BenchmarkRecorded',
  typeVersion: 1,
  subjectId: '91131000MA0Y000167',
  occurredOn: '2026-04-01',
  actor: { name: 'bench', unitName: 'bench', unitCode: 'bench', role: 'officer' },
  commandId: randomUUID(),
  causeId: null,
  requestId: 'bench',
  data,
});

/** A table of the log's shape (columns, checks, indexes), not partitioned, and the columns' order. */
export async function makeRawTable(owner: pg.Client): Promise<void> {
  await owner.query('CREATE TABLE raw_events (LIKE ledger_events_0 INCLUDING ALL)');
  await owner.query('CREATE SEQUENCE raw_position');
}

/** Connections for the limit. Those still closing when the database of a measurement is dropped end with an error nobody waits for. */
export function rawPool(ownerUrl: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: ownerUrl, max });
  pool.on('error', () => undefined);
  return pool;
}

const insert = `INSERT INTO raw_events
  SELECT nextval('raw_position'), $1, $2::int, $3, $4, 1, $5, $6::date, now(), $7, $7, $7, 'officer', $8, NULL, 'bench', $9`;

/** One INSERT of one event, as anybody would write it. */
export function rawInsert(stream: string, revision: number, event: NewEvent): pg.QueryConfig {
  const { id, type, subjectId, occurredOn, actor, commandId, data } = event;
  return {
    name: 'raw-insert',
    text: insert,
    values: [stream, revision, id, type, subjectId, occurredOn, actor.name, commandId, data],
  };
}
