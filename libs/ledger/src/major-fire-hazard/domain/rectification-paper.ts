import { dayUpTo, paper, parseDocumentTitle, type Written } from '../../shared';

/** 销案文书. Refusals: those of the fields, in their order. */
export const readRectification = paper((today) => ({ closedOn: dayUpTo(today), documentNumber: parseDocumentTitle }));
export type RectificationPaper = Written<typeof readRectification>;
