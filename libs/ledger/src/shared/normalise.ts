/**
 * One spelling per thing, before anything is compared, stored or derived from it. All functions are idempotent.
 *
 * Width is folded only where meaning cannot change: digits and Latin letters, and the look-alike radicals that copying from
 * a PDF leaves behind. Chinese punctuation and 〔〕 stay as printed, which a blanket NFKC would not do.
 */
const FOLDED = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\u2F00-\u2FDF\uF900-\uFAFF]/g;
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;

/** Text as a clerk meant it: no surrounding spaces (also U+3000, NBSP), no byte-order mark or zero-width marks, half-width digits and letters. */
export function normaliseText(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(FOLDED, (character) => character.normalize('NFKC'))
    .trim();
}

/** A registered name for comparison: brackets full width as the registers print them, no spaces next to Chinese characters. */
export function normaliseName(name: string): string {
  return normaliseText(name)
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .replace(/\s+/g, ' ')
    .replace(/(?<=[\u2E80-\uFFEF]) | (?=[\u2E80-\uFFEF])/g, '');
}

/** Any pair of brackets around a four-digit year, also one that looks like another in print or on a screen. */
const AROUND_YEAR = /[[［【〔(（﹝〖﹙︹❲「{｛〘⟦⦗❨⟮<＜〈《](\d{4})[\]］】〕)）﹞〗﹚︺❳」}｝〙⟧⦘❩⟯>＞〉》]/g;
/** 消 alone in brackets, as the brigades wrote it while they belonged to public security. */
const AROUND_FIRE = /[[［【〔(﹝〖﹙]消[\]］】〕)﹞〗﹚]/g;

/**
 * A document number as it is kept: no spaces, brackets around a four-digit year as 〔〕, other round brackets full width,
 * letters upper case.
 */
export function normaliseDocumentNumber(text: string): string {
  return normaliseText(text)
    .replace(/\s+/g, '')
    .replace(AROUND_YEAR, '〔$1〕')
    .replace(AROUND_FIRE, '（消）')
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .toUpperCase();
}
