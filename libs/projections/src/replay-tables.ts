import type { ClientBase } from 'pg';
import type { Projection, ProjectionTable } from './projection';
import type { ReplayReport } from './replay';
import { rowsOf, tableHash } from './table-hash';

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
      ...(equal ? { missing: 0, surplus: 0 } : await this.countDifferences(table)),
    };
  }

  async leaveNothing(): Promise<void> {
    await this.client.query('ROLLBACK'); // warns when nothing is open
    for (const name of this.names) await this.client.query(`DROP TABLE IF EXISTS pg_temp.${name}`);
  }

  private async countDifferences(table: ProjectionTable) {
    const [live, replayed] = [rowsOf(table, 'public'), rowsOf(table, 'pg_temp')];
    const { rows } = await this.client.query<{ missing: string; surplus: string }>(
      `SELECT (SELECT count(*) FROM (${replayed} EXCEPT ALL ${live}) AS m) AS missing,
              (SELECT count(*) FROM (${live} EXCEPT ALL ${replayed}) AS s) AS surplus`,
    );
    return { missing: Number(rows[0]?.missing), surplus: Number(rows[0]?.surplus) };
  }
}
