import type { RepairedRecord } from './credit-repair.events';

/** A record that bodies are told of, with the unit by which they know it. */
export type ToldRecord = RepairedRecord & {
  readonly kind: 'penalty-decision' | 'false-commitment';
  readonly authorityName: string;
  readonly authorityCode: string;
};

/**
 * Is a repair of this record told to anybody? Bodies are told of penalties and commitments, and of no other record that can be repaired. An
 * application from before the unit of a commitment was noted in it does not say which record is meant.
 */
export const isToldRecord = (record: RepairedRecord): record is ToldRecord =>
  (record.kind === 'penalty-decision' || record.kind === 'false-commitment') &&
  record.authorityName !== null &&
  record.authorityCode !== null;
