import type { Answer, Endpoint, LaterAnswer, Push, SentPush } from '@app/outbox';
import { Agent } from 'undici';
import { answerIn, parse, printable, reasonOf, receiptIn, refusalIn } from '../answers';
import { ask, type BodyAnswer } from '../ask';
import type { Saying } from '../body-message';
import { type KeyRing, signingAt } from './key-ring';
import { signRequest, whyNotAnswered } from './signatures';

export interface ServiceOptions {
  /** The body's name; stands in the outbox and in recorded facts for good. */
  readonly name: string;
  readonly saying: Saying;
  /** Where the body answers, e.g. `https://credit.example.gov.cn/exchange/`; the addresses of `docs/exchange/service.md` lie below it. */
  readonly url: string;
  /** Our keys and the body's. */
  readonly keys: { current(): Promise<KeyRing> };
  /** PEM: whom to believe instead of the public authorities, and our client certificate with its key. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string } | undefined;
  /** Kept connections. Our default: 16. */
  readonly connections?: number | undefined;
  /** No whole answer within this: the outcome is unknown, the push is tried again. Our default: 10 s. */
  readonly timeoutMs?: number | undefined;
  /** Instant (UTC) in milliseconds by which is signed and trust is judged. */
  readonly now: () => number;
}

/** Questions in one request: what `docs/exchange/service.md` allows. */
const askedAtOnce = 500;

/**
 * A body's service (`docs/exchange/service.md`): JSON over HTTPS, one message a request, request and answer signed, the answer bound to its
 * request. What is not the body's own signed answer is `failed`, whatever it says: it proves nothing.
 */
export class ServiceEndpoint implements Endpoint {
  readonly name: string;
  private readonly records: string;
  private readonly query: string;
  private readonly connections: Agent;
  private readonly timeoutMs: number;

  constructor(private readonly options: ServiceOptions) {
    this.name = options.name;
    const base = options.url.endsWith('/') ? options.url : `${options.url}/`;
    this.records = new URL('v1/records', base).href;
    this.query = new URL('v1/records/query', base).href;
    this.timeoutMs = options.timeoutMs ?? 10_000;
    this.connections = new Agent({
      connections: options.connections ?? 16,
      pipelining: 1,
      connect: { ...options.tls },
    });
  }

  send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    return Promise.all(pushes.map((push) => this.sendOne(push, signal)));
  }

  /** What the body says by now of messages that it took. @throws when it could not be asked */
  async collect(sent: readonly SentPush[], signal: AbortSignal): Promise<readonly LaterAnswer[]> {
    const answers: LaterAnswer[] = [];
    for (let from = 0; from < sent.length; from += askedAtOnce) {
      answers.push(...(await this.collectSome(sent.slice(from, from + askedAtOnce), signal)));
    }
    return answers;
  }

  /** Lets go of the kept connections. */
  close(): Promise<void> {
    return this.connections.close();
  }

  private async sendOne(push: Push, signal: AbortSignal): Promise<Answer> {
    try {
      const message = this.options.saying(push);
      const { status, text } = await this.asked(this.records, message, signal);
      if (status === 401) return { outcome: 'failed', reason: `signature refused: ${printable(text, 200)}` };
      return answerIn(message.idempotencyKey, status, text);
    } catch (error) {
      return { outcome: 'failed', reason: reasonOf(error) };
    }
  }

  private async collectSome(sent: readonly SentPush[], signal: AbortSignal): Promise<LaterAnswer[]> {
    const keys = sent.map(({ push }) => push.key);
    const { status, text } = await this.asked(this.query, { keys }, signal, askedAtOnce * 1_024);
    const answers = status === 200 ? parse(text)?.answers : undefined;
    if (!Array.isArray(answers)) throw new Error(`unexpected answer ${status}: ${printable(text, 200)}`);
    const byKey = new Map(
      answers.map((entry: unknown) => [(entry as { idempotencyKey?: unknown } | null)?.idempotencyKey, entry]),
    );
    return sent.flatMap(({ push: { pushId, key } }): LaterAnswer[] => {
      const answer = laterAnswerIn(byKey.get(key));
      return answer ? [{ pushId, answer }] : [];
    });
  }

  /** @throws when nothing came that the body has signed */
  private async asked(url: string, message: object, signal: AbortSignal, bytesMax?: number): Promise<BodyAnswer> {
    const { keys, now } = this.options;
    const { timeoutMs, connections } = this;
    const ring = await keys.current();
    const body = JSON.stringify(message);
    const request = signRequest(signingAt(ring, now()), { method: 'POST', url, body, now: now() });
    const { headers } = request;
    const answer = await ask(url, { headers, body, connections, signal, timeoutMs, ...(bytesMax && { bytesMax }) });
    // Read anew: the body may have changed its key since we asked.
    const wrong = whyNotAnswered(await keys.current(), answer, request, now());
    if (wrong !== undefined) throw new Error(`${wrong} (${answer.status}): ${printable(answer.text, 200)}`);
    return answer;
  }
}

/** Undefined: no answer yet. */
function laterAnswerIn(entry: unknown): LaterAnswer['answer'] | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const said: Readonly<Partial<Record<string, unknown>>> = { ...entry };
  if (said.status === '处理中') return undefined;
  if (said.status === '无此记录') return { outcome: 'lost', reason: 'the body knows nothing of it' };
  return (
    receiptIn(said) ??
    refusalIn(said) ?? {
      outcome: 'unreadable',
      reason: 'unreadable answer',
      answer: printable(JSON.stringify(said), 200),
    }
  );
}
