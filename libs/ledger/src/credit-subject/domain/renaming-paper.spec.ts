import { refusesInThisOrder } from '../../../../../test/support/paper';
import { readRenaming, type RenamingPaper } from './renaming-paper';

const good: RenamingPaper = {
  uscc: '92131003ma9anpjy55',
  newName: '广阳区新桥酒店店 ',
  documentNumber: '广市监变字[2026]第9号',
  renamedOn: '2026年6月1日',
};
const read = (paper: RenamingPaper) => readRenaming(paper, '2026-11-23');

describe('the paper of a renaming', () => {
  it('gives the renaming, in one spelling', () => {
    expect(read(good)).toEqual({
      subjectId: '92131003MA9ANPJY55',
      subjectName: '广阳区新桥酒店店',
      documentNumber: '广市监变字〔2026〕第9号',
      renamedOn: '2026-06-01',
    });
  });

  refusesInThisOrder(read, good, [
    ['uscc', '13100219000101001X', 'natural-person-not-accepted'],
    ['uscc', '92131003MA9ANPJY50', 'uscc-check-character'],
    ['newName', '', 'required'],
    ['newName', '店'.repeat(201), 'text-too-long'],
    ['documentNumber', '', 'required'],
    ['documentNumber', '。', 'document-number-invalid'],
    ['renamedOn', '无日期', 'date-invalid'],
    ['renamedOn', '2026-11-24', 'date-in-future'],
  ]);
});
