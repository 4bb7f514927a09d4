import { PostgresEventLog } from '@app/event-store/postgres';
import { LedgerAudits } from '@app/ledger';
import { applicationUrl, workingUrl } from '@app/ledger-database';
import { Logger } from '@nestjs/common';
import { rebuildable } from '../apps/composition/src/read-models';
import { NightlyCheck } from '../apps/worker/src/nightly-check';
import { agreeingClocks } from './support/clocks';
import { WholeLedger } from './support/whole-ledger';

/**
 * What somebody who may write to the database does to read models only (a7), and then says was checked (a7b, t11). The nightly check
 * of the night finds it, and nothing is answered from the wrong rows until they are right again.
 */
const wronged = '92131003MA9ANPJY55';
const other = '91131000MA0Y000167';
const logger = new Logger('test');

let ledger: WholeLedger;
let log: PostgresEventLog;
let check: NightlyCheck;
let said: string[];
let night = '2026-06-01';
let hour = 2;
/** In Asia/Shanghai. */
const clocks = {
  ...agreeingClocks,
  now: () => new Date(Date.parse(`${night}T00:30:00.000+08:00`) + hour * 3_600_000),
  today: () => night,
};
const nightAt = async (day: string, at: number) => {
  [night, hour] = [day, at];
  said = [];
  await check.run();
  return said;
};
const statusOf = (subject: string) => ledger.ask('department', 'GET', `/subjects/${subject}/status`);

const registration = (uscc: string) => ({
  name: '廊坊庚示例有限公司',
  uscc,
  subjectType: '一般单位',
  areaCode: '131002',
  areaName: '安次区',
});

beforeAll(async () => {
  for (const level of ['warn', 'error'] as const)
    jest.spyOn(logger, level).mockImplementation((...words: unknown[]) => void said.push(String(words[0])));
  ledger = await WholeLedger.on('2026-11-28');
  const url = ledger.pool.options.connectionString ?? '';
  log = new PostgresEventLog({ url: applicationUrl(url) });
  const checkerUrl = workingUrl(url, 'ledger_checker');
  check = new NightlyCheck({
    checkerUrl,
    log,
    clocks,
    projections: rebuildable,
    audits: new LedgerAudits(log, clocks),
    hour: 3,
    logger,
  });
  for (const uscc of [wronged, other]) await ledger.ask('officer', 'POST', '/subjects', registration(uscc));
  await ledger.allRead();
});
afterAll(async () => {
  await log.close();
  await ledger.stop();
});

const rename = (from: string, to: string) =>
  ledger.pool.query(`UPDATE credit_dossiers_2 SET head = replace(head::text, $1, $2)::jsonb WHERE subject_id = $3`, [
    from,
    to,
    wronged,
  ]);
const sayChecked = () =>
  ledger.pool.query(
    `INSERT INTO projection_equality_checks
     SELECT name, 'any', day, now(), 1, 0, 0, 'h', 'h', 1
     FROM projection_checkpoints, unnest(ARRAY['2026-05-31', '2026-06-01', '2026-06-02', '2099-01-01']::date[]) AS day`,
  );

it('a7, a7b: a row that is wrong is found, whatever the table says of checks, and its subject is not answered', async () => {
  expect(await statusOf(wronged)).toMatchObject({ status: 200 });
  expect(await nightAt('2026-06-01', 2)).toEqual([]); // the night in which the process began
  await rename('庚', '辛');
  await sayChecked();
  expect(await nightAt('2026-06-02', 2)).toEqual([]); // too early
  expect(await nightAt('2026-06-02', 3)).toEqual([
    expect.stringMatching(/^credit-dossier-2: credit_dossiers_2 is not/),
  ]);

  expect(await statusOf(wronged)).toMatchObject({
    status: 503,
    body: { status: 'cannot-answer', reason: 'read-model-differs', score: null },
  });
  expect(await statusOf(other)).toMatchObject({ status: 200, body: { status: 'not-listed' } });
  const bidders = [{ uscc: wronged }, { uscc: other }];
  expect((await ledger.ask('procurement', 'POST', '/bidder-checks', { bidders })).body.rows).toMatchObject([
    { status: 'cannot-answer', reason: 'read-model-differs' },
    { status: 'not-listed', reason: null },
  ]);
  const { body } = await ledger.ask('operator', 'GET', '/health/ready');
  expect(body.degraded).toContainEqual(expect.stringContaining('credit_dossiers_2'));
});

it('is answered again when a check has found it right', async () => {
  await rename('辛', '庚');
  expect(await statusOf(wronged)).toMatchObject({ status: 503 });
  expect(await nightAt('2026-06-03', 3)).toEqual([]);
  expect(await statusOf(wronged)).toMatchObject({ status: 200 });
});

it('a history that lacks a row, or has one too many, is not shown, and that of another is', async () => {
  const historyOf = (subject: string) => ledger.ask('auditor', 'GET', `/subjects/${subject}/history`);
  const { rows } = await ledger.pool.query('DELETE FROM subject_history_5 WHERE subject_id = $1 RETURNING *', [
    wronged,
  ]);
  expect(rows).toHaveLength(1);
  expect(await historyOf(wronged)).toMatchObject({ status: 200, body: { events: [] } });
  expect(await nightAt('2026-06-04', 3)).toHaveLength(1);
  expect(await historyOf(wronged)).toMatchObject({
    status: 503,
    body: { code: 'cannot-answer', facts: { reason: 'read-model-differs' } },
  });
  expect(await historyOf(other)).toMatchObject({ status: 200 });
});

it('each night is on record, with what was found, and the auditor reads it', async () => {
  const ask = (month: string) => ledger.ask('auditor', 'GET', `/seals/audits?month=${month}`);
  const { status, body } = await ask('2026-06');
  const comparisons = body.comparisons as { comparedOn: string; tables: { missing: number; surplus: number }[] }[];
  expect([status, body.month, body.audits]).toEqual([200, '2026-06', []]);
  expect(
    comparisons.map(({ comparedOn, tables }) => [
      comparedOn,
      tables.filter(({ missing, surplus }) => missing + surplus > 0),
    ]),
  ).toEqual([
    ['2026-06-04', [expect.objectContaining({ readModel: 'subject-history-5', missing: 1, surplus: 0 })]],
    ['2026-06-03', []],
    ['2026-06-02', [expect.objectContaining({ readModel: 'credit-dossier-2', missing: 1, surplus: 1 })]],
  ]);
  expect(comparisons[0]?.tables.length).toBeGreaterThanOrEqual(rebuildable.length);
  expect((await ask('2026-05')).body).toEqual({ month: '2026-05', audits: [], comparisons: [] });
  expect(await ask('2026-13')).toMatchObject({
    status: 400,
    body: { code: 'month-invalid', fields: [{ field: 'month' }] },
  });
});

it('t11: the logins of api and worker cannot say that a check was done, nor that rows are right', async () => {
  const { rows } = await ledger.pool.query(
    `SELECT has_table_privilege(role, 'projection_equality_checks', 'INSERT, UPDATE, DELETE') AS says,
            has_table_privilege(role, 'projection_differences', 'INSERT, UPDATE, DELETE') AS mends
     FROM unnest(ARRAY['ledger_api', 'ledger_worker', 'ledger_sealer']) AS role`,
  );
  expect(rows).toEqual(Array(3).fill({ says: false, mends: false }));
});
