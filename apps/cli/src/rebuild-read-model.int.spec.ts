import { randomUUID } from 'node:crypto';
import { PostgresEventLog } from '@app/event-store/postgres';
import { until } from '@app/ledger';
import { type Projection, ProjectionRunners, readerOf } from '@app/projections';
import { Pool } from 'pg';
import { waitingBodies } from '../../../test/support/bodies';
import * as event from '../../../test/support/ledger-events';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { rebuildable } from '../../composition/src/read-models';
import { readModelsOf } from '../../worker/src/read-models-of';
import { rebuildAllReadModels, type RebuildRequest, rebuildReadModel } from './rebuild-read-model';
import { resume, stoppedSubjects } from './stopped-subjects';

let database: TestDatabase;
let owner: Pool;
let pool: Pool;
let log: PostgresEventLog;
let readModels: readonly Projection[];
let runners: ProjectionRunners;

/** A ledger whose read models run, with events of some kinds about some subjects. */
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  pool = new Pool({ connectionString: database.url });
  log = new PostgresEventLog({ url: database.url });
  readModels = readModelsOf(log, waitingBodies);
  runners = new ProjectionRunners({
    pool,
    log: readerOf(log),
    projections: readModels,
    onTrouble: ({ error }) => {
      throw error;
    },
    pollMs: 10,
  });
  runners.start();
  await append(event.aRegistration(), event.aPenaltyDecision(), event.aHazardJudged(), event.aCandidate());
  await caughtUp();
});
afterAll(async () => {
  await runners.stop();
  await Promise.all([log.close(), pool.end(), owner.end()]);
  await database.drop();
});

let written = 0;
async function append(...events: ReturnType<typeof event.aRegistration>[]): Promise<void> {
  for (const one of events) {
    written += 1;
    await log.append(`${one.type}-${written}`, 'no-stream', [{ ...one, id: randomUUID() }]);
  }
}
async function caughtUp(): Promise<void> {
  const head = await log.head();
  const there = async () => {
    const { rows } = await pool.query<{ there: number }>(
      'SELECT count(*)::integer AS there FROM projection_checkpoints WHERE position = $1',
      [head],
    );
    return rows[0]?.there === readModels.length;
  };
  if (!(await until(there, 60_000))) throw new Error('the read models did not catch up');
}
async function order(request: Partial<RebuildRequest>) {
  const lines: string[] = [];
  const exit = await rebuildReadModel({
    ownerUrl: database.ownerUrl,
    logSettings: { engine: 'postgres' },
    projection: 'credit-dossier-2',
    order: 'build',
    say: (line) => lines.push(line),
    ...request,
  });
  return { exit, lines };
}

describe('npm run rebuild', () => {
  it.each(rebuildable.map(({ name }) => name))(
    '%s: builds, compares, switches, switches back, drops',
    async (projection) => {
      const built = await order({ projection, switchIfEqual: true });
      expect(built).toMatchObject({ exit: 0 });
      expect(built.lines[1]).toContain('缺少 0 行，多余 0 行，不同 0 行');
      await append(event.aPenaltyDecision());
      await caughtUp();
      expect((await order({ projection, order: 'diff' })).lines[0]).toContain('缺少 0 行，多余 0 行，不同 0 行');
      expect((await order({ projection, order: 'switch-back' })).exit).toBe(0);
      expect((await order({ projection, order: 'drop' })).exit).toBe(0);
    },
  );

  it('--all: builds all of them together, switches those that are equal, and says of one that it cannot', async () => {
    const all = async () => {
      const lines: string[] = [];
      const exit = await rebuildAllReadModels({
        ownerUrl: database.ownerUrl,
        logSettings: { engine: 'postgres' },
        switchIfEqual: true,
        say: (line) => lines.push(line),
      });
      return { exit, lines };
    };
    const drop = (projection: string) => order({ projection, order: 'drop' });
    const first = await all();
    expect(first.exit).toBe(0);
    expect(first.lines.filter((line) => line.includes('已切换'))).toHaveLength(rebuildable.length);

    await drop('credit-dossier-2');
    const second = await all(); // the others still keep what was replaced
    expect(second.exit).toBe(1);
    expect(second.lines.filter((line) => line.includes('replaced-one-is-kept'))).toHaveLength(rebuildable.length - 1);
    expect(second.lines).toContainEqual(expect.stringContaining('credit-dossier-2 已切换'));
    for (const { name } of rebuildable) expect((await drop(name)).exit).toBe(0);
  });

  it('does not switch by itself to what differs, and does when told to: exit 3, then 0', async () => {
    await owner.query(`UPDATE credit_dossiers_2 SET name = 'changed by hand'`);
    const built = await order({ switchIfEqual: true });
    expect(built.exit).toBe(3);
    expect(built.lines).toContainEqual(expect.stringMatching(/^ {2}不同：92131003/));
    expect((await order({ order: 'switch' })).exit).toBe(0);
    const { rowCount } = await owner.query(`SELECT FROM credit_dossiers_2 WHERE name = 'changed by hand'`);
    expect(rowCount).toBe(0);
    expect((await order({ order: 'drop' })).exit).toBe(0);
  });

  it.each(['push-outbox-credit-hebei-1', 'listing-candidates-1', 'no-such-thing'])(
    'refuses %s: exit 1',
    async (projection) => {
      const { exit, lines } = await order({ projection });
      expect(exit).toBe(1);
      expect(lines[0]).toContain('cannot-be-rebuilt');
    },
  );

  it('says why it is refused: exit 1', async () => {
    const refused = await order({ order: 'switch-back' });
    expect(refused).toEqual({ exit: 1, lines: ['nothing-replaced：旁边没有被替换下来的旧表'] });
  });
});

describe('npm run projections', () => {
  it('lists who stands still, and resumes by way of the worker', async () => {
    await pool.query(
      `INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason)
       VALUES ('credit-dossier-2', '91131000MA0Y000167', 2, 'not understood')`,
    );
    expect(await stoppedSubjects(database.url)).toEqual([
      {
        projection: 'credit-dossier-2',
        subjectId: '91131000MA0Y000167',
        position: 2,
        held: 0,
        reason: 'not understood',
      },
    ]);
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    expect(await resume(database.url, 'credit-dossier-2', '91131000MA0Y000167', say)).toBe(0);
    expect(await resume(database.url, 'credit-dossier-2', '91131000MA0Y000167', say)).toBe(0);
    expect(lines).toEqual(['已恢复：保留的记录已按顺序应用', 'subject-not-stopped：这个主体在这个读模型中没有停下']);
    expect(await stoppedSubjects(database.url)).toEqual([]);
  });

  it('does not take a misspelled read model for one in which nobody stands still: exit 1', async () => {
    const lines: string[] = [];
    expect(await resume(database.url, 'credit-dosier-1', '91131000MA0Y000167', (line) => lines.push(line))).toBe(1);
    expect(lines).toEqual(['projection-unknown：没有名为 credit-dosier-1 的读模型']);
  });

  it('says so when no worker takes it up: exit 1', async () => {
    await pool.query(
      `INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason)
       VALUES ('nobody-runs-this', 'a', 2, 'not understood')`,
    );
    const lines: string[] = [];
    expect(await resume(database.url, 'nobody-runs-this', 'a', (line) => lines.push(line), 300)).toBe(1);
    expect(lines[0]).toContain('worker-not-running');
  });
});
