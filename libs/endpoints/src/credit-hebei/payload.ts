import {
  idempotencyKeyOf,
  ListEntryPushContent,
  ListRemovalPushContent,
  PenaltyPushContent,
  PenaltyWithdrawalPushContent,
  Push,
  PushKind,
} from '@app/outbox';

/**
 * Our words into those of the national credit platform, as 信用中国(河北) takes them. Field names of penalties: 双公示
 * (regulations 7.2, sourced); of withdrawals and of the list (7.4, minimal list record): our default, the official tables
 * were not found. The platform's published schemas are the judge.
 */
export interface CreditHebeiMessage {
  readonly idempotencyKey: string;
  readonly kind: PushKind;
  /** Grows from one message about a subject to the next. */
  readonly subjectSequence: number;
  readonly fields: CreditHebeiFields;
}

/** A field that has nothing to say is left out: the platform takes no nulls and no empty words. */
export type CreditHebeiFields = Readonly<Record<string, string | readonly string[]>>;

export function creditHebeiMessage(push: Push): CreditHebeiMessage {
  return {
    idempotencyKey: idempotencyKeyOf(push),
    kind: push.kind,
    subjectSequence: push.position,
    fields: fieldsOf(push),
  };
}

function fieldsOf(push: Push): CreditHebeiFields {
  switch (push.kind) {
    case 'penalty':
      return penaltyFields(push.content);
    case 'penalty-withdrawal':
      return penaltyWithdrawalFields(push.content);
    case 'list-entry':
      return listEntryFields(push.content);
    case 'list-removal':
      return listRemovalFields(push.content);
  }
}

function penaltyFields(penalty: PenaltyPushContent): CreditHebeiFields {
  return withoutGaps({
    CF_XDR_MC: penalty.subjectName,
    CF_XDR_LB: subjectCategory(penalty.uscc),
    CF_XDR_SHXYM: penalty.uscc,
    CF_FRDB: penalty.legalRepresentative, // its document type and number are not sent (S39)
    CF_WSH: penalty.documentNumber,
    CF_WFXW: penalty.violationType,
    CF_SY: penalty.facts,
    CF_YJ: penalty.legalBasis,
    CF_CFLB: penalty.penaltyKinds.join(';'),
    CF_NR: penalty.penaltyContent,
    CF_NR_FK: wanOf(penalty.fineFen),
    CF_NR_WFFF: wanOf(penalty.confiscatedFen),
    CF_NR_ZKDX: penalty.licence,
    CF_JDRQ: slashed(penalty.decidedOn),
    CF_YXQ: slashed(penalty.effectiveUntil),
    CF_GSJZQ: slashed(penalty.publicUntil),
    CF_CFJG: penalty.authorityName,
    CF_CFJGDM: penalty.authorityCode,
    CF_SJLY: penalty.sourceName,
    CF_SJLYDM: penalty.sourceCode,
    BZ: penalty.remark,
    SX_YZCD: penalty.severity && severityLabels[penalty.severity],
  });
}

function penaltyWithdrawalFields(withdrawal: PenaltyWithdrawalPushContent): CreditHebeiFields {
  return withoutGaps({
    CF_XDR_MC: withdrawal.subjectName,
    CF_XDR_SHXYM: withdrawal.uscc,
    CF_WSH: withdrawal.documentNumber,
    CF_CFJG: withdrawal.authorityName,
    CF_CFJGDM: withdrawal.authorityCode,
    CH_RQ: slashed(withdrawal.withdrawnOn),
    CH_YY: withdrawal.reason,
    CH_WSH: withdrawal.withdrawalDocumentNumber,
    CF_SJLY: withdrawal.sourceName,
    CF_SJLYDM: withdrawal.sourceCode,
  });
}

function listEntryFields(entry: ListEntryPushContent): CreditHebeiFields {
  return withoutGaps({
    subjectName: entry.subjectName,
    uscc: entry.uscc,
    legalRep: entry.legalRepresentative,
    registeredAddress: entry.registeredAddress,
    triggerCode: entry.groundCode,
    triggerName: entry.groundLabel,
    conductSummary: entry.conductSummary,
    legalBasis: entry.legalBasis,
    decisionNo: entry.decisionNumber,
    decisionBody: entry.decisionBody,
    decisionBodyUscc: entry.decisionBodyCode,
    listedOn: entry.listedOn,
    measureSet: entry.measures,
    removalDue: entry.removalDue,
    dataSource: entry.dataSource,
    dataSourceUscc: entry.dataSourceCode,
  });
}

function listRemovalFields(removal: ListRemovalPushContent): CreditHebeiFields {
  return {
    subjectName: removal.subjectName,
    uscc: removal.uscc,
    decisionNo: removal.decisionNumber,
    decisionBody: removal.decisionBody,
    decisionBodyUscc: removal.decisionBodyCode,
    listedOn: removal.listedOn,
    removedOn: removal.removedOn,
    removalReason: removal.removalReason,
    removalBody: removal.removalBody,
    removalBodyUscc: removal.removalBodyCode,
    dataSource: removal.dataSource,
    dataSourceUscc: removal.dataSourceCode,
  };
}

/** 个体工商户 (codes starting with 92) go in the legal-person table under a category of their own (S39). */
function subjectCategory(uscc: string): string {
  return uscc.startsWith('92') ? '个体工商户' : '法人及非法人组织';
}

/** Fen into 万元 with the six decimals of the column, decimal(18,6), without ever being a float. */
function wanOf(fen: number | null): string | null {
  if (fen === null) return null;
  const digits = BigInt(fen).toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** `2024-03-05` is written `2024/03/05` in the penalty table (S40). */
function slashed(day: string): string;
function slashed(day: string | null): string | null;
function slashed(day: string | null): string | null {
  return day === null ? null : day.replaceAll('-', '/');
}

const severityLabels = { minor: '轻微', general: '一般', serious: '严重' };

function withoutGaps(fields: Readonly<Record<string, string | readonly string[] | null>>): CreditHebeiFields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])),
  );
}
