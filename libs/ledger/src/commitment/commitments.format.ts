import { cell, column, formatFrom, type Paper } from '../file-format';
import type { CommitmentPaper } from './domain/commitment-paper';
import { RecordCommitment } from './record-commitment.command';

/** 告知承诺及核查结果. */
export const commitments = formatFrom({
  kind: 'commitments',
  columns: [
    column('承诺书编号', 'commitmentNumber'),
    column('场所名称', 'subjectName'),
    column('统一社会信用代码', 'uscc'),
    column('承诺事项', 'matter'),
    column('承诺日期', 'madeOn'),
    column('核查期限', 'verificationDueOn'),
    column('核查日期', 'verifiedOn'),
    column('核查结果', 'result'),
    column('失实情形', 'falseDetail'),
    column('是否情节严重', 'serious'),
  ],
  paper: ['commitmentNumber'],
  sealed: () => [],
  toCommand: (paper, context) => new RecordCommitment(read(paper), context),
});

const read = (paper: Paper): CommitmentPaper => ({
  commitmentNumber: cell(paper, 'commitmentNumber'),
  subjectName: cell(paper, 'subjectName'),
  uscc: cell(paper, 'uscc'),
  matter: cell(paper, 'matter'),
  madeOn: cell(paper, 'madeOn'),
  verificationDueOn: cell(paper, 'verificationDueOn'),
  verifiedOn: cell(paper, 'verifiedOn'),
  result: cell(paper, 'result'),
  falseDetail: cell(paper, 'falseDetail'),
  serious: cell(paper, 'serious'),
});
