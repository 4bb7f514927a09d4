import { cell, column, formatFrom, type Paper } from '../file-format';
import type { MajorFireHazardPaper } from './domain/major-fire-hazard-paper';
import { RecordMajorFireHazard } from './record-major-fire-hazard.command';

/** 重大火灾隐患. */
export const majorHazards = formatFrom({
  kind: 'major-hazards',
  columns: [
    column('隐患编号', 'hazardNumber'),
    column('单位名称', 'subjectName'),
    column('统一社会信用代码', 'uscc'),
    column('判定日期', 'judgedOn'),
    column('判定标准', 'standard'),
    column('判定方式', 'method'),
    column('挂牌督办级别', 'supervisionLevel'),
    column('整改期限', 'rectifyBy'),
    column('销案日期', 'closedOn'),
  ],
  paper: ['hazardNumber'],
  sealed: () => [],
  toCommand: (paper, context) => new RecordMajorFireHazard(read(paper), context),
});

const read = (paper: Paper): MajorFireHazardPaper => ({
  hazardNumber: cell(paper, 'hazardNumber'),
  subjectName: cell(paper, 'subjectName'),
  uscc: cell(paper, 'uscc'),
  judgedOn: cell(paper, 'judgedOn'),
  standard: cell(paper, 'standard'),
  method: cell(paper, 'method'),
  supervisionLevel: cell(paper, 'supervisionLevel'),
  rectifyBy: cell(paper, 'rectifyBy'),
  closedOn: cell(paper, 'closedOn'),
});
