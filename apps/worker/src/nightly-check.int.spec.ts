import { PostgresEventLog } from '@app/event-store/postgres';
import { type LedgerAudits, until } from '@app/ledger';
import { workingUrl } from '@app/ledger-database';
import type { Projection } from '@app/projections';
import { Logger } from '@nestjs/common';
import { Pool } from 'pg';
import { anEvent, aStream } from '../../../libs/event-store/src/event-log.contract';
import { agreeingClocks } from '../../../test/support/clocks';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { NightlyCheck } from './nightly-check';

let database: TestDatabase;
let pool: Pool;
let log: PostgresEventLog;
let said: string[];
const logger = new Logger('test');

beforeEach(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  log = new PostgresEventLog({ url: database.url });
  const owner = new Pool({ connectionString: database.ownerUrl });
  await owner.query('CREATE TABLE seen (who text, position bigint); GRANT ALL ON seen TO ledger_app, ledger_checker');
  await owner.end();
  await log.append(aStream(), 'no-stream', [anEvent()]);
  await pool.query(
    `INSERT INTO seen VALUES ('one', 1); INSERT INTO projection_checkpoints (name, position) VALUES ('one', 1), ('two', 1)`,
  );
  said = [];
  for (const level of ['warn', 'error'] as const) {
    jest.spyOn(logger, level).mockImplementation((...words: unknown[]) => {
      said.push(String(words[0]));
    });
  }
});
afterEach(async () => {
  recordComparison.mockReset();
  await Promise.all([pool.end(), log.close()]);
  await database.drop();
});

/** 03:30 in Asia/Shanghai. */
const clocks = { ...agreeingClocks, now: () => new Date('2026-06-01T19:30:00.000Z'), today: () => '2026-06-02' };
const writesDown = (name: string): Projection => ({
  name,
  tables: [{ name: 'seen', where: `who = '${name}'` }],
  async apply(client, events) {
    await client.query('INSERT INTO seen SELECT $1, unnest($2::bigint[])', [
      name,
      events.map(({ position }) => position),
    ]);
  },
});
const recordComparison = jest.fn<Promise<void>, Parameters<LedgerAudits['recordComparison']>>();
const checkAt = (hour: number | undefined) =>
  new NightlyCheck({
    checkerUrl: workingUrl(database.url, 'ledger_checker'),
    log,
    clocks,
    projections: ['one', 'two'].map(writesDown),
    audits: { recordComparison },
    hour,
    logger,
  });
const found = async () => {
  const { rows } = await pool.query<{ projection: string; equal: boolean }>(
    'SELECT projection, live_hash = replayed_hash AS equal FROM projection_equality_checks ORDER BY 1',
  );
  return rows;
};

describe('the nightly check', () => {
  it('looks by itself whether it is time, compares each by its own rows, and calls a difference an error', async () => {
    const check = checkAt(3);
    check.start();
    expect(await until(async () => (await found()).length === 2, 60_000)).toBe(true);
    await check.stop();
    expect(await found()).toEqual([
      { projection: 'one', equal: true },
      { projection: 'two', equal: false },
    ]);
    expect(said).toEqual([expect.stringContaining('two: seen is not what a replay arrives at: 1 rows missing')]);
    expect(recordComparison.mock.calls).toMatchObject([
      [
        {
          comparedOn: '2026-06-02',
          tables: [
            { readModel: 'one', table: 'seen', missing: 0, surplus: 0 },
            { readModel: 'two', table: 'seen', missing: 1, surplus: 0 },
          ],
          failed: [],
        },
      ],
    ]);
  });

  it('is recorded later when the log does not take it at once, without being made again', async () => {
    recordComparison.mockRejectedValueOnce(new Error('the log is away'));
    const check = checkAt(3);
    await expect(check.run()).rejects.toThrow('the log is away');
    await check.run();
    await check.stop();
    expect(recordComparison.mock.calls).toHaveLength(2);
    expect(recordComparison.mock.calls[1]).toEqual(recordComparison.mock.calls[0]);
    expect(await found()).toHaveLength(2);
  });

  it('does nothing at another hour, nor when there is to be none', async () => {
    for (const hour of [4, undefined]) {
      const check = checkAt(hour);
      check.start();
      await check.stop();
    }
    expect(await found()).toEqual([]);
  });

  it('that fails says so, and comes again: the next look is not kept away', async () => {
    const check = new NightlyCheck({
      checkerUrl: 'postgres://nobody@127.0.0.1:1/nowhere',
      log,
      clocks,
      projections: [writesDown('one')],
      audits: { recordComparison },
      hour: 3,
      logger,
    });
    check.start();
    expect(await until(() => Promise.resolve(said.length > 0), 60_000)).toBe(true);
    await check.stop();
    expect(said).toEqual([expect.stringContaining('nightly check: ')]);
  });
});
