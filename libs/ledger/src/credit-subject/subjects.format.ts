import { cell, column, formatFrom, identityColumns, type Paper } from '../file-format';
import { normaliseText, representativeIsPublic } from '../shared';
import type { CreditSubjectPaper } from './domain/credit-subject-paper';
import { RegisterCreditSubject } from './register-credit-subject.command';

/** 信用主体. */
export const subjects = formatFrom({
  kind: 'subjects',
  columns: [
    column('名称', 'name'),
    column('统一社会信用代码', 'uscc'),
    column('主体类别', 'subjectType'),
    column('法定代表人', 'legalRepresentative'),
    column('行政区划代码', 'areaCode'),
    column('行政区划', 'areaName'),
    ...identityColumns,
  ],
  paper: ['uscc', 'identityNumber'],
  sealed: (paper) => {
    if (normaliseText(cell(paper, 'subjectType')) === '自然人') return ['name', 'legalRepresentative'];
    return representativeIsPublic(normaliseText(cell(paper, 'uscc'))) ? [] : ['legalRepresentative'];
  },
  toCommand: (paper, context) => new RegisterCreditSubject(read(paper), context),
});

const read = (paper: Paper): CreditSubjectPaper => ({
  name: cell(paper, 'name'),
  uscc: cell(paper, 'uscc'),
  identityType: cell(paper, 'identityType'),
  identityNumber: cell(paper, 'identityNumber'),
  subjectType: cell(paper, 'subjectType'),
  legalRepresentative: cell(paper, 'legalRepresentative'),
  areaCode: cell(paper, 'areaCode'),
  areaName: cell(paper, 'areaName'),
});
