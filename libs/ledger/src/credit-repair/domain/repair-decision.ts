import { firstDayAfterTerm } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import { type Day, dueDay, type DueDay, Refusal, sameContent, saysTheSame, yearWaitedFor } from '../../shared';
import { type CreditRepair, fileIn, movedOn } from './credit-repair';
import type { CreditRepairEvent, CreditRepairVerified, RecordName, RepairedRecord } from './credit-repair.events';
import { type Circumstances, unmetConditions, unmetInWords } from './repair-conditions';

/**
 * 核实: may be said again with another finding; the later one counts.
 *
 * Refusals in this order: `repair-not-found`; `repair-moved-on` {status}; `verified-before-accepted` {acceptedOn}.
 */
export const verify =
  (wanted: Omit<CreditRepairVerified['data'], 'subjectId'>) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { application } = fileIn(state, wanted.repairId);
    if (!('acceptance' in state)) throw movedOn(state);
    const { acceptedOn } = state.acceptance;
    if (wanted.verifiedOn < acceptedOn) throw new Refusal('verified-before-accepted', { acceptedOn }, 'verifiedOn');
    const data = { ...wanted, subjectId: application.subjectId };
    if (state.status === 'verifying' && saysTheSame(state.verification, data)) return [];
    return [{ type: 'CreditRepairVerified', data }];
  };

export interface Extension {
  readonly repairId: string;
  readonly extendedOn: Day;
  readonly reason: string;
}

/**
 * 延长答复, once (S69; the length is our default). It must be said while the answer is not overdue.
 *
 * Refusals in this order: `repair-not-found`; `repair-moved-on` {status}; `already-extended` {extendedOn};
 * `extended-before-accepted` {acceptedOn}; `answer-overdue` {dueOn}; `working-day-calendar-missing` while the day of the
 * answer is open.
 */
export const extendAnswer =
  (rules: RuleBook, wanted: Extension) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { application, answerDue, extension } = fileIn(state, wanted.repairId);
    if (!('acceptance' in state)) throw movedOn(state);
    if (extension !== null) {
      const { repairId, extendedOn, reason } = extension.said;
      if (saysTheSame({ repairId, extendedOn, reason }, wanted)) return [];
      throw new Refusal('already-extended', { extendedOn });
    }
    const { acceptedOn } = state.acceptance;
    if (wanted.extendedOn < acceptedOn) throw new Refusal('extended-before-accepted', { acceptedOn }, 'extendedOn');
    const dueOn = knownDay(answerDue);
    if (wanted.extendedOn > dueOn) throw new Refusal('answer-overdue', { dueOn }, 'extendedOn');
    const { extensionWorkingDays } = rules.inForce(dueOn).repair;
    const data = {
      ...wanted,
      subjectId: application.subjectId,
      answerDue: dueDay(rules, dueOn, extensionWorkingDays.value),
    };
    return [{ type: 'CreditRepairAnswerExtended', data }];
  };

export interface Approval {
  readonly repairId: string;
  readonly documentNumber: string;
  readonly approvedOn: Day;
  readonly reasons: string;
}

/**
 * 准予修复. With nobody to tell it is complete at once.
 *
 * Refusals in this order: `repair-not-found`; `exists-with-different-content`; `repair-moved-on` {status};
 * `decided-before-verified` {verifiedOn}; `record-no-longer-stands`; `repair-conditions-unmet` {unmet}.
 *
 * @param bodies those that were told of the record
 */
export const approve =
  (rules: RuleBook, wanted: Approval, circumstances: Circumstances, bodies: readonly string[]) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { application, papers } = fileIn(state, wanted.repairId);
    const { subjectId, record } = application;
    if ('approval' in state) {
      const { repairId, documentNumber, approvedOn, reasons } = state.approval;
      return sameContent({ repairId, documentNumber, approvedOn, reasons }, wanted, 'documentNumber');
    }
    if (state.status !== 'verifying') throw movedOn(state);
    const { verification } = state;
    notBeforeVerified(wanted.approvedOn, verification, 'approvedOn');
    if (!circumstances.stands) throw new Refusal('record-no-longer-stands', { documentNumber: record.documentNumber });
    const unmet = unmetConditions(rules, { record, papers, verification }, circumstances, wanted.approvedOn);
    if (unmet.length > 0) {
      const inWords = unmet.map(({ condition, detail }) => unmetInWords[condition](detail));
      throw new Refusal('repair-conditions-unmet', { unmet: inWords });
    }
    const { confirmationWorkingDays } = rules.inForce(wanted.approvedOn).repair;
    const confirmationDue = dueDay(rules, wanted.approvedOn, confirmationWorkingDays.value);
    const approved: CreditRepairEvent = {
      type: 'CreditRepairApproved',
      data: { ...wanted, subjectId, record: nameOf(record), bodies, confirmationDue },
    };
    return bodies.length === 0 ? [approved, completed(wanted.repairId, subjectId, wanted.approvedOn)] : [approved];
  };

export interface Rejection {
  readonly repairId: string;
  readonly documentNumber: string;
  readonly rejectedOn: Day;
  readonly reasons: string;
}

/**
 * 不予修复: names every unmet condition the ledger knows of, and the reasons of the authority (other conditions of law).
 *
 * Refusals in this order: `repair-not-found`; `exists-with-different-content`; `repair-moved-on` {status};
 * `decided-before-verified` {verifiedOn}.
 */
export const reject =
  (rules: RuleBook, wanted: Rejection, circumstances: Circumstances) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { application, papers } = fileIn(state, wanted.repairId);
    if (state.status === 'rejected') {
      const { repairId, documentNumber, rejectedOn, reasons } = state.rejection;
      return sameContent({ repairId, documentNumber, rejectedOn, reasons }, wanted, 'documentNumber');
    }
    if (state.status !== 'verifying') throw movedOn(state);
    const { verification } = state;
    notBeforeVerified(wanted.rejectedOn, verification, 'rejectedOn');
    const { subjectId, record } = application;
    const unmet = unmetConditions(rules, { record, papers, verification }, circumstances, wanted.rejectedOn);
    return [{ type: 'CreditRepairRejected', data: { ...wanted, subjectId, unmet } }];
  };

export interface Confirmation {
  readonly repairId: string;
  readonly body: string;
  readonly confirmedOn: Day;
  readonly receipt: string;
}

/**
 * A body has confirmed. The last one completes the repair. One that was not told, or confirms again, says nothing new; after
 * a revocation there is nothing left to confirm.
 *
 * Refusal: `repair-not-found`.
 */
export const confirm =
  (wanted: Confirmation) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { subjectId } = fileIn(state, wanted.repairId).application;
    if (state.status !== 'fanning-out') return [];
    const { bodies } = state.approval;
    if (!bodies.includes(wanted.body) || state.confirmed.includes(wanted.body)) return [];
    const confirmed: CreditRepairEvent = { type: 'CreditRepairConfirmed', data: { ...wanted, subjectId } };
    const missing = bodies.filter((body) => body !== wanted.body && !state.confirmed.includes(body));
    return missing.length > 0 ? [confirmed] : [confirmed, completed(wanted.repairId, subjectId, wanted.confirmedOn)];
  };

export interface RepairRevocation {
  readonly repairId: string;
  readonly documentNumber: string;
  readonly revokedOn: Day;
  readonly reason: string;
}

/**
 * 撤销修复: obtained by false papers or a false commitment. The record stands again, and a bar begins (a bar is sourced, P70;
 * its length is our default).
 *
 * Refusals in this order: `repair-not-found`; `repair-not-approved` {status}; `exists-with-different-content`;
 * `revoked-before-approved` {approvedOn}.
 *
 * @param recordedOn the day on which it is recorded: the bar is read as it is read then
 */
export const revokeRepair =
  (rules: RuleBook, wanted: RepairRevocation, recordedOn: Day) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const { subjectId, record } = fileIn(state, wanted.repairId).application;
    if (!('approval' in state)) throw new Refusal('repair-not-approved', { status: state.status });
    if (state.status === 'revoked') {
      const { repairId, documentNumber, revokedOn, reason } = state.revocation;
      return sameContent({ repairId, documentNumber, revokedOn, reason }, wanted, 'documentNumber');
    }
    const { approvedOn } = state.approval;
    if (wanted.revokedOn < approvedOn) throw new Refusal('revoked-before-approved', { approvedOn }, 'revokedOn');
    const ruleSet = rules.inForce(wanted.revokedOn);
    const barredUntil = firstDayAfterTerm(ruleSet, recordedOn, wanted.revokedOn, ruleSet.repair.barMonths.value);
    const data = { ...wanted, subjectId, record: nameOf(record), barredUntil, ruleSetId: ruleSet.id };
    return [{ type: 'CreditRepairRevoked', data }];
  };

function notBeforeVerified(day: Day, { verifiedOn }: CreditRepairVerified['data'], field: string): void {
  if (day < verifiedOn) throw new Refusal('decided-before-verified', { verifiedOn }, field);
}

/** An act that needs the day waits for the calendar. */
function knownDay({ dueOn, dueOpen }: DueDay): Day {
  if (dueOpen !== null) throw new Refusal('working-day-calendar-missing', { year: yearWaitedFor(dueOpen) });
  return dueOn;
}

const nameOf = ({ kind, id, documentNumber }: RepairedRecord): RecordName => ({ kind, id, documentNumber });

const completed = (repairId: string, subjectId: string, completedOn: Day): CreditRepairEvent => ({
  type: 'CreditRepairCompleted',
  data: { repairId, subjectId, completedOn },
});
