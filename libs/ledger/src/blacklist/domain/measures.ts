import { beginningOf, Refusal } from '../../shared';

/** Joint-punishment measures by area (regulations 11). Codes are ours; the basis of each is named there. */
export const MEASURES = {
  OPS_MORE_CHECKS: '增加抽查频次、重点监管',
  OPS_SUSPEND_APPROVAL: '暂停项目审批',
  OPS_INDUSTRY_BAN: '行业或职业禁入',
  OPS_INSURANCE_RATE: '提高保险费率',
  OPS_NO_COMMITMENT: '不适用告知承诺、容缺受理',
  FIN_CREDIT_REFERENCE: '作为授信参考',
  FIN_BOND_STRICT: '从严审核发行债券、上市',
  PROC_REFUSE: '限制参加政府采购',
  PROC_QUERY: '政府采购前查询信用记录',
  BID_RESTRICT: '限制参加工程招投标',
  HON_REFUSE: '限制授予荣誉称号',
  LAND_RESTRICT: '限制取得国有土地使用权',
} as const;
export type MeasureCode = keyof typeof MEASURES;

/** Each code once, in the order of the table. Refusals in this order: `required`, `code-unknown` {unknown}. */
export function parseMeasures(codes: readonly string[]): readonly MeasureCode[] {
  if (codes.length === 0) throw new Refusal('required');
  const unknown = codes.find((code) => !Object.hasOwn(MEASURES, code));
  if (unknown !== undefined) throw new Refusal('code-unknown', { unknown: beginningOf(unknown) });
  return (Object.keys(MEASURES) as MeasureCode[]).filter((code) => codes.includes(code));
}
