import { cell, column, formatFrom, type Paper } from '../file-format';
import type { SpotCheckPaper } from './domain/spot-check-paper';
import { RecordSpotCheck } from './record-spot-check.command';

/** 双随机抽查结果. */
export const spotChecks = formatFrom({
  kind: 'spot-checks',
  columns: [
    column('抽查计划编号', 'planNumber'),
    column('抽查任务编号', 'taskNumber'),
    column('单位名称', 'subjectName'),
    column('统一社会信用代码', 'uscc'),
    column('检查日期', 'checkedOn'),
    column('检查机关', 'authorityName'),
    column('检查结果', 'result'),
  ],
  paper: ['planNumber', 'taskNumber', 'uscc'],
  sealed: () => [],
  toCommand: (paper, context) => new RecordSpotCheck(read(paper), context),
});

const read = (paper: Paper): SpotCheckPaper => ({
  planNumber: cell(paper, 'planNumber'),
  taskNumber: cell(paper, 'taskNumber'),
  subjectName: cell(paper, 'subjectName'),
  uscc: cell(paper, 'uscc'),
  checkedOn: cell(paper, 'checkedOn'),
  authorityName: cell(paper, 'authorityName'),
  result: cell(paper, 'result'),
});
