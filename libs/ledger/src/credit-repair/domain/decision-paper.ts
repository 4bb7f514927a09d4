import { dayUpTo, optionalText, paper, parseDocumentTitle, requiredText, type Written } from '../../shared';

/** 核实情况. Refusals: those of the fields, in their order. */
export const readVerification = paper((today) => ({
  verifiedOn: dayUpTo(today),
  openDuties: (text: string | null | undefined) => optionalText(text),
  corrected: (corrected: boolean) => corrected,
  findings: requiredText,
}));
export type VerificationPaper = Written<typeof readVerification>;

/** 延长答复. Refusals: those of the fields, in their order. */
export const readExtension = paper((today) => ({ extendedOn: dayUpTo(today), reason: requiredText }));
export type ExtensionPaper = Written<typeof readExtension>;

/** 准予修复决定书. Refusals: those of the fields, in their order. */
export const readApproval = paper((today) => ({
  documentNumber: parseDocumentTitle,
  approvedOn: dayUpTo(today),
  reasons: requiredText,
}));
export type ApprovalPaper = Written<typeof readApproval>;

/** 不予修复决定书. Refusals: those of the fields, in their order. */
export const readRejection = paper((today) => ({
  documentNumber: parseDocumentTitle,
  rejectedOn: dayUpTo(today),
  reasons: requiredText,
}));
export type RejectionPaper = Written<typeof readRejection>;

/** 撤销修复决定书. Refusals: those of the fields, in their order. */
export const readRepairRevocation = paper((today) => ({
  documentNumber: parseDocumentTitle,
  revokedOn: dayUpTo(today),
  reason: requiredText,
}));
export type RepairRevocationPaper = Written<typeof readRepairRevocation>;
