// These names and fields are stored for good: add, never rename or remove.
import type { Day, IdentityDocument } from '../../shared';
import type { SubjectKind, SubjectType } from './subject-type';

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
    readonly areaCode: string;
    readonly areaName: string;
    /** The day the ledger took it in: the paper prints none. */
    readonly registeredOn: Day;
    /** Natural persons only; the number is sealed. */
    readonly person?: IdentityDocument;
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
