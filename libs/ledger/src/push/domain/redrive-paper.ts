import { optional, paper, parseUscc, requiredText, type Written } from '../../shared';

/** 重新推送. Refusals: those of the field. */
export const readRedrive = paper(() => ({ reason: requiredText }));
export type RedrivePaper = Written<typeof readRedrive>;

/** 成批重新推送: why, and whose. Refusals: those of the fields, in their order. */
export const readRedriveOfMany = paper(() => ({
  reason: requiredText,
  uscc: (text: string | null | undefined) => optional(text, parseUscc),
}));
