import { eventsOf, type EventLog, transact } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { ProjectionRunners, replay } from '@app/projections';
import { Pool } from 'pg';
import { agreeingClocks } from '../../../../test/support/clocks';
import { type DatabaseClock, databaseClockOf } from '../../../../test/support/database-clock';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { type Clock, Desk, Rules, Stands, systemActor, until } from '../application';
import type { RuleBook } from '../rule-set';
import { type Day, derivedId, type Due, dueDay, type DueOpen, Refusal } from '../shared';
import { CalendarPolicy } from './calendar.policy';
import { clockedAmong } from './clocked';
import { DueWork } from './due-work';
import { dueWork, dueWorkName } from './due-work.projection';
import { DueWorkTries } from './due-work-tries';

/**
 * A paper of this spec: asked for by a day (or so many working days after 29 December), and written down as over when nobody
 * answered. One that is `stubborn` cannot be written down, as long as it is.
 */
type Asked = {
  readonly type: 'AnswerAsked';
  readonly data: { readonly subjectId: string; readonly by: Day | null; readonly stubborn: boolean };
};
type Dated = { readonly type: 'AnswerDated'; readonly data: { readonly subjectId: string; readonly by: Day } };
type Over = { readonly type: 'AnswerOver'; readonly data: { readonly subjectId: string; readonly on: Day } };
type Softened = { readonly type: 'AnswerSoftened'; readonly data: { readonly subjectId: string; readonly on: Day } };
type AnswerEvent = Asked | Dated | Over | Softened;

interface Answer {
  readonly asked: Asked['data'] | null;
  readonly over: boolean;
}

const openUntil: DueOpen = 'calendar-2027';
const versions = { present: 1, upcasters: [] };
const answer = {
  category: 'answer',
  initial: { asked: null, over: false } as Answer,
  evolve: (state: Answer, event: AnswerEvent): Answer => {
    if (event.type === 'AnswerAsked') return { asked: event.data, over: false };
    if (state.asked === null) return state;
    switch (event.type) {
      case 'AnswerDated':
        return { ...state, asked: { ...state.asked, by: event.data.by } };
      case 'AnswerSoftened':
        return { ...state, asked: { ...state.asked, stubborn: false } };
      case 'AnswerOver':
        return { ...state, over: true };
    }
  },
  due: ({ asked, over }: Answer): Due[] =>
    asked === null || over
      ? []
      : [
          {
            what: 'answer',
            title: '答复',
            whose: 'officer',
            until: asked.by,
            dueOpen: asked.by === null ? openUntil : null,
            days: 'working',
            basis: '本测试',
            since: '2026-12-29',
            commandId: derivedId(asked.by === null ? 'dated-answers' : 'answers-over', asked.subjectId),
          },
        ],
  dayCame:
    (rules: RuleBook, day: Day) =>
    ({ asked, over }: Answer): AnswerEvent[] => {
      if (asked === null || over) return [];
      const { subjectId, by, stubborn } = asked;
      if (by === null) {
        const { dueOn } = dueDay(rules, '2026-12-29', 5);
        return dueOn === null ? [] : [{ type: 'AnswerDated', data: { subjectId, by: dueOn } }];
      }
      if (day <= by) return [];
      if (stubborn) throw new Refusal('expiry-not-reached', { listedUntil: by });
      return [{ type: 'AnswerOver', data: { subjectId, on: day } }];
    },
  ...eventsOf<AnswerEvent>({
    AnswerAsked: { on: () => '2026-05-01', versions },
    AnswerDated: { on: 'by', versions },
    AnswerOver: { on: 'on', versions },
    AnswerSoftened: { on: 'on', versions },
  }),
};
const clocked = clockedAmong([answer]);

let database: TestDatabase;
let databaseClock: DatabaseClock;
let log: PostgresEventLog;
let pool: Pool;
let running: ProjectionRunners;
const rules = new Rules();
const clock: Clock & { day: Day } = { day: '2026-06-21', now: () => new Date(), today: () => clock.day };

beforeEach(async () => {
  database = await createTestDatabase();
  databaseClock = await databaseClockOf(database.superuserUrl);
  log = new PostgresEventLog({ url: database.url });
  pool = new Pool({ connectionString: database.url, max: 20 });
  const onTrouble = ({ error }: { error: Error }) => {
    throw error;
  };
  running = new ProjectionRunners({ pool, log, projections: [dueWork(clocked)], onTrouble, pollMs: 5 });
  running.start();
});
afterEach(async () => {
  await running.stop();
  await Promise.all([log.close(), pool.end(), databaseClock.close()]);
  await database.drop();
});

const aPolicy = (through: EventLog = log) =>
  new CalendarPolicy(new Desk(through, clock, rules), new DueWorkTries(pool), clocked, agreeingClocks);

async function say(subjectId: string, ...events: AnswerEvent[]): Promise<void> {
  const commandId = derivedId('said', subjectId, JSON.stringify(events));
  await transact<Answer, AnswerEvent>(
    log,
    `answer-${subjectId}`,
    answer,
    () => events,
    { actor: systemActor, commandId, requestId: 'spec', causeId: null },
    { answeredBy: [] },
  );
}
const ask = (subjectId: string, by: Day | null, stubborn = false) =>
  say(subjectId, { type: 'AnswerAsked', data: { subjectId, by, stubborn } });

async function caughtUp(): Promise<void> {
  const head = await log.head();
  const dueWorkStands = async () => (await new Stands(pool, 15_000, agreeingClocks).of(dueWorkName)).position >= head;
  if (!(await until(dueWorkStands, 60_000))) throw new Error('due work did not catch up');
}

/** A round, once the read model holds everything, and the read model after it. */
async function round(policy = aPolicy()) {
  await caughtUp();
  const came = await policy.run();
  await caughtUp();
  return came;
}

const over = async (): Promise<string[]> =>
  (await log.readAll({ after: 0, limit: 10_000 }))
    .filter(({ type }) => type === 'AnswerOver')
    .map(({ subjectId }) => subjectId ?? '');

const tries = async () =>
  (
    await pool.query<{ stream: string; attempts: number; code: string | null; reason: string | null }>(
      'SELECT stream, attempts, code, reason FROM due_work_tries ORDER BY stream',
    )
  ).rows;

/** As if the time until the next try had passed. */
const waitIsOver = () => pool.query("UPDATE due_work_tries SET next_try = now() - interval '1 second'");

describe('a day that comes', () => {
  it('is written down once, for each paper it has passed for, and for no other', async () => {
    await ask('A', '2026-06-20');
    await ask('B', '2026-06-21');
    await ask('C', '2026-05-01');
    expect(await round()).toEqual({ written: 2, refused: 0 });
    expect((await over()).sort()).toEqual(['A', 'C']);

    expect(await round()).toEqual({ written: 0, refused: 0 });
    clock.day = '2026-06-22';
    expect(await round()).toEqual({ written: 1, refused: 0 });
    clock.day = '2026-06-21';
    expect((await over()).sort()).toEqual(['A', 'B', 'C']);
  });

  it('leaves nothing behind of tries that went well', async () => {
    await ask('A', '2026-06-20');
    await round();
    await round();
    expect(await tries()).toEqual([]);
  });

  it('says when it last came round, and what it took for today', async () => {
    const now = async () =>
      (await pool.query<{ now: Date }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`)).rows[0]?.now;
    const before = await now();
    await round();
    const { cameAt } = await new DueWork(pool, new Stands(pool, 15_000, agreeingClocks)).outlook(clock.day);
    expect(cameAt?.getTime()).toBeGreaterThanOrEqual(before?.getTime() ?? Infinity);
    expect(cameAt?.getTime()).toBeLessThanOrEqual((await now())?.getTime() ?? 0);
  });
});

describe('while the clocks are apart', () => {
  it('no day is written down, nor that anybody came round', async () => {
    await ask('A', '2026-06-20');
    await caughtUp();
    let apart = true;
    const clocks = { check: () => Promise.resolve(), areApart: () => apart };
    const policy = new CalendarPolicy(new Desk(log, clock, rules), new DueWorkTries(pool), clocked, clocks);
    expect(await policy.run()).toEqual({ written: 0, refused: 0, clocksApart: true });
    expect(await over()).toEqual([]);
    expect((await pool.query('SELECT FROM due_work_rounds')).rowCount).toBe(0);
    apart = false;
    expect(await policy.run()).toEqual({ written: 1, refused: 0 });
    expect(await over()).toEqual(['A']);
  });

  it('and a try that was put off for a year by one of them is due', async () => {
    await ask('bad', '2026-05-01', true);
    await round();
    await pool.query(`UPDATE due_work_tries SET next_try = now() + interval '1 year'`);
    expect(await round()).toEqual({ written: 0, refused: 1 });
  });
});

describe('a paper that cannot be written down', () => {
  it('keeps its reason and a next try, and hinders no other', async () => {
    await ask('bad', '2026-05-01', true);
    await ask('good', '2026-06-20');
    expect(await round()).toEqual({ written: 1, refused: 1 });
    expect(await over()).toEqual(['good']);
    expect((await tries()).filter(({ code }) => code !== null)).toEqual([
      { stream: 'answer-bad', attempts: 1, code: 'expiry-not-reached', reason: 'expiry-not-reached' },
    ]);
    expect(await new DueWork(pool, new Stands(pool, 15_000, agreeingClocks)).outlook(clock.day)).toMatchObject({
      oldestPassed: '2026-05-01',
      overdue: 1,
      refused: 1,
    });
  });

  it('is not tried again before its next try, and longer apart each time', async () => {
    await ask('bad', '2026-05-01', true);
    expect((await round()).refused).toBe(1);
    expect((await round()).refused).toBe(0);
    await waitIsOver();
    expect((await round()).refused).toBe(1);
    expect(await tries()).toMatchObject([{ attempts: 2 }]);
    const { rows } = await pool.query<{ wait: number }>(
      'SELECT extract(epoch FROM next_try - tried_at)::float8 AS wait FROM due_work_tries',
    );
    expect(rows[0]?.wait).toBeGreaterThanOrEqual(59);
  });

  it('is tried at once when something new stands in its stream', async () => {
    await ask('bad', '2026-05-01', true);
    await round();
    await say('bad', { type: 'AnswerSoftened', data: { subjectId: 'bad', on: '2026-06-21' } });
    expect(await round()).toEqual({ written: 1, refused: 0 });
    await round();
    expect(await tries()).toEqual([]);
  });

  it('starves nobody, however many of its kind come first: 500 of them, and one that is well', async () => {
    await Promise.all(
      Array.from({ length: 500 }, (_, at) => ask(`a-bad-${String(at).padStart(3, '0')}`, '2026-05-01', true)),
    );
    await ask('z-good', '2026-06-20');
    expect(await round()).toEqual({ written: 1, refused: 500 });
    expect(await over()).toEqual(['z-good']);

    await waitIsOver();
    await ask('z-later', '2026-06-20');
    await caughtUp();
    // Killed after the first rows of the round: what was never tried came first.
    const stopped = new AbortController();
    await aPolicy().run(() => {
      stopped.abort();
    }, stopped.signal);
    await caughtUp();
    expect((await over()).sort()).toEqual(['z-good', 'z-later']);
  });

  it('is told to whoever watches, whatever the error', async () => {
    await ask('A', '2026-06-20');
    await caughtUp();
    const away = { ...log, readStream: () => Promise.reject(new Error('the log is away')) } as unknown as EventLog;
    const told: string[] = [];
    await aPolicy(away).run((stream, { message }) => told.push(`${stream}: ${message}`));
    expect(told).toEqual(['answer-A: the log is away']);
    expect(await tries()).toMatchObject([{ code: 'internal-error', reason: 'the log is away' }]);
  });
});

describe('several processes', () => {
  it('write each day down once, and share the work', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, at) => ask(`S${at}`, '2026-06-20')));
    await caughtUp();
    const rounds = await Promise.all([aPolicy().run(), aPolicy().run(), aPolicy().run()]);
    expect(rounds.reduce((sum, { written }) => sum + written, 0)).toBe(60);
    expect(rounds.reduce((sum, { refused }) => sum + refused, 0)).toBe(0);
    expect(new Set(await over()).size).toBe(60);
    expect(await over()).toHaveLength(60);
  });

  it('may die at any point: before the day is written, or after it and before that is known', async () => {
    await ask('before', '2026-06-20');
    await ask('after', '2026-06-20');
    await caughtUp();
    // A process that had both in its hands wrote one down, and nothing more was heard of it.
    const dead = await new DueWorkTries(pool).claim(clock.day, [], 10, 200);
    expect(dead.map(({ stream }) => stream)).toEqual(['answer-after', 'answer-before']);
    const append = log.append.bind(log);
    const dying: EventLog = Object.assign(Object.create(log) as EventLog, {
      append: async (...args: Parameters<EventLog['append']>) => {
        await append(...args);
        throw new Error('killed');
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 250)); // their leases run out
    expect(await aPolicy(dying).run()).toEqual({ written: 0, refused: 2 });
    await waitIsOver();
    await round();
    expect((await over()).sort()).toEqual(['after', 'before']);
  });
});

describe('a day that is open', () => {
  it('is dated once the working days of its year are known, and then comes like any other', async () => {
    await ask('A', null);
    expect(await round()).toEqual({ written: 0, refused: 0 });
    expect(await new DueWork(pool, new Stands(pool, 15_000, agreeingClocks)).waitedFor()).toEqual(['calendar-2027']);

    await databaseClock.aheadBy(Date.parse('2027-01-07T04:00:00Z') - Date.now());
    const year = { holidays: new Set(['2027-01-01']), workingWeekendDays: new Set<string>() };
    const known = rules.book;
    rules.book = { ...known, workingDays: { years: new Map([...known.workingDays.years, [2027, year]]) } };
    expect(await round()).toEqual({ written: 1, refused: 0 });
    const { rows: found } = await new DueWork(pool, new Stands(pool, 15_000, agreeingClocks)).search({
      today: clock.day,
      limit: 10,
    });
    expect(found).toMatchObject([{ nextDue: '2027-01-06', dues: [{ until: '2027-01-06', dueOpen: null }] }]);

    clock.day = '2027-01-07';
    expect(await round()).toEqual({ written: 1, refused: 0 });
    clock.day = '2026-06-21';
    rules.book = known;
  });
});

describe('the read model', () => {
  it('is what a replay of the log arrives at, whatever became of the tries', async () => {
    await ask('bad', '2026-05-01', true);
    await ask('good', '2026-06-20');
    await ask('open', null);
    await round();
    const client = await pool.connect();
    try {
      const reports = await replay(client, log, dueWork(clocked));
      expect(reports).toMatchObject([{ projection: dueWorkName, table: 'due_work', rows: 3, missing: 0, surplus: 0 }]);
    } finally {
      client.release();
    }
  });
});
