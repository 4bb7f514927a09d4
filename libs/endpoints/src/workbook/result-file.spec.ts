import { faultsIn, RESULT_HEADINGS } from './result-file';

const headings = Object.values(RESULT_HEADINGS);
const keys = new Set(['a', 'b']);
const faultsOf = (...rows: string[][]) => faultsIn({ headings, rows }, keys).map(({ row, rule }) => [row, rule]);
const good = (key: string) => [key, '1', 'GS0001', '2026-06-01 10:20:30', '', '', ''];

describe('a result file that is handed in', () => {
  it('is taken when each row says what became of a record of the batch', () => {
    expect(faultsOf(good('a'), ['b', '0', '', '', '1001', '不符', 'entName'])).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['key-unknown', good('c')],
    ['key-unknown', ['', '1']],
    ['key-repeated', good('a')],
    ['state-missing', ['b', '']],
    ['state-unknown', ['b', '2', 'GS0001', '2026-06-01 10:20:30']],
    ['receipt-number-invalid', ['b', '1', '', '2026-06-01 10:20:30']],
    ['receipt-number-invalid', ['b', '1', '回执1', '2026-06-01 10:20:30']],
    ['feedback-time-invalid', ['b', '1', 'GS0001', '昨天']],
    ['code-invalid', ['b', '0', '', '', '不符']],
  ])('%s: %j', (rule, row) => {
    expect(faultsOf(good('a'), row)).toEqual([[1, rule]]);
  });
});
