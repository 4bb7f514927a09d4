import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntakeReport } from './intake-report';
import type { FileException } from './send-file';

const rejected = (row: number, cells: Record<string, string>): FileException => ({
  row,
  sheetRow: row + 1,
  outcome: 'rejected',
  field: '名称',
  rule: 'required',
  message: `第${row + 1}行，第${row}条“名称”：必填，不能为空（required）`,
  cells,
});
const already: FileException = { row: 2, sheetRow: 3, outcome: 'already-recorded', sameAsRow: 1 };
const summary = { rows: 3, recorded: 1, alreadyRecorded: 1, rejected: 1, position: 9, seconds: 0.2 };

function files() {
  const folder = mkdtempSync(join(tmpdir(), 'intake-report-'));
  const report = join(folder, 'out.json');
  const rejects = join(folder, 'units.csv.rejected.csv');
  return { folder, report, rejects, writing: new IntakeReport(report, rejects) };
}

describe('the report of an intake', () => {
  it('is the counts and the exceptions', async () => {
    const { writing, report } = files();
    await writing.begin();
    await writing.add(already);
    await writing.add(rejected(3, { 名称: '' }));
    expect(existsSync(report)).toBe(false);
    await writing.finish(summary);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual({
      rows: 3,
      recorded: 1,
      alreadyRecorded: 1,
      rejected: 1,
      exceptions: [
        { row: 2, sheetRow: 3, outcome: 'already-recorded', sameAsRow: 1 },
        { row: 3, sheetRow: 4, outcome: 'rejected', field: '名称', rule: 'required' },
      ],
    });
  });

  it('is there without exceptions, too, and then alone', async () => {
    const { writing, report, folder } = files();
    await writing.begin();
    await writing.finish({ ...summary, rejected: 0 });
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ exceptions: [] });
    expect(readdirSync(folder)).toEqual(['out.json']);
  });

  it('says once what was told in two attempts', async () => {
    const { writing, report, rejects } = files();
    for (let attempt = 1; attempt <= 2; attempt++) {
      await writing.begin();
      await writing.add(rejected(3, { 名称: '' }));
    }
    await writing.finish(summary);
    expect(readFileSync(report, 'utf8').match(/required/g)).toHaveLength(1);
    expect(readFileSync(rejects, 'utf8').match(/第4行/g)).toHaveLength(1);
  });

  it('says every fault of a row, and on which sheet it stands', async () => {
    const { writing, report, rejects } = files();
    await writing.begin();
    const faults = [
      { field: '名称', rule: 'required', message: '必填，不能为空' },
      { field: '行政区划', rule: 'required', message: '必填，不能为空' },
      { field: null, rule: 'row-ragged', message: '列数不符' },
    ];
    await writing.add({ ...rejected(3, { 名称: '' }), sheet: '二', outcome: 'rejected', faults } as FileException);
    await writing.finish(summary);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      exceptions: [
        { row: 3, sheetRow: 4, sheet: '二', faults: [{ field: '名称' }, { field: '行政区划' }, { field: '' }] },
      ],
    });
    expect(readFileSync(rejects, 'utf8')).toContain(',4,名称；行政区划,required；row-ragged,');
  });

  it('is written, with the rejected rows, of a file that ended early, and says how far it came', async () => {
    const { writing, report, rejects } = files();
    await writing.begin();
    await writing.add(rejected(3, { 名称: '' }));
    const counts = { rows: 3, recorded: 2, alreadyRecorded: 0, rejected: 1 };
    const said = { code: 'log-unavailable', message: '台账暂时不可用' };
    expect(await writing.finishEarly({ counts, notProcessed: 7 }, said)).toMatchObject({ rejects });
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      ...counts,
      endedEarly: { rule: 'log-unavailable', message: '台账暂时不可用', notProcessed: 7 },
      exceptions: [{ row: 3 }],
    });
  });

  it('is for the eyes of its owner, whatever was there before', async () => {
    const { writing, report, rejects } = files();
    writeFileSync(report, '', { mode: 0o666 });
    await writing.begin();
    await writing.add(rejected(3, { 名称: '' }));
    await writing.finish(summary);
    for (const path of [report, rejects]) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing behind when the file was not finished', async () => {
    const { writing, folder } = files();
    await writing.begin();
    await writing.add(rejected(3, { 名称: '' }));
    await writing.abandon();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('cannot be written where there is no folder: says so at the beginning', async () => {
    const { folder } = files();
    const writing = new IntakeReport(join(folder, 'absent', 'out.json'), join(folder, 'rejects.csv'));
    await expect(writing.begin()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the rejects file', () => {
  it('opens in Excel: byte-order mark, the original columns and ours, no cell a formula', async () => {
    const { writing, rejects } = files();
    await writing.begin();
    await writing.add(rejected(3, { 名称: '=cmd()', 备注: '"好",\n的' }));
    expect(await writing.finish(summary)).toEqual({ rejects, earlierRejects: undefined });
    expect(readFileSync(rejects, 'utf8')).toBe(
      '\uFEFF名称,备注,行号,问题字段,规则,说明\r\n' +
        `'=cmd(),"""好"",\n的",4,名称,required,第4行，第3条“名称”：必填，不能为空（required）\r\n`,
    );
  });

  it('of a mended rejects file has our columns once', async () => {
    const { writing, rejects } = files();
    await writing.begin();
    await writing.add(rejected(1, { 名称: '', 行号: '3', 问题字段: '名称', 规则: 'required', 说明: '旧' }));
    await writing.finish(summary);
    expect(readFileSync(rejects, 'utf8').split('\r\n')[0]).toBe('\uFEFF名称,行号,问题字段,规则,说明');
  });

  it('does not take the place of an earlier one that somebody may be mending', async () => {
    const { writing, rejects, folder } = files();
    writeFileSync(rejects, 'half mended');
    await writing.begin();
    await writing.add(rejected(3, { 名称: '' }));
    const { earlierRejects = '' } = await writing.finish(summary);
    expect(readFileSync(earlierRejects, 'utf8')).toBe('half mended');
    expect(readFileSync(rejects, 'utf8')).toContain('第4行');

    await writing.begin();
    await writing.add(rejected(3, { 名称: '' }));
    expect(await writing.finish(summary)).toEqual({ rejects, earlierRejects: undefined });
    expect(readdirSync(folder)).toHaveLength(3);
  });
});
