import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  DirectoryFolder,
  FileEndpoint,
  type FormPage,
  lackingInResult,
  NoTable,
  type Table,
  WorkbookDesk,
  Workbooks,
  type BodyMessage,
} from '@app/endpoints';
import type { Answer, Push, SentPush } from '@app/outbox';
import { workbookOf } from '@app/workbook';
import { openFile } from '../../libs/ledger/src/sheet-file';
import { Workbook } from '../../libs/ledger/src/sheet-file/workbook/read-workbook';
import { aPush } from '../../libs/outbox/src/push.examples';

const going = new AbortController().signal;

const forms: readonly FormPage[] = [
  {
    name: '行政处罚信息',
    kind: 'penalty',
    columns: [
      { heading: '处罚决定书文号', field: 'penDecNo' },
      { heading: '企业名称', field: 'entName' },
      { heading: '注册号', field: 'regNo' },
      { heading: '处罚种类', field: 'penType_CN' },
    ],
  },
  { name: '抽查检查结果信息', kind: 'spot-check', columns: [{ heading: '抽查检查结果', field: 'insRes_CN' }] },
];

/** As an upload is read where both are at hand. */
async function readTable(bytes: Buffer): Promise<Table> {
  try {
    const file = await openFile(Readable.from([bytes]), lackingInResult);
    const rows: (readonly string[])[] = [];
    for await (const some of file.rows) rows.push(...some.map(({ cells }) => cells));
    return { headings: file.headings, rows };
  } catch (error) {
    throw new NoTable('unreadable', { cause: error });
  }
}

/** The ledger on one side, an officer with a spreadsheet on the other. */
async function open() {
  const root = await mkdtemp(join(tmpdir(), 'workbook-'));
  const [inbox, receipts] = [join(root, 'inbox'), join(root, 'receipts')];
  await mkdir(inbox);
  await mkdir(receipts);
  const folder = new DirectoryFolder(root);
  const packing = new Workbooks({ body: 'gsxt-hebei', forms, readTable });
  const endpoint = new FileEndpoint({
    name: 'gsxt-hebei',
    saying: ({ key, kind, position, document }) => ({
      idempotencyKey: key,
      kind,
      subjectSequence: position,
      fields: document as BodyMessage['fields'],
    }),
    folder,
    packing,
    now: Date.now,
  });
  const batches = () => readdir(inbox);
  return {
    endpoint,
    desk: new WorkbookDesk({ body: 'gsxt-hebei', folder, packing }),
    batches,
    /** As it was before the officer's file was taken away: a plug that was pulled between the two. */
    putBack: async (batch: string, bytes: Buffer) => {
      await writeFile(join(inbox, `${batch}.xlsx`), bytes);
    },
    /** What stands on each page, the headings first, as a spreadsheet shows it. */
    download: async () => {
      const [name = ''] = await batches();
      const workbook = await Workbook.of(await readFile(join(inbox, name)));
      const pages = workbook.sheets.map(async (sheet) => {
        const rows = await workbook.firstRows(sheet, 100);
        return [sheet.name, rows.map(({ cells }) => cells)] as const;
      });
      return Object.fromEntries(await Promise.all(pages));
    },
    upload: async (bytes: Buffer) => {
      const [name = ''] = await batches();
      await writeFile(join(receipts, name.replace('.xlsx', '.result.xlsx')), bytes);
      await rm(join(inbox, name));
    },
    close: () => rm(root, { recursive: true }),
  };
}

const resultHeadings = ['报送标识', '状态', '回执编号', '反馈时间', '错误代码', '错误说明', '出错字段'];
const result = (...rows: string[][]) => workbookOf([{ name: '结果', rows: [resultHeadings, ...rows] }]);

describe('a batch workbook', () => {
  let subject: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    subject = await open();
  });
  afterEach(() => subject.close());

  const odd = ' 一\r\n二 <三> & "四" _x000D_\u0001';
  const penalty = (n: number, fields: object = {}) =>
    aPush({
      endpoint: 'gsxt-hebei',
      position: n,
      kind: 'penalty',
      document: { penDecNo: `第00${n}号`, entName: '某酒店', regNo: '013100000000001', ...fields },
    });
  const spotCheck = (n: number) =>
    aPush({ endpoint: 'gsxt-hebei', position: n, kind: 'spot-check', document: { insRes_CN: '未发现问题' } });
  const [one, two, three] = [penalty(1, { penType_CN: ['罚款', '没收违法所得'] }), spotCheck(2), penalty(3)];

  const sent = async (...pushes: readonly (typeof one)[]): Promise<SentPush[]> => {
    const answers = await subject.endpoint.send(pushes, going);
    return pushes.map((push, at) => ({ push, reference: referenceIn(answers[at]) }));
  };
  const referenceIn = (answer: Answer | undefined): string => {
    if (answer?.outcome !== 'sent') throw new Error(`expected to be sent, but was ${JSON.stringify(answer)}`);
    return answer.reference;
  };
  const answersOf = async (references: readonly SentPush[]) =>
    (await subject.endpoint.collect(references, going)).map(({ answer }) => answer);

  it('has a page for each form with something on it, in texts: codes keep their zeros', async () => {
    await sent(one, two, penalty(4, { entName: odd }));
    expect(await subject.download()).toEqual({
      行政处罚信息: [
        ['报送标识', '序号', '处罚决定书文号', '企业名称', '注册号', '处罚种类'],
        [one.key, '1', '第001号', '某酒店', '013100000000001', '罚款;没收违法所得'],
        [penalty(4).key, '3', '第004号', odd, '013100000000001'],
      ],
      抽查检查结果信息: [
        ['报送标识', '序号', '抽查检查结果'],
        [two.key, '2', '未发现问题'],
      ],
    });
  });

  it('is the same workbook when it is said twice', async () => {
    expect(await sent(one, two)).toEqual(await sent(one, two));
    expect(await subject.batches()).toHaveLength(1);
  });

  it('is answered row by row by its result file; a refused row is mended and goes under its own identity', async () => {
    const references = await sent(one, two, three);
    expect(await answersOf(references)).toEqual([]);
    await subject.upload(
      await result(
        [one.key, '1', 'GS0001', '2026-06-01 10:20:30'],
        [two.key, '0', '', '2026-06-01 10:20:30', '1001', '企业名称与注册号不符', 'entName；regNo'],
        [three.key, ''],
      ),
    );
    expect(await answersOf(references)).toEqual([
      { outcome: 'acknowledged', receiptNumber: 'GS0001', receivedAt: '2026-06-01T02:20:30.000Z' },
      { outcome: 'rejected', code: '1001', message: '企业名称与注册号不符', fields: ['entName', 'regNo'] },
    ]);
    const mended = { ...two, document: { insRes_CN: '发现问题已改正' } };
    const again = await sent(mended);
    await subject.upload(await result([mended.key, '记名成功', 'GS0002', '2026/6/2 9:05']));
    expect(await answersOf(again)).toEqual([
      { outcome: 'acknowledged', receiptNumber: 'GS0002', receivedAt: '2026-06-02T01:05:00.000Z' },
    ]);
  });

  it('may be answered by CSV as well', async () => {
    const references = await sent(one);
    await subject.upload(Buffer.from(`${resultHeadings.join(',')}\n${one.key},1,GS0001,2026-06-01T02:20:30Z,,,\n`));
    expect(await answersOf(references)).toMatchObject([{ outcome: 'acknowledged', receiptNumber: 'GS0001' }]);
  });

  it('may name the day of publication, and need not', async () => {
    const references = await sent(one, two);
    const answer = (of: Push, publishedOn: string) => `${of.key},1,GS0001,2026-06-01T02:20:30Z,,,,${publishedOn}`;
    const rows = [[...resultHeadings, '公示日期'].join(','), answer(one, '2026/6/2'), answer(two, '')];
    await subject.upload(Buffer.from(`${rows.join('\n')}\n`));
    const receipt = { outcome: 'acknowledged', receiptNumber: 'GS0001', receivedAt: '2026-06-01T02:20:30.000Z' };
    expect(await answersOf(references)).toEqual([{ ...receipt, publishedOn: '2026-06-02' }, receipt]);
  });

  it('says of what it knows what became of it', async () => {
    await sent(one, two);
    expect(await subject.endpoint.askByKey([two, three], going)).toMatchObject([
      { outcome: 'sent', reference: expect.stringMatching(/\/2$/) as string },
      { outcome: 'absent' },
    ]);
  });

  it.each([
    ['a success without a receipt number', ['1', '', '2026-06-01 10:20:30']],
    ['a success without a time', ['1', 'GS0001', '昨天']],
    ['a refusal without a code', ['0', '', '', '', '不符']],
    ['a state that nobody knows', ['2', 'GS0001', '2026-06-01 10:20:30']],
  ])('cannot read %s', async (_what, cells) => {
    const references = await sent(one);
    await subject.upload(await result([one.key, ...cells]));
    expect(await answersOf(references)).toMatchObject([{ outcome: 'unreadable' }]);
  });

  it('believes no result file that says two things of one message, or has no states', async () => {
    const references = await sent(one);
    await subject.upload(await result([one.key, '0', '', '', '1001'], [one.key, '1', 'GS0001', '2026-06-01 10:20:30']));
    expect(await answersOf(references)).toMatchObject([{ outcome: 'unreadable' }]);
  });

  it.each([
    [{ alt: '变更' }, 'alt', 'workbook-1/column'],
    [{ entName: '长'.repeat(32_768) }, 'entName', 'workbook-1/cell'],
    [{ entName: { name: '某酒店' } }, 'entName', 'workbook-1/cell'],
  ])('leaves back a message alone that no cell holds: %#', async (fields, field, rule) => {
    const wrong = penalty(5, fields);
    expect(subject.endpoint.faultsOf(wrong)).toMatchObject([{ field, rule }]);
    expect(await subject.endpoint.send([wrong, one], going)).toMatchObject([
      { outcome: 'failed' },
      { outcome: 'sent' },
    ]);
  });

  it('has no page for a kind without a form', () => {
    expect(subject.endpoint.faultsOf({ ...one, kind: 'hazard' })).toMatchObject([{ rule: 'workbook-1/page' }]);
  });

  describe("on the officer's side", () => {
    const columns = resultHeadings;
    const table = (...rows: string[][]) => ({ headings: ['备注', ...columns], rows: rows.map((row) => ['', ...row]) });
    const yes = (key: string) => [key, '1', 'GS0001', '2026-06-01 10:20:30'];
    const no = (key: string) => [key, '0', '', '', '1001', '企业名称与注册号不符', 'entName'];
    const standing = async () => {
      const [{ batch } = { batch: '' }] = await subject.desk.standing();
      return batch;
    };

    it('is downloaded by its name, with the keys in it', async () => {
      await sent(one, two);
      const found = await subject.desk.read(await standing());
      expect(found?.keys).toEqual([one.key, two.key]);
      expect(await subject.desk.read(`../inbox/${await standing()}`)).toBeUndefined();
      expect(await subject.desk.read('gsxt-hebei-0000000001-0000000001-0123456789abcdef')).toBeUndefined();
    });

    it('is answered once: the same result again says nothing new, another one is refused', async () => {
      const references = await sent(one, two);
      const batch = await standing();
      const counts = { acknowledged: 1, rejected: 1 };
      expect(await subject.desk.take(batch, table(yes(one.key), no(two.key)))).toEqual({ outcome: 'taken', ...counts });
      expect(await subject.desk.standing()).toEqual([]);
      expect(await answersOf(references)).toMatchObject([{ outcome: 'acknowledged' }, { outcome: 'rejected' }]);
      expect(await subject.desk.take(batch, table(no(two.key), yes(one.key)))).toEqual({ outcome: 'known', ...counts });
      expect(await subject.desk.take(batch, table(yes(one.key), yes(two.key)))).toEqual({ outcome: 'differs' });
      expect(await subject.desk.take('gsxt-hebei-x', table(yes(one.key)))).toEqual({ outcome: 'unknown' });
    });

    it('tells the words of a refusal as they can be held, whatever stood in the file', async () => {
      const references = await sent(one);
      const batch = await standing();
      const row = [one.key, '0', '', '', '1001', ` 一\u0001二\uD83D_x000D_=1+1`, ' entName ；；regNo'];
      expect(await subject.desk.take(batch, table(row))).toMatchObject({ outcome: 'taken' });
      expect(await answersOf(references)).toEqual([
        { outcome: 'rejected', code: '1001', message: '一 二\uFFFD_x000D_=1+1', fields: ['entName ', 'regNo'] },
      ]);
      expect(await subject.desk.take(batch, table(row))).toMatchObject({ outcome: 'known' });
    });

    it('of two results at once one is taken', async () => {
      await sent(one);
      const batch = await standing();
      const took = await Promise.all([yes, no, yes].map((said) => subject.desk.take(batch, table(said(one.key)))));
      expect(took.map(({ outcome }) => outcome)).toEqual(['taken', 'differs', 'known']);
    });

    it('is taken once more when the plug was pulled before it was taken away', async () => {
      await sent(one);
      const batch = await standing();
      const { bytes } = (await subject.desk.read(batch)) ?? { bytes: Buffer.alloc(0) };
      await subject.desk.take(batch, table(yes(one.key)));
      await subject.putBack(batch, bytes);
      expect(await subject.desk.take(batch, table(yes(one.key)))).toMatchObject({ outcome: 'taken' });
      expect(await subject.desk.standing()).toEqual([]);
    });

    it('takes none of a result with a row at fault, or that leaves one out', async () => {
      await sent(one, two);
      const batch = await standing();
      expect(await subject.desk.take(batch, table(yes(one.key), [two.key, '2']))).toMatchObject({
        outcome: 'faults',
        faults: 1,
        first: { row: 1, heading: '状态', rule: 'state-unknown' },
      });
      expect(await subject.desk.take(batch, table(yes(one.key)))).toEqual({
        outcome: 'incomplete',
        missing: 1,
        key: two.key,
      });
      expect(await subject.desk.standing()).toHaveLength(1);
    });
  });
});
