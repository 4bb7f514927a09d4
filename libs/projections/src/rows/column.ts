/** A column of a read model's table: its type in PostgreSQL, and its value in a row. */
export interface Column<Row> {
  readonly type: 'text' | 'uuid' | 'bigint' | 'integer' | 'date' | 'timestamptz' | 'jsonb';
  /** Plain JSON; null stands for NULL. A `jsonb` column takes any plain value, or bytes that are JSON in UTF-8 already. */
  readonly of: (row: Row) => unknown;
}

export type Columns<Row> = Readonly<Record<string, Column<Row>>>;
