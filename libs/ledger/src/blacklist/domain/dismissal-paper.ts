import { dayUpTo, paper, requiredText, type Written } from '../../shared';

/** 不予列入. Refusals: those of the fields, in their order. */
export const readDismissal = paper((today) => ({ dismissedOn: dayUpTo(today), reason: requiredText }));
export type DismissalPaper = Written<typeof readDismissal>;
