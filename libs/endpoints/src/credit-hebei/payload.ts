import { say, type Words } from '@app/exchange';
import type { Push } from '@app/outbox';
import { commitmentFields } from './words/commitment';
import type { CreditHebeiFields } from './words/fields';
import { listEntryFields } from './words/list-entry';
import { listRemovalFields } from './words/list-removal';
import { penaltyChangeFields } from './words/penalty-change';
import { penaltyUnlawfulFields } from './words/penalty-unlawful';
import { penaltyVoidFields } from './words/penalty-void';
import { listCorrectionFields } from './words/list-correction';
import { spotCheckFields } from './words/spot-check';
import { spotCheckWithdrawalFields } from './words/spot-check-withdrawal';
import { penaltyFields } from './words/penalty';
import { penaltyWithdrawalFields } from './words/penalty-withdrawal';
import { repairResultFields } from './words/repair-result';
import { repairRevocationFields } from './words/repair-revocation';

/**
 * Our words into those of the national credit platform, as 信用中国(河北) takes them: one file per kind in `words/`. The platform's
 * published schemas are the judge.
 */
const words: Words<CreditHebeiFields> = {
  penalty: penaltyFields,
  'penalty-withdrawal': penaltyWithdrawalFields,
  'list-entry': listEntryFields,
  'list-removal': listRemovalFields,
  'repair-result': repairResultFields,
  'repair-revocation': repairRevocationFields,
  'penalty-change': penaltyChangeFields,
  'penalty-unlawful': penaltyUnlawfulFields,
  'penalty-void': penaltyVoidFields,
  'list-correction': listCorrectionFields,
  commitment: commitmentFields,
  'spot-check': spotCheckFields,
  'spot-check-withdrawal': spotCheckWithdrawalFields,
};

export interface CreditHebeiMessage {
  readonly idempotencyKey: string;
  readonly kind: string;
  /** Grows from one message about a subject to the next. */
  readonly subjectSequence: number;
  readonly fields: CreditHebeiFields;
}

/** @throws `NoWordsFor` a kind the platform is never told */
export function creditHebeiMessage({ key, kind, position, document }: Push): CreditHebeiMessage {
  return { idempotencyKey: key, kind, subjectSequence: position, fields: say(words, kind, document) };
}
