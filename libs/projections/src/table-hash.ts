import type { ClientBase } from 'pg';
import type { ProjectionTable } from './projection';

export interface TableHash {
  readonly rows: number;
  /** The same for the same rows, in whatever order they lie. */
  readonly hash: string;
}

/**
 * Hashes a projection's own rows of a table in one pass: each row's SHA-256, of which two 64-bit pieces are added up over all rows. Nothing is
 * sorted and nothing grows with the table.
 */
export async function tableHash(client: ClientBase, schema: string, table: ProjectionTable): Promise<TableHash> {
  const piece = (from: number) => `sum(('x' || encode(substr(digest, ${from}, 8), 'hex'))::bit(64)::bigint::numeric)`;
  const { rows } = await client.query<{ rows: string; hash: string }>(
    `SELECT count(*) AS rows,
            encode(sha256(convert_to(concat_ws('/', count(*), ${piece(1)}, ${piece(9)}), 'UTF8')), 'hex') AS hash
     FROM (SELECT sha256(convert_to(r::text, 'UTF8')) AS digest
           FROM (${rowsOf(table, schema)}) r) digests`,
  );
  return { rows: Number(rows[0]?.rows), hash: rows[0]?.hash ?? '' };
}

/** The rows that are the projection's own, with the columns that a replay must arrive at. */
export const rowsOf = ({ name, columns, where }: ProjectionTable, schema: string): string =>
  `SELECT ${columns?.join(', ') ?? '*'} FROM ${schema}.${name}${where === undefined ? '' : ` WHERE ${where}`}`;
