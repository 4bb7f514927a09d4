import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { BodyMessage } from '../body-message';
import type { BatchMark } from './batch-mark';

/** A row of `exchange_records`, without what was said (`docs/exchange/database.sql`). */
export interface RecordRow {
  readonly key: string;
  readonly batchNumber: number;
  /** Of the batch in which it was said last. */
  readonly token: string;
  readonly state: string;
  readonly receiptNumber: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly errorFields: readonly string[] | null;
  /** Instant (UTC). */
  readonly feedbackAt: string | null;
  /** Day (Asia/Shanghai). */
  readonly publishedOn: string | null;
}

/** A row as it stands after something was said under its key. */
export interface PutRow extends RecordRow {
  /** The key is known with other content, and was not refused. */
  readonly differs: boolean;
}

/** How the database stands against what we left in it. */
export interface Stand {
  readonly newestBatchNumber: number;
  /** The newest batch that was found lost, else 0: what was answered before it proves nothing any more. */
  readonly epoch: number;
  /** Our newest batch is gone. */
  readonly isRestored: boolean;
}

/** Held by one sender at a time, so that batches are numbered and committed one after the other. Any number nobody else takes. */
const senders = 4_611_202_646;

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = `idempotency_key AS key, batch_number::float8 AS "batchNumber", token, state, receipt_number AS "receiptNumber", error_code AS "errorCode",
  error_message AS "errorMessage", error_fields AS "errorFields", ${instant('feedback_at')} AS "feedbackAt",
  published_on::text AS "publishedOn"`;

/** Waits for its turn among the senders, until the end of the transaction, and looks whether the database is as we left it. */
export async function standOf(client: PoolClient, left: BatchMark | undefined): Promise<Stand> {
  // A statement of its own: the next one must see what the sender before us committed.
  await client.query('SELECT pg_advisory_xact_lock($1)', [senders]);
  const { rows } = await client.query<Stand>(
    `SELECT coalesce((SELECT max(batch_number) FROM exchange_batches), 0)::float8 AS "newestBatchNumber",
            coalesce((SELECT max(batch_number) FROM exchange_batches WHERE lost), 0)::float8 AS epoch,
            $1::uuid IS NOT NULL AND NOT EXISTS (SELECT FROM exchange_batches WHERE token = $1) AS "isRestored"`,
    [left?.token ?? null],
  );
  const [stand] = rows;
  if (!stand) throw new Error('the exchange database says nothing of its batches');
  return stand;
}

/** Notes that `left` is gone: from then on the database is as we know it, and no number is given twice. */
export async function noteLost(client: PoolClient, left: BatchMark, { newestBatchNumber }: Stand): Promise<void> {
  await client.query('INSERT INTO exchange_batches (token, batch_number, records, lost) VALUES ($1, $2, 0, true)', [
    left.token,
    Math.max(left.batchNumber, newestBatchNumber) + 1,
  ]);
}

/** A batch that was found lost, as it is noted in the database. */
export interface LostBatch {
  readonly token: string;
  /** Instant (UTC) by the clock of the database. */
  readonly notedAt: string;
}

/** So many are told of; each is a restore. */
const lostMax = 1_000;

/** The batches that were found lost, the newest first. */
export async function lostBatches(pool: Pool): Promise<readonly LostBatch[]> {
  const { rows } = await pool.query<LostBatch>(
    `SELECT token, ${instant('left_at')} AS "notedAt" FROM exchange_batches WHERE lost ORDER BY batch_number DESC LIMIT ${lostMax}`,
  );
  return rows;
}

/** Of a row that was refused, or emptied before it was looked at, everything is said anew; of another one only the count grows. */
const saidAnew = [
  ...['batch_number', 'place', 'kind', 'subject_sequence', 'fields', 'state', 'taken_at', 'receipt_number'],
  ...['error_code', 'error_message', 'error_fields', 'feedback_at', 'published_on', 'emptied_at'],
].map(
  (column) =>
    `${column} = CASE WHEN known.state IN ('记名不成功', '已清空') THEN excluded.${column} ELSE known.${column} END`,
);

/**
 * Leaves messages as one batch, each key once.
 *
 * @returns the batch, and the rows as they stand now, in no order
 */
export async function putBatch(
  client: PoolClient,
  messages: readonly BodyMessage[],
  { newestBatchNumber }: Stand,
): Promise<{ readonly mark: BatchMark; readonly rows: readonly PutRow[] }> {
  const mark: BatchMark = { batchNumber: newestBatchNumber + 1, token: randomUUID() };
  await client.query('INSERT INTO exchange_batches (token, batch_number, records) VALUES ($1, $2, $3)', [
    mark.token,
    mark.batchNumber,
    messages.length,
  ]);
  const { rows } = await client.query<PutRow>(
    `WITH said AS MATERIALIZED (
       SELECT idempotency_key, kind, subject_sequence, fields::jsonb AS fields, place
       FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[]) WITH ORDINALITY
         AS said (idempotency_key, kind, subject_sequence, fields, place)
     ), put AS (
       INSERT INTO exchange_records AS known (idempotency_key, batch_number, place, kind, subject_sequence, fields)
       SELECT idempotency_key, $1, place, kind, subject_sequence, fields FROM said ORDER BY place
       ON CONFLICT (idempotency_key) DO UPDATE SET times_sent = known.times_sent + 1, ${saidAnew.join(', ')}
       RETURNING *
     )
     SELECT ${columns}, differs
     FROM put JOIN exchange_batches USING (batch_number)
     CROSS JOIN LATERAL (
       SELECT put.fields IS NOT NULL AND (put.kind, put.fields) IS DISTINCT FROM (said.kind, said.fields) AS differs
       FROM said WHERE said.idempotency_key = put.idempotency_key
     ) AS compared`,
    [
      mark.batchNumber,
      messages.map(({ idempotencyKey }) => idempotencyKey),
      messages.map(({ kind }) => kind),
      messages.map(({ subjectSequence }) => subjectSequence),
      messages.map(({ fields }) => JSON.stringify(fields)),
    ],
  );
  return { mark, rows };
}

/** What stands under these keys, by key. */
export async function rowsOf(
  client: Pick<PoolClient, 'query'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, RecordRow>> {
  const { rows } = await client.query<RecordRow>(
    `SELECT ${columns} FROM exchange_records JOIN exchange_batches USING (batch_number) WHERE idempotency_key = ANY ($1)`,
    [keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Asks the receiver about keys; what it was asked in this epoch already stays as it is. */
export async function askAbout(client: PoolClient, keys: readonly string[], { epoch }: Stand): Promise<void> {
  await client.query(
    `INSERT INTO exchange_questions AS known (idempotency_key, epoch)
     SELECT DISTINCT idempotency_key, $2::bigint FROM unnest($1::text[]) AS idempotency_key
     ON CONFLICT (idempotency_key) DO UPDATE
       SET epoch = excluded.epoch, asked_at = now(), state = NULL, receipt_number = NULL, error_code = NULL, feedback_at = NULL,
         published_on = NULL
       WHERE known.epoch <> excluded.epoch OR known.state = '处理中'`,
    [keys, epoch],
  );
}

/** What the receiver has answered to questions of this epoch. */
export interface QuestionRow extends Pick<
  RecordRow,
  'key' | 'state' | 'receiptNumber' | 'errorCode' | 'feedbackAt' | 'publishedOn'
> {
  readonly state: string;
}

/** @returns the answers there are, by key */
export async function answersAbout(
  pool: Pool,
  keys: readonly string[],
  { epoch }: Stand,
): Promise<ReadonlyMap<string, QuestionRow>> {
  const { rows } = await pool.query<QuestionRow>(
    `SELECT idempotency_key AS key, state, receipt_number AS "receiptNumber", error_code AS "errorCode", ${instant('feedback_at')} AS "feedbackAt",
            published_on::text AS "publishedOn"
     FROM exchange_questions WHERE idempotency_key = ANY ($1) AND epoch = $2 AND state IS NOT NULL`,
    [keys, epoch],
  );
  return new Map(rows.map((row) => [row.key, row]));
}
