import { Pool } from 'pg';
import { agreeingClocks } from '../../../../test/support/clocks';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { Stands } from '../application';
import type { Day, Due, DueRole } from '../shared';
import { DueWork } from './due-work';
import { nextDue } from './due-work.projection';
import { itemsOf } from './due-work.view';

const today = '2026-06-10';
const due = (what: string, whose: DueRole, until: Day | null): Due => ({
  what,
  title: what,
  whose,
  until,
  dueOpen: until === null ? 'calendar-2027' : null,
  days: 'working',
  basis: '本测试',
  since: '2026-06-01',
  commandId: null,
});

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  const waiting: Readonly<Record<string, readonly Due[]>> = {
    // Two clocks of one application: to be accepted, by a day that has passed; to be answered, by one that has not.
    'repair-both': [due('accept', 'officer', '2026-06-04'), due('answer', 'approver', '2026-06-15')],
    'repair-late': [due('accept', 'officer', '2026-06-09')],
    'repair-today': [due('accept', 'officer', today)],
    'repair-open': [due('answer', 'approver', null)],
  };
  for (const [stream, dues] of Object.entries(waiting)) {
    await pool.query(
      `INSERT INTO due_work (stream, procedure, next_due, dues, state, position) VALUES ($1, 'repair', $2, $3, '{}', 1)`,
      [stream, nextDue(dues), JSON.stringify(dues)],
    );
  }
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function shown(asked: { readonly overdue?: boolean; readonly whose?: DueRole }): Promise<string[]> {
  const wanted = { ...asked, today };
  const { rows } = await new DueWork(pool, new Stands(pool, 15_000, agreeingClocks)).search({ ...wanted, limit: 50 });
  return rows.flatMap((row) => itemsOf(row, wanted)).map(({ id, what }) => `${id}: ${what}`);
}

describe('what waits for a day, of papers with more than one day', () => {
  it.each<[string, { readonly overdue?: boolean; readonly whose?: DueRole }, string[]]>([
    ['all of it', {}, ['both: accept', 'both: answer', 'late: accept', 'today: accept', 'open: answer']],
    ['what is overdue, and not what is due later', { overdue: true }, ['both: accept', 'late: accept']],
    ['what is not overdue, beside what is', { overdue: false }, ['both: answer', 'today: accept', 'open: answer']],
    ['of one role, by its own days', { overdue: true, whose: 'approver' }, []],
    ['of one role that is in time', { overdue: false, whose: 'approver' }, ['both: answer', 'open: answer']],
    ['of the other role', { overdue: false, whose: 'officer' }, ['today: accept']],
  ])('shows %s', async (_what, asked, expected) => {
    expect(await shown(asked)).toEqual(expected);
  });
});
