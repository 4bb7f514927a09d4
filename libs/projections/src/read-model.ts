import type { StoredEvent } from '@app/event-store';
import type { ClientBase, QueryResultRow } from 'pg';
import type { Projection } from './projection';
import { type Table, writeRows } from './rows/write-rows';

/**
 * A read model as one pure function from row and event to row. Live catch-up (load, fold, write) and rebuild (fold in
 * memory, COPY) both come from it, so they cannot disagree about what an event means.
 */
export interface ReadModelDefinition<Row> extends Table<Row> {
  readonly name: string;
  /** The types of events it acts on; undefined: every one. See `Follower`. */
  readonly types?: ReadonlySet<string> | undefined;
  /** Which row an event is about, by the (one-column) key of the table; undefined: none. Rows that are only added: any word of its own. */
  keyOf(event: StoredEvent): string | undefined;
  /** The row after the event; undefined: no row (any more). If the row has seen the event, give back the same row. */
  fold(row: Row | undefined, event: StoredEvent): Row | undefined;
  /** How rows are read back to be folded further. Not needed when rows are only added. */
  readonly readBack?: {
    readonly columns: string;
    toRow(selected: QueryResultRow): Row;
  };
  /** Tables beside the first one, filled from the same row. `apply` then says how a batch changes all of them. */
  readonly parts?: {
    readonly tables: readonly Part<Row>[];
    /**
     * Where a whole row is too much to be read and written for every event: changes just what the events change, through `client`, in
     * all tables. It must arrive at the rows that `fold` arrives at; a replay compares them.
     */
    readonly apply: (client: ClientBase, events: readonly StoredEvent[]) => Promise<void>;
  };
}

/** A further table, and its rows as they follow from a folded row. */
export interface Part<Row> {
  readonly table: Table<unknown>;
  readonly rowsOf: (row: Row) => Iterable<unknown>;
}

export const part = <Row, PartRow>(table: Table<PartRow>, rowsOf: (row: Row) => Iterable<PartRow>): Part<Row> => ({
  table: table as Table<unknown>, // its rows are only ever given to its own columns
  rowsOf,
});

/** Every table of a read model, with its rows as they follow from a folded row; the first is its own. */
export const partsOf = <Row>(definition: ReadModelDefinition<Row>): readonly Part<Row>[] => [
  part(definition, (row) => [row]),
  ...(definition.parts?.tables ?? []),
];

/** A projection that follows from the log alone and has no effect but its rows: it can be rebuilt. Policies and the outbox are none. */
export interface ReadModel extends Projection {
  readonly definition: ReadModelDefinition<unknown>;
}

export function readModel<Row>(described: ReadModelDefinition<Row>): ReadModel {
  const { name, types } = described;
  const definition: ReadModelDefinition<Row> = {
    ...described,
    keyOf: (event) => (types && !types.has(event.type) ? undefined : described.keyOf(event)),
  };
  return {
    name,
    types,
    tables: partsOf(described).map((one) => ({ name: one.table.table })),
    definition: definition as unknown as ReadModelDefinition<unknown>, // a row is only given back to the read model that made it
    apply: described.parts?.apply ?? ((client, events) => applyFolded(client, definition, events)),
  };
}

async function applyFolded<Row>(
  client: ClientBase,
  definition: ReadModelDefinition<Row>,
  events: readonly StoredEvent[],
): Promise<void> {
  const touched = events.flatMap((event) => {
    const key = definition.keyOf(event);
    return key === undefined ? [] : [{ key, event }];
  });
  if (touched.length === 0) return;
  const before = await load(client, definition, new Set(touched.map(({ key }) => key)));
  const after = new Map(before);
  for (const { key, event } of touched) {
    const row = definition.fold(after.get(key), event);
    if (row === undefined) after.delete(key);
    else after.set(key, row);
  }
  await removeRows(
    client,
    definition,
    [...before.keys()].filter((key) => !after.has(key)),
  );
  await writeRows(client, definition, changedRows(before, after));
}

function changedRows<Row>(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): Row[] {
  return [...after].flatMap(([key, row]) => (before.get(key) === row ? [] : [row]));
}

async function load<Row>(
  client: ClientBase,
  { table, columns, key: [key = ''], readBack }: ReadModelDefinition<Row>,
  keys: ReadonlySet<string>,
): Promise<Map<string, Row>> {
  if (!readBack) return new Map();
  const { rows } = await client.query<QueryResultRow>({
    name: `load-${table}`,
    text: `SELECT ${readBack.columns} FROM ${table} WHERE ${key} = ANY ($1::${columns[key]?.type ?? ''}[])`,
    values: [[...keys]],
  });
  return new Map(
    rows.map((selected) => {
      const row = readBack.toRow(selected);
      return [String(columns[key]?.of(row)), row];
    }),
  );
}

async function removeRows<Row>(
  client: ClientBase,
  { table, columns, key: [key = ''] }: ReadModelDefinition<Row>,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await client.query({
    name: `remove-${table}`,
    text: `DELETE FROM ${table} WHERE ${key} = ANY ($1::${columns[key]?.type ?? ''}[])`,
    values: [keys],
  });
}
