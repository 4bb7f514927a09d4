import type { House } from '../houses';
import type { LaterAnswer } from '../reception';
import type { Exchange, LeftRecord } from './exchange';

/** At most so many are taken, and answered, by one statement. */
const handful = 1_000;

export interface Round {
  readonly judged: number;
  readonly questions: number;
}

/**
 * Judges what lies in the exchange database, as it judges what comes over HTTP, and by the same books. What is stored there is on our own
 * disk before the answer is written; what a crash left in our hands is answered from the books, or looked at again.
 */
export class ExchangeDesk {
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<Round> | undefined;
  private closed = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly house: House,
  ) {}

  /** Looks every `pollMs` from now on. */
  start(pollMs: number): void {
    const next = () => {
      if (!this.closed) this.timer = setTimeout(look, pollMs);
    };
    const look = () => {
      this.round().then(next, (error: unknown) => {
        console.error('exchange database:', error instanceof Error ? error.message : error);
        next();
      });
    };
    look();
  }

  /** One round: all that waits is judged, and all questions are answered. A round under way is waited for, and is followed by another one. */
  async round(): Promise<Round> {
    while (this.working) await this.working.catch(() => undefined); // told to who asked for that round
    this.working = this.work();
    try {
      return await this.working;
    } finally {
      this.working = undefined;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.working?.catch(() => undefined); // told to who asked for that round
    await this.exchange.close();
  }

  private async work(): Promise<Round> {
    const answered = await this.answerInHand();
    let judged = answered;
    for (let taken = handful; taken === handful && !this.closed;) {
      const records = await this.exchange.take(handful);
      taken = records.length;
      const answers = await Promise.all(records.map((record) => this.judge(record)));
      await this.exchange.answer(answers.flatMap((answer) => answer ?? []));
      judged += taken;
    }
    const keys = await this.exchange.questions(handful);
    await this.exchange.answerQuestions(keys.map((key) => this.house.reception.answerTo(key)));
    return { judged, questions: keys.length };
  }

  /** What was taken in an earlier round, and decided, forgotten or never looked at since. */
  private async answerInHand(): Promise<number> {
    const keys = await this.exchange.inHand(handful);
    const answers = keys.map((key) => this.house.reception.answerTo(key)).filter(({ status }) => status !== '处理中');
    await this.exchange.answer(answers);
    return answers.length;
  }

  /** @returns undefined when the answer is to come in a later round */
  private async judge(record: LeftRecord): Promise<LaterAnswer | undefined> {
    const { idempotencyKey } = record;
    const fault = this.house.faults.next();
    if (fault?.mode === 'fail') return { idempotencyKey, status: '无此记录' };
    if (fault?.mode === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 0));
    const { status, body } =
      fault?.mode === 'refuse'
        ? await this.house.reception.sendBack(idempotencyKey, {
            code: '1001',
            message: '未查询到主体或查询到的主体信息不匹配',
            fields: [],
          })
        : await this.house.reception.receiveOrTake(record);
    if (fault?.mode === 'drop-answer' || status === 202) return undefined;
    // A message whose envelope cannot be read names no key; the row does.
    return status === 200 ? body : { ...body, idempotencyKey };
  }
}
