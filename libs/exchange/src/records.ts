import { type Kind, paperOf, type Told } from './kinds';
import type { Paper } from './paper';

/** What a message does to its record; the words are the outbox's (`Effect`), who says what each leads to. */
export type EffectOnRecord = 'states' | 'replaces' | 'withdraws' | 'ends' | 'notes' | 'amends' | 'restores';

interface OnRecord {
  /** The sort of record the message is about: a penalty and a listing of one number are two. */
  readonly record: 'penalty' | 'list' | 'commitment' | 'spot-check';
  readonly effect: EffectOnRecord;
}

/** What each kind of message is about, and what it does to it. A new kind does not compile without its line. */
const onRecords: Readonly<Record<Kind, OnRecord>> = {
  penalty: { record: 'penalty', effect: 'states' },
  'penalty-withdrawal': { record: 'penalty', effect: 'withdraws' },
  'list-entry': { record: 'list', effect: 'states' },
  'list-removal': { record: 'list', effect: 'ends' },
  'repair-result': { record: 'penalty', effect: 'notes' },
  'repair-revocation': { record: 'penalty', effect: 'restores' },
  'penalty-change': { record: 'penalty', effect: 'amends' },
  'penalty-unlawful': { record: 'penalty', effect: 'withdraws' },
  'penalty-void': { record: 'penalty', effect: 'withdraws' },
  'list-correction': { record: 'list', effect: 'amends' },
  commitment: { record: 'commitment', effect: 'states' },
  'spot-check': { record: 'spot-check', effect: 'states' },
  'spot-check-withdrawal': { record: 'spot-check', effect: 'withdraws' },
  'penalty-correction': { record: 'penalty', effect: 'replaces' },
  'commitment-repair': { record: 'commitment', effect: 'withdraws' },
  'commitment-repair-revocation': { record: 'commitment', effect: 'restores' },
};

export const effectOf = (kind: Kind): EffectOnRecord => onRecords[kind].effect;

/** The sort of record a message of this kind is about. */
export const recordSortOf = (kind: Kind): OnRecord['record'] => onRecords[kind].record;

/** The record of this sort that a paper made, as `recordOf` names it. */
export const recordNamed = (sort: OnRecord['record'], { authorityCode, documentNumber, subjectCode }: Paper): string =>
  [sort, authorityCode, documentNumber, subjectCode].join(':');

/** The record a message is about, by the paper that made it: messages of one record reach a body one after the other. */
export function recordOf(told: Told): string {
  return recordNamed(recordSortOf(told.kind), paperOf(told));
}
