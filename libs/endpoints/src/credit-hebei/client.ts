import { Delivered, DeliveryOutcome, Endpoint, Push, Refused } from '@app/outbox';
import { CreditHebeiMessage, creditHebeiMessage } from './payload';

/** The endpoint's name; stands in the outbox and in recorded facts for good. */
export const CREDIT_HEBEI = 'credit-hebei';

export interface CreditHebeiOptions {
  /** Where the platform answers, e.g. `http://127.0.0.1:4100`. */
  readonly url: string;
  /** No answer within this: the outcome is unknown, the push is tried again. Our default: 10 s. */
  readonly timeoutMs?: number;
}

/**
 * 信用中国(河北) over HTTP. 200 with a receipt is delivered; 422 and 409 with a code are refused; everything else, and
 * any answer that is not about the very message that was sent, is failed: on a kept-open connection the answer that
 * arrives may belong to somebody else.
 */
export class CreditHebeiClient implements Endpoint {
  readonly name = CREDIT_HEBEI;
  private readonly address: string;
  private readonly timeoutMs: number;

  constructor({ url, timeoutMs = 10_000 }: CreditHebeiOptions) {
    this.address = new URL('/records', url).href;
    this.timeoutMs = timeoutMs;
  }

  async deliver(push: Push, signal: AbortSignal): Promise<DeliveryOutcome> {
    const message = creditHebeiMessage(push);
    try {
      const response = await fetch(this.address, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(message),
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.timeoutMs)]),
      });
      return readAnswer(message, response.status, await response.text());
    } catch (error) {
      return { outcome: 'failed', reason: reasonOf(error) };
    }
  }
}

function readAnswer(message: CreditHebeiMessage, status: number, text: string): DeliveryOutcome {
  const answer = status === 200 || status === 422 || status === 409 ? parse(text) : undefined;
  // 422 about a message whose envelope could not be read names no key; nothing but ours can be meant.
  const ours = answer?.idempotencyKey === message.idempotencyKey || (status === 422 && answer?.idempotencyKey === null);
  const outcome = answer && ours ? (status === 200 ? receiptIn(answer) : refusalIn(answer)) : undefined;
  return outcome ?? { outcome: 'failed', reason: `unexpected answer ${status}`, answer: printable(text).slice(0, 200) };
}

function receiptIn({ status, receiptNumber, receivedAt }: Answer): Delivered | undefined {
  if (status !== '记名成功' || typeof receiptNumber !== 'string' || typeof receivedAt !== 'string') return undefined;
  const at = new Date(receivedAt);
  if (!/^[\x21-\x7e]{1,64}$/.test(receiptNumber) || Number.isNaN(at.getTime())) return undefined;
  return { outcome: 'delivered', receiptNumber, receivedAt: at.toISOString() };
}

function refusalIn({ status, code, message, fields }: Answer): Refused | undefined {
  if (status !== '记名不成功' || typeof code !== 'string' || !/^\d{4}$/.test(code)) return undefined;
  return {
    outcome: 'refused',
    code,
    message: typeof message === 'string' ? printable(message).slice(0, 500) : '',
    fields: Array.isArray(fields) ? fields.filter((field) => typeof field === 'string').map(printable) : [],
  };
}

type Answer = Readonly<Partial<Record<string, unknown>>>;

function parse(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? { ...answer } : undefined;
  } catch {
    return undefined;
  }
}

/** Words of others are stored: control characters, which PostgreSQL takes in part only, are left out. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
