import type { Difference } from './reconciliation.events';
import type { Standing } from './standing';

/** What a body ought to hold under a key. */
export interface Expected {
  readonly key: string;
  readonly kind: string;
  readonly pushId: string;
  /** The record that it is about. */
  readonly lane: string;
  readonly about: string;
  /** `may`: it was sent or will be, and nobody knows yet whether it has arrived. */
  readonly presence: 'must' | 'may';
  /** Null: what was told can be read no longer, so its content cannot be compared. */
  readonly fingerprint: string | null;
  readonly standing: Standing;
  /** Null: not acknowledged. */
  readonly receiptNumber: string | null;
}

/** What a body says it holds under a key. */
export interface Held {
  readonly key: string;
  readonly kind: string;
  readonly fingerprint: string;
  readonly state: 'shown' | 'ended';
  readonly receiptNumber: string;
}

/**
 * How what is held under one key differs from what was told: pure. At least one of the two is given.
 *
 * @param again the body has said this key before
 */
export function differencesOf(
  expected: Expected | undefined,
  held: Held | undefined,
  again = false,
): readonly Difference[] {
  if (!held) return expected?.presence === 'must' ? ['lost'] : [];
  if (!expected) return ['surplus'];
  if (again) return ['doubled'];
  const { kind, fingerprint, receiptNumber, standing, presence } = expected;
  const isAltered = kind !== held.kind || (fingerprint !== null && fingerprint !== held.fingerprint);
  return [
    ...(isAltered ? (['altered'] as const) : []),
    ...(receiptNumber !== null && receiptNumber !== held.receiptNumber ? (['other-receipt'] as const) : []),
    ...(presence === 'must' && standing === 'ended' && held.state === 'shown' ? (['still-shown'] as const) : []),
    ...(presence === 'must' && standing === 'shown' && held.state === 'ended' ? (['ended-there'] as const) : []),
  ];
}
