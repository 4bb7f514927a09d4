import { bornOn, looksLikeCitizenNumber } from './citizen-number';
import type { Day } from './day';
import { Refusal } from './refusal';
import { storableText } from './storable-text';

/** 证件类型 a natural person is named by (regulations 7.2, `CF_XDR_ZJLX`: marked as general knowledge there). */
export const IDENTITY_TYPES = ['身份证', '护照', '港澳居民来往内地通行证', '台湾居民来往大陆通行证'] as const;
export type IdentityType = (typeof IDENTITY_TYPES)[number];

/** What names a natural person: personal data itself, never an id and never shown in a refusal. */
export interface IdentityDocument {
  readonly identityType: IdentityType;
  readonly identityNumber: string;
}

/** Passports and travel permits: their forms are not on the regulations page, so only what could be none is refused. */
const OTHER_NUMBER = /^[A-Z0-9]{5,20}$/;

/** Refusals in this order: that of `storableText`, `required`, `identity-type-unknown`. What was written is not repeated: it may be a number in the wrong field. */
export function parseIdentityType(text: string | null | undefined): IdentityType {
  const type = storableText(text ?? '');
  if (type === '') throw new Refusal('required');
  const known = IDENTITY_TYPES.find((one) => one === type || (one === '身份证' && /^(?:居民|公民)身份证$/.test(type)));
  if (!known) throw new Refusal('identity-type-unknown');
  return known;
}

/**
 * A document number in its one spelling: half width, upper case, nothing between letters and digits.
 * Refusals in this order: that of `storableText`, `required`, `citizen-number-invalid` (not 18 characters with a birth date up to today and the right
 * check character, GB 11643-1999; the 15-digit numbers of before ended on 2013-01-01, our default), `identity-number-invalid`.
 */
export function parseIdentityNumber(type: IdentityType, text: string | null | undefined, today: Day): string {
  const number = storableText(text ?? '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toUpperCase();
  if (number === '') throw new Refusal('required');
  if (type === '身份证' && !(looksLikeCitizenNumber(number) && bornOn(number) <= today)) {
    throw new Refusal('citizen-number-invalid');
  }
  if (!OTHER_NUMBER.test(number)) throw new Refusal('identity-number-invalid');
  return number;
}
