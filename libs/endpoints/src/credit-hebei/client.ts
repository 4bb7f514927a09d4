import type { Acknowledged, Answer, Endpoint, Push, Rejected } from '@app/outbox';
import { cut, holdable } from '@app/text';
import { ask } from '../ask';
import { type CreditHebeiMessage, creditHebeiMessage } from './payload';

/** The endpoint's name; stands in the outbox and in recorded facts for good. */
export const CREDIT_HEBEI = 'credit-hebei';

export interface CreditHebeiOptions {
  /** Where the platform answers, e.g. `http://127.0.0.1:4100`. */
  readonly url: string;
  /** No whole answer within this: the outcome is unknown, the push is tried again. Our default: 10 s. */
  readonly timeoutMs?: number;
}

/**
 * 信用中国(河北) over HTTP, one message at a time, answered at once. 200 with a receipt is acknowledged; 422 and 409 with a code are
 * rejected; an answer of these that names the very message and cannot be read is unreadable. Everything else is failed, an
 * answer that does not name the message included: on a kept-open connection it may belong to somebody else, and a
 * proxy may speak for a platform that is away.
 */
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
      return readAnswer(message, status, text);
    } catch (error) {
      return { outcome: 'failed', reason: reasonOf(error) };
    }
  }
}

function readAnswer(message: CreditHebeiMessage, status: number, text: string): Answer {
  const said = status === 200 || status === 422 || status === 409 ? parse(text) : undefined;
  const answer = printable(text, 200);
  // 422 about a message whose envelope could not be read names no key; nothing but ours can be meant.
  const ours = said?.idempotencyKey === message.idempotencyKey || (status === 422 && said?.idempotencyKey === null);
  if (!said || !ours) return { outcome: 'failed', reason: `unexpected answer ${status}`, answer };
  const outcome = status === 200 ? receiptIn(said) : refusalIn(said);
  return outcome ?? { outcome: 'unreadable', reason: `unreadable answer ${status}`, answer };
}

function receiptIn({ status, receiptNumber, receivedAt }: Said): Acknowledged | undefined {
  if (status !== '记名成功' || typeof receiptNumber !== 'string' || typeof receivedAt !== 'string') return undefined;
  const at = new Date(receivedAt);
  if (!/^[\x21-\x7e]{1,64}$/.test(receiptNumber) || Number.isNaN(at.getTime())) return undefined;
  const instant = at.toISOString();
  // Outside of these years an instant is spelled in another way, and is no day that anybody could have received it on.
  if (!/^(?:19|20)\d\d-/.test(instant)) return undefined;
  return { outcome: 'acknowledged', receiptNumber, receivedAt: instant };
}

function refusalIn({ status, code, message, fields }: Said): Rejected | undefined {
  if (status !== '记名不成功' || typeof code !== 'string' || !/^\d{4}$/.test(code)) return undefined;
  return {
    outcome: 'rejected',
    code,
    message: typeof message === 'string' ? printable(message, 500) : '',
    fields: Array.isArray(fields) ? fieldsIn(fields) : [],
  };
}

/** Many more than a record has. */
const fieldsMax = 50;

const fieldsIn = (fields: readonly unknown[]): string[] =>
  fields
    .filter((field) => typeof field === 'string')
    .slice(0, fieldsMax)
    .map((field) => printable(field, 100));

type Said = Readonly<Partial<Record<string, unknown>>>;

function parse(text: string): Said | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? { ...answer } : undefined;
  } catch {
    return undefined;
  }
}

/** Words of others are stored: up to `max` characters, without controls, and with U+FFFD for what cannot be held. */
const printable = (text: string, max: number): string => holdable(cut(text, max).replace(/\p{Cc}/gu, ' '));

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
