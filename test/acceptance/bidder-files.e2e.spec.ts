import { encode } from 'iconv-lite';
import { type Answer, LedgerProcess } from '../support/ledger-process';
import { workbookOf } from '../support/workbook';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const known = { uscc: '91131003MA0Y000328', name: '廊坊广阳演示商场有限公司' };

/** How often `/health/live` was answered, one question after the other, while something else was under way. */
async function answeredLive(url: string, underWay: Promise<unknown>): Promise<number> {
  let [answers, isOver] = [0, false];
  void underWay.finally(() => (isOver = true));
  while (!isOver) {
    await (await fetch(`${url}/health/live`)).text();
    answers += 1;
  }
  return answers;
}

describe('a list of bidders in one call', () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start();
    const subject = { ...known, subjectType: '一般单位', areaCode: '131003', areaName: '广阳区' };
    const { body } = await ledger.post('officer', '/subjects', subject);
    await ledger.get('procurement', `/subjects/${known.uscc}/status?minPosition=${body.position}`); // waits for the read model
  });
  afterAll(() => ledger.remove(), 30_000);

  const check = (body: Uint8Array, type: string): Promise<Answer> =>
    ledger.send('POST', 'procurement', '/bidder-checks', body, { 'content-type': type });
  const csv = `名称,统一社会信用代码\n${known.name},${known.uscc}\n另一家,91131022MA0Y00067B\n写错,91131003MA0Y000329\n`;
  const answered = {
    status: 200,
    body: {
      rows: [
        { row: 1, status: 'not-listed', nameMatch: 'current', score: 100, error: null },
        { row: 2, status: 'subject-unknown', score: null },
        { row: 3, status: 'cannot-answer', error: 'uscc-check-character' },
      ],
    },
  };

  it.each([
    ['UTF-8', Buffer.from(csv, 'utf8')],
    ['UTF-8 with BOM', Buffer.from(`\uFEFF${csv}`, 'utf8')],
    ['GB18030', encode(csv, 'gb18030')],
  ])('as CSV in %s', async (_encoding, body) => {
    expect(await check(body, 'text/csv')).toMatchObject(answered);
  });

  const rows = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));

  it.each([['text/csv'], [xlsx], ['application/octet-stream'], ['application/vnd.ms-excel']])(
    'as xlsx, called %s',
    async (type) => {
      expect(await check(workbookOf({ sheets: [{ rows }] }), type)).toMatchObject(answered);
    },
  );

  it('as bytes of no type', async () => {
    expect(await check(Buffer.from(csv), 'application/octet-stream')).toMatchObject(answered);
  });

  it('answers others while it reads a workbook made to burst, and refuses that', async () => {
    const head = '<row><c t="str"><v>uscc</v></c></row>';
    const wide = Array.from({ length: 30_000 }, (_, n) => `<row r="${n}"><c r="XFD${n}"><v>1</v></c></row>`).join('');
    const huge = `<row><c t="str"><v>${'A'.repeat(200_000_000)}</v></c></row>`;
    const bomb = workbookOf({ sheets: [{ data: head + wide }] });
    const reading = check(bomb, xlsx);
    const answers = await answeredLive(ledger.url, reading);
    expect(await reading).toMatchObject({ status: 400, body: { code: 'bidders-missing' } });
    expect(await check(workbookOf({ sheets: [{ data: head + huge }] }), xlsx)).toMatchObject({
      status: 400,
      body: { code: 'workbook-too-large' },
    });
    expect(answers).toBeGreaterThan(10); // a hundred and more on a machine that does nothing else
  });

  it('says what is wrong with a file', async () => {
    expect(await check(Buffer.from('编号\n1\n'), 'text/csv')).toMatchObject({
      status: 400,
      body: { code: 'headings-missing' },
    });
    expect(await check(Buffer.from('no workbook'), xlsx)).toMatchObject({
      status: 400,
      body: { code: 'file-unreadable' },
    });
    expect(await check(Buffer.alloc(9 * 1024 * 1024, 'x'), 'text/csv')).toMatchObject({ status: 413 });
    expect(await ledger.post('procurement', '/bidder-checks', { bidders: [] })).toMatchObject({ status: 400 });
    expect(await ledger.post('department', '/bidder-checks', { bidders: [known] })).toMatchObject({ status: 403 });
  });

  it('gives the first answer to the same check asked again, and refuses the id for another', async () => {
    const headers = { 'idempotency-key': '7d4f4e0e-9d0e-4d6e-8a3e-0c6f0a7c1b11' };
    const first = await ledger.post('procurement', '/bidder-checks', { bidders: [known] }, headers);
    expect(await ledger.post('procurement', '/bidder-checks', { bidders: [known] }, headers)).toEqual(first);
    expect(
      await ledger.post('procurement', '/bidder-checks', { bidders: [{ uscc: '91131022MA0Y00067B' }] }, headers),
    ).toMatchObject({
      status: 409,
      body: { code: 'command-id-reused' },
    });
  });
});
