import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { Columns } from './column';
import { columnArray } from './column-array';

/** A table by its columns and its primary key. */
export interface Table<Row> {
  readonly table: string;
  readonly columns: Columns<Row>;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  /** Rows are added and never changed: one that is there already stays. */
  readonly appendOnly?: boolean;
}

/** Few enough for the database to begin early, many enough for a round trip to weigh nothing. Our default. */
const rowsPerStatement = 500;

/**
 * Writes rows, some hundred per statement: new ones are added, those whose key is there are replaced. While the database writes
 * some, the next ones are made ready.
 */
export async function writeRows<Row>(client: ClientBase, table: Table<Row>, rows: readonly Row[]): Promise<void> {
  const statement = { name: `write-${table.table}`, text: writeStatement(table) };
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for (let from = 0; from < rows.length; from += rowsPerStatement) {
      const values = parametersOf(table, rows.slice(from, from + rowsPerStatement));
      await writing;
      writing = client.query({ ...statement, values });
      writing.catch(() => undefined); // reported where it is awaited
      await turnOfTheEventLoop(); // what the socket does not take at once goes out then
    }
  } finally {
    await writing;
  }
}

/** What `writeRows` sends: for a benchmark that sends the same without us. */
export function writeStatement<Row>({ table, columns, key, appendOnly }: Table<Row>): string {
  const names = Object.keys(columns);
  const types = names.map((name) => columns[name]?.type ?? '');
  const arrays = types.map((type, index) => `$${index + 1}::${type === 'jsonb' ? 'jsonb' : 'text'}[]`);
  const values = names.map((name, index) => `${name}::${types[index] ?? ''}`);
  const changes = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  return `INSERT INTO ${table} (${names.join(', ')})
    SELECT ${values.join(', ')} FROM unnest(${arrays.join(', ')}) AS r (${names.join(', ')})
    ON CONFLICT (${key.join(', ')}) ${appendOnly ? 'DO NOTHING' : `DO UPDATE SET ${changes.join(', ')}`}`;
}

/** One array per column. */
export const parametersOf = <Row>({ columns }: Table<Row>, rows: readonly Row[]): Buffer[] =>
  Object.values(columns).map((column) => columnArray(column, rows));
