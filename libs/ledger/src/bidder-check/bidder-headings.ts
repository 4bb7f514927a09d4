import { normaliseHeading } from '../file-format';
import { Refusal } from '../shared';

/** A heading that could be meant, the more exact first; headings in one row are as good as each other. */
type Meant = readonly RegExp[];

const whose = '(?:投标人|投标单位|投标企业|供应商|响应供应商|申请人)';
const unit = '(?:单位|企业|公司|机构|主体)';
const called = String.raw`\(?(?:名称|全?称|全名)\)?`;

const code: Meant = [
  new RegExp(`^${whose}的?(?:统一社会信用代码|社会信用代码|信用代码)$`),
  new RegExp(`^(?:${unit}?(?:统一社会信用代码|社会统一信用代码|统一信用代码)|uscc)$`),
  new RegExp(`^${unit}?(?:社会)?信用代码$`),
  new RegExp(`^(?:${whose}|${unit})?(?:代码|code)$`),
];
const name: Meant = [
  new RegExp(`^${whose}(?:的?${called}|${unit}${called})?$`),
  new RegExp(`^${unit}${called}$`),
  /^(?:名称|全称|name)$/,
];

/** Where in a row the code and, if there is one, the name of a bidder stand. */
export interface BidderPlaces {
  readonly code: number;
  readonly name: number | null;
}

/** How much of what is needed these headings lack: 0 or 1. */
export const lackingOfBidders = (headings: readonly string[]): number =>
  placesMeant(headings.map(normaliseHeading), code).length > 0 ? 0 : 1;

/**
 * Finds the columns by their headings, the most exact first. Refusals in this order: `headings-missing` {missing} (no code);
 * `headings-ambiguous` {headings} (two that are as good as each other).
 */
export function bidderPlaces(headings: readonly string[]): BidderPlaces {
  const written = headings.map(normaliseHeading);
  const only = (meant: Meant): number | null => {
    const [place, ...others] = placesMeant(written, meant);
    if (others.length === 0) return place ?? null;
    throw new Refusal('headings-ambiguous', {
      headings: [place, ...others].map((at) => headings[at ?? -1]?.trim() ?? ''),
    });
  };
  const codeAt = only(code);
  if (codeAt === null) throw new Refusal('headings-missing', { missing: ['统一社会信用代码'] });
  return { code: codeAt, name: only(name) };
}

function placesMeant(written: readonly string[], meant: Meant): readonly number[] {
  for (const form of meant) {
    const places = written.flatMap((heading, at) => (form.test(heading) ? [at] : []));
    if (places.length > 0) return places;
  }
  return [];
}
