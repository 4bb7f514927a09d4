import { createHash } from 'node:crypto';
import type { Push } from './push';

/** As much of a push as says what its body was told. */
export type ToldContent = Pick<Push, 'pushId' | 'endpoint' | 'subjectId' | 'kind' | 'key' | 'document'>;

/** A message that a body says it holds. */
export interface HeldRow {
  /** The key under which it was sent; of what was written down there otherwise, the body's own. */
  readonly key: string;
  readonly kind: string;
  /** `fingerprintOf` what it holds. */
  readonly fingerprint: string;
  /** `shown`: it stands as it was told. `ended`: it was withdrawn or removed, another took its place, or its publicity is over. */
  readonly state: 'shown' | 'ended';
  readonly receiptNumber: string;
  /** The paper it is about, whoever wrote it down there; absent where the body does not say. */
  readonly paper?: HeldPaper;
  /** Instant (UTC) and day (Asia/Shanghai) as its receipt names them; absent where the body does not say. */
  readonly receivedAt?: string;
  readonly publishedOn?: string;
}

/** By what both sides know a paper. */
export interface HeldPaper {
  readonly authorityCode: string;
  readonly documentNumber: string;
  readonly subjectCode: string;
}

/**
 * All that a body says it holds, to be compared with what it was told. What an adapter promises:
 *
 * - `pages` goes through everything, in the order of the bytes (UTF-8) of the keys, page by page: never all of it in memory. What
 *   comes while it is read may be in it or not; what was there before is.
 * - A key that is held twice comes twice.
 * - Asking changes nothing at the body.
 * - It throws when the body could not be asked to the end: half of an answer is none.
 */
export interface BodyHoldings {
  /** Stands in `Push.endpoint`. */
  readonly name: string;
  pages(signal: AbortSignal): AsyncIterable<readonly HeldRow[]>;
  /** The fingerprint under which the body holds this push when it took it as it was told; its personal text has to be open. */
  fingerprintOf(push: ToldContent): string;
}

/** Compares keys by their bytes (UTF-8), as `COLLATE "C"` does. */
export const inKeyOrder = (one: string, other: string): number =>
  one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other));

/** SHA-256, hex, of the fields in the order of their names, each with its value as JSON, without spaces. */
export function fingerprintOf(fields: Readonly<Record<string, unknown>>): string {
  const inOrder = Object.entries(fields).sort(([one], [other]) => inKeyOrder(one, other));
  const text = `{${inOrder.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  return createHash('sha256').update(text).digest('hex');
}
