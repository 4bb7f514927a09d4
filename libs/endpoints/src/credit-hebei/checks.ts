import { isKind } from '@app/exchange';
import type { Fault } from '@app/outbox';
import { columns } from './columns';
import type { CreditHebeiMessage } from './payload';
import type { Fields } from '../fields';

/** The version of the platform's rules that is checked by; it stands in recorded facts. */
const version = 'credit-hebei-1';

/** A demand that the value of one field makes on another one. */
interface Demand {
  readonly rule: 'required' | 'not-beside' | 'category';
  readonly field: string;
  readonly when: (fields: Fields) => boolean;
  readonly says: string;
}

/**
 * What the platform would refuse about a message, by its own rules of form: what is missing (1002) and what is malformed (1003). Pure,
 * the platform is not asked. Empty: it may leave.
 *
 * - In the order of the platform's table, one fault for each field, then what one field demands of another.
 * - What only the platform knows (its register, what it holds already) is not looked at.
 */
export function creditHebeiFaults({ kind, fields }: Pick<CreditHebeiMessage, 'kind' | 'fields'>): readonly Fault[] {
  if (!isKind(kind)) return [faultOf('kind-unknown', undefined, `平台没有“${kind}”这一记录类型`)];
  const table = columns[kind];
  const ofColumns = Object.entries(table).flatMap(([field, { title, required, form }]): Fault[] => {
    const value = fields[field];
    if (value === undefined || value === '') {
      return required || value === '' ? [faultOf('required', field, `${title}（${field}）必须填写`)] : [];
    }
    const flaw = form(value);
    return flaw ? [faultOf(flaw.rule, field, `${title}（${field}）${flaw.says}`)] : [];
  });
  const strangers = Object.keys(fields)
    .filter((field) => !Object.hasOwn(table, field))
    .map((field) => faultOf('field-unknown', field, `平台的记录中没有${field}这一字段`));
  const ofDemands = (demands[kind] ?? [])
    .filter(({ when }) => when(fields))
    .map(({ rule, field, says }) => faultOf(rule, field, `${table[field]?.title ?? ''}（${field}）${says}`));
  return [...ofColumns, ...strangers, ...ofDemands];
}

const faultOf = (rule: string, field: string | undefined, sentence: string): Fault => ({
  ...(field !== undefined && { field }),
  rule: `${version}/${rule}`,
  sentence,
});

const has = (field: string) => (fields: Fields) => fields[field] !== undefined;
const lacks = (field: string) => (fields: Fields) => fields[field] === undefined;
const says = (field: string, pattern: RegExp) => (fields: Fields) => {
  const value = fields[field];
  return typeof value === 'string' && pattern.test(value);
};
const all =
  (...conditions: readonly ((fields: Fields) => boolean)[]) =>
  (fields: Fields) =>
    conditions.every((condition) => condition(fields));

/** Shown until a day, or collected and shared without being shown: one of the two. */
const publicity: readonly Demand[] = [
  {
    rule: 'required',
    field: 'CF_GSJZQ',
    when: all(lacks('CF_GSJZQ'), lacks('SX_SYFW')),
    says: '必须填写；不公示的须注明信息使用范围',
  },
  {
    rule: 'not-beside',
    field: 'CF_GSJZQ',
    when: all(has('CF_GSJZQ'), has('SX_SYFW')),
    says: '不得填写：信息使用范围为不公示',
  },
];

const penalty: readonly Demand[] = [
  ...publicity,
  {
    rule: 'required',
    field: 'CF_FRDB',
    when: all(says('CF_XDR_LB', /^法人及非法人组织$/), lacks('CF_FRDB')),
    says: '必须填写：相对人为法人及非法人组织',
  },
  {
    rule: 'category',
    field: 'CF_XDR_LB',
    when: all(says('CF_XDR_SHXYM', /^92/), says('CF_XDR_LB', /^法人及非法人组织$/)),
    says: '应为“个体工商户”：代码以92开头',
  },
  {
    rule: 'category',
    field: 'CF_XDR_LB',
    when: all(says('CF_XDR_SHXYM', /^(?!92)/), says('CF_XDR_LB', /^个体工商户$/)),
    says: '应为“法人及非法人组织”：代码不以92开头',
  },
  {
    rule: 'required',
    field: 'CF_NR_FK',
    when: all(says('CF_CFLB', /(^|;)罚款(;|$)/), lacks('CF_NR_FK')),
    says: '必须填写：处罚类别含罚款',
  },
  {
    rule: 'required',
    field: 'CF_NR_WFFF',
    when: all(says('CF_CFLB', /(^|;)没收/), lacks('CF_NR_WFFF')),
    says: '必须填写：处罚类别含没收',
  },
  {
    rule: 'required',
    field: 'CF_NR_ZKDX',
    when: all(says('CF_CFLB', /(暂扣|吊销)许可证件/), lacks('CF_NR_ZKDX')),
    says: '必须填写：处罚类别含暂扣或吊销许可证件',
  },
];

const demands: Readonly<Partial<Record<string, readonly Demand[]>>> = {
  'penalty-change': publicity,
  penalty,
  'penalty-correction': penalty,
};
