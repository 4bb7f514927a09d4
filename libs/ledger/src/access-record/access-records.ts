import type { ReadModels } from '../application';

/** That somebody read something about a subject. */
export interface AccessRecord {
  readonly id: string;
  readonly at: Date;
  /** The fingerprint of the key. */
  readonly key: string;
  readonly holder: string;
  readonly unitCode: string;
  readonly role: string;
  readonly route: string;
  readonly subjectId: string | null;
  readonly itemId: string | null;
  readonly purpose: string | null;
  readonly status: string | null;
  readonly position: number | null;
  readonly requestId: string;
}

/** Where a page begins: after this record, towards older ones. */
export type AccessPlace = Pick<AccessRecord, 'id'> & {
  /** UTC, with all digits the database has. */
  readonly at: string;
};

/** A record as it is read. */
export type AccessRow = Omit<AccessRecord, 'at'> & AccessPlace;

export interface AccessRecordsWanted {
  readonly subjectId?: string | undefined;
  readonly holder?: string | undefined;
  readonly after?: AccessPlace | undefined;
  readonly limit: number;
}

const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

/** The table of who read what. It is only added to. */
export class AccessRecords {
  /** Months that are known to have their partition. */
  private readonly open = new Set<string>();

  constructor(private readonly pool: Pick<ReadModels, 'query'>) {}

  /** Adds records; those that are there already stay as they are. Errors: those of the database, and then none of them was added. */
  async add(records: readonly AccessRecord[]): Promise<void> {
    try {
      await this.openMonthsOf(records);
      await this.pool.query({
        name: 'add-access-records',
        text: `INSERT INTO access_records (id, at, key_fingerprint, holder, unit_code, role, route, subject_id, item_id, purpose, status,
                                           position, request_id)
               SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                                    $9::text[], $10::text[], $11::text[], $12::bigint[], $13::text[])
               ON CONFLICT DO NOTHING`,
        values: [
          records.map(({ id }) => id),
          records.map(({ at }) => at.toISOString()),
          records.map(({ key }) => key),
          records.map(({ holder }) => holder),
          records.map(({ unitCode }) => unitCode),
          records.map(({ role }) => role),
          records.map(({ route }) => route),
          records.map(({ subjectId }) => subjectId),
          records.map(({ itemId }) => itemId),
          records.map(({ purpose }) => purpose),
          records.map(({ status }) => status),
          records.map(({ position }) => position),
          records.map(({ requestId }) => requestId),
        ],
      });
    } catch (error) {
      this.open.clear(); // a month may have been dropped
      throw error;
    }
  }

  /** Newest first. */
  async search({ subjectId, holder, after, limit }: AccessRecordsWanted): Promise<readonly AccessRow[]> {
    const values: unknown[] = [limit];
    const bound = (value: unknown): string => `$${values.push(value)}`;
    const conditions = [
      ...(subjectId === undefined ? [] : [`subject_id = ${bound(subjectId)}`]),
      ...(holder === undefined ? [] : [`holder = ${bound(holder)}`]),
      ...(after === undefined ? [] : [`(at, id) < (${bound(after.at)}::timestamptz, ${bound(after.id)}::uuid)`]),
    ];
    const { rows } = await this.pool.query<AccessRow>(
      `SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, key_fingerprint AS key, holder,
              unit_code AS "unitCode", role, route, subject_id AS "subjectId", item_id AS "itemId", purpose, status,
              position::float8 AS position, request_id AS "requestId"
       FROM access_records ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY at DESC, id DESC LIMIT $1`,
      values,
    );
    return rows;
  }

  private async openMonthsOf(records: readonly AccessRecord[]): Promise<void> {
    const missing = new Map(
      records.filter(({ at }) => !this.open.has(monthOf(at))).map(({ at }) => [monthOf(at), at.toISOString()]),
    );
    if (missing.size === 0) return;
    await this.pool.query('SELECT open_access_month(at) FROM unnest($1::timestamptz[]) AS months (at)', [
      [...missing.values()],
    ]);
    for (const month of missing.keys()) this.open.add(month);
  }
}
