import { type CreditSubjectPaper, RegisterCreditSubject } from '../../credit-subject';
import { cell, column, formatFrom, type Paper } from './format';

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
  ],
  paper: ['uscc'],
  toCommand: (paper, context) => new RegisterCreditSubject(read(paper), context),
});

const read = (paper: Paper): CreditSubjectPaper => ({
  name: cell(paper, 'name'),
  uscc: cell(paper, 'uscc'),
  subjectType: cell(paper, 'subjectType'),
  legalRepresentative: cell(paper, 'legalRepresentative'),
  areaCode: cell(paper, 'areaCode'),
  areaName: cell(paper, 'areaName'),
});
