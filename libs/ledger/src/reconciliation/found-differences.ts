import type { ClientBase } from 'pg';
import type { DifferenceFound } from './compare';

/** A sheet names so many differences, and those of the paper that it began: what is mended of a paper is sent in its order. Our default. */
export const differencesOfSheet = 1_000;
/** A body that holds one paper thousands of times has them on several sheets. */
export const sheetMax = 2 * differencesOfSheet;

/**
 * All that a comparison found, in a table of one connection that is gone with it, and never in memory: a body that has lost everything differs in
 * every row.
 */
export class FoundDifferences {
  constructor(
    private readonly client: Pick<ClientBase, 'query'>,
    private readonly size = differencesOfSheet,
  ) {}

  async open(): Promise<void> {
    await this.close(); // of a comparison before, on the same connection
    await this.client.query(`
      CREATE TEMP TABLE found_differences (ordinal bigint GENERATED ALWAYS AS IDENTITY, paper text COLLATE "C" NOT NULL, found json NOT NULL,
        PRIMARY KEY (paper, ordinal))`);
  }

  async close(): Promise<void> {
    await this.client.query('DROP TABLE IF EXISTS pg_temp.found_differences');
  }

  async add(some: readonly DifferenceFound[]): Promise<void> {
    await this.client.query(
      `INSERT INTO found_differences (paper, found)
       SELECT * FROM unnest($1::text[], $2::json[]) AS found (paper, found)`,
      [some.map(paperOf), some.map((one) => JSON.stringify(one))],
    );
  }

  /** Sheet by sheet, what is about one paper side by side: no more than a sheet is in memory. */
  async *sheets(): AsyncGenerator<readonly DifferenceFound[]> {
    let sheet: DifferenceFound[] = [];
    let paper: string | undefined;
    for await (const row of this.rows()) {
      const isFull = row.paper === paper ? sheet.length >= 2 * this.size : sheet.length >= this.size;
      if (isFull) {
        yield sheet;
        sheet = [];
      }
      ({ paper } = row);
      sheet.push(row.found);
    }
    if (sheet.length > 0) yield sheet;
  }

  private async *rows(): AsyncGenerator<{ readonly paper: string; readonly found: DifferenceFound }> {
    // Read from behind the last one seen: sheets are recorded meanwhile, and no transaction stays open.
    let after: readonly [string, string] = ['', '0'];
    for (;;) {
      const { rows } = await this.client.query<{ paper: string; ordinal: string; found: DifferenceFound }>(
        `SELECT paper, ordinal, found FROM found_differences WHERE (paper, ordinal) > ($1 COLLATE "C", $2::bigint)
         ORDER BY paper, ordinal LIMIT ${this.size}`,
        [...after],
      );
      const last = rows.at(-1);
      if (!last) return;
      after = [last.paper, last.ordinal];
      yield* rows;
    }
  }
}

/** What was never told is about the key under which the body holds it. */
const paperOf = ({ expected, held }: DifferenceFound): string => expected?.lane ?? held?.key ?? '';
