import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NewEvent } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { anEvent, aStream } from './events';
import { type Comparison, interleave, type Sample, timed } from './rounds';

const events = 20_000;

/**
 * A feed of single-event papers into the log, all handed over at once, each with its version check; against one COPY of the same rows
 * (prepared as text beforehand) into a table of the same shape.
 */
export async function bulkIntake(url: string, ownerUrl: string, rounds: number): Promise<Comparison> {
  const log = new PostgresEventLog({ url });
  const raw = new pg.Client(ownerUrl);
  await raw.connect();
  try {
    return await interleave(
      `bulk intake into the log, ${events} papers`,
      rounds,
      () => {
        const papers = Array.from({ length: events }, () => ({ stream: aStream(), event: anEvent() }));
        return timed(events, async () => {
          await Promise.all(papers.map(({ stream, event }) => log.append(stream, 'no-stream', [event])));
        });
      },
      () => copied(raw, events),
    );
  } finally {
    await log.close();
    await raw.end();
  }
}

/** One COPY of so many events, prepared as text beforehand, into the raw table. */
export async function copied(raw: pg.Client, count: number): Promise<Sample> {
  const { rows } = await raw.query<{ first: string }>(`SELECT nextval('raw_position') AS first`);
  const first = Number(rows[0]?.first);
  await raw.query(`SELECT setval('raw_position', $1)`, [first + count]);
  const lines = Array.from({ length: count }, (_, n) => lineOf(first + n, aStream(), anEvent()));
  const chunks = Array.from({ length: Math.ceil(count / 100) }, (_, n) =>
    Buffer.from(lines.slice(n * 100, n * 100 + 100).join('')),
  );
  return timed(count, async () => {
    await pipeline(Readable.from(chunks), raw.query(copyFrom('COPY raw_events FROM STDIN')));
  });
}

function lineOf(position: number, stream: string, event: NewEvent): string {
  const { id, type, typeVersion, subjectId, occurredOn, actor, commandId, requestId, data } = event;
  const { name, unitName, unitCode, role } = actor;
  const hex = `\\\\x${Buffer.from(data).toString('hex')}`;
  const cells = [
    position,
    stream,
    0,
    id,
    type,
    typeVersion,
    subjectId,
    occurredOn,
    '2026-04-01 00:00:00Z',
    name,
    unitName,
  ];
  return `${[...cells, unitCode, role, commandId, '\\N', requestId, hex, '\\N'].join('\t')}\n`;
}
