import { formatFrom, identityHeadings, personalIn, subjectNamed } from '../file-format';
import { type CreditSubjectPaper, readCreditSubjectPaper } from './domain/credit-subject-paper';
import { personalInRegistration } from './domain/personal-content';
import { RegisterCreditSubject } from './register-credit-subject.command';

/** 信用主体. */
export const subjects = formatFrom<CreditSubjectPaper>({
  kind: 'subjects',
  headings: {
    name: '名称',
    uscc: '统一社会信用代码',
    subjectType: '主体类别',
    legalRepresentative: '法定代表人',
    areaCode: '行政区划代码',
    areaName: '行政区划',
    ...identityHeadings,
  },
  paper: ['uscc', 'identityNumber'],
  sealed: ({ subjectType, uscc }, { name, ...names }) =>
    personalIn(personalInRegistration, { ...names, subjectName: name, ...subjectNamed(subjectType, uscc) }),
  toCommand: (paper, context) => new RegisterCreditSubject(paper, context),
  readPaper: (paper, { today, subjectIdOf }) => readCreditSubjectPaper(paper, subjectIdOf, today),
});
