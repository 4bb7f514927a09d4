import { type Day, dayUpTo, optionalText, parseDocumentTitle, readFields, requiredText } from '../../shared';
import type { CreditRepairVerified } from './credit-repair.events';
import type { Approval, Extension, Rejection, RepairRevocation } from './repair-decision';

/** 核实情况, as somebody wrote it down. */
export interface VerificationPaper {
  readonly verifiedOn: string;
  readonly openDuties?: string | null | undefined;
  readonly corrected: boolean;
  readonly findings: string;
}

/** Refusals name the field, in the order of the fields: `date-invalid`, `date-in-future`, those of `requiredText`. */
export const readVerification = (
  repairId: string,
  paper: VerificationPaper,
  today: Day,
): Omit<CreditRepairVerified['data'], 'subjectId'> => ({
  repairId,
  ...readFields(paper, {
    verifiedOn: dayUpTo(today),
    openDuties: (text) => optionalText(text),
    corrected: (corrected) => corrected,
    findings: (text) => requiredText(text),
  }),
});

/** 延长答复, as somebody wrote it down. */
export interface ExtensionPaper {
  readonly extendedOn: string;
  readonly reason: string;
}

/** Refusals name the field, in the order of the fields: `date-invalid`, `date-in-future`, those of `requiredText`. */
export const readExtension = (repairId: string, paper: ExtensionPaper, today: Day): Extension => ({
  repairId,
  ...readFields(paper, { extendedOn: dayUpTo(today), reason: (text) => requiredText(text) }),
});

/** 准予修复决定书, as somebody wrote it down. */
export interface ApprovalPaper {
  readonly documentNumber: string;
  readonly approvedOn: string;
  readonly reasons: string;
}

/**
 * Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, `date-invalid`, `date-in-future`, those of
 * `requiredText`.
 */
export const readApproval = (repairId: string, paper: ApprovalPaper, today: Day): Approval => ({
  repairId,
  ...readFields(paper, {
    documentNumber: parseDocumentTitle,
    approvedOn: dayUpTo(today),
    reasons: (text) => requiredText(text),
  }),
});

/** 不予修复决定书, as somebody wrote it down. */
export interface RejectionPaper {
  readonly documentNumber: string;
  readonly rejectedOn: string;
  readonly reasons: string;
}

/** Refusals as those of `readApproval`. */
export const readRejection = (repairId: string, paper: RejectionPaper, today: Day): Rejection => ({
  repairId,
  ...readFields(paper, {
    documentNumber: parseDocumentTitle,
    rejectedOn: dayUpTo(today),
    reasons: (text) => requiredText(text),
  }),
});

/** 撤销修复决定书, as somebody wrote it down. */
export interface RepairRevocationPaper {
  readonly documentNumber: string;
  readonly revokedOn: string;
  readonly reason: string;
}

/** Refusals as those of `readApproval`. */
export const readRepairRevocation = (repairId: string, paper: RepairRevocationPaper, today: Day): RepairRevocation => ({
  repairId,
  ...readFields(paper, {
    documentNumber: parseDocumentTitle,
    revokedOn: dayUpTo(today),
    reason: (text) => requiredText(text),
  }),
});
