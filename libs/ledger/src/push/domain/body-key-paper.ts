import { paper, Refusal, requiredText, storableText, type Written } from '../../shared';

/** A fingerprint as ssh-keygen shows it. Refusals in this order: those of `storableText`; `body-key-invalid`. */
function parseFingerprint(text: string): string {
  const key = storableText(text);
  if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(key)) throw new Refusal('body-key-invalid');
  return key;
}

/** 更换平台密钥: which, and why. Refusals: those of the fields, in their order. */
export const readBodyKey = paper(() => ({ key: parseFingerprint, reason: requiredText }));
export type BodyKeyPaper = Written<typeof readBodyKey>;
