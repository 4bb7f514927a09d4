import type { Words } from '@app/exchange';
import { sayingIn } from '../body-message';
import type { Fields } from '../fields';
import { commitmentFields } from './words/commitment';
import { commitmentRepairFields } from './words/commitment-repair';
import { commitmentRepairRevocationFields } from './words/commitment-repair-revocation';
import { listCorrectionFields } from './words/list-correction';
import { listEntryFields } from './words/list-entry';
import { listRemovalFields } from './words/list-removal';
import { penaltyFields } from './words/penalty';
import { penaltyChangeFields } from './words/penalty-change';
import { penaltyCorrectionFields } from './words/penalty-correction';
import { penaltyUnlawfulFields } from './words/penalty-unlawful';
import { penaltyVoidFields } from './words/penalty-void';
import { penaltyWithdrawalFields } from './words/penalty-withdrawal';
import { repairRevocationFields } from './words/repair-revocation';
import { spotCheckFields } from './words/spot-check';
import { spotCheckWithdrawalFields } from './words/spot-check-withdrawal';

/** Our words into those of 信用中国(河北): one file per kind in `words/`. The contract in `docs/exchange/credit-china-hebei` is the judge. */
const words: Words<Fields> = {
  penalty: penaltyFields,
  'penalty-withdrawal': penaltyWithdrawalFields,
  'penalty-change': penaltyChangeFields,
  'penalty-correction': penaltyCorrectionFields,
  'penalty-unlawful': penaltyUnlawfulFields,
  'penalty-void': penaltyVoidFields,
  'list-entry': listEntryFields,
  'list-correction': listCorrectionFields,
  'list-removal': listRemovalFields,
  commitment: commitmentFields,
  'commitment-repair': commitmentRepairFields,
  'commitment-repair-revocation': commitmentRepairRevocationFields,
  'spot-check': spotCheckFields,
  'spot-check-withdrawal': spotCheckWithdrawalFields,
  'repair-result': null, // a repair hides the penalty, and its revocation shows it again
  'repair-revocation': repairRevocationFields,
};

/** @throws `NoWordsFor` a kind the body is never told */
export const creditChinaHebeiMessage = sayingIn(words);
