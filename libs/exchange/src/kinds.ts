import { type CommitmentDocument, commitmentPaper } from './commitment';
import { type CommitmentRepairDocument, commitmentRepairPaper } from './commitment-repair';
import {
  type CommitmentRepairRevocationDocument,
  commitmentRepairRevocationPaper,
} from './commitment-repair-revocation';
import { type ListCorrectionDocument, listCorrectionPaper } from './list-correction';
import { type ListEntryDocument, listEntryPaper } from './list-entry';
import { type ListRemovalDocument, listRemovalPaper } from './list-removal';
import type { Paper } from './paper';
import { type PenaltyDocument, penaltyPaper } from './penalty';
import { type PenaltyChangeDocument, penaltyChangePaper } from './penalty-change';
import { type PenaltyCorrectionDocument, penaltyCorrectionPaper } from './penalty-correction';
import { type PenaltyUnlawfulDocument, penaltyUnlawfulPaper } from './penalty-unlawful';
import { type PenaltyVoidDocument, penaltyVoidPaper } from './penalty-void';
import { type PenaltyWithdrawalDocument, penaltyWithdrawalPaper } from './penalty-withdrawal';
import { type RepairResultDocument, repairResultPaper } from './repair-result';
import { type RepairRevocationDocument, repairRevocationPaper } from './repair-revocation';
import { type SpotCheckDocument, spotCheckPaper } from './spot-check';
import { type SpotCheckWithdrawalDocument, spotCheckWithdrawalPaper } from './spot-check-withdrawal';

/** The kinds of document, by the name under which they are stored for good. A further kind: its file, and a line here and below. */
export interface Documents {
  readonly penalty: PenaltyDocument;
  readonly 'penalty-withdrawal': PenaltyWithdrawalDocument;
  readonly 'list-entry': ListEntryDocument;
  readonly 'list-removal': ListRemovalDocument;
  readonly 'repair-result': RepairResultDocument;
  readonly 'repair-revocation': RepairRevocationDocument;
  readonly 'penalty-change': PenaltyChangeDocument;
  readonly 'penalty-unlawful': PenaltyUnlawfulDocument;
  readonly 'penalty-void': PenaltyVoidDocument;
  readonly 'list-correction': ListCorrectionDocument;
  readonly commitment: CommitmentDocument;
  readonly 'spot-check': SpotCheckDocument;
  readonly 'spot-check-withdrawal': SpotCheckWithdrawalDocument;
  readonly 'penalty-correction': PenaltyCorrectionDocument;
  readonly 'commitment-repair': CommitmentRepairDocument;
  readonly 'commitment-repair-revocation': CommitmentRepairRevocationDocument;
}

const papers: { readonly [K in Kind]: (document: Documents[K]) => Paper } = {
  penalty: penaltyPaper,
  'penalty-withdrawal': penaltyWithdrawalPaper,
  'list-entry': listEntryPaper,
  'list-removal': listRemovalPaper,
  'repair-result': repairResultPaper,
  'repair-revocation': repairRevocationPaper,
  'penalty-change': penaltyChangePaper,
  'penalty-unlawful': penaltyUnlawfulPaper,
  'penalty-void': penaltyVoidPaper,
  'list-correction': listCorrectionPaper,
  commitment: commitmentPaper,
  'spot-check': spotCheckPaper,
  'spot-check-withdrawal': spotCheckWithdrawalPaper,
  'penalty-correction': penaltyCorrectionPaper,
  'commitment-repair': commitmentRepairPaper,
  'commitment-repair-revocation': commitmentRepairRevocationPaper,
};

export type Kind = keyof Documents;

/** What a body is told: a document of one of the kinds. */
export type Told = { readonly [K in Kind]: { readonly kind: K; readonly document: Documents[K] } }[Kind];

export const KINDS = Object.keys(papers) as readonly Kind[];

export const isKind = (kind: string): kind is Kind => Object.hasOwn(papers, kind);

/**
 * The key under which a body knows a message that it has seen before: body, kind, authority, document number, subject code,
 * revision (regulations 7.5, design note 2; our default). It names the paper and not the event, so a ledger rebuilt from its
 * papers meets its own earlier messages.
 *
 * @param revision of the event in its own stream: tells a paper's first message from its later ones
 */
export function keyOf(body: string, told: Told, revision: number): string {
  const { authorityCode, documentNumber, subjectCode } = paperOf(told);
  return [body, told.kind, authorityCode, documentNumber, subjectCode, revision].join(':');
}

/** The paper a message speaks of. */
export const paperOf = ({ kind, document }: Told): Paper => (papers[kind] as (document: object) => Paper)(document);
