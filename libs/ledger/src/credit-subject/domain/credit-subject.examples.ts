import { type Examples, naturalPerson, subjectId, subjectName } from '../../../../../test/support/examples';
import type { CreditSubjectEvent } from './credit-subject.events';

export const examples: Examples<CreditSubjectEvent> = {
  CreditSubjectRegistered: {
    subjectId,
    subjectName,
    subjectType: '公众聚集场所',
    subjectKind: 'UNIT_PERSON',
    legalRepresentative: null,
    person: null,
    areaCode: '131003',
    areaName: '广阳区',
    registeredOn: '2026-04-01',
  },
  CreditSubjectRenamed: {
    subjectId,
    subjectName: '广阳区新桥阳酒店',
    formerName: subjectName,
    documentNumber: '登记变更〔2026〕第0007号',
    renamedOn: '2026-06-10',
  },
};

export const ofNaturalPersons: Partial<Examples<CreditSubjectEvent>> = {
  CreditSubjectRegistered: {
    ...examples.CreditSubjectRegistered,
    ...naturalPerson,
    subjectType: '自然人',
    subjectKind: 'OTHER',
  },
};
