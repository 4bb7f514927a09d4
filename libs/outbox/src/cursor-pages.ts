import type { ClientBase } from 'pg';

const pageRows = 500;

/**
 * What a query brings as of one moment, page by page: the server keeps what is still to be read, and no transaction stays open meanwhile.
 *
 * @param client a connection of its own
 * @param cursor a name that nothing else on this connection has
 * @param query without parameters, which a cursor does not take: `literal` writes values into it
 */
export async function* cursorPages<Row extends object>(
  client: Pick<ClientBase, 'query'>,
  cursor: string,
  query: string,
): AsyncGenerator<readonly Row[]> {
  await client.query('BEGIN');
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR WITH HOLD FOR ${query}`);
  await client.query('COMMIT');
  try {
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${pageRows} FROM ${cursor}`);
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await client.query(`CLOSE ${cursor}`);
  }
}

/** A text in a query: a name of the program, or an instant. */
export const literal = (word: string): string => `'${word.replaceAll("'", "''")}'`;

/** Of a row of `pushes`: its body has it, or may have it. */
export const perhapsThere = `(receipt_number IS NOT NULL
  OR (attempts > 0 AND (status IN ('waiting', 'sent', 'processing') OR dead_because = 'unreadable-answers')))`;
