import type { ClientBase } from 'pg';

/** An event of which a body has been told, and may pass it on to another one. */
export interface PassedOn {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  /** It acknowledged all that it was told of it before the given instant; false: it has it since, or perhaps. */
  readonly long: boolean;
}

const pageRows = 500;

/**
 * Every event of which an endpoint has something, or may have, as of one moment, in the order of the log, page by page: the server keeps
 * what is still to be read, and no transaction stays open meanwhile. What was queued before pushes named their streams is left out.
 *
 * @param client a connection of its own
 * @param before what was acknowledged before it is there for long
 */
export async function* passedOn(
  client: Pick<ClientBase, 'query'>,
  endpoint: string,
  before: Date,
): AsyncGenerator<readonly PassedOn[]> {
  await client.query('BEGIN');
  // A cursor takes no parameters: the name is the program's, the instant is one.
  await client.query(
    `DECLARE passed_on NO SCROLL CURSOR WITH HOLD FOR
     SELECT event_id AS "eventId", stream, revision,
            bool_and(receipt_number IS NOT NULL AND settled_at < '${before.toISOString()}') AS long
     FROM pushes
     WHERE endpoint = '${endpoint.replaceAll("'", "''")}' AND stream IS NOT NULL
       AND (receipt_number IS NOT NULL
            OR (attempts > 0 AND (status IN ('waiting', 'sent', 'processing') OR dead_because = 'unreadable-answers')))
     GROUP BY event_id, stream, revision, position ORDER BY position`,
  );
  await client.query('COMMIT');
  try {
    for (;;) {
      const { rows } = await client.query<PassedOn>(`FETCH ${pageRows} FROM passed_on`);
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await client.query('CLOSE passed_on');
  }
}
