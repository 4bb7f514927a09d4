import { refusesInThisOrder } from '../../../../../test/support/paper';
import { readRectification, type RectificationPaper } from './rectification-paper';

const good: RectificationPaper = { closedOn: '2026/7/1', documentNumber: '广消销案字[2026]第1号' };
const read = (paper: RectificationPaper) => readRectification(paper, '2026-11-23');

describe('the paper that closes a hazard', () => {
  it('gives the rectification, in one spelling', () => {
    expect(read(good)).toEqual({ closedOn: '2026-07-01', documentNumber: '广消销案字〔2026〕第1号' });
  });

  refusesInThisOrder(read, good, [
    ['closedOn', '无日期', 'date-invalid'],
    ['closedOn', '2026-11-24', 'date-in-future'],
    ['documentNumber', '', 'required'],
    ['documentNumber', '。', 'document-number-invalid'],
  ]);
});
