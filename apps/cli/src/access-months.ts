import { Client } from 'pg';

/** A month (UTC) of records of who read what. */
export interface AccessMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly bytes: number;
}

/** So long records are kept at least, in months before the present one: `ACCESS_RECORDS_MONTHS`. Our default. */
export function monthsKeptFrom({ ACCESS_RECORDS_MONTHS: text = '36' }: NodeJS.ProcessEnv): number {
  const months = Number(text);
  if (!/^\d{1,4}$/.test(text) || months < 1)
    throw new Error(`ACCESS_RECORDS_MONTHS is no number of months from 1 to 9999: ${text}`);
  return months;
}

/** The months there are, oldest first. */
export async function accessMonths(owner: Client): Promise<readonly AccessMonth[]> {
  const { rows } = await owner.query<AccessMonth>(
    `SELECT replace(right(relname, 7), '_', '-') AS month, pg_total_relation_size(pg_class.oid)::float8 AS bytes
     FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'public.access_records'::regclass ORDER BY relname`,
  );
  return rows;
}

/** Drops the months that ended more than `kept` months before the present one began, and says which. For the owner of the schema. */
export async function dropAccessMonths(owner: Client, kept: number, today: Date): Promise<readonly string[]> {
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - kept, 1)).toISOString().slice(0, 7);
  const old = (await accessMonths(owner)).map(({ month }) => month).filter((month) => month < first);
  // One statement, so one transaction: all of them go, or none.
  const tables = old.map((month) => `public.access_records_${month.replace('-', '_')}`).join(', ');
  if (old.length > 0) await owner.query(`DROP TABLE ${tables}`);
  return old;
}
