import {
  chosen,
  type Day,
  dayUpTo,
  optional,
  optionalText,
  paper,
  parseDocumentTitle,
  requiredText,
  type Written,
} from '../../shared';
import { repairIdOf } from './credit-repair';
import type { Channel, RecordKind } from './credit-repair.events';
import type { Application } from './repair-application';

type Text = string | null | undefined;

/** What the applicant shows. */
const shown = (today: Day) => ({
  proof: (text: Text) => optionalText(text),
  commitmentOn: (day: Text) => optional(day, dayUpTo(today)),
});

const readFieldsOfApplication = paper((today) => ({
  recordKind: chosen<RecordKind>,
  /** As on the receipt of the record. */
  recordId: requiredText,
  applicationNumber: parseDocumentTitle,
  channel: chosen<Channel>,
  appliedOn: dayUpTo(today),
  ...shown(today),
}));
export type ApplicationPaper = Written<typeof readFieldsOfApplication>;

/** An application, and the record it is about. */
export interface ReadApplication {
  readonly wanted: Application;
  readonly kind: RecordKind;
  readonly recordId: string;
}

/** 信用修复申请. Refusals: those of the fields, in their order. */
export function readApplication(written: ApplicationPaper, today: Day): ReadApplication {
  const { recordKind, recordId, proof, commitmentOn, ...read } = readFieldsOfApplication(written, today);
  const wanted = { repairId: repairIdOf(recordKind, recordId), ...read, papers: { proof, commitmentOn } };
  return { wanted, kind: recordKind, recordId };
}

/** 一次性告知补正. Refusals: those of the fields, in their order. */
export const readReturn = paper((today) => ({ returnedOn: dayUpTo(today), missing: requiredText }));
export type ReturnPaper = Written<typeof readReturn>;

const readFieldsOfCompletion = paper((today) => ({ completedOn: dayUpTo(today), ...shown(today) }));
export type CompletionPaper = Written<typeof readFieldsOfCompletion>;

/** 补正: all papers as they are now. Refusals: those of the fields, in their order. */
export function readCompletion(written: CompletionPaper, today: Day) {
  const { completedOn, ...papers } = readFieldsOfCompletion(written, today);
  return { completedOn, papers };
}

/** 不予受理通知书. Refusals: those of the fields, in their order. */
export const readNonAcceptance = paper((today) => ({
  documentNumber: parseDocumentTitle,
  notAcceptedOn: dayUpTo(today),
  reasons: requiredText,
}));
export type NonAcceptancePaper = Written<typeof readNonAcceptance>;

/** 受理. Refusals: those of the field. */
export const readAcceptance = paper((today) => ({ acceptedOn: dayUpTo(today) }));
export type AcceptancePaper = Written<typeof readAcceptance>;
