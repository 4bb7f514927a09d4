import { cell, column, formatFrom, identityColumns, optionalColumn, type Paper } from '../file-format';
import { normaliseText, representativeIsPublic } from '../shared';
import type { PenaltyPaper } from './domain/penalty-paper';
import { RecordPenaltyDecision } from './record-penalty-decision.command';

/** 行政处罚: the headings of the double-publicity record (regulations 7.2), in its order. */
export const penalties = formatFrom({
  kind: 'penalties',
  columns: [
    column('行政相对人名称', 'subjectName'),
    column('行政相对人类别', 'subjectCategory'),
    column('行政相对人代码_1(统一社会信用代码)', 'uscc'),
    column('法定代表人', 'legalRepresentative'),
    column('行政处罚决定书文号', 'documentNumber'),
    column('违法行为类型', 'violationType'),
    column('违法事实', 'facts'),
    column('处罚依据', 'legalBasis'),
    column('处罚类别', 'penaltyKinds'),
    column('处罚内容', 'penaltyContent'),
    column('罚款金额(万元)', 'fineWan'),
    column('没收违法所得、没收非法财物的金额(万元)', 'confiscatedWan'),
    column('暂扣或吊销证照名称及编号', 'licence'),
    column('处罚决定日期', 'decidedOn'),
    column('处罚有效期', 'effectiveUntil'),
    column('公示截止期', 'publicUntil'),
    column('处罚机关', 'authorityName'),
    column('处罚机关统一社会信用代码', 'authorityCode'),
    column('数据来源单位', 'sourceName'),
    column('数据来源单位统一社会信用代码', 'sourceCode'),
    optionalColumn('备注', 'remark'),
    optionalColumn('处罚程序', 'procedure'),
    ...identityColumns,
  ],
  paper: ['authorityCode', 'documentNumber'],
  sealed: (paper) => {
    if (normaliseText(cell(paper, 'subjectCategory')) === '自然人') {
      return ['subjectName', 'legalRepresentative', 'facts', 'penaltyContent', 'licence', 'remark'];
    }
    return representativeIsPublic(normaliseText(cell(paper, 'uscc'))) ? [] : ['legalRepresentative'];
  },
  toCommand: (paper, context) => new RecordPenaltyDecision(read(paper), context),
});

const read = (paper: Paper): PenaltyPaper => ({
  subjectName: cell(paper, 'subjectName'),
  subjectCategory: cell(paper, 'subjectCategory'),
  uscc: cell(paper, 'uscc'),
  identityType: cell(paper, 'identityType'),
  identityNumber: cell(paper, 'identityNumber'),
  legalRepresentative: cell(paper, 'legalRepresentative'),
  documentNumber: cell(paper, 'documentNumber'),
  violationType: cell(paper, 'violationType'),
  facts: cell(paper, 'facts'),
  legalBasis: cell(paper, 'legalBasis'),
  penaltyKinds: cell(paper, 'penaltyKinds'),
  penaltyContent: cell(paper, 'penaltyContent'),
  fineWan: cell(paper, 'fineWan'),
  confiscatedWan: cell(paper, 'confiscatedWan'),
  licence: cell(paper, 'licence'),
  decidedOn: cell(paper, 'decidedOn'),
  effectiveUntil: cell(paper, 'effectiveUntil'),
  publicUntil: cell(paper, 'publicUntil'),
  authorityName: cell(paper, 'authorityName'),
  authorityCode: cell(paper, 'authorityCode'),
  sourceName: cell(paper, 'sourceName'),
  sourceCode: cell(paper, 'sourceCode'),
  remark: cell(paper, 'remark'),
  procedure: cell(paper, 'procedure'),
});
