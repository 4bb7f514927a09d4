import type {
  Absent,
  Acknowledged,
  Answer,
  Endpoint,
  Holding,
  LaterAnswer,
  Push,
  Rejected,
  Sent,
  SentPush,
  Unreadable,
} from '@app/outbox';
import { answerIn, failure, parse, patience, printable, receiptIn, refusalIn } from '../answers';
import { type Checking, faultsBy, type Saying } from '../body-message';
import { fingerprintsAt } from './key-ring';
import { ServiceHoldings } from './service-holdings';
import { SignedService, type SignedServiceOptions, Unproven } from './signed-service';

export interface ServiceOptions extends SignedServiceOptions {
  /** The body's name; stands in the outbox and in recorded facts for good. */
  readonly name: string;
  readonly saying: Saying;
  /** What would be refused is found before it leaves; undefined: nothing is checked. */
  readonly checking?: Checking | undefined;
}

/** Questions in one request: what `docs/exchange/service.md` allows. */
const askedAtOnce = 500;

/**
 * A body's service (`docs/exchange/service.md`): JSON over HTTPS, one message a request, request and answer signed, the answer bound to its
 * request. What is not the body's own signed answer is `failed`, whatever it says: it proves nothing.
 */
export class ServiceEndpoint implements Endpoint {
  readonly name: string;
  readonly faultsOf?: NonNullable<Endpoint['faultsOf']>;
  /** All that the body says it holds, asked over the same connections. */
  readonly holdings: ServiceHoldings;
  private readonly service: SignedService;

  constructor(private readonly options: ServiceOptions) {
    this.name = options.name;
    Object.assign(this, faultsBy(options.saying, options.checking));
    this.service = new SignedService(options);
    this.holdings = new ServiceHoldings(options.name, options.saying, this.service);
  }

  /** The fingerprints of the keys by which the body is believed. @throws when they cannot be read */
  async bodyKeys(): Promise<readonly string[]> {
    return fingerprintsAt(await this.options.keys.current(), this.options.now());
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

  async askByKey(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    const holdings: Holding[] = [];
    for (let from = 0; from < pushes.length; from += askedAtOnce) {
      const keys = pushes.slice(from, from + askedAtOnce).map(({ key }) => key);
      const said = await this.saidOf(keys, signal).catch(failure);
      holdings.push(...keys.map((key) => ('outcome' in said ? said : holdingIn(said.get(key)))));
    }
    return holdings;
  }

  /** Lets go of the kept connections. */
  close(): Promise<void> {
    return this.service.close();
  }

  private async sendOne(push: Push, signal: AbortSignal): Promise<Answer> {
    try {
      const message = this.options.saying(push);
      const answer = await this.service.ask('v1/records', message, signal);
      if (answer.status === 401)
        return { outcome: 'failed', reason: `signature refused: ${printable(answer.text, 200)}` };
      return answerIn(message.idempotencyKey, answer);
    } catch (error) {
      return { ...failure(error), ...patience(error instanceof Unproven ? error.retryAfterMs : undefined) };
    }
  }

  private async collectSome(sent: readonly SentPush[], signal: AbortSignal): Promise<LaterAnswer[]> {
    const said = await this.saidOf(
      sent.map(({ push }) => push.key),
      signal,
    );
    return sent.flatMap(({ push: { pushId, key } }): LaterAnswer[] => {
      const holding = holdingIn(said.get(key));
      if (holding.outcome === 'sent') return [];
      const answer = holding.outcome === 'absent' ? lost : holding;
      return [{ pushId, answer }];
    });
  }

  /** What the body says of messages, by their keys. @throws when it could not be asked */
  private async saidOf(keys: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<unknown, Said>> {
    const { status, text } = await this.service.ask('v1/records/query', { keys }, signal, askedAtOnce * 1_024);
    const answers = status === 200 ? parse(text)?.answers : undefined;
    if (!Array.isArray(answers)) throw new Error(`unexpected answer ${status}: ${printable(text, 200)}`);
    return new Map(
      answers.map((entry: unknown) => ({ ...Object(entry) }) as Said).map((said) => [said.idempotencyKey, said]),
    );
  }
}

type Said = Readonly<Partial<Record<string, unknown>>>;

const lost = { outcome: 'lost', reason: 'the body knows nothing of it' } as const;

/** What an answer to `v1/records/query` says of one key; nothing said of it is unreadable. */
function holdingIn(said: Said = {}): Acknowledged | Rejected | Sent | Absent | Unreadable {
  if (said.status === '无此记录') return { outcome: 'absent' };
  const taken = said.status === '处理中' && typeof said.reference === 'string' ? said.reference : undefined;
  if (taken !== undefined) return { outcome: 'sent', reference: taken };
  return (
    receiptIn(said) ??
    refusalIn(said) ?? {
      outcome: 'unreadable',
      reason: 'unreadable answer',
      answer: printable(JSON.stringify(said), 200),
    }
  );
}
