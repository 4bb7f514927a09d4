import { type Day, dayUpTo, parseDocumentTitle, readFields } from '../../shared';
import type { Rectification } from './major-fire-hazard';

/** 销案文书, as somebody wrote it down. */
export interface RectificationPaper {
  readonly closedOn: string;
  readonly documentNumber: string;
}

/** Refusals name the field, in the order of the fields: `date-invalid`, `date-in-future`, those of `parseDocumentTitle`. */
export const readRectification = (hazardId: string, paper: RectificationPaper, today: Day): Rectification => ({
  hazardId,
  ...readFields(paper, { closedOn: dayUpTo(today), documentNumber: parseDocumentTitle }),
});
