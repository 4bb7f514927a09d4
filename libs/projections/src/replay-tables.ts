import type { ClientBase } from 'pg';
import type { Projection, ProjectionTable } from './projection';
import type { ReplayReport } from './replay';
import { rowsOf, tableHash } from './table-hash';

/** So many are named; more are too many to be told one by one. Our default. */
const subjectsMax = 1_000;

/** The tables of projections once more, empty at first: temporary ones of one session, under the same names. */
export class ReplayTables {
  private readonly names = new Set<string>();

  constructor(private readonly client: ClientBase) {}

  /** Two that fill the same table (each its own rows) do so here, too. */
  async create(projections: readonly Projection[]): Promise<void> {
    for (const { name } of projections.flatMap(({ tables }) => tables)) {
      if (this.names.has(name)) continue;
      this.names.add(name);
      await this.client.query(`DROP TABLE IF EXISTS pg_temp.${name}`);
      await this.client.query(`CREATE TEMP TABLE ${name} (LIKE public.${name} INCLUDING ALL)`);
    }
  }

  /** How a projection's own rows here and in the live table differ. */
  async compare(table: ProjectionTable): Promise<Omit<ReplayReport, 'projection' | 'position'>> {
    const replayed = await tableHash(this.client, 'pg_temp', table);
    const live = await tableHash(this.client, 'public', table);
    const equal = replayed.hash === live.hash;
    return {
      table: table.name,
      rows: replayed.rows,
      liveRows: live.rows,
      hash: replayed.hash,
      liveHash: live.hash,
      ...(equal ? { missing: 0, surplus: 0, subjects: [] } : await this.differences(table)),
    };
  }

  async leaveNothing(): Promise<void> {
    await this.client.query('ROLLBACK'); // warns when nothing is open
    for (const name of this.names) await this.client.query(`DROP TABLE IF EXISTS pg_temp.${name}`);
  }

  private async differences(table: ProjectionTable) {
    const [live, replayed] = [rowsOf(table, 'public'), rowsOf(table, 'pg_temp')];
    const subjects = (await this.namesSubjects(table))
      ? await this.client.query<{ subject_id: string | null }>(
          `SELECT DISTINCT subject_id
           FROM ((${replayed} EXCEPT ALL ${live}) UNION ALL (${live} EXCEPT ALL ${replayed})) AS d LIMIT ${subjectsMax + 1}`,
        )
      : undefined;
    const { rows } = await this.client.query<{ missing: string; surplus: string }>(
      `SELECT (SELECT count(*) FROM (${replayed} EXCEPT ALL ${live}) AS m) AS missing,
              (SELECT count(*) FROM (${live} EXCEPT ALL ${replayed}) AS s) AS surplus`,
    );
    const named = subjects?.rows.flatMap(({ subject_id }) => subject_id ?? []) ?? [];
    const all = subjects?.rows.length === named.length && named.length <= subjectsMax;
    return { missing: Number(rows[0]?.missing), surplus: Number(rows[0]?.surplus), subjects: all ? named : null };
  }

  private async namesSubjects({ name, columns }: ProjectionTable): Promise<boolean> {
    if (columns) return columns.includes('subject_id');
    const { rows } = await this.client.query(
      `SELECT FROM pg_attribute WHERE attrelid = $1::regclass AND attname = 'subject_id' AND NOT attisdropped`,
      [`public.${name}`],
    );
    return rows.length > 0;
  }
}
