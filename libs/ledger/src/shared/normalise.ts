/**
 * One spelling per thing, before anything is compared, stored or derived from it. All functions are idempotent.
 *
 * Width is folded only where meaning cannot change: digits and Latin letters, and the look-alike radicals that copying from
 * a PDF leaves behind. Chinese punctuation and 〔〕 stay as printed, which a blanket NFKC would not do.
 */
const FOLDED = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\u2F00-\u2FDF\uF900-\uFAFF]/g;
/**
 * Marks that show nothing: zero width, direction, variation, tags, byte order, soft hyphens. U+202E is none: whoever takes it away
 * turns round what was seen.
 */
const INVISIBLE = /(?!\u202E)[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
/** Every system ends its lines in its own way. */
const LINE_END = /\r\n?|[\u2028\u2029]/g;

/** Any character that may have to be folded, taken away or refused. Most texts have none: one look instead of four. */
const ODD =
  /[^\t\n -~\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u3000-\u3163\u3165-\uD7FF\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF9F\uFFE0-\uFFEE]/;

/** Whether a text needs nothing but its surrounding spaces taken away, and can be stored. */
export const isPlainlyWritten = (text: string): boolean => !ODD.test(text);

/** Text as a clerk meant it: no surrounding spaces (also U+3000, NBSP), no marks that show nothing, half-width digits and letters, line feeds. */
export function normaliseText(text: string): string {
  if (isPlainlyWritten(text)) return text.trim();
  return text
    .replace(INVISIBLE, '')
    .replace(LINE_END, '\n')
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

/** A number as nearly all are printed, and as all are kept: in it there is nothing to change. */
const AS_KEPT = /^(?:[\u4E00-\u9FA5A-Z0-9-]|〔\d{4}〕|（(?!\d{4})|）)*$/;

/**
 * A document number as it is kept: no spaces, brackets around a four-digit year as 〔〕, other round brackets full width,
 * letters upper case.
 */
export function normaliseDocumentNumber(text: string): string {
  if (AS_KEPT.test(text)) return text;
  return normaliseText(text)
    .replace(/\s+/g, '')
    .replace(AROUND_YEAR, '〔$1〕')
    .replace(AROUND_FIRE, '（消）')
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .toUpperCase();
}
