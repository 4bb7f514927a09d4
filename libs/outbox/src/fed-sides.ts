import type { ClientBase } from 'pg';
import type { HeldRow } from './body-holdings';
import { cursorPages } from './cursor-pages';
import type { Push } from './push';
import type { ToldPush } from './told-pushes';

/** A message as its body would have been told, had it not come from another one. */
export interface AsIfTold {
  readonly push: Push;
  /** By which both sides know the paper, however its number is spelled. */
  readonly paper: string;
  /** Null: what it says can be read no longer. */
  readonly fingerprint: string | null;
  /** The feeding body has it for long. */
  readonly arrived: boolean;
}

/** The same, with what the body holds of it and everything that is said of its record. */
export interface FedPush extends ToldPush {
  readonly fingerprint: string | null;
  readonly arrived: boolean;
  /** The body holds something of this kind about this paper. */
  readonly isHeld: boolean;
}

/**
 * Both sides of a body that another one feeds, in tables of one connection that are gone with it: what it ought to hold, and what it says it
 * holds. The one that feeds it has keys of its own, so what is about one paper and of one kind belongs together, first what is under the
 * key it would have had from us, then what says the same, then the newest.
 *
 * No more than a page of either side is in memory.
 */
export class FedSides {
  /** @param fields which fields of the documents the stories have */
  constructor(
    private readonly client: Pick<ClientBase, 'query'>,
    private readonly fields: readonly string[],
  ) {}

  async open(): Promise<void> {
    await this.close(); // of a comparison before, on the same connection
    await this.client.query(`
      CREATE TEMP TABLE fed_told (push_id uuid PRIMARY KEY, endpoint text, subject_id text, kind text, key text COLLATE "C", stream text,
        revision integer, lane text, effect text, position bigint, part integer, paper text, fingerprint text, arrived boolean,
        fields jsonb, held_as text COLLATE "C", published_on text);
      CREATE TEMP TABLE fed_held (ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text COLLATE "C", kind text, fingerprint text,
        state text, receipt_number text, published_on text, paper text, paired boolean NOT NULL DEFAULT false)`);
  }

  async close(): Promise<void> {
    await this.client.query('DROP TABLE IF EXISTS pg_temp.fed_told, pg_temp.fed_held CASCADE');
  }

  async addTold(rows: readonly AsIfTold[]): Promise<void> {
    await this.client.query(
      `INSERT INTO fed_told (push_id, endpoint, subject_id, kind, key, stream, revision, lane, effect, position, part, paper, fingerprint, arrived, fields)
       SELECT push_id, endpoint, subject_id, kind, key, stream, revision, lane, effect, position, part, paper, fingerprint, arrived, fields
       FROM jsonb_populate_recordset(NULL::pg_temp.fed_told, $1)`,
      [JSON.stringify(rows.map((row) => this.columnsOf(row)))],
    );
  }

  /** @param paperOf by which both sides know the paper of a row; undefined: the body does not say which it is */
  async addHeld(rows: readonly HeldRow[], paperOf: (row: HeldRow) => string | undefined): Promise<void> {
    const columns = rows.map((row) => ({
      key: row.key,
      kind: row.kind,
      fingerprint: row.fingerprint,
      state: row.state,
      receipt_number: row.receiptNumber,
      published_on: row.publishedOn ?? null,
      paper: paperOf(row) ?? null,
    }));
    await this.client.query(
      `INSERT INTO fed_held (key, kind, fingerprint, state, receipt_number, published_on, paper)
       SELECT key, kind, fingerprint, state, receipt_number, published_on, paper
       FROM jsonb_populate_recordset(NULL::pg_temp.fed_held, $1) WITH ORDINALITY ORDER BY ordinality`,
      [JSON.stringify(columns)],
    );
  }

  /** Puts together what belongs together. What comes twice under one key belongs to nothing the second time. */
  async pair(): Promise<void> {
    await this.client.query('ANALYZE fed_told, fed_held');
    await this.client.query(
      'CREATE TEMP VIEW fed_held_once AS SELECT DISTINCT ON (key) * FROM fed_held ORDER BY key, ordinal',
    );
    for (const by of ['key', 'paper, kind, fingerprint', 'paper, kind']) await this.pairBy(by);
  }

  /** What it ought to hold, in the order of the keys under which it holds it, or would. */
  async *told(): AsyncGenerator<readonly FedPush[]> {
    const fields = `jsonb_agg(jsonb_build_object('key', coalesce(held_as, key), 'kind', kind, 'effect', effect, 'acknowledged', arrived,
                      'stream', stream, 'revision', revision, 'publishedOn', published_on, 'fields', fields))`;
    const rows = cursorPages<Omit<FedPush, 'push' | 'receiptNumber' | 'isToBeRestored'> & FedPush['push']>(
      this.client,
      'fed_told_rows',
      `SELECT push_id AS "pushId", endpoint, subject_id AS "subjectId", lane, kind, coalesce(held_as, key) AS key, '{}'::jsonb AS document, fingerprint,
              arrived, held_as IS NOT NULL AS "isHeld",
              ${fields} OVER (PARTITION BY lane ORDER BY position, part ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS story
       FROM fed_told ORDER BY coalesce(held_as, key), position, part`,
    );
    for await (const page of rows)
      yield page.map(({ story, fingerprint, arrived, isHeld, ...push }) => ({
        push,
        receiptNumber: null,
        isToBeRestored: false, // nothing is on its way from here
        story,
        fingerprint,
        arrived,
        isHeld,
      }));
  }

  /** What it says it holds, in the order in which it said it. */
  held(): AsyncGenerator<readonly HeldRow[]> {
    return cursorPages(
      this.client,
      'fed_held_rows',
      `SELECT key, kind, fingerprint, state, receipt_number AS "receiptNumber" FROM fed_held ORDER BY ordinal`,
    );
  }

  private async pairBy(by: string): Promise<void> {
    const joined = by
      .split(', ')
      .map((column) => `told.${column} = held.${column}`)
      .join(' AND ');
    await this.client.query(
      `WITH told AS (
         SELECT push_id, ${by}, row_number() OVER (PARTITION BY ${by} ORDER BY position DESC, part DESC) AS nth FROM fed_told WHERE held_as IS NULL
       ), held AS (
         SELECT ordinal, key AS held_key, published_on, ${by}, row_number() OVER (PARTITION BY ${by} ORDER BY ordinal DESC) AS nth
         FROM fed_held_once WHERE NOT paired
       ), pairs AS (
         SELECT push_id, ordinal, held_key, held.published_on FROM told JOIN held ON told.nth = held.nth AND ${joined}
       ), paired AS (
         UPDATE fed_told SET held_as = held_key, published_on = pairs.published_on FROM pairs WHERE fed_told.push_id = pairs.push_id
       )
       UPDATE fed_held SET paired = true FROM pairs WHERE fed_held.ordinal = pairs.ordinal`,
    );
  }

  private columnsOf({ push, paper, fingerprint, arrived }: AsIfTold) {
    const { pushId, endpoint, subjectId, kind, key, stream, revision, lane, effect, position, part } = push;
    const document = push.document as Readonly<Record<string, unknown>>;
    const fields = Object.fromEntries(this.fields.map((field) => [field, document[field] ?? null]));
    const columns = { push_id: pushId, endpoint, subject_id: subjectId, kind, key, stream, revision, lane, effect };
    return { ...columns, position, part, paper, fingerprint, arrived, fields };
  }
}
