import { setTimeout as pause } from 'node:timers/promises';
import type {
  Acknowledged,
  Answer,
  Endpoint,
  Failed,
  Holding,
  LaterAnswer,
  Push,
  Rejected,
  Sent,
  SentPush,
  Unreadable,
} from '@app/outbox';
import { WritablePool } from '@app/postgres-hosts';
import { Pool, type PoolClient } from 'pg';
import { failure, printable, receiptIn, refusalIn } from '../answers';
import { type BodyMessage, type Checking, faultsBy, type Saying } from '../body-message';
import { type BatchMark, BatchMarkInMemory, type BatchMarks } from './batch-mark';
import {
  answersAbout,
  askAbout,
  type LostBatch,
  lostBatches,
  noteLost,
  putBatch,
  type PutRow,
  type QuestionRow,
  type RecordRow,
  rowsOf,
  type Stand,
  standOf,
} from './exchange-tables';
import { emptyAnsweredBefore, emptyOf, type ExchangedText } from './personal-text';
import { inTransaction, TransactionFailed } from './transaction';

export interface DatabaseOptions {
  /** The body's name; stands in the outbox and in recorded facts for good. */
  readonly name: string;
  readonly saying: Saying;
  /** What the body would refuse, where its rules are known. */
  readonly checking?: Checking | undefined;
  /** Of the exchange database; `sslmode` and certificates as PostgreSQL spells them. */
  readonly url: string;
  /** What we left last. Our default: remembered for as long as the process lives. */
  readonly marks?: BatchMarks;
  /** Told when the database was found without our newest batch, before anything else is left in it. */
  readonly onRestored?: (found: Restored) => void;
  /** Told of a connection that broke while nobody used it, and of a mark that could not be kept. */
  readonly onTrouble: (error: unknown) => void;
  /** Records of one batch, one transaction. Our default: 500. */
  readonly batch?: number;
  /** Our default: 4. Batches are committed one after the other; the others are for questions. */
  readonly connections?: number;
  /** For a whole batch or question, connecting included. Our default: 10 s. */
  readonly timeoutMs?: number;
}

/** An exchange database that is not as we left it. */
export interface Restored {
  readonly endpoint: string;
  readonly missing: BatchMark;
  readonly newestBatchNumber: number;
}

/** How often the answer to a question is looked for. */
const lookEveryMs = 200;

/**
 * A body's exchange database (前置库, `docs/exchange/database.md`): a batch is one transaction, each key is one row, and the body writes its
 * answer into that row.
 *
 * - Nothing is left in a database that lacks our newest batch: it was restored. That is said once (`failed`, `onRestored`) and noted
 *   in it; what it lost since is then found by `collect`, row by row, as `lost`, and what is left next has numbers of its own.
 * - That a body holds nothing is said by the body: a row that is not there may have been, before a restore.
 */
export class DatabaseEndpoint implements Endpoint, ExchangedText {
  readonly name: string;
  readonly batch: number;
  readonly faultsOf?: NonNullable<Endpoint['faultsOf']>;
  private readonly pool: Pool;
  private readonly marks: BatchMarks;
  private readonly timeoutMs: number;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly options: DatabaseOptions) {
    const { name, url, batch = 500, connections = 4, timeoutMs = 10_000, marks, onTrouble } = options;
    this.name = name;
    this.batch = batch;
    Object.assign(this, faultsBy(options.saying, options.checking));
    this.timeoutMs = timeoutMs;
    this.marks = marks ?? new BatchMarkInMemory();
    this.pool = new WritablePool({
      connectionString: url,
      max: connections,
      application_name: 'fire-credit-ledger',
      connectionTimeoutMillis: timeoutMs,
      // The server gives up by itself what we no longer wait for, also when it never hears that we went.
      statement_timeout: timeoutMs,
      idle_in_transaction_session_timeout: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
    });
    this.pool.on('error', onTrouble);
    // One that ends in somebody's hands says so by the query under way, or the next one; it may end before its new holder could listen.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    const said = pushes.map((push) => this.said(push));
    const messages = new Map(said.flatMap((one) => ('outcome' in one ? [] : [[one.idempotencyKey, one] as const])));
    const answers = await this.leave([...messages.values()], signal);
    return said.map((one) => ('outcome' in one ? one : (answers.get(one.idempotencyKey) ?? noAnswer)));
  }

  /** What the body says by now of messages that it was left. @throws when the database could not be asked */
  async collect(sent: readonly SentPush[], signal: AbortSignal): Promise<readonly LaterAnswer[]> {
    const rows = await inTransaction(this.pool, this.within(signal), (client) =>
      rowsOf(
        client,
        sent.map(({ push }) => push.key),
      ),
    );
    return sent.flatMap(({ push: { pushId, key }, reference }): LaterAnswer[] => {
      const row = rows.get(key);
      if (!row || isOlder(row, reference)) return [{ pushId, answer: lost }];
      if (row.state === '处理中') return [{ pushId, answer: { outcome: 'processing' } }];
      const answer = answerOf(row);
      return answer.outcome === 'sent' ? [] : [{ pushId, answer }];
    });
  }

  async askByKey(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    const keys = pushes.map(({ key }) => key);
    const within = this.within(signal);
    try {
      const { rows, stand, unknown } = await inTransaction(this.pool, within, async (client) => {
        const found = await this.stand(client);
        const there = await rowsOf(client, keys);
        const others = keys.filter((key) => !there.has(key));
        if (others.length > 0 && !isLost(found)) await askAbout(client, others, found);
        return { rows: there, stand: found, unknown: others };
      });
      if (isLost(stand)) return keys.map(() => this.foundRestored(stand));
      const answered = await this.answered(unknown, stand, within);
      return keys.map((key): Holding => {
        const row = rows.get(key);
        return row ? answerOf(row) : holdingOf(answered.get(key));
      });
    } catch (error) {
      return keys.map(() => failedBy(error));
    }
  }

  emptyAnsweredBefore(instant: Date): Promise<number> {
    return emptyAnsweredBefore(this.pool, instant);
  }

  emptyOf(keys: readonly string[]): Promise<number> {
    return emptyOf(this.pool, keys);
  }

  /** Calls `listener` soon after a restore was found here. A hint: `restorations` tells of each. */
  whenRestored(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Every restore that was found, by whichever ledger: noted in the database itself, so that nobody misses one. */
  restorations(): Promise<readonly LostBatch[]> {
    return lostBatches(this.pool);
  }

  /** Lets go of the connections. */
  close(): Promise<void> {
    return this.pool.end();
  }

  private said(push: Push): BodyMessage | Failed {
    try {
      return this.options.saying(push);
    } catch (error) {
      return failure(error);
    }
  }

  private async leave(messages: readonly BodyMessage[], signal: AbortSignal): Promise<ReadonlyMap<string, Answer>> {
    if (messages.length === 0) return new Map();
    try {
      const done = await inTransaction(this.pool, this.within(signal), async (client) => {
        const stand = await this.stand(client);
        return isLost(stand) ? stand : putBatch(client, messages, stand);
      });
      if ('missing' in done) return all(messages, this.foundRestored(done));
      await this.keep(done.mark);
      return new Map(done.rows.map((row) => [row.key, row.differs ? otherContent : answerOf(row)]));
    } catch (error) {
      if (messages.length === 1 || !isAboutARow(error)) return all(messages, failedBy(error));
      // One row that the database does not hold must not keep the others from leaving.
      const half = Math.ceil(messages.length / 2);
      const first = await this.leave(messages.slice(0, half), signal);
      return new Map([...first, ...(await this.leave(messages.slice(half), signal))]);
    }
  }

  /** Looks whether the database is as we left it; when it is not, notes so in it. */
  private async stand(client: PoolClient): Promise<Stand | LostStand> {
    const missing = await this.marks.newest();
    const stand = await standOf(client, missing);
    if (!stand.isRestored || !missing) return stand;
    await noteLost(client, missing, stand);
    return { ...stand, missing };
  }

  private foundRestored({ missing, newestBatchNumber }: LostStand): Failed {
    this.options.onRestored?.({ endpoint: this.name, missing, newestBatchNumber });
    for (const listener of this.listeners) listener();
    const reason = `the exchange database was restored: batch ${missing.batchNumber} is gone, its newest is ${newestBatchNumber}`;
    return { outcome: 'failed', reason, arrived: 'no' };
  }

  /** The batch is there whether we remember it or not; unremembered, a restore to before it is found by the one after it. */
  private async keep(mark: BatchMark): Promise<void> {
    try {
      await this.marks.keep(mark);
    } catch (error) {
      this.options.onTrouble(error);
    }
  }

  /** Waits for the receiver's answers for as long as there is time. */
  private async answered(
    keys: readonly string[],
    stand: Stand,
    within: AbortSignal,
  ): Promise<ReadonlyMap<string, QuestionRow>> {
    if (keys.length === 0) return new Map();
    for (;;) {
      const answers = await answersAbout(this.pool, keys, stand);
      if (answers.size === new Set(keys).size || within.aborted) return answers;
      await pause(lookEveryMs, undefined, { signal: within }).catch(() => undefined); // the loop looks once more and ends
    }
  }

  private within(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(this.timeoutMs)]);
  }
}

type LostStand = Stand & { readonly missing: BatchMark };

const isLost = (stand: Stand | LostStand): stand is LostStand => 'missing' in stand;

const lost = { outcome: 'lost', reason: 'the exchange database does not hold what was left in it' } as const;
const noAnswer: Failed = { outcome: 'failed', reason: 'the exchange database said nothing of this message' };
const unasked: Failed = { outcome: 'failed', reason: 'the receiver was asked and has not answered yet' };
/** As the body would say it. */
const otherContent: Rejected = { outcome: 'rejected', code: '1409', message: '同一幂等键的内容不同', fields: [] };
const erased: Rejected = { outcome: 'rejected', code: 'personal-data-erased', message: '', fields: [] };

const all = (messages: readonly BodyMessage[], answer: Answer): ReadonlyMap<string, Answer> =>
  new Map(messages.map(({ idempotencyKey }) => [idempotencyKey, answer]));

/** SQLSTATE classes 22 and 23: what is wrong lies in what was said, not in the database. */
const isAboutARow = (error: unknown): boolean => error instanceof TransactionFailed && /^2[23]/.test(error.code ?? '');

function failedBy(error: unknown): Failed {
  const failed = failure(error);
  const unsent = error instanceof TransactionFailed && !error.mayHaveCommitted;
  return unsent ? { ...failed, arrived: 'no' } : failed;
}

const referenceOf = ({ batchNumber, token }: RecordRow): string => `${batchNumber}-${token}`;

/** A row that stands in an earlier batch than ours: a restore brought back what it was before. */
const isOlder = (row: RecordRow, reference: string): boolean =>
  reference !== referenceOf(row) && row.batchNumber < Number.parseInt(reference, 10);

/** What a row says. */
function answerOf(row: RecordRow | PutRow): Acknowledged | Rejected | Sent | Unreadable {
  if (row.state === '待处理' || row.state === '处理中') return { outcome: 'sent', reference: referenceOf(row) };
  if (row.state === '已清空') return erased;
  return outcomeIn(row);
}

function holdingOf(answer: QuestionRow | undefined): Holding {
  if (!answer || answer.state === '处理中') return unasked;
  return answer.state === '无此记录' ? { outcome: 'absent' } : outcomeIn(answer);
}

function outcomeIn(row: QuestionRow & Partial<RecordRow>): Acknowledged | Rejected | Unreadable {
  const { state: status, receiptNumber, feedbackAt: receivedAt, errorCode: code, publishedOn } = row;
  const { errorMessage: message, errorFields: fields } = row;
  const outcome =
    receiptIn({ status, receiptNumber, receivedAt, publishedOn }) ??
    refusalIn({ status, code, message: message ?? '', fields: fields ?? [] });
  const answer = printable(JSON.stringify({ status, receiptNumber, receivedAt, publishedOn, code, message }), 200);
  return outcome ?? { outcome: 'unreadable', reason: 'unreadable row', answer };
}
