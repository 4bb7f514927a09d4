import { type Day, dayUpTo, optional, optionalText, parseDocumentTitle, readFields, requiredText } from '../../shared';
import { repairIdOf } from './credit-repair';
import type {
  Channel,
  CreditRepairNotAccepted,
  CreditRepairReturned,
  RecordKind,
  RepairPapers,
} from './credit-repair.events';
import type { Application, Completion } from './repair-application';

/** What the applicant shows, as somebody wrote it down. */
export interface ShownPapers {
  readonly proof?: string | null | undefined;
  readonly commitmentOn?: string | null | undefined;
}

/** 信用修复申请, as somebody wrote it down. */
export interface ApplicationPaper extends ShownPapers {
  readonly recordKind: RecordKind;
  /** As on the receipt of the record. */
  readonly recordId: string;
  readonly applicationNumber: string;
  readonly channel: Channel;
  readonly appliedOn: string;
}

/**
 * Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, `date-invalid`, `date-in-future`, those of
 * `requiredText`.
 */
export function readApplication(paper: ApplicationPaper, today: Day): Application {
  const { applicationNumber, channel, appliedOn } = readFields(paper, {
    applicationNumber: parseDocumentTitle,
    channel: (channel) => channel,
    appliedOn: dayUpTo(today),
  });
  const repairId = repairIdOf(paper.recordKind, paper.recordId);
  return { repairId, applicationNumber, channel, appliedOn, papers: readShown(paper, today) };
}

/** 一次性告知补正, as somebody wrote it down. */
export interface ReturnPaper {
  readonly returnedOn: string;
  readonly missing: string;
}

/** Refusals name the field, in the order of the fields: `date-invalid`, `date-in-future`, those of `requiredText`. */
export const readReturn = (
  repairId: string,
  paper: ReturnPaper,
  today: Day,
): Omit<CreditRepairReturned['data'], 'subjectId'> => ({
  repairId,
  ...readFields(paper, { returnedOn: dayUpTo(today), missing: requiredText }),
});

/** 补正, as somebody wrote it down: all papers as they are now. */
export interface CompletionPaper extends ShownPapers {
  readonly completedOn: string;
}

/** Refusals name the field, in the order of the fields: `date-invalid`, `date-in-future`, those of `requiredText`. */
export const readCompletion = (repairId: string, paper: CompletionPaper, today: Day): Completion => ({
  repairId,
  ...readFields(paper, { completedOn: dayUpTo(today) }),
  papers: readShown(paper, today),
});

/** 不予受理通知书, as somebody wrote it down. */
export interface NonAcceptancePaper {
  readonly documentNumber: string;
  readonly notAcceptedOn: string;
  readonly reasons: string;
}

/**
 * Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, `date-invalid`, `date-in-future`, those of
 * `requiredText`.
 */
export const readNonAcceptance = (
  repairId: string,
  paper: NonAcceptancePaper,
  today: Day,
): Omit<CreditRepairNotAccepted['data'], 'subjectId'> => ({
  repairId,
  ...readFields(paper, {
    documentNumber: parseDocumentTitle,
    notAcceptedOn: dayUpTo(today),
    reasons: (text) => requiredText(text),
  }),
});

function readShown(paper: ShownPapers, today: Day): RepairPapers {
  return readFields(paper, {
    proof: (text) => optionalText(text),
    commitmentOn: (day) => optional(day, dayUpTo(today)),
  });
}
