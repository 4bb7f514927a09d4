import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Actor, type EventLog, LogUnavailable } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { PersonalData } from '@app/personal-data';
import { Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { Pool } from 'pg';
import { feedRows } from '../../../../test/support/intake-feed';
import { aPersonalData } from '../../../../test/support/personal-data';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { turnsOfTheLoop } from '../../../../test/support/turns-of-the-loop';
import { workbookOf } from '../../../../test/support/workbook';
import { CLOCK, type Clock, EVENT_LOG, READ_MODELS } from '../application';
import { capabilities } from '../capabilities';
import { Intake } from './intake';
import type { IntakeCounts, IntakeLine, RejectedRow } from './intake-line';

const feeds = join(__dirname, '../../../../test/data/intake');
const feed = (name: string): Buffer => readFileSync(join(feeds, name));

const clock = { now: () => new Date('2026-11-23T02:00:00Z'), today: () => '2026-11-23' } satisfies Clock;
const actor: Actor = { name: '王晨', unitName: '廊坊市消防救援支队', unitCode: '11131000MB1234567X', role: 'officer' };

/** One for all ledgers: the same text of the same person is the same token in each. */
const personal = aPersonalData();

const running: TestingModule[] = [];
afterEach(async () => {
  for (const module of running.splice(0)) await module.close();
});

/** The intake as the ledger runs it, on a log in memory. */
async function ledger(log: EventLog = new MemoryEventLog(clock.now)) {
  @Module({
    providers: [
      { provide: EVENT_LOG, useValue: log },
      { provide: CLOCK, useValue: clock },
      { provide: PersonalData, useValue: personal },
      { provide: READ_MODELS, useValue: new Pool() }, // intake reads none: this one never connects
    ],
    exports: [EVENT_LOG, CLOCK, READ_MODELS, PersonalData],
  })
  class Adapters {}
  const module = await Test.createTestingModule({
    imports: [
      { module: Adapters, global: true },
      ...capabilities.flatMap(({ name, module }) => (name === 'intake' ? [module] : [])),
    ],
  }).compile();
  await module.init();
  running.push(module);
  const intake = module.get(Intake);
  return {
    log,
    send: async (file: Buffer | AsyncIterable<Buffer>, kind: string | null = null) => {
      const pieces = Buffer.isBuffer(file) ? inPieces(file) : file;
      const lines: IntakeLine[] = [];
      for await (const line of await intake.takeIn(pieces, kind, { actor, recordsFor: ['*'], requestId: 'request-1' }))
        lines.push(line);
      return new Answer(lines);
    },
  };
}

async function* inPieces(file: Buffer) {
  for (let start = 0; start < file.length; start += 65_536) {
    yield await Promise.resolve(file.subarray(start, start + 65_536));
  }
}

class Answer {
  constructor(readonly lines: readonly IntakeLine[]) {}

  get counts(): IntakeCounts | undefined {
    const summary = this.lines.flatMap((line) => ('summary' in line ? [line.summary] : []))[0];
    if (!summary) return undefined;
    const { rows, recorded, alreadyRecorded, rejected } = summary;
    return { rows, recorded, alreadyRecorded, rejected };
  }

  get exceptions() {
    return this.lines.filter((line) => 'outcome' in line);
  }

  get rejected(): RejectedRow[] {
    return this.exceptions.filter((line) => line.outcome === 'rejected');
  }

  get last(): IntakeLine | undefined {
    return this.lines.at(-1);
  }
}

interface Expected extends IntakeCounts {
  readonly exceptions: readonly { row: number; outcome: string; field?: string; rule?: string }[];
}

const expectedOf = (name: string): Expected =>
  JSON.parse(readFileSync(join(feeds, name, 'penalties.expected.json'), 'utf8')) as Expected;

/** Everything that is on record, whatever the order in which it came. */
async function contents(log: EventLog): Promise<string[]> {
  const events = await log.readAll({ after: 0, limit: 1_000_000 });
  return events
    .map(({ stream, revision, type, data }) => `${stream} ${revision} ${type} ${Buffer.from(data).toString()}`)
    .sort();
}

/** The headings and the first rows. */
const firstLines = (file: Buffer, count: number): Buffer =>
  Buffer.from(file.toString('utf8').split('\r\n').slice(0, count).join('\r\n'));

function shuffled(file: Buffer, seed: number): Buffer {
  const [headings = '', ...rows] = file.toString('utf8').trimEnd().split('\r\n');
  let state = seed;
  for (let last = rows.length - 1; last > 0; last--) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = state % (last + 1);
    [rows[last], rows[other]] = [rows[other] ?? '', rows[last] ?? ''];
  }
  return Buffer.from([headings, ...rows].join('\r\n'));
}

describe('the dirty feed', () => {
  const { exceptions, rows, recorded, alreadyRecorded, rejected } = expectedOf('dirty');
  const counts = { rows, recorded, alreadyRecorded, rejected };

  it.each(['dirty/penalties.csv', 'dirty/penalties.gb18030.csv'])(
    'gives exactly the outcomes expected: %s',
    async (name) => {
      const { send } = await ledger();
      const answer = await send(feed(name));
      const outcomes = answer.exceptions.map((line) =>
        line.outcome === 'rejected'
          ? { row: line.row, outcome: line.outcome, field: line.field, rule: line.rule }
          : { row: line.row, outcome: line.outcome },
      );
      // Rows that were recorded stand in the expected file only for their notes.
      expect(outcomes).toEqual(
        exceptions
          .filter(({ outcome }) => outcome !== 'recorded')
          .map(({ row, outcome, field, rule }) =>
            field === undefined ? { row, outcome } : { row, outcome, field, rule },
          ),
      );
      expect(answer.counts).toEqual(counts);
      expect(answer.last).toMatchObject({ summary: { position: recorded } });
    },
  );

  // The expected file has a `sameAsRow`, too, but counts it from 0 where all its other rows count from 1. Ours counts from 1.
  it('tells which row recorded the paper of a doubled row', async () => {
    const { send } = await ledger();
    const numbers = feedRows('dirty', 'penalties.csv').map((row) => row.行政处罚决定书文号);
    const { exceptions: lines } = await send(feed('dirty/penalties.csv'));
    const doubled = lines.filter((line) => line.sameAsRow !== undefined);
    expect(doubled).toHaveLength(20);
    for (const { row, sameAsRow = 0 } of doubled) expect(numbers[sameAsRow - 1]).toBe(numbers[row - 1]);
  });

  it('sent again, in the other encoding, records nothing', async () => {
    const { send, log } = await ledger();
    await send(feed('dirty/penalties.csv'));
    const before = await contents(log);
    const again = await send(feed('dirty/penalties.gb18030.csv'));
    expect(again.counts).toEqual({ rows, recorded: 0, alreadyRecorded: recorded + alreadyRecorded, rejected });
    expect(await contents(log)).toEqual(before);
  });

  it.each(['subjects', 'commitments', 'major-hazards', 'spot-checks'])('takes in all of its %s', async (kind) => {
    const { send } = await ledger();
    const first = await send(feed(`dirty/${kind}.csv`));
    expect(first.rejected).toEqual([]);
    const again = await send(feed(`dirty/${kind}.csv`));
    expect(again.counts).toEqual({ ...first.counts, recorded: 0, alreadyRecorded: first.counts?.rows });
  });
});

describe('the clean feed', () => {
  it('gives the same ledger sent three times, shuffled', async () => {
    const once = await ledger();
    const thrice = await ledger();
    for (const kind of ['subjects', 'commitments', 'major-hazards', 'spot-checks', 'penalties']) {
      const file = firstLines(feed(`clean/${kind}.csv`), 1_500);
      const { counts } = await once.send(file);
      expect(counts).toEqual({ rows: counts?.rows, recorded: counts?.rows, alreadyRecorded: 0, rejected: 0 });
      for (const seed of [1, 2, 3]) await thrice.send(shuffled(file, seed));
    }
    expect(await contents(thrice.log)).toEqual(await contents(once.log));
  });

  it('is on record under the name of who sent it, with the request, and no cause', async () => {
    const { send, log } = await ledger();
    await send(feed('clean/major-hazards.csv'));
    const events = await log.readAll({ after: 0, limit: 1_000 });
    expect(events).not.toHaveLength(0);
    for (const event of events) {
      expect(event).toMatchObject({ actor, requestId: 'request-1', causeId: null });
    }
  });
});

const headings = '名称,统一社会信用代码,主体类别,法定代表人,行政区划代码,行政区划';
const hotel = '廊坊百达程酒店管理有限公司,91131002MABBQNQG8X,公众聚集场所,郭军丽,131002,安次区';

describe('a file', () => {
  it('is answered by what it is, its exceptions, and a sum', async () => {
    const { send } = await ledger();
    const { lines } = await send(
      Buffer.from(`${headings}\n${hotel}\n\n甲店,123,公众聚集场所,,131002,安次区\n${hotel}\n`),
    );
    expect(lines).toEqual([
      { opened: { kind: 'subjects', encoding: 'UTF-8', headings: headings.split(',') } },
      {
        row: 2,
        sheetRow: 4,
        outcome: 'rejected',
        field: '统一社会信用代码',
        rule: 'uscc-length',
        message: '第4行，第2条“统一社会信用代码”：统一社会信用代码应为18位（uscc-length）',
        cells: {
          名称: '甲店',
          统一社会信用代码: '123',
          主体类别: '公众聚集场所',
          法定代表人: '',
          行政区划代码: '131002',
          行政区划: '安次区',
        },
      },
      { row: 3, sheetRow: 5, outcome: 'already-recorded', sameAsRow: 1 },
      { progress: { rows: 3, recorded: 1, alreadyRecorded: 1, rejected: 1 } },
      { summary: { rows: 3, recorded: 1, alreadyRecorded: 1, rejected: 1, position: 1, seconds: 0 } },
    ]);
  });

  it('may have ragged rows: those are rejected, not its others', async () => {
    const { send } = await ledger();
    const answer = await send(Buffer.from(`${headings}\n甲店,多余,的,单,元,格,子\n乙店\n${hotel},,\n`));
    expect(answer.rejected.map(({ row, rule, field }) => ({ row, rule, field }))).toEqual([
      { row: 1, rule: 'row-ragged', field: null },
      { row: 2, rule: 'row-ragged', field: null },
    ]);
    expect(answer.counts).toEqual({ rows: 3, recorded: 1, alreadyRecorded: 0, rejected: 2 });
  });

  it('of rejected rows, mended, is taken in with its extra columns and guarded cells', async () => {
    const { send, log } = await ledger();
    const mended = `\uFEFF${headings},行号,问题字段,规则,说明\r\n'-1-店,91131002MABBQNQG8X,公众聚集场所,,131002,安次区,7,名称,required,请改\r\n`;
    expect((await send(Buffer.from(mended))).counts).toMatchObject({ recorded: 1 });
    expect((await contents(log))[0]).toContain('"subjectName":"-1-店"');
  });

  it.each([
    ['no kind we know', '姓名,电话\n', null, 'intake-kind-unknown', {}],
    ['a column short', `${headings.replace('名称,', '')}\n`, null, 'headings-missing', { missing: ['名称'] }],
    ['of another kind than was said', `${headings}\n`, 'spot-checks', 'headings-missing', {}],
    ['of a kind that is none', `${headings}\n`, 'fines', 'code-unknown', {}],
    ['empty', '', null, 'file-empty', {}],
  ])('is refused before anything is answered when it is %s', async (_what, text, kind, code, facts) => {
    const { send } = await ledger();
    const refusal = await refusalFrom(send(Buffer.from(text), kind));
    expect(refusal.code).toBe(code);
    expect(refusal.facts).toMatchObject(facts);
  });

  it('with a broken byte is taken in without that row', async () => {
    const { send } = await ledger();
    const file = [Buffer.from(`${headings}\n乙`), Buffer.from([0xff, 0x0a]), Buffer.from(`${hotel}\n`)];
    const answer = await send(Buffer.concat(file));
    expect(answer.counts).toEqual({ rows: 2, recorded: 1, alreadyRecorded: 0, rejected: 1 });
    expect(answer.rejected).toMatchObject([
      {
        row: 1,
        sheetRow: 2,
        rule: 'encoding-invalid',
        message: expect.stringMatching(/^第2行，第1条：本行附近/) as unknown,
      },
    ]);
  });

  it('is told every fault of a row at once', async () => {
    const { send } = await ledger();
    const [rejected] = (await send(Buffer.from(`${headings}\n,123,商铺,,1310,安次区\n`))).rejected;
    expect(rejected).toMatchObject({
      field: '名称',
      rule: 'required',
      message:
        '第2行，第1条“名称”：必填，不能为空（required）；“统一社会信用代码”：统一社会信用代码应为18位（uscc-length）；' +
        '“主体类别”：“商铺”不在允许的取值之内（code-unknown）；“行政区划代码”：“1310”不在允许的取值之内（code-unknown）',
    });
    expect(rejected?.faults?.map(({ field }) => field)).toEqual([
      '名称',
      '统一社会信用代码',
      '主体类别',
      '行政区划代码',
    ]);
  });

  it('is not read where a cell is longer than any, nor with more columns than a table has', async () => {
    const { send } = await ledger();
    const long = hotel.replace('郭军丽', 'x'.repeat(900_000));
    const [rejected] = (await send(Buffer.from(`${headings}\n${long}\n`))).rejected;
    expect(rejected).toMatchObject({ field: '法定代表人', rule: 'text-too-long' });
    expect(rejected?.cells.法定代表人).toHaveLength(32_768);
    const cut = jest.spyOn(String.prototype, 'split');
    expect(await refusalFrom(send(Buffer.from(`${'a,'.repeat(500_000)}\n1\n`)))).toMatchObject({
      code: 'line-too-long',
      facts: { row: 0 },
    });
    const cells = cut.mock.results.map(({ value }) => (value as string[]).length);
    cut.mockRestore();
    expect(cells.length).toBeGreaterThan(0);
    expect(Math.max(...cells)).toBeLessThan(1_000);
  });

  it('goes on behind a row whose fields do not go together', async () => {
    const { send } = await ledger();
    const file = `${headings},证件号码\n${hotel},13100219000101001X\n${hotel},\n`;
    const answer = await send(Buffer.from(file));
    expect(answer.rejected).toMatchObject([{ field: '证件号码', rule: 'identity-only-for-person' }]);
    expect(answer.rejected[0]?.faults).toBeUndefined();
    expect(answer.counts).toMatchObject({ rows: 2, recorded: 1 });
  });

  it.each(['#N/A', '#REF!', ' #value! '])('is not taken for what it says where a formula failed: %s', async (error) => {
    const { send } = await ledger();
    expect((await send(Buffer.from(`${headings}\n${hotel.replace('郭军丽', error)}\n`))).rejected).toMatchObject([
      { field: '法定代表人', rule: 'cell-is-error' },
    ]);
  });

  it('of nothing but bad rows leaves a turn to others after every chunk', async () => {
    const { send } = await ledger();
    const turns = turnsOfTheLoop();
    const { counts } = await send(Buffer.from(`${headings}\n${'1,2,3,4,5,6\n'.repeat(3_000)}`));
    turns.stop();
    expect(counts).toMatchObject({ rejected: 3_000 });
    expect(turns.count).toBeGreaterThanOrEqual(3_000 / 500);
  });

  it('may be a workbook, of several sheets, with days and numbers as it keeps them', async () => {
    const { send, log } = await ledger();
    const cells = hotel.split(',').map((cell) => (cell === '131002' ? 131002 : cell));
    const other = ['甲店', '123', ...cells.slice(2)];
    const sheets = [{ rows: [headings.split(','), cells] }, { rows: [['单位'], headings.split(','), other] }];
    const answer = await send(workbookOf({ sheets }));
    expect(answer.lines[0]).toMatchObject({ opened: { kind: 'subjects', encoding: 'xlsx' } });
    expect(answer.rejected).toMatchObject([
      { row: 2, sheetRow: 3, sheet: 'Sheet2', message: expect.stringMatching(/^“Sheet2”第3行，第2条/) as unknown },
    ]);
    expect((await contents(log))[0]).toContain('"areaCode":"131002"');
    const csv = await send(Buffer.from(`${headings}\n${hotel}\n`));
    expect(csv.counts).toMatchObject({ alreadyRecorded: 1 }); // the same row is the same command
  });

  it('that breaks off ends in an error; sent again it is finished, and nothing is doubled', async () => {
    const { send, log } = await ledger();
    async function* brokenOff() {
      yield await Promise.resolve(Buffer.from(`${headings}\n${hotel}\n大厂`));
      throw new Error('aborted');
    }
    const answer = await send(brokenOff());
    expect(answer.last).toMatchObject({
      error: { code: 'upload-interrupted', counts: { rows: 1, recorded: 1 }, notProcessed: null },
    });
    expect(await log.head()).toBe(1);
    expect((await send(Buffer.from(`${headings}\n${hotel}\n`))).counts).toMatchObject({
      recorded: 0,
      alreadyRecorded: 1,
    });
  });
});

describe('files as people sent them', () => {
  const sent = async (name: string) => {
    const { send } = await ledger();
    return send(readFileSync(join(__dirname, '../../../../test/data/cases', name)));
  };

  it('with quotation marks that were not escaped: neither row is recorded', async () => {
    const answer = await sent('06-stray-quotation-marks/penalties.csv');
    expect(answer.counts).toEqual({ rows: 3, recorded: 1, alreadyRecorded: 0, rejected: 2 });
    expect(answer.rejected.map(({ rule, sheetRow }) => [rule, sheetRow])).toEqual([
      ['file-invalid', 2],
      ['file-invalid', 3],
    ]);
  });

  it('with a broken byte: that row is refused, and the next is recorded', async () => {
    const answer = await sent('11-file-said-refused-though-recorded/bad-byte.csv');
    expect(answer.counts).toEqual({ rows: 4, recorded: 2, alreadyRecorded: 0, rejected: 2 });
    expect(answer.rejected.map(({ row, rule }) => [row, rule])).toEqual([
      [2, 'code-unknown'],
      [3, 'encoding-invalid'],
    ]);
  });

  it('with rows without their last, blank cells', async () => {
    expect((await sent('15-rows-without-last-blank-cell/penalties.csv')).counts).toMatchObject({
      rows: 40,
      rejected: 0,
    });
  });

  it('with blank rows: the number is the one that a spreadsheet shows', async () => {
    expect((await sent('16-row-numbers/penalties.csv')).rejected).toMatchObject([
      { row: 2, sheetRow: 6, message: expect.stringMatching(/^第6行，第2条“处罚决定日期”/) as unknown },
    ]);
  });

  it.each(['asterisk', 'fullwidth-underscore', 'two-byte-order-marks'])(
    'with headings as people write them: %s',
    async (name) => {
      expect((await sent(`17-headings/intake-${name}.csv`)).counts).toMatchObject({ rows: 1, recorded: 1 });
    },
  );
});

/** A log whose appends fail from the n-th on: before they happen, or after, when only the answer is lost. */
class FailingLog extends MemoryEventLog {
  appends = 0;
  failing = true;

  constructor(
    private readonly from: number,
    private readonly when: 'before' | 'after',
  ) {
    super(clock.now);
  }

  override async append(...given: Parameters<MemoryEventLog['append']>) {
    const fails = this.failing && ++this.appends >= this.from;
    if (fails && this.when === 'before') throw new LogUnavailable(new Error('connection refused'));
    const result = await super.append(...given);
    if (fails) throw new LogUnavailable(new Error('answer lost'));
    return result;
  }
}

describe.each([
  ['does not take it', 'before'],
  ['takes it but does not say so', 'after'],
] as const)('when the log %s', (_what, when) => {
  it('the answer ends in an error; sent again the file is finished, and the ledger is the same', async () => {
    const undisturbed = await ledger();
    await undisturbed.send(feed('clean/subjects.csv'));
    const log = new FailingLog(700, when);
    const { send } = await ledger(log);

    const answer = await send(feed('clean/subjects.csv'));
    expect(answer.counts).toBeUndefined();
    // Of the two chunks under way, 699 rows are known to be on record; the other 301 may be, as 200 more that were not looked at.
    expect(answer.last).toMatchObject({
      error: { code: 'log-unavailable', counts: { rows: 699, recorded: 699 }, notProcessed: 501 },
    });
    expect(answer.lines.filter((line) => 'progress' in line)).toEqual([]); // neither is whole

    log.failing = false;
    expect((await send(feed('clean/subjects.csv'))).counts).toMatchObject({ rows: 1200, rejected: 0 });
    expect(await contents(log)).toEqual(await contents(undisturbed.log));
  });
});
