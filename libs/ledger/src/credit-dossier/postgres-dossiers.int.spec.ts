import type { StoredEvent } from '@app/event-store';
import { inTransaction } from '@app/projections';
import { Pool } from 'pg';
import * as event from '../../../../test/support/ledger-events';
import { agreeingClocks } from '../../../../test/support/clocks';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { Rules, Stands } from '../application';
import { creditDossiers } from '../capabilities';
import { CreditCalendar } from './credit-calendar';
import { dossiersContract, type DossiersUnderTest } from './dossiers.contract';
import { PostgresDossiers } from './postgres-dossiers';

let database: TestDatabase;
let pool: Pool;
let owner: Pool;
let stands: Stands;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  owner = new Pool({ connectionString: database.ownerUrl });
  stands = new Stands(pool, 15_000, agreeingClocks);
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await database.drop();
});

async function open(): Promise<DossiersUnderTest> {
  await owner.query(`
    DELETE FROM credit_dossiers_2; DELETE FROM credit_papers; DELETE FROM credit_calendar;
    DELETE FROM projection_stopped_subjects; DELETE FROM projection_checkpoints`);
  let recorded = 0;
  let held: StoredEvent[] | undefined;
  const apply = (events: readonly StoredEvent[]) =>
    inTransaction(pool, async (client) => {
      await creditDossiers.apply(client, events);
      await client.query(
        `INSERT INTO projection_checkpoints (name, position, caught_up_at) VALUES ($1, $2, now())
         ON CONFLICT (name) DO UPDATE SET position = excluded.position, caught_up_at = excluded.caught_up_at`,
        [creditDossiers.name, events.at(-1)?.position ?? 0],
      );
    });
  return {
    dossiers: new PostgresDossiers(stands, new Rules()),
    record: async (...events) => {
      const placed = events.map((one) => ({ ...one, position: ++recorded }));
      if (held) held.push(...placed);
      else await apply(placed);
    },
    hold: () => {
      held = [];
      return Promise.resolve();
    },
    letGo: async () => {
      await apply(held ?? []);
      held = undefined;
    },
    stop: async (reason) => {
      await owner.query('UPDATE projection_checkpoints SET stopped_by = $1', [reason]);
    },
    stopSubject: async (subjectId) => {
      await owner.query(
        `INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason) VALUES ($1, $2, 4, '')`,
        [creditDossiers.name, subjectId],
      );
    },
    grow: async (olderByMs) => {
      await owner.query(
        `UPDATE projection_checkpoints SET caught_up_at = caught_up_at - $1 * interval '1 millisecond'`,
        [olderByMs],
      );
    },
    close: () => Promise.resolve(),
  };
}

dossiersContract('PostgreSQL', open);

/** The calendar of the one subject, as it is stored. */
const daysOf = async (subjectId: string) => {
  const { rows } = await owner.query<{ day: string }>(
    `SELECT concat_ws(' ', from_day, until_day, status, score, grade) AS day
     FROM credit_calendar WHERE subject_id = $1 ORDER BY from_day`,
    [subjectId],
  );
  return rows.map(({ day }) => day);
};

describe('the calendar of one subject', () => {
  it('has every day there is, in rows of one status, score and grade', async () => {
    const { record } = await open();
    await record(event.aRegistration(), event.aPenaltyDecision());
    expect(await daysOf(event.subjectId)).toEqual([
      '-infinity 2026-05-06 not-listed 100 A',
      '2026-05-06 2027-05-06 not-listed 90 A',
      '2027-05-06 infinity not-listed 100 A',
    ]);
  });
});

describe('rows made under other rules', () => {
  const { subjectId } = event;
  const outdated = () =>
    owner.query(`UPDATE credit_dossiers_2 SET edition = '00000000-0000-5000-8000-000000000000';
                UPDATE credit_papers SET from_day = '-infinity', until_day = '-infinity';
                UPDATE credit_calendar SET score = 0`);

  it('are told from no more: the dossier of a day is whole', async () => {
    const { dossiers, record } = await open();
    await record(event.aRegistration(), event.aPenaltyDecision());
    await outdated();
    expect((await dossiers.upTo(2, [subjectId], { on: '2026-06-01' })).of(subjectId)).toMatchObject({
      value: { facts: [{ type: 'penalty-decision' }] },
    });
  });

  it('are made anew as a whole by the next event about the subject', async () => {
    const { record } = await open();
    await record(event.aRegistration(), event.aPenaltyDecision());
    await outdated();
    await record(event.aSpotCheck());
    expect(await daysOf(subjectId)).toContain('2026-05-06 2027-05-06 not-listed 90 A');
  });
});

it('rows of a calendar that an event only touches are not written again', async () => {
  const { record } = await open();
  const { subjectId } = event;
  const versions = async () => {
    const text =
      'SELECT from_day::text AS day, xmin::text AS written FROM credit_calendar WHERE subject_id = $1 ORDER BY from_day';
    const { rows } = await owner.query<{ day: string; written: string }>(text, [subjectId]);
    return new Map(rows.map(({ day, written }) => [day, written]));
  };
  await record(event.aRegistration(), event.aPenaltyDecision());
  const before = await versions();
  await record(event.aPenaltyDecision({ decisionId: 'another', documentNumber: '廊消行罚决字〔2026〕第000002号' }));
  const after = await versions();
  expect([...after.keys()]).toEqual([...before.keys()]);
  expect(after.get('-infinity')).toBe(before.get('-infinity')); // it ends where the paper begins
  expect(after.get('2026-05-06')).not.toBe(before.get('2026-05-06'));
});

describe('the calendar of all', () => {
  it('counts by grade on a day, and lists those of a grade in pages', async () => {
    const { record } = await open();
    const codes = ['92131003MA00000001', '92131003MA00000002', '92131003MA00000003'];
    const [first = '', second = '', third = ''] = codes;
    await record(
      ...codes.map((code) => event.aRegistration({ subjectId: code, subjectName: `店${code.slice(-1)}` })),
      event.aListing({ subjectId: second, listingId: 'listing-2' }),
      event.aListing({ subjectId: third, listingId: 'listing-3' }),
    );
    const calendar = new CreditCalendar(stands);
    const counts = async (day: string) => (await calendar.countsByGrade(day)).subjects;
    expect(await counts('2026-05-20')).toEqual({ A: 3 });
    expect(await counts('2026-05-21')).toEqual({ A: 1, D: 2 });
    expect(await counts('2029-05-21')).toEqual({ A: 3 });

    const page = async (behind?: string) =>
      (await calendar.subjectsGraded('D', '2026-05-21', { limit: 1, ...(behind !== undefined && { behind }) }))
        .subjects;
    expect(await page()).toEqual([{ subjectId: second, name: '店2', score: 100, status: 'listed' }]);
    expect(await page(second)).toEqual([{ subjectId: third, name: '店3', score: 100, status: 'listed' }]);
    expect(await page(third)).toEqual([]);
    expect((await calendar.subjectsGraded('A', '2026-05-21', { limit: 9 })).subjects).toMatchObject([
      { subjectId: first },
    ]);
  });

  it('is silent while the read model stands still', async () => {
    const { record, stop } = await open();
    await record(event.aRegistration());
    await stop('an event nobody understands');
    await expect(new CreditCalendar(stands).countsByGrade('2026-05-20')).rejects.toMatchObject({
      code: 'cannot-answer',
    });
  });
});
