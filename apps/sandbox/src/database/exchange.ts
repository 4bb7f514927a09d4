import pg from 'pg';
import type { LaterAnswer } from '../reception';

/** A message as it lies in the exchange database (`docs/exchange/database.sql`). */
export interface LeftRecord {
  readonly idempotencyKey: string;
  readonly kind: string;
  readonly subjectSequence: number;
  readonly fields: unknown;
}

/** The receiver's side of the exchange database: takes what was left there, writes its answers beside it. */
export class Exchange {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: 2,
      application_name: 'sandbox',
      connectionTimeoutMillis: 5_000,
      statement_timeout: 10_000,
      query_timeout: 10_000,
    });
    // An idle connection that breaks is replaced when it is needed next; what fails then is told there.
    this.pool.on('error', (error) => {
      console.error('exchange database:', error.message);
    });
    // One that ends in somebody's hands says so by the query under way, or the next one; it may end before its new holder could listen.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** What waits, in the order of the batches; it is in our hands from then on. */
  async take(limit: number): Promise<LeftRecord[]> {
    const { rows } = await this.pool.query<LeftRecord>(
      `WITH next AS MATERIALIZED (
         SELECT idempotency_key FROM exchange_records WHERE state = '待处理'
         ORDER BY batch_number, place LIMIT $1 FOR UPDATE SKIP LOCKED
       ), taken AS (
         UPDATE exchange_records SET state = '处理中', taken_at = now()
         FROM next WHERE exchange_records.idempotency_key = next.idempotency_key
         RETURNING exchange_records.*
       )
       SELECT idempotency_key AS "idempotencyKey", kind, subject_sequence::float8 AS "subjectSequence", fields
       FROM taken ORDER BY batch_number, place`,
      [limit],
    );
    return rows;
  }

  /** What is in our hands and not answered. */
  async inHand(limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ key: string }>(
      `SELECT idempotency_key AS key FROM exchange_records WHERE state = '处理中' ORDER BY batch_number, place LIMIT $1`,
      [limit],
    );
    return rows.map(({ key }) => key);
  }

  /** Writes answers to what is in our hands. One that we lost goes back, unless it was emptied meanwhile: then it is refused. */
  async answer(answers: readonly LaterAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    await this.pool.query(
      `UPDATE exchange_records SET
         state = CASE WHEN said.state <> '无此记录' THEN said.state WHEN emptied_at IS NULL THEN '待处理' ELSE '记名不成功' END,
         receipt_number = said.receipt_number,
         error_code = CASE WHEN said.state = '无此记录' AND emptied_at IS NOT NULL THEN '1000' ELSE said.error_code END,
         error_message = said.error_message,
         error_fields = ARRAY(SELECT jsonb_array_elements_text(said.error_fields)),
         feedback_at = CASE WHEN said.state = '无此记录' AND emptied_at IS NULL THEN NULL ELSE said.feedback_at END,
         published_on = said.published_on
       FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::timestamptz[], $8::date[])
               AS said (key, state, receipt_number, error_code, error_message, error_fields, feedback_at, published_on)
             ORDER BY key) AS said
       WHERE idempotency_key = said.key AND exchange_records.state = '处理中'`,
      columnsOf(answers),
    );
  }

  /** Keys that the sender asks about. */
  async questions(limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ key: string }>(
      'SELECT idempotency_key AS key FROM exchange_questions WHERE state IS NULL ORDER BY asked_at LIMIT $1',
      [limit],
    );
    return rows.map(({ key }) => key);
  }

  async answerQuestions(answers: readonly LaterAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    await this.pool.query(
      `UPDATE exchange_questions SET state = said.state, receipt_number = said.receipt_number, error_code = said.error_code, feedback_at = said.feedback_at,
         published_on = said.published_on
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::timestamptz[], $8::date[])
         AS said (key, state, receipt_number, error_code, error_message, error_fields, feedback_at, published_on)
       WHERE idempotency_key = said.key AND exchange_questions.state IS NULL`,
      columnsOf(answers),
    );
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

function columnsOf(answers: readonly LaterAnswer[]): unknown[] {
  const now = new Date().toISOString();
  const refusals = answers.map((answer) => ('code' in answer ? answer : undefined));
  const receipts = answers.map((answer) => ('receiptNumber' in answer ? answer : undefined));
  return [
    answers.map(({ idempotencyKey }) => idempotencyKey),
    answers.map(({ status }) => status),
    receipts.map((receipt) => receipt?.receiptNumber ?? null),
    refusals.map((refusal) => refusal?.code ?? null),
    refusals.map((refusal) => refusal?.message ?? null),
    refusals.map((refusal) => JSON.stringify(refusal?.fields ?? [])),
    receipts.map((receipt) => receipt?.receivedAt ?? now),
    receipts.map((receipt) => receipt?.publishedOn ?? null),
  ];
}
