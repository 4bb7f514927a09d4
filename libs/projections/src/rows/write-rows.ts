import type { ClientBase } from 'pg';
import type { Columns } from './column';

/** A table by its columns and its primary key. */
export interface Table<Row> {
  readonly table: string;
  readonly columns: Columns<Row>;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  /** Rows are added and never changed: one that is there already stays. */
  readonly appendOnly?: boolean;
}

/**
 * Writes rows in one statement: new ones are added, those whose key is there are replaced.
 *
 * They travel as one JSON document, parsed once on either side. As arrays, one per column, every document is escaped into an
 * array literal and read back from it, which takes twice as long for documents of some kilobytes.
 */
export async function writeRows<Row>(client: ClientBase, table: Table<Row>, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: `write-${table.table}`,
    text: writeStatement(table),
    values: [documentOf(table, rows)],
  });
}

/** What `writeRows` sends: for a benchmark that sends the same without us. */
export function writeStatement<Row>({ table, columns, key, appendOnly }: Table<Row>): string {
  const names = Object.keys(columns);
  const types = names.map((name) => `${name} ${columns[name]?.type ?? ''}`).join(', ');
  const changes = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  const whenThere = appendOnly ? 'DO NOTHING' : `DO UPDATE SET ${changes.join(', ')}`;
  return `INSERT INTO ${table} (${names.join(', ')})
    SELECT ${names.join(', ')} FROM json_to_recordset($1::json) AS r (${types})
    ON CONFLICT (${key.join(', ')}) ${whenThere}`;
}

export function documentOf<Row>({ columns }: Table<Row>, rows: readonly Row[]): string {
  const entries = Object.entries(columns);
  return JSON.stringify(rows.map((row) => Object.fromEntries(entries.map(([name, column]) => [name, column.of(row)]))));
}
