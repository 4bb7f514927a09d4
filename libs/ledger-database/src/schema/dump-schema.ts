import type { ClientBase } from 'pg';
import { sections, strangers } from './catalogs';

/**
 * The schema that the migrations arrive at, as SQL that makes it again in an empty database: for review, beside the steps.
 *
 * Read from the catalogs of the server, so it says what is there and not what somebody meant. Always the same text for the
 * same schema: no names of owners, no sizes, no numbers of objects; everything in the order of its name. The roles that
 * are granted something must exist.
 *
 * @throws Error when there is an object of a kind it cannot show: nothing is left out silently.
 */
export async function dumpSchema(client: ClientBase): Promise<string> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await readSchema(client);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** The same as seen by the transaction that is open. */
export async function readSchema(client: ClientBase): Promise<string> {
  await client.query(`SET LOCAL search_path = ''`); // so that every name is written with its schema
  const { rows: unknown } = await client.query<{ object: string }>(strangers);
  if (unknown.length > 0)
    throw new Error(`the dump of the schema cannot show: ${unknown.map(({ object }) => object).join(', ')}`);
  const written: string[] = [];
  for (const [title, query] of sections) {
    const { rows } = await client.query<{ statement: string }>(query);
    if (rows.length > 0) written.push(`-- ${title}\n\n${rows.map(({ statement }) => statement).join('\n\n')}\n`);
  }
  return `${head}\n${written.join('\n')}`;
}

const head = `-- The schema that all migrations together arrive at. Written by \`npm run schema:dump\`, compared by a test: do not edit.

SET check_function_bodies = off;
`;
