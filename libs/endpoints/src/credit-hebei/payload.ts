import type { Words } from '@app/exchange';
import { type BodyMessage, sayingIn } from '../body-message';
import type { Fields } from '../fields';
import { commitmentFields } from './words/commitment';
import { commitmentRepairFields } from './words/commitment-repair';
import { commitmentRepairRevocationFields } from './words/commitment-repair-revocation';
import { listEntryFields } from './words/list-entry';
import { listRemovalFields } from './words/list-removal';
import { penaltyChangeFields } from './words/penalty-change';
import { penaltyCorrectionFields } from './words/penalty-correction';
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
const words: Words<Fields> = {
  penalty: penaltyFields,
  'penalty-withdrawal': penaltyWithdrawalFields,
  'list-entry': listEntryFields,
  'list-removal': listRemovalFields,
  'repair-result': repairResultFields,
  'repair-revocation': repairRevocationFields,
  'penalty-change': penaltyChangeFields,
  'penalty-correction': penaltyCorrectionFields,
  'penalty-unlawful': penaltyUnlawfulFields,
  'penalty-void': penaltyVoidFields,
  'list-correction': listCorrectionFields,
  commitment: commitmentFields,
  'commitment-repair': commitmentRepairFields,
  'commitment-repair-revocation': commitmentRepairRevocationFields,
  'spot-check': spotCheckFields,
  'spot-check-withdrawal': spotCheckWithdrawalFields,
};

export type CreditHebeiMessage = BodyMessage;

/** @throws `NoWordsFor` a kind the platform is never told */
export const creditHebeiMessage = sayingIn(words);
