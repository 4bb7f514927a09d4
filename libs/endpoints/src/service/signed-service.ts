import { printable } from '../answers';
import { ask, type BodyAnswer, type Connections, connectionsOf, type Tls } from '../ask';
import { type KeyRing, signingAt } from './key-ring';
import { signRequest, whyNotAnswered } from './signatures';

export interface SignedServiceOptions {
  /** Where the body answers, e.g. `https://credit.example.gov.cn/exchange/`; the addresses of `docs/exchange/service.md` lie below it. */
  readonly url: string;
  /** Our keys and the body's. */
  readonly keys: { current(): Promise<KeyRing> };
  readonly tls?: Tls | undefined;
  /** Kept connections. Our default: 16. */
  readonly connections?: number | undefined;
  /** No whole answer within this: the outcome is unknown. Our default: 10 s. */
  readonly timeoutMs?: number | undefined;
  /** Instant (UTC) in milliseconds by which is signed and trust is judged. */
  readonly now: () => number;
}

/** Asks a body's service: requests and answers are signed, each answer is bound to its request. Who speaks to the body shares its connections. */
export class SignedService {
  private readonly base: string;
  private readonly connections: Connections;

  constructor(private readonly options: SignedServiceOptions) {
    this.base = options.url.endsWith('/') ? options.url : `${options.url}/`;
    this.connections = connectionsOf(options.connections ?? 16, options.tls);
  }

  /**
   * @param path below the body's address
   * @throws when nothing came that the body has signed; `Unproven` when something came
   */
  async ask(path: string, message: object, signal: AbortSignal, bytesMax?: number): Promise<BodyAnswer> {
    const { keys, now, timeoutMs = 10_000 } = this.options;
    const { connections } = this;
    const ring = await keys.current();
    const body = JSON.stringify(message);
    const url = new URL(path, this.base).href;
    const request = await signRequest(signingAt(ring, now()), { method: 'POST', url, body, now: now() });
    const { headers } = request;
    const answer = await ask(url, { headers, body, connections, signal, timeoutMs, ...(bytesMax && { bytesMax }) });
    // Read anew: the body may have changed its key since we asked.
    const wrong = await whyNotAnswered(await keys.current(), answer, request, now());
    if (wrong !== undefined) throw new Unproven(`${wrong} (${answer.status}): ${printable(answer.text, 200)}`, answer);
    return answer;
  }

  /** Lets go of the kept connections. */
  close(): Promise<void> {
    return this.connections.close();
  }
}

/** Something answered, and nothing says that it was the body. How long to wait is believed all the same: it is away either way. */
export class Unproven extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { retryAfterMs }: BodyAnswer) {
    super(message);
    this.name = 'Unproven';
    this.retryAfterMs = retryAfterMs;
  }
}
