import { type Day, derivedId, type DueDay, Refusal } from '../../shared';
import {
  type CreditRepairAccepted,
  type CreditRepairAnswerExtended,
  type CreditRepairAppliedFor,
  type CreditRepairApproved,
  type CreditRepairEvent,
  creditRepairEvents,
  type CreditRepairNotAccepted,
  type CreditRepairRejected,
  type CreditRepairReturned,
  type CreditRepairRevoked,
  type CreditRepairTermDated,
  type CreditRepairVerified,
  type RecordKind,
  type RepairPapers,
} from './credit-repair.events';
import { dayCame, due } from './repair-terms';

/** One record, one stream: its applications follow one another, so that two are never open at the same time. */
export const repairIdOf = (kind: RecordKind, recordId: string): string => derivedId('creditRepair', kind, recordId);
export const streamOf = (repairId: string): string => `${creditRepair.category}-${repairId}`;

/** The application under way, as it stands now. */
export interface RepairFile {
  readonly application: CreditRepairAppliedFor['data'];
  readonly papers: RepairPapers;
  readonly acceptanceDue: DueDay;
  readonly answerDue: DueDay;
  /** From which day the clocks run: there was a complete application. */
  readonly completeOn: Day;
  /** It goes back once, to be completed. */
  readonly returned: CreditRepairReturned['data'] | null;
  /** The answer is put off once, from the day on which it was due; null: it was not. */
  readonly extension: { readonly from: Day | null; readonly said: CreditRepairAnswerExtended['data'] } | null;
  /** Applications that came to their end before. */
  readonly earlier: readonly CreditRepairAppliedFor['data'][];
}
interface Accepted {
  readonly file: RepairFile;
  readonly acceptance: CreditRepairAccepted['data'];
}
interface Approved {
  readonly file: RepairFile;
  readonly approval: CreditRepairApproved['data'];
  readonly confirmationDue: DueDay;
  /** Bodies that have confirmed. */
  readonly confirmed: readonly string[];
}

/** The situations a repair can be in. One that the procedure does not know cannot be written down. */
export type CreditRepair =
  | { readonly status: 'absent' }
  | { readonly status: 'applied'; readonly file: RepairFile }
  | { readonly status: 'returned'; readonly file: RepairFile }
  | { readonly status: 'not-accepted'; readonly file: RepairFile; readonly refusal: CreditRepairNotAccepted['data'] }
  | (Accepted & { readonly status: 'accepted' })
  | (Accepted & { readonly status: 'verifying'; readonly verification: CreditRepairVerified['data'] })
  | { readonly status: 'rejected'; readonly file: RepairFile; readonly rejection: CreditRepairRejected['data'] }
  /** Approved, and the bodies that were told are being told of it. */
  | (Approved & { readonly status: 'fanning-out' })
  | (Approved & { readonly status: 'completed' })
  | (Approved & { readonly status: 'revoked'; readonly revocation: CreditRepairRevoked['data'] });

const initial: CreditRepair = { status: 'absent' };

function evolve(state: CreditRepair, event: CreditRepairEvent): CreditRepair {
  if (event.type === 'CreditRepairAppliedFor') return { status: 'applied', file: fileOf(event.data, state) };
  if (state.status === 'absent') return state;
  const { file } = state;
  switch (event.type) {
    case 'CreditRepairReturned':
      return { status: 'returned', file: { ...file, returned: event.data } };
    case 'CreditRepairApplicationCompleted': {
      const { papers, acceptanceDue, answerDue, completedOn } = event.data;
      return { status: 'applied', file: { ...file, papers, acceptanceDue, answerDue, completeOn: completedOn } };
    }
    case 'CreditRepairNotAccepted':
      return { status: 'not-accepted', file, refusal: event.data };
    case 'CreditRepairAccepted':
      return { status: 'accepted', file, acceptance: event.data };
    case 'CreditRepairVerified':
      return 'acceptance' in state ? { ...state, status: 'verifying', verification: event.data } : state;
    case 'CreditRepairAnswerExtended':
      return {
        ...state,
        file: { ...file, extension: { from: file.answerDue.dueOn, said: event.data }, answerDue: event.data.answerDue },
      };
    case 'CreditRepairApproved':
      return {
        status: 'fanning-out',
        file,
        approval: event.data,
        confirmationDue: event.data.confirmationDue,
        confirmed: [],
      };
    case 'CreditRepairRejected':
      return { status: 'rejected', file, rejection: event.data };
    case 'CreditRepairConfirmed':
      return 'approval' in state ? { ...state, confirmed: [...state.confirmed, event.data.body] } : state;
    case 'CreditRepairCompleted':
      return 'approval' in state ? { ...state, status: 'completed' } : state;
    case 'CreditRepairRevoked':
      return 'approval' in state ? { ...state, status: 'revoked', revocation: event.data } : state;
    case 'CreditRepairTermDated':
      return dated(state, event.data);
  }
}

function dated(state: Exclude<CreditRepair, { status: 'absent' }>, { term, dueOn }: CreditRepairTermDated['data']) {
  const day: DueDay = { dueOn, dueOpen: null };
  if (term === 'acceptance') return { ...state, file: { ...state.file, acceptanceDue: day } };
  if (term === 'answer') return { ...state, file: { ...state.file, answerDue: day } };
  return 'approval' in state ? { ...state, confirmationDue: day } : state;
}

function fileOf(application: CreditRepairAppliedFor['data'], before: CreditRepair): RepairFile {
  const { papers, acceptanceDue, answerDue } = application;
  const earlier = applicationsOf(before);
  return {
    application,
    papers,
    acceptanceDue,
    answerDue,
    completeOn: application.appliedOn,
    returned: null,
    extension: null,
    earlier,
  };
}

/** Every application for this record, oldest first. */
export function applicationsOf(state: CreditRepair): readonly CreditRepairAppliedFor['data'][] {
  return state.status === 'absent' ? [] : [...state.file.earlier, state.file.application];
}

export const creditRepair = {
  category: 'creditRepair',
  initial: initial as CreditRepair,
  evolve,
  due,
  dayCame,
  /** Who accepted an application does not decide on it: `docs/access.md`. */
  fourEyes: {
    deciding: { CreditRepairApproved: ['CreditRepairAccepted'], CreditRepairRejected: ['CreditRepairAccepted'] },
    from: 'CreditRepairAppliedFor',
  },
  ...creditRepairEvents,
} as const;

/** The application under way. Refusal: `repair-not-found`. */
export function fileIn(state: CreditRepair, repairId: string): RepairFile {
  if (state.status === 'absent') throw new Refusal('repair-not-found', { repairId });
  return state.file;
}

/** Why the procedure does not go this way: `repair-moved-on` {status}. */
export function movedOn({ status }: CreditRepair): Refusal {
  return new Refusal('repair-moved-on', { status });
}
