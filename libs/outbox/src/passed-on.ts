import type { ClientBase } from 'pg';
import { cursorPages, literal, perhapsThere } from './cursor-pages';

/** An event of which a body has been told, and may pass it on to another one. */
export interface PassedOn {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  /** It acknowledged all that it was told of it before the given instant; false: it has it since, or perhaps. */
  readonly long: boolean;
}

/**
 * Every event of which an endpoint has something, or may have, as of one moment, in the order of the log, page by page. What was queued before
 * pushes named their streams is left out.
 *
 * @param client a connection of its own
 * @param before what was acknowledged before it is there for long
 */
export const passedOn = (
  client: Pick<ClientBase, 'query'>,
  endpoint: string,
  before: Date,
): AsyncGenerator<readonly PassedOn[]> =>
  cursorPages<PassedOn>(
    client,
    'passed_on',
    `SELECT event_id AS "eventId", stream, revision,
            bool_and(receipt_number IS NOT NULL AND settled_at < ${literal(before.toISOString())}) AS long
     FROM pushes
     WHERE endpoint = ${literal(endpoint)} AND stream IS NOT NULL AND ${perhapsThere}
     GROUP BY event_id, stream, revision, position ORDER BY position`,
  );
