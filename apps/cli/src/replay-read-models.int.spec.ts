import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresEventLog } from '@app/event-store/postgres';
import { until } from '@app/ledger';
import { ProjectionRunners } from '@app/projections';
import { Pool } from 'pg';
import * as event from '../../../test/support/ledger-events';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { waitingBodies } from '../../../test/support/bodies';
import { readModelsOf } from '../../worker/src/read-models-of';
import { replayReadModels } from './replay-read-models';

let database: TestDatabase;
let owner: Pool;

/** A ledger with one event of each kind a read model listens to, and read models that have read them. */
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  const pool = new Pool({ connectionString: database.url });
  const log = new PostgresEventLog({ url: database.url });
  const events = [event.aRegistration(), event.aPenaltyDecision(), event.aHazardJudged(), event.aCandidate()];
  for (const one of events) await log.append(`${one.type}-1`, 'no-stream', [{ ...one, id: randomUUID() }]);

  const readModels = readModelsOf(log, waitingBodies);
  const troubles: Error[] = [];
  const runners = new ProjectionRunners({
    pool,
    log,
    projections: readModels,
    onTrouble: ({ error }) => troubles.push(error),
    pollMs: 10,
  });
  runners.start();
  const allThere = async () => {
    const { rows } = await pool.query<{ there: string }>(
      'SELECT count(*) AS there FROM projection_checkpoints WHERE position = $1',
      [events.length],
    );
    return Number(rows[0]?.there) === readModels.length;
  };
  if (!(await until(allThere, 60_000))) throw troubles[0] ?? new Error('the read models did not catch up');
  await runners.stop();
  await Promise.all([log.close(), pool.end()]);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

async function replayed(environment: NodeJS.ProcessEnv = { DATABASE_URL: database.url }) {
  const lines: string[] = [];
  const exit = await replayReadModels(environment, (line) => lines.push(line.replace(/\d+\.\d 秒/, '… 秒')));
  return { exit, lines };
}

const equal = [
  'credit_dossiers_2（credit-dossier-2）：重建 1 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'credit_papers（credit-dossier-2）：重建 2 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'credit_calendar（credit-dossier-2）：重建 4 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'blacklist_listings_2（blacklist-register-2）：重建 1 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'credit_repairs（credit-repairs-1）：重建 0 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'subject_history_5（subject-history-5）：重建 4 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'reconciliations（reconciliations-1）：重建 0 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'discrepancies（discrepancies-1）：重建 0 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'due_work（due-work-1）：重建 2 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'pushes（push-outbox-credit-hebei-1）：重建 1 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  'push_deadlines（due-work-pushes-credit-hebei-1）：重建 1 行，缺少 0 行，多余 0 行，位置 4，… 秒',
  '全部一致（台账位置 4）',
];

describe('npm run replay', () => {
  it('says of every table that it is what the log says: exit 0', async () => {
    expect(await replayed()).toEqual({ exit: 0, lines: equal });
  });

  it('works as the application whatever else the login may do', async () => {
    expect(await replayed({ DATABASE_URL: database.ownerUrl })).toEqual({ exit: 0, lines: equal });
  });

  it('finds the database of an evaluation by its folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'replay-'));
    writeFileSync(join(folder, 'database-url'), `${database.url}\n`, { mode: 0o600 });
    expect(await replayed({ DATA_DIR: folder })).toEqual({ exit: 0, lines: equal });
  });

  it('does not mind how a delivery went', async () => {
    await owner.query(`UPDATE pushes SET attempts = attempts + 1`);
    expect((await replayed()).exit).toBe(0);
  });

  it.each([
    'credit_dossiers_2',
    'credit_papers',
    'credit_calendar',
    'subject_history_5',
    'blacklist_listings_2',
    'due_work',
    'pushes',
  ])('names a table somebody took a row from: %s, exit 1', async (table) => {
    const rows = await owner.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    await owner.query(`CREATE TABLE kept AS SELECT * FROM ${table}`);
    await owner.query(`DELETE FROM ${table}`);
    const { exit, lines } = await replayed();
    await owner.query(`INSERT INTO ${table} SELECT * FROM kept`);
    await owner.query('DROP TABLE kept');

    expect(exit).toBe(1);
    expect(lines.at(-1)).toBe(`不一致：${table}（台账位置 4）`);
    expect(lines.filter((line) => line.includes(`缺少 ${rows.rowCount ?? 0} 行`))).toHaveLength(1);
  });

  it('finds a word that was changed inside a row: exit 1', async () => {
    const swap = (from: string, to: string) =>
      owner.query(`UPDATE credit_papers SET facts = replace(facts::text, $1, $2)::jsonb`, [from, to]);
    await swap('"GENERAL"', '"MINOR"');
    const { exit, lines } = await replayed();
    await swap('"MINOR"', '"GENERAL"');
    expect(exit).toBe(1);
    expect(lines[1]).toBe('credit_papers（credit-dossier-2）：重建 2 行，缺少 1 行，多余 1 行，位置 4，… 秒');
  });

  it('could not find out: exit 2', async () => {
    const nowhere = await replayed({ DATA_DIR: join(tmpdir(), randomUUID()) });
    expect(nowhere.exit).toBe(2);
    expect(nowhere.lines[0]).toContain('请设置 DATABASE_URL');

    const elsewhere = new URL(database.url);
    elsewhere.pathname = 'there_is_no_such_database';
    expect((await replayed({ DATABASE_URL: elsewhere.toString() })).exit).toBe(2);
    expect((await replayed({ DATABASE_URL: 'not a url' })).exit).toBe(2);
  });
});
