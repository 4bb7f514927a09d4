import type { ClientBase } from 'pg';
import { partsOf, type ReadModel } from '../read-model';
import type { Table } from '../rows/write-rows';

/** How the rows beside differ from the live ones, both at the same position. */
export interface Differences {
  readonly table: string;
  readonly position: number;
  /** Rows beside. */
  readonly rows: number;
  /** Only beside: the live table lacks them. */
  readonly missing: RowsAtFault;
  /** Only in the live table. */
  readonly surplus: RowsAtFault;
  /** Under the same key, with other content. */
  readonly changed: RowsAtFault;
}

export interface RowsAtFault {
  readonly count: number;
  /** The keys of the first few. */
  readonly examples: readonly string[];
}

export const differ = (tables: readonly Differences[]): boolean =>
  tables.some(({ missing, surplus, changed }) => missing.count + surplus.count + changed.count > 0);

const examplesMax = 5;

/** Compares table by table, each in one statement and one pass; within a snapshot in which both stand at `position`. */
export async function differencesAt(
  client: ClientBase,
  model: ReadModel,
  position: number,
): Promise<readonly Differences[]> {
  const found: Differences[] = [];
  for (const { table } of partsOf(model.definition)) found.push(await differencesOf(client, table, position));
  return found;
}

async function differencesOf(
  client: ClientBase,
  { table, key }: Table<unknown>,
  position: number,
): Promise<Differences> {
  const keys = key.join(', ');
  const label = `concat_ws(' / ', ${keys})`;
  const { rows } = await client.query<{ rows: string; missing: number; surplus: number; changed: number } & Examples>(
    `WITH differing AS MATERIALIZED (
       SELECT ${label} AS label, CASE WHEN l IS NULL THEN 'missing' WHEN b IS NULL THEN 'surplus' ELSE 'changed' END AS how
       FROM (SELECT ${keys}, t::text AS b FROM beside.${table} t) beside
       FULL JOIN (SELECT ${keys}, t::text AS l FROM public.${table} t) live USING (${keys})
       WHERE b IS DISTINCT FROM l
     )
     SELECT (SELECT count(*) FROM beside.${table}) AS rows,
            ${(['missing', 'surplus', 'changed'] as const)
              .map(
                (how) =>
                  `(SELECT count(*)::integer FROM differing WHERE how = '${how}') AS ${how},
                   ARRAY(SELECT label FROM differing WHERE how = '${how}' ORDER BY label LIMIT ${examplesMax}) AS ${how}_examples`,
              )
              .join(', ')}`,
  );
  const row = rows[0];
  return {
    table,
    position,
    rows: Number(row?.rows),
    missing: { count: row?.missing ?? 0, examples: row?.missing_examples ?? [] },
    surplus: { count: row?.surplus ?? 0, examples: row?.surplus_examples ?? [] },
    changed: { count: row?.changed ?? 0, examples: row?.changed_examples ?? [] },
  };
}

interface Examples {
  readonly missing_examples: string[];
  readonly surplus_examples: string[];
  readonly changed_examples: string[];
}
