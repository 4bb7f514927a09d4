import { optional, optionalText, paper, parseUscc, requiredText, type Written } from '../../shared';

/** 重新推送. Refusals: those of the field. */
export const readRedrive = paper(() => ({ reason: requiredText }));
export type RedrivePaper = Written<typeof readRedrive>;

const word = (text: string | null | undefined) => optionalText(text);

/** 成批重新推送: why, and which. Refusals: those of the fields, in their order. */
export const readRedriveOfMany = paper(() => ({
  reason: requiredText,
  endpoint: word,
  kind: word,
  refusalCode: word,
  uscc: (text: string | null | undefined) => optional(text, parseUscc),
}));
