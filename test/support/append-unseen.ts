import type { NewEvent } from '@app/event-store';
import type { Pool } from 'pg';
import { parametersOfOne } from '../../libs/event-store/src/postgres/append-parameters';

/**
 * Puts an event into a log on PostgreSQL without the look that `append` takes at what no log takes: as programs left it there that did
 * not look. The event begins a stream.
 */
export async function appendUnseen(pool: Pool, stream: string, event: NewEvent): Promise<void> {
  const today = new Date().toISOString().slice(0, 10); // a database takes no day that has not come
  const append = {
    stream,
    expected: 'no-stream' as const,
    events: [event.occurredOn > today ? { ...event, occurredOn: today } : event],
    resolve: () => undefined,
    reject: () => undefined,
  };
  const places = Array.from({ length: 16 }, (_, index) => `$${index + 1}`).join(', ');
  await pool.query(`SELECT append_one_event(${places})`, parametersOfOne(append, append.events[0] ?? event));
}
