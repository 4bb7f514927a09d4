import type { Told } from '@app/exchange';
import { type CreditRepair, isToldRecord, type ToldRecord } from '../../credit-repair';
import type {
  CreditRepairApproved,
  CreditRepairRevoked,
  RepairedRecord,
} from '../../credit-repair/domain/credit-repair.events';
import type { Mapping, Reason } from '../told-table';

const neverTold = '未曾告知该记录，修复结果无须告知';
const notOfTheseKinds = '平台未收到过该类记录，其修复无须告知';
const notNamed = '申请受理时未载明承诺受理单位，平台无从认定是哪条记录';

const whyNot = ({ kind }: RepairedRecord): Reason => (kind === 'false-commitment' ? notNamed : notOfTheseKinds);

/** What a message says of the record that is repaired: whom it is about, and whose it is. Who made the finding repairs it (谁认定、谁修复), so the repair is its data. */
const named = (uscc: string, { subjectName, authorityName, authorityCode }: ToldRecord) => ({
  subjectName,
  uscc,
  authorityName,
  authorityCode,
  sourceName: authorityName,
  sourceCode: authorityCode,
});

/**
 * What is said of a record whose repair was approved. Of a penalty the result first, then that its publicity ends, by the same decision; or
 * only that it ends, where a body has no place for results. Of a commitment that was found false the result, by which it is shown no longer.
 */
export const repairApproved =
  (
    body: string,
    says: 'result-and-end' | 'end' = 'result-and-end',
  ): Mapping<CreditRepair, CreditRepairApproved['data']> =>
  (_rules, state, data) => {
    if (state.status === 'absent' || !data.bodies.includes(body)) return neverTold;
    const { record } = state.file.application;
    if (!isToldRecord(record)) return whyNot(record);
    if (record.kind === 'false-commitment') return commitmentRepaired(record, data);
    return says === 'end' ? penaltyHidden(record, data) : [penaltyRepaired(record, data), penaltyHidden(record, data)];
  };

type Approval = CreditRepairApproved['data'];

const penaltyRepaired = (record: ToldRecord, { subjectId, documentNumber, approvedOn, reasons }: Approval): Told => ({
  kind: 'repair-result',
  document: {
    ...named(subjectId, record),
    documentNumber: record.documentNumber,
    repairDecisionNumber: documentNumber,
    repairedOn: approvedOn,
    reasons,
  },
});

const penaltyHidden = (record: ToldRecord, { subjectId, documentNumber, approvedOn }: Approval): Told => ({
  kind: 'penalty-withdrawal',
  document: {
    ...named(subjectId, record),
    documentNumber: record.documentNumber,
    withdrawnOn: approvedOn,
    reason: '信用修复',
    withdrawalDocumentNumber: documentNumber,
  },
});

const commitmentRepaired = (
  record: ToldRecord,
  { subjectId, documentNumber, approvedOn, reasons }: Approval,
): Told => ({
  kind: 'commitment-repair',
  document: {
    ...named(subjectId, record),
    commitmentNumber: record.documentNumber,
    repairDecisionNumber: documentNumber,
    repairedOn: approvedOn,
    reasons,
  },
});

/** The record stands again: told to whom its repair was told. */
export const repairRevoked =
  (body: string): Mapping<CreditRepair, CreditRepairRevoked['data']> =>
  (_rules, state, data) => {
    if (!('approval' in state) || !state.approval.bodies.includes(body)) return neverTold;
    const { record } = state.file.application;
    if (!isToldRecord(record)) return whyNot(record);
    const { subjectId, documentNumber: revocationDocumentNumber, revokedOn, reason } = data;
    const revocation = {
      ...named(subjectId, record),
      repairDecisionNumber: state.approval.documentNumber,
      revocationDocumentNumber,
      revokedOn,
      reason,
    };
    const { documentNumber } = record;
    return record.kind === 'false-commitment'
      ? { kind: 'commitment-repair-revocation', document: { ...revocation, commitmentNumber: documentNumber } }
      : { kind: 'repair-revocation', document: { ...revocation, documentNumber } };
  };
