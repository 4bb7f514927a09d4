// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, type IdentityDocument, upcastBy, versionOne, withoutPerson } from '../../shared';

/** 信用主体登记. */
export type CreditSubjectRegistered = {
  readonly type: 'CreditSubjectRegistered';
  readonly data: {
    /** Unified social credit code; of a natural person the id by keyed hash. */
    readonly subjectId: string;
    /** A natural person's is sealed. */
    readonly subjectName: string;
    /** As the paper prints it. */
    readonly subjectType: SubjectType;
    /** The kind of subject of regulations 3.1 it belongs to. */
    readonly subjectKind: SubjectKind;
    /** Sealed where no register publishes it; in plain in what was recorded before personal text was sealed. */
    readonly legalRepresentative: string | null;
    /** Natural persons only, the number is sealed; null for a unit. */
    readonly person: IdentityDocument | null;
    readonly areaCode: string;
    readonly areaName: string;
    /** The day the ledger took it in: the paper prints none. */
    readonly registeredOn: Day;
  };
};

/** 名称变更: the code stays. */
export type CreditSubjectRenamed = {
  readonly type: 'CreditSubjectRenamed';
  readonly data: {
    readonly subjectId: string;
    readonly subjectName: string;
    readonly formerName: string;
    readonly documentNumber: string;
    readonly renamedOn: Day;
  };
};

export type CreditSubjectEvent = CreditSubjectRegistered | CreditSubjectRenamed;

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

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const creditSubjectEvents = eventsOf<CreditSubjectEvent>({
  CreditSubjectRegistered: { on: 'registeredOn', versions: upcastBy(withoutPerson) },
  CreditSubjectRenamed: { on: 'renamedOn', versions: versionOne },
});
