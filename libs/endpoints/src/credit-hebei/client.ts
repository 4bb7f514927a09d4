import type { Answer, Endpoint, Push } from '@app/outbox';
import { answerIn, reasonOf } from '../answers';
import { ask } from '../ask';
import { creditHebeiMessage } from './payload';

/** The endpoint's name; stands in the outbox and in recorded facts for good. */
export const CREDIT_HEBEI = 'credit-hebei';

export interface CreditHebeiOptions {
  /** Where the platform answers, e.g. `http://127.0.0.1:4100`. */
  readonly url: string;
  /** No whole answer within this: the outcome is unknown, the push is tried again. Our default: 10 s. */
  readonly timeoutMs?: number;
}

/** 信用中国(河北) over plain HTTP, one message at a time, answered at once; nothing is signed: for trying things out. */
export class CreditHebeiClient implements Endpoint {
  readonly name = CREDIT_HEBEI;
  private readonly address: string;
  private readonly timeoutMs: number;

  constructor({ url, timeoutMs = 10_000 }: CreditHebeiOptions) {
    this.address = new URL('/records', url).href;
    this.timeoutMs = timeoutMs;
  }

  send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    return Promise.all(pushes.map((push) => this.sendOne(push, signal)));
  }

  private async sendOne(push: Push, signal: AbortSignal): Promise<Answer> {
    try {
      const message = creditHebeiMessage(push);
      const { timeoutMs } = this;
      const { status, text } = await ask(this.address, { body: JSON.stringify(message), signal, timeoutMs });
      return answerIn(message.idempotencyKey, status, text);
    } catch (error) {
      return { outcome: 'failed', reason: reasonOf(error) };
    }
  }
}
