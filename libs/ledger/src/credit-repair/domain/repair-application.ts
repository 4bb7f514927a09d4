import type { RuleBook } from '../../rule-set';
import { type Day, dueDay, isSameNumber, Refusal, sameContent } from '../../shared';
import { applicationsOf, type CreditRepair, fileIn, movedOn } from './credit-repair';
import type {
  CreditRepairAccepted,
  CreditRepairAppliedFor,
  CreditRepairEvent,
  CreditRepairNotAccepted,
  CreditRepairReturned,
  RepairedRecord,
  RepairPapers,
} from './credit-repair.events';
import { repairability } from './repairability';

/** What somebody applies for, and with what. */
export interface Application {
  readonly repairId: string;
  readonly applicationNumber: string;
  readonly channel: CreditRepairAppliedFor['data']['channel'];
  readonly appliedOn: Day;
  readonly papers: RepairPapers;
}

/**
 * 申请. The clocks of acceptance and answer run from receipt (令36, 22号; S69). The same application again is quiet.
 *
 * Refusals in this order: `exists-with-different-content` (another application under this number); `repair-under-way`
 * {applicationNumber}; `already-repaired` {documentNumber}; `record-no-longer-stands`; `applied-before-found` {foundOn};
 * `record-not-repairable` {basis}.
 */
export const applyForRepair =
  (rules: RuleBook, wanted: Application, record: RepairedRecord, subjectId: string, stands: boolean) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const known = applicationsOf(state).find(({ applicationNumber }) =>
      isSameNumber(applicationNumber, wanted.applicationNumber),
    );
    if (known) {
      const { repairId, applicationNumber, channel, appliedOn, papers } = known;
      return sameContent({ repairId, applicationNumber, channel, appliedOn, papers }, wanted, 'applicationNumber');
    }
    refuseSecond(state);
    if (!stands) throw new Refusal('record-no-longer-stands', { documentNumber: record.documentNumber });
    if (wanted.appliedOn < record.foundOn) {
      throw new Refusal('applied-before-found', { foundOn: record.foundOn }, 'appliedOn');
    }
    const possible = repairability(rules, record, wanted.appliedOn);
    if (possible.repairable === 'no') throw new Refusal('record-not-repairable', { basis: possible.basis });
    return [
      {
        type: 'CreditRepairAppliedFor',
        data: {
          ...wanted,
          subjectId,
          record,
          ...termsFrom(rules, wanted.appliedOn),
          ruleSetId: rules.inForce(wanted.appliedOn).id,
        },
      },
    ];
  };

/**
 * 一次性告知补正: all that is missing is said at once, and only once.
 *
 * Refusals in this order: `repair-not-found`; `exists-with-different-content`; `already-returned` {returnedOn};
 * `repair-moved-on` {status}; `returned-before-applied` {appliedOn}.
 */
export const returnApplication =
  (wanted: Omit<CreditRepairReturned['data'], 'subjectId'>) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { application, returned } = fileIn(state, wanted.repairId);
    const data = { ...wanted, subjectId: application.subjectId };
    if (state.status === 'returned') return sameContent(state.file.returned ?? {}, data, 'missing');
    if (returned !== null) throw new Refusal('already-returned', { returnedOn: returned.returnedOn });
    if (state.status !== 'applied') throw movedOn(state);
    if (wanted.returnedOn < application.appliedOn) {
      throw new Refusal('returned-before-applied', { appliedOn: application.appliedOn }, 'returnedOn');
    }
    return [{ type: 'CreditRepairReturned', data }];
  };

export interface Completion {
  readonly repairId: string;
  readonly completedOn: Day;
  readonly papers: RepairPapers;
}

/**
 * 补正: the clocks begin anew on the day the application is complete.
 *
 * Refusals in this order: `repair-not-found`; `repair-not-returned`; `exists-with-different-content`; `repair-moved-on`
 * {status}; `completed-before-returned` {returnedOn}.
 */
export const completeApplication =
  (rules: RuleBook, wanted: Completion) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { application, papers, returned } = fileIn(state, wanted.repairId);
    if (returned === null) throw new Refusal('repair-not-returned', { repairId: wanted.repairId });
    if (state.status === 'applied') return sameContent(papers, wanted.papers, 'proof');
    if (state.status !== 'returned') throw movedOn(state);
    if (wanted.completedOn < returned.returnedOn) {
      throw new Refusal('completed-before-returned', { returnedOn: returned.returnedOn }, 'completedOn');
    }
    const data = { ...wanted, subjectId: application.subjectId, ...termsFrom(rules, wanted.completedOn) };
    return [{ type: 'CreditRepairApplicationCompleted', data }];
  };

/**
 * 不予受理. Reasons are told (P70).
 *
 * Refusals in this order: `repair-not-found`; `exists-with-different-content`; `repair-moved-on` {status};
 * `decided-before-applied` {appliedOn}.
 */
export const refuseAcceptance =
  (wanted: Omit<CreditRepairNotAccepted['data'], 'subjectId'>) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { application } = fileIn(state, wanted.repairId);
    const data = { ...wanted, subjectId: application.subjectId };
    if (state.status === 'not-accepted') return sameContent(state.refusal, data, 'documentNumber');
    if (state.status !== 'applied' && state.status !== 'returned') throw movedOn(state);
    notBeforeApplied(wanted.notAcceptedOn, application, 'notAcceptedOn');
    return [{ type: 'CreditRepairNotAccepted', data }];
  };

/**
 * 受理.
 *
 * Refusals in this order: `repair-not-found`; `exists-with-different-content`; `repair-moved-on` {status};
 * `decided-before-applied` {appliedOn}.
 */
export const accept =
  (wanted: Omit<CreditRepairAccepted['data'], 'subjectId'>) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { application } = fileIn(state, wanted.repairId);
    const data = { ...wanted, subjectId: application.subjectId };
    if ('acceptance' in state) return sameContent(state.acceptance, data, 'acceptedOn');
    if (state.status !== 'applied') throw movedOn(state);
    notBeforeApplied(wanted.acceptedOn, application, 'acceptedOn');
    return [{ type: 'CreditRepairAccepted', data }];
  };

/** A new application may follow one that came to nothing, or a repair that was revoked. */
function refuseSecond(state: CreditRepair): void {
  if (state.status === 'fanning-out' || state.status === 'completed') {
    throw new Refusal('already-repaired', { documentNumber: state.approval.documentNumber });
  }
  const over = ['absent', 'not-accepted', 'rejected', 'revoked'];
  if (state.status !== 'absent' && !over.includes(state.status)) {
    throw new Refusal('repair-under-way', { applicationNumber: state.file.application.applicationNumber });
  }
}

function notBeforeApplied(day: Day, { appliedOn }: CreditRepairAppliedFor['data'], field: string): void {
  if (day < appliedOn) throw new Refusal('decided-before-applied', { appliedOn }, field);
}

/** 3 working days to accept, 10 to answer (S69), from the day on which there is a complete application. */
function termsFrom(rules: RuleBook, from: Day) {
  const { acceptanceWorkingDays, answerWorkingDays } = rules.inForce(from).repair;
  return {
    acceptanceDue: dueDay(rules, from, acceptanceWorkingDays.value),
    answerDue: dueDay(rules, from, answerWorkingDays.value),
  };
}
