import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import pg from 'pg';
import { type Comparison, interleave, measure } from './rounds';

const bytes = Buffer.from(JSON.stringify({ subjectId: '91131000MA0Y000167', text: '消防'.repeat(300) }), 'utf8');

const anEvent = (): NewEvent => ({
  id: randomUUID(),
  type: 'BenchmarkRecorded',
  typeVersion: 1,
  subjectId: '91131000MA0Y000167',
  occurredOn: '2026-04-01',
  actor: { name: 'bench', unitName: 'bench', unitCode: 'bench', role: 'officer' },
  commandId: randomUUID(),
  causeId: null,
  requestId: 'bench',
  data: bytes,
});

const insert = `INSERT INTO raw_events
  SELECT nextval('raw_position'), $1, 0, $2, $3, 1, $4, $5::date, now(), $6, $6, $6, 'officer', $7, NULL, 'bench', $8`;

/** Durable appends of one event, against one INSERT per transaction into a table of the same shape, same server, same callers. */
export async function appends(url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison[]> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  await owner.query('CREATE TABLE raw_events (LIKE ledger_events INCLUDING ALL)');
  await owner.query('CREATE SEQUENCE raw_position');
  const found: Comparison[] = [];
  for (const callers of [1, 8, 32]) {
    const log = new PostgresEventLog({ url });
    const pool = new pg.Pool({ connectionString: ownerUrl, max: callers });
    const ours = () =>
      measure(callers, ms, async () => {
        await log.append(`benchmark-${randomUUID()}`, 'no-stream', [anEvent()]);
      });
    const raw = () =>
      measure(callers, ms, async () => {
        const event = anEvent();
        const values = [
          `benchmark-${randomUUID()}`,
          event.id,
          event.type,
          event.subjectId,
          event.occurredOn,
          'bench',
          event.commandId,
          event.data,
        ];
        await pool.query({ name: 'raw', text: insert, values });
      });
    found.push(
      await interleave(`durable appends, 1 event, ${callers} caller${callers === 1 ? '' : 's'}`, rounds, ours, raw),
    );
    await log.close();
    await pool.end();
  }
  await owner.end();
  return found;
}
