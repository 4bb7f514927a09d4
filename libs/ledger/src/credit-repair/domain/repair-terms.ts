import type { RuleBook } from '../../rule-set';
import { type Day, derivedId, type Due, dueDay, type DueDay, type Stated } from '../../shared';
import type { CreditRepair } from './credit-repair';
import type { CreditRepairEvent, CreditRepairTermDated } from './credit-repair.events';
import type { RepairRules } from './credit-repair.rules';

/** A term that runs: what waits, from which day, and how many working days by which rule. */
interface Term {
  readonly term: CreditRepairTermDated['data']['term'];
  readonly title: string;
  readonly whose: Due['whose'];
  readonly due: DueDay;
  readonly since: Day;
  readonly workingDays: (rules: RepairRules) => Stated<number>;
  readonly basis: string;
}

/** 受理 until it is decided, 答复 until there is one, 确认 until every body that was told has confirmed. */
function termRunning(state: CreditRepair): Term | undefined {
  switch (state.status) {
    case 'applied':
      return {
        term: 'acceptance',
        title: '信用修复申请受理',
        whose: 'officer',
        due: state.file.acceptanceDue,
        since: state.file.completeOn,
        workingDays: (repair) => repair.acceptanceWorkingDays,
        basis: '国办发〔2025〕22号：收到申请之日起3个工作日内决定是否受理',
      };
    case 'accepted':
    case 'verifying': {
      const { extension, answerDue, completeOn } = state.file;
      return {
        term: 'answer',
        title: '信用修复申请答复',
        whose: 'approver',
        due: answerDue,
        since: extension?.from ?? completeOn,
        workingDays: (repair) => (extension === null ? repair.answerWorkingDays : repair.extensionWorkingDays),
        basis: '国办发〔2025〕22号：申请之日起10个工作日内答复，可延长一次',
      };
    }
    case 'fanning-out':
      return {
        term: 'confirmation',
        title: '信用修复结果同步确认',
        whose: 'operator',
        due: state.confirmationDue,
        since: state.approval.approvedOn,
        workingDays: (repair) => repair.confirmationWorkingDays,
        basis: '信用修复结果3个工作日内同步',
      };
    default:
      return undefined;
  }
}

/** What waits for a day: one term at a time. */
export function due(state: CreditRepair): Due[] {
  const running = termRunning(state);
  if (state.status === 'absent' || running === undefined) return [];
  const { term, title, whose, due: day, since, basis } = running;
  const { repairId } = state.file.application;
  return [
    {
      what: `repair-${term}`,
      title,
      whose,
      until: day.dueOn,
      dueOpen: day.dueOpen,
      days: 'working',
      basis,
      since,
      commandId: day.dueOpen === null ? null : derivedId('creditRepairTerm', repairId, term, since),
    },
  ];
}

/** The working days of a year have come: a term that was open has its day. A day that passes writes nothing: people are late, not the record. */
export const dayCame =
  (rules: RuleBook, day: Day) =>
  (state: CreditRepair): CreditRepairEvent[] => {
    const running = termRunning(state);
    if (state.status === 'absent' || running === undefined || running.due.dueOpen === null) return [];
    const { repairId, subjectId } = state.file.application;
    const count = running.workingDays(rules.inForce(running.since).repair);
    const { dueOn } = dueDay(rules, running.since, count.value);
    if (dueOn === null) return [];
    return [{ type: 'CreditRepairTermDated', data: { repairId, subjectId, term: running.term, dueOn, datedOn: day } }];
  };
