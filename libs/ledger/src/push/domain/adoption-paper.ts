import { paper, Refusal, requiredText, storableText, type Written } from '../../shared';

/** SHA-256, hexadecimal, in lower case. Refusals in this order: those of `storableText`; `adoption-list-invalid`. */
function parseListHash(text: string): string {
  const hash = storableText(text);
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Refusal('adoption-list-invalid');
  return hash;
}

/** 申请、批准接管: which list, and why. Refusals: those of the fields, in their order. */
export const readAdoption = paper(() => ({ listHash: parseListHash, reason: requiredText }));
export type AdoptionPaper = Written<typeof readAdoption>;
