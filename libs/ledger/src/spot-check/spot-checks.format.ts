import { formatFrom } from '../file-format';
import { type SpotCheckPaper, readSpotCheckPaper } from './domain/spot-check-paper';
import { RecordSpotCheck } from './record-spot-check.command';

/** 双随机抽查结果. */
export const spotChecks = formatFrom<SpotCheckPaper>({
  kind: 'spot-checks',
  headings: {
    planNumber: '抽查计划编号',
    taskNumber: '抽查任务编号',
    subjectName: '单位名称',
    uscc: '统一社会信用代码',
    checkedOn: '检查日期',
    authorityName: '检查机关',
    result: '检查结果',
  },
  paper: ['planNumber', 'taskNumber', 'uscc'],
  toCommand: (paper, context) => new RecordSpotCheck(paper, context),
  readPaper: (paper, { today }) => readSpotCheckPaper(paper, today),
});
