import { formatFrom, identityHeadings, optional, personalIn, subjectNamed } from '../file-format';
import { type PenaltyPaper, readPenaltyPaper } from './domain/penalty-paper';
import { personalInDecision } from './domain/personal-content';
import { RecordPenaltyDecision } from './record-penalty-decision.command';

/** 行政处罚: the headings of the double-publicity record (regulations 7.2), in its order. */
export const penalties = formatFrom<PenaltyPaper>({
  kind: 'penalties',
  headings: {
    subjectName: '行政相对人名称',
    subjectCategory: '行政相对人类别',
    uscc: '行政相对人代码_1(统一社会信用代码)',
    legalRepresentative: '法定代表人',
    documentNumber: '行政处罚决定书文号',
    violationType: '违法行为类型',
    facts: '违法事实',
    legalBasis: '处罚依据',
    penaltyKinds: '处罚类别',
    penaltyContent: '处罚内容',
    fineWan: '罚款金额(万元)',
    confiscatedWan: '没收违法所得、没收非法财物的金额(万元)',
    licence: '暂扣或吊销证照名称及编号',
    decidedOn: '处罚决定日期',
    effectiveUntil: '处罚有效期',
    publicUntil: '公示截止期',
    authorityName: '处罚机关',
    authorityCode: '处罚机关统一社会信用代码',
    sourceName: '数据来源单位',
    sourceCode: '数据来源单位统一社会信用代码',
    remark: optional('备注'),
    procedure: optional('处罚程序'),
    ...identityHeadings,
  },
  paper: ['authorityCode', 'documentNumber'],
  sealed: ({ subjectCategory, uscc }, names) =>
    personalIn(personalInDecision, { ...names, ...subjectNamed(subjectCategory, uscc) }),
  toCommand: (paper, context) => new RecordPenaltyDecision(paper, context),
  readPaper: (paper, { rules, today, subjectIdOf }) => readPenaltyPaper(rules, paper, today, subjectIdOf),
});
