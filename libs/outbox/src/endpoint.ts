import { Push } from './push';

/**
 * A receiving body, as the outbox sees it. What an adapter promises:
 *
 * - `delivered` only when the body said so itself, about this very push.
 * - `refused` only when the body looked at the push and said no, or when what the push says is gone for good on our own side
 *   (`personal-data-erased`); sending the same again would be refused again.
 * - `failed` for everything else, an unknown outcome included: time-outs, broken connections, answers nobody can read.
 * - The same push may be delivered any number of times; the body stores it once and gives the same receipt.
 * - It never throws, and comes back soon after `signal` is aborted.
 */
export interface Endpoint {
  /** Stands in `Push.endpoint`; stored for good. */
  readonly name: string;
  deliver(push: Push, signal: AbortSignal): Promise<DeliveryOutcome>;
}

export type DeliveryOutcome = Delivered | Refused | Failed;
/** The outcomes after which a push has left the outbox. */
export type FinalOutcome = Delivered | Refused;

export interface Delivered {
  readonly outcome: 'delivered';
  readonly receiptNumber: string;
  /** Instant (UTC) as stated by the endpoint. */
  readonly receivedAt: string;
}

export interface Refused {
  readonly outcome: 'refused';
  /** The endpoint's own code and words, e.g. `1001` 未查询到主体或查询到的主体信息不匹配. */
  readonly code: string;
  readonly message: string;
  /** The fields at fault, by the endpoint's names. */
  readonly fields: readonly string[];
}

export interface Failed {
  readonly outcome: 'failed';
  /** In our words. */
  readonly reason: string;
  /** The beginning of an answer that could not be read, as it came: it may repeat what was sent, in whatever encoding. */
  readonly answer?: string;
}
