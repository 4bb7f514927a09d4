import type { Answer, Endpoint, Holding, Push } from '@app/outbox';
import { answerIn, failure, parse, patience, printable, receiptIn } from '../answers';
import { ask, type BodyAnswer } from '../ask';
import { type Checking, faultsBy, type Saying } from '../body-message';

export interface PlainOptions {
  /** The body's name; stands in the outbox and in recorded facts for good. */
  readonly name: string;
  readonly saying: Saying;
  /** What would be refused is found before it leaves; undefined: nothing is checked. */
  readonly checking?: Checking | undefined;
  /** Where the body answers, e.g. `http://127.0.0.1:4100`; its records lie below. */
  readonly url: string;
  /** No whole answer within this: the outcome is unknown, the push is tried again. Our default: 10 s. */
  readonly timeoutMs?: number;
}

/**
 * A body over plain HTTP, one message at a time, answered at once; nothing is signed: for trying things out.
 *
 * Asked by key (`GET records/KEY`) it shows the record with its receipt, or says by name that it has none; any other 404 is a wrong
 * address and proves nothing.
 */
export class PlainEndpoint implements Endpoint {
  readonly name: string;
  readonly faultsOf?: NonNullable<Endpoint['faultsOf']>;
  private readonly saying: Saying;
  private readonly address: string;
  private readonly timeoutMs: number;

  constructor({ name, saying, checking, url, timeoutMs = 10_000 }: PlainOptions) {
    this.name = name;
    this.saying = saying;
    Object.assign(this, faultsBy(saying, checking));
    this.address = new URL('records', url.endsWith('/') ? url : `${url}/`).href;
    this.timeoutMs = timeoutMs;
  }

  send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    return Promise.all(pushes.map((push) => this.sendOne(push, signal)));
  }

  private async sendOne(push: Push, signal: AbortSignal): Promise<Answer> {
    try {
      const message = this.saying(push);
      const { timeoutMs } = this;
      return answerIn(
        message.idempotencyKey,
        await ask(this.address, { body: JSON.stringify(message), signal, timeoutMs }),
      );
    } catch (error) {
      return failure(error);
    }
  }

  askByKey(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    return Promise.all(pushes.map(({ key }) => this.askOne(key, signal)));
  }

  private async askOne(key: string, signal: AbortSignal): Promise<Holding> {
    try {
      const address = `${this.address}/${encodeURIComponent(key)}`;
      return readHolding(key, await ask(address, { signal, timeoutMs: this.timeoutMs }));
    } catch (error) {
      return failure(error);
    }
  }
}

function readHolding(key: string, { status, text, retryAfterMs }: BodyAnswer): Holding {
  const said = status === 200 || status === 404 ? parse(text) : undefined;
  const answer = printable(text, 200);
  if (said?.idempotencyKey !== key) {
    return { outcome: 'failed', reason: `unexpected answer ${status}`, answer, ...patience(retryAfterMs) };
  }
  if (status === 404 && said.status === '无此记录') return { outcome: 'absent' };
  const receipt =
    typeof said.receipt === 'object' && said.receipt !== null ? receiptIn({ ...said.receipt }) : undefined;
  return receipt ?? { outcome: 'unreadable', reason: `unreadable answer ${status}`, answer };
}
