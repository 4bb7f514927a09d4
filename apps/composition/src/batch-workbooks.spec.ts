import { RESULT_HEADINGS } from '@app/endpoints';
import { workbookOf } from '@app/workbook';
import { workbookLimits } from '../../../libs/ledger/src/sheet-file/workbook/limits';
import { openWorkbook } from '../../../libs/ledger/src/sheet-file/workbook/open-workbook';
import { workbooksOf } from './batch-workbooks';

const aResult = (key: string): Promise<Buffer> =>
  workbookOf([
    { name: '结果', rows: [Object.values(RESULT_HEADINGS), [key, '1', 'GSXT1', '2026-06-01 10:00:00', '', '', '']] },
  ]);

describe('the results of workbooks', () => {
  it('are all read, however many were uploaded since the last look', async () => {
    const packing = workbooksOf('gsxt-hebei');
    const keys = Array.from({ length: 2 * workbookLimits.openMax + 1 }, (_, n) => `key-${n}`);
    const receipts = await Promise.all(keys.map(async (key) => packing.receiptIn(await aResult(key))));
    expect(
      receipts.map((receipt) => (receipt.says === 'answers' ? [...receipt.answers.keys()] : receipt.says)),
    ).toEqual(keys.map((key) => [key]));
  });

  it('are read when those who upload have let go of the threads that there are', async () => {
    const bytes = await aResult('key');
    const uploads = await Promise.all(
      Array.from({ length: workbookLimits.openMax }, () => openWorkbook(bytes, () => 0)),
    );
    const receipt = workbooksOf('gsxt-hebei').receiptIn(bytes);
    for (const upload of uploads) for await (const _ of upload.rows);
    expect(await receipt).toMatchObject({ says: 'answers' });
  });
});
