import { formatFrom } from '../file-format';
import { type CommitmentPaper, readCommitmentPaper } from './domain/commitment-paper';
import { RecordCommitment } from './record-commitment.command';

/** 告知承诺及核查结果. */
export const commitments = formatFrom<CommitmentPaper>({
  kind: 'commitments',
  headings: {
    commitmentNumber: '承诺书编号',
    subjectName: '场所名称',
    uscc: '统一社会信用代码',
    matter: '承诺事项',
    madeOn: '承诺日期',
    verificationDueOn: '核查期限',
    verifiedOn: '核查日期',
    result: '核查结果',
    falseDetail: '失实情形',
    serious: '是否情节严重',
  },
  paper: ['commitmentNumber'],
  toCommand: (paper, context) => new RecordCommitment(paper, context),
  readPaper: (paper, { rules, today }) => readCommitmentPaper(rules, paper, today),
});
