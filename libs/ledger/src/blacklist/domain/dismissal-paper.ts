import { type Day, dayUpTo, readFields, requiredText } from '../../shared';
import type { Dismissal } from './blacklist-listing';

/** 不予列入, as somebody wrote it down. */
export interface DismissalPaper {
  readonly dismissedOn: string;
  readonly reason: string;
}

/** Refusals name the field, in the order of the fields: `date-invalid`, `date-in-future`, those of `requiredText`. */
export const readDismissal = (listingId: string, paper: DismissalPaper, today: Day): Dismissal => ({
  listingId,
  ...readFields(paper, { dismissedOn: dayUpTo(today), reason: requiredText }),
});
