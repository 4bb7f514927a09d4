import type { Acknowledged, Answer, Failed, Rejected } from '@app/outbox';
import { cut, holdable } from '@app/text';
import type { BodyAnswer } from './ask';

type Said = Readonly<Partial<Record<string, unknown>>>;

/**
 * What a body's answer to one message means. 200 with a receipt is acknowledged; 202 with a reference is taken, to be asked about;
 * 422 and 409 with a code are rejected; an answer of these that names the very message and cannot be read is unreadable. Everything else is
 * failed, an answer that does not name the message included: on a kept-open connection it may belong to somebody else, and a proxy
 * may speak for a platform that is away.
 *
 * @param key of the message that was sent
 */
export function answerIn(
  key: string,
  { status, text, retryAfterMs }: Pick<BodyAnswer, 'status' | 'text' | 'retryAfterMs'>,
): Answer {
  const said = [200, 202, 409, 422].includes(status) ? parse(text) : undefined;
  const answer = printable(text, 200);
  // 422 about a message whose envelope could not be read names no key; nothing but ours can be meant.
  const ours = said?.idempotencyKey === key || (status === 422 && said?.idempotencyKey === null);
  if (!said || !ours) {
    return { outcome: 'failed', reason: `unexpected answer ${status}`, answer, ...patience(retryAfterMs) };
  }
  return outcomeIn(status, said) ?? { outcome: 'unreadable', reason: `unreadable answer ${status}`, answer };
}

function outcomeIn(status: number, said: Said): Answer | undefined {
  if (status === 200) return receiptIn(said);
  if (status !== 202) return refusalIn(said);
  const { reference } = said;
  if (said.status !== '处理中' || typeof reference !== 'string' || !isToken(reference)) return undefined;
  return { outcome: 'sent', reference };
}

export function receiptIn({ status, receiptNumber, receivedAt, publishedOn }: Said): Acknowledged | undefined {
  if (status !== '记名成功' || typeof receiptNumber !== 'string' || typeof receivedAt !== 'string') return undefined;
  const at = new Date(receivedAt);
  if (!isToken(receiptNumber) || Number.isNaN(at.getTime())) return undefined;
  const instant = at.toISOString();
  // Outside of these years an instant is spelled in another way, and is no day that anybody could have received it on.
  if (!/^(?:19|20)\d\d-/.test(instant)) return undefined;
  const receipt = { outcome: 'acknowledged', receiptNumber, receivedAt: instant } as const;
  // A form with a cell for it leaves the cell empty.
  if (publishedOn === undefined || publishedOn === null || publishedOn === '') return receipt;
  return typeof publishedOn === 'string' && isDay(publishedOn) ? { ...receipt, publishedOn } : undefined;
}

/** Of these years, as above; `Date` takes 2026-02-30 for a day of March. */
const isDay = (text: string): boolean =>
  /^(?:19|20)\d\d-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

export function refusalIn({ status, code, message, fields }: Said): Rejected | undefined {
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

const isToken = (text: string): boolean => /^[\x21-\x7e]{1,64}$/.test(text);

export function parse(text: string): Said | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? { ...answer } : undefined;
  } catch {
    return undefined;
  }
}

/** Words of others are stored: up to `max` characters, without controls, and with U+FFFD for what cannot be held. */
export const printable = (text: string, max: number): string => holdable(cut(text, max).replace(/\p{Cc}/gu, ' '));

/** What the body said of how long to wait, where it said so. */
export const patience = (retryAfterMs: number | undefined): { readonly retryAfterMs?: number } =>
  retryAfterMs === undefined ? {} : { retryAfterMs };

/** An error on the way. Nothing was sent when nobody took the connection. */
export function failure(error: unknown): Failed {
  const reason = reasonOf(error);
  const { code } = Object(error) as { readonly code?: unknown };
  const unreached = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(code));
  return unreached ? { outcome: 'failed', reason, arrived: 'no' } : { outcome: 'failed', reason };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; '); // one for each address that was tried
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
