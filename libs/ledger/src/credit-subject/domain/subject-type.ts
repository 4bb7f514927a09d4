import { normaliseName, Refusal, requiredText } from '../../shared';

/** Who falls under fire-safety credit (regulations 3.1; the codes are ours). Practitioners are not here yet: neither their points nor their kind. */
export const SUBJECT_KINDS = {
  UNIT_PERSON: '社会单位（场所）',
  SERVICE_ORG: '消防技术服务机构',
  PRODUCT_ORG: '消防产品销售企业、使用单位',
  PRODUCT_CERT_ORG: '消防产品认证、鉴定、检验机构',
  CONSTRUCTION_PARTY: '工程建设、施工、监理、中介、使用管理单位',
  OTHER: '其他法人、非法人组织和自然人',
} as const;
export type SubjectKind = keyof typeof SUBJECT_KINDS;

/** 主体类别 as papers print it -> kind. The first six come from the feeds; which kind they belong to is our default. */
export const SUBJECT_TYPES = {
  公众聚集场所: 'UNIT_PERSON',
  人员密集场所: 'UNIT_PERSON',
  一般单位: 'UNIT_PERSON',
  消防技术服务机构: 'SERVICE_ORG',
  消防产品单位: 'PRODUCT_ORG',
  建设工程单位: 'CONSTRUCTION_PARTY',
  '消防产品认证、鉴定、检验机构': 'PRODUCT_CERT_ORG',
  其他: 'OTHER',
  自然人: 'OTHER',
} as const satisfies Record<string, SubjectKind>;
export type SubjectType = keyof typeof SUBJECT_TYPES;

const PRACTITIONERS: readonly string[] = ['注册消防工程师', '消防设施操作员'];

/** Refusals in this order: `required`, `natural-person-not-accepted`, `code-unknown` {unknown}. */
export function parseSubjectType(text: string): SubjectType {
  const type = normaliseName(requiredText(text));
  if (PRACTITIONERS.includes(type)) throw new Refusal('natural-person-not-accepted');
  if (!isSubjectType(type)) throw new Refusal('code-unknown', { unknown: type.slice(0, 20) });
  return type;
}

function isSubjectType(type: string): type is SubjectType {
  return Object.hasOwn(SUBJECT_TYPES, type);
}
