import { beginningOf, Refusal, storableText } from '../../shared';

/**
 * Area codes of Langfang (regulations 8.3, sourced S61). Historical ones stay in old papers. 131001 市辖区 is a placeholder of
 * the list, nowhere a subject could be, and is left out.
 */
export const AREAS: Readonly<Record<string, string>> = {
  '131000': '廊坊市',
  '131002': '安次区',
  '131003': '广阳区',
  '131022': '固安县',
  '131023': '永清县',
  '131024': '香河县',
  '131025': '大城县',
  '131026': '文安县',
  '131028': '大厂回族自治县',
  '131081': '霸州市',
  '131082': '三河市',
  // A statistical code, not one of GB/T 2260.
  '131071': '廊坊经济技术开发区',
  // 1988–1993, 1988–1990
  '131021': '三河县',
  '131027': '霸县',
  // 廊坊地区, to 1988
  '132800': '廊坊地区',
  '132801': '廊坊市（县级）',
  '132821': '三河县',
  '132822': '大厂回族自治县',
  '132823': '香河县',
  '132824': '安次县',
  '132825': '永清县',
  '132826': '固安县',
  '132827': '霸县',
  '132828': '文安县',
  '132829': '大城县',
};

/** Refusals in this order: that of `storableText`, `required`, `code-unknown` {unknown}. */
export function parseAreaCode(text: string): string {
  const code = storableText(text).replace(/\s+/g, '');
  if (code === '') throw new Refusal('required');
  if (!Object.hasOwn(AREAS, code)) throw new Refusal('code-unknown', { unknown: beginningOf(code) });
  return code;
}
