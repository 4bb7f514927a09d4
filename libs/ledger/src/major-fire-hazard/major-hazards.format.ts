import { formatFrom } from '../file-format';
import { type MajorFireHazardPaper, readMajorFireHazardPaper } from './domain/major-fire-hazard-paper';
import { RecordMajorFireHazard } from './record-major-fire-hazard.command';

/** 重大火灾隐患. */
export const majorHazards = formatFrom<MajorFireHazardPaper>({
  kind: 'major-hazards',
  headings: {
    hazardNumber: '隐患编号',
    subjectName: '单位名称',
    uscc: '统一社会信用代码',
    judgedOn: '判定日期',
    standard: '判定标准',
    method: '判定方式',
    supervisionLevel: '挂牌督办级别',
    rectifyBy: '整改期限',
    closedOn: '销案日期',
  },
  paper: ['hazardNumber'],
  toCommand: (paper, context) => new RecordMajorFireHazard(paper, context),
  readPaper: (paper, { rules, today }) => readMajorFireHazardPaper(rules, paper, today),
});
