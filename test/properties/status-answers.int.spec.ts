import 'reflect-metadata';
import { isDeepStrictEqual } from 'node:util';
import type { EventLog } from '@app/event-store';
import { CalendarPolicy, capabilities, type Clock, Clocks, creditDossiers, EVENT_LOG, Rules } from '@app/ledger';
import { readerOf, replay } from '@app/projections';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import * as fc from 'fast-check';
import { Pool } from 'pg';
import { AdaptersModule } from '../../apps/composition/src/adapters.module';
import { readModelsOf } from '../../apps/worker/src/read-models-of';
import { WorkerModule } from '../../apps/worker/src/worker.module';
import { CreditCalendar, Dossiers } from '../../libs/ledger/src/credit-dossier';
import { answerFor, CreditStatusReader, type StatusAnswer } from '../../libs/ledger/src/credit-status';
import { RemoveFromBlacklist } from '../../libs/ledger/src/blacklist/remove-from-blacklist.command';
import { addDays, Refusal } from '../../libs/ledger/src/shared';
import { waitingBodies } from '../support/bodies';
import { bruteForce, type BruteAnswer, type RawEvent, turningDays } from '../support/brute-force';
import { agreeingWith } from '../support/clocks';
import { comesTrue } from '../support/eventually';
import { feedRows } from '../support/intake-feed';
import { aMasterKey } from '../support/personal-data';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { aLife, firstDay, lastDay, type Living, type Step } from './lives';

/** Fixed, so that a failure comes again; another one by STATUS_SEED. */
const seed = Number(process.env.STATUS_SEED ?? 20_260_523);
const subjectCount = 300;
const questionCount = 1_000;
const batchCount = 10;

/** Nobody ever writes about these. */
const strangers = 10;
const people: Living[] = feedRows('clean', 'subjects.csv')
  .slice(0, subjectCount + strangers)
  .map((row, number) => ({ uscc: row.统一社会信用代码 ?? '', name: row.名称 ?? '', number }));

/** A clock the test sets; the log keeps its own. */
const clock: Clock & { day: string } = {
  day: firstDay,
  now: () => new Date(`${clock.day}T12:00:00+08:00`),
  today: () => clock.day,
};

@Module({})
class Ledger {}

let database: TestDatabase;
let app: INestApplicationContext;
let pool: Pool;
let log: RawEvent[];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  const adapters = [
    AdaptersModule.on(database.url, { clock, otherClock: agreeingWith(clock), masterKey: aMasterKey() }),
    WorkerModule.telling(waitingBodies),
  ];
  app = await NestFactory.createApplicationContext(
    { module: Ledger, imports: adapters },
    { logger: ['error', 'warn'] },
  );
  letDaysComeOnlyHere();
  await liveThrough(livesOfAll());
  await dayCame();
  await caughtUp();
  log = await readLog();
});
afterAll(async () => {
  await app.close();
  await pool.end();
  await database.drop();
});

/** A removal that people write down long after the listing ran out: the ledger was first. */
const unlessRemovedByTheLedger = (command: unknown) => (error: unknown) => {
  const late = error instanceof Refusal && error.code === 'exists-with-different-content';
  if (!(late && command instanceof RemoveFromBlacklist)) throw error;
};

let dayCame: () => Promise<unknown>;

/** Papers of half a year come at once here: a day comes when all of them are there, not whenever the worker looks. */
function letDaysComeOnlyHere(): void {
  const calendar = app.get(CalendarPolicy);
  dayCame = calendar.run.bind(calendar);
  calendar.run = () => Promise.resolve({ written: 0, refused: 0 });
}

function livesOfAll(): Step[][] {
  const lives = fc.sample(aLife, { seed, numRuns: subjectCount });
  return people.slice(0, subjectCount).map((living, index) => lives[index]?.(living) ?? []);
}

/** Half a year at a time: the subjects side by side, each one's papers in their order. */
async function liveThrough(lives: readonly Step[][]): Promise<void> {
  const commands = app.get(CommandBus);
  for (let batch = 1; batch <= batchCount; batch++) {
    const from = clock.day;
    clock.day = batch === batchCount ? lastDay : addDays(firstDay, Math.round((1_827 / batchCount) * batch));
    await app.get(Clocks).check();
    const isDue = ({ on }: Step) => (from < on || batch === 1) && on <= clock.day;
    await Promise.all(
      lives.map(async (steps) => {
        for (const { command } of steps.filter(isDue))
          await commands.execute(command).catch(unlessRemovedByTheLedger(command));
      }),
    );
    await caughtUp();
    await dayCame();
  }
}

/** Nothing is under way any more: every read model stands at the end of the log, and so do the policies, which write to it. */
async function caughtUp(): Promise<void> {
  const policies = capabilities.flatMap((capability) => capability.policies ?? []).map((policy) => app.get(policy));
  await comesTrue(async () => {
    const { rows } = await pool.query<{ behind: string }>(
      `SELECT count(*) AS behind FROM unnest($1::text[]) AS wanted (name)
       LEFT JOIN projection_checkpoints USING (name)
       WHERE position IS DISTINCT FROM (SELECT max(position) FROM ledger_events)`,
      [[...readModelsOf(app.get<EventLog>(EVENT_LOG), waitingBodies), ...policies].map(({ name }) => name)],
    );
    return rows[0]?.behind === '0';
  });
}

async function readLog(): Promise<RawEvent[]> {
  const { rows } = await pool.query<Omit<RawEvent, 'recordedAt' | 'data'> & { recordedAt: Date; data: Buffer }>(
    `SELECT position::float8 AS position, type, subject_id AS subject, occurred_on::text AS "occurredOn",
            recorded_at AS "recordedAt", data FROM ledger_events ORDER BY position`,
  );
  return rows.map((row) => ({
    ...row,
    recordedAt: row.recordedAt.toISOString(),
    data: JSON.parse(row.data.toString('utf8')) as RawEvent['data'],
  }));
}

interface Question {
  readonly uscc: string;
  readonly validAt: string;
  readonly knownAt: string;
}

/** Any day of eight years, or next to one on which something changes; known at, or just before, some event was written. */
function questions(): Question[] {
  const anyDay = fc.nat({ max: 2_900 }).map((days) => addDays('2021-05-01', days));
  const aQuestion = fc.record({
    person: fc.oneof(
      { weight: 30, arbitrary: fc.nat({ max: subjectCount - 1 }) },
      fc.nat({ max: strangers - 1 }).map((n) => subjectCount + n),
    ),
    day: fc.oneof(
      anyDay.map((day) => ({ day })),
      fc.record({ turn: fc.nat(), shift: fc.integer({ min: -1, max: 1 }) }),
    ),
    known: fc.oneof(
      fc.constant(null),
      fc.record({ event: fc.nat(), own: fc.boolean(), shiftMs: fc.constantFrom(-1, 0, 0, 1) }),
    ),
  });
  return fc.sample(aQuestion, { seed, numRuns: questionCount }).map(({ person, day, known }) => {
    const uscc = people[person]?.uscc ?? '';
    const own = log.filter(({ subject }) => subject === uscc);
    const turns = turningDays(log, uscc);
    const turn = 'turn' in day ? turns[day.turn % Math.max(turns.length, 1)] : undefined;
    const validAt = 'turn' in day ? addDays(turn ?? firstDay, day.shift) : day.day;
    if (known === null) return { uscc, validAt, knownAt: log.at(-1)?.recordedAt ?? '' };
    const among = known.own && own.length > 0 ? own : log;
    const written = Date.parse(among[known.event % among.length]?.recordedAt ?? '');
    return { uscc, validAt, knownAt: new Date(written + known.shiftMs).toISOString() };
  });
}

function comparable(answer: StatusAnswer): Omit<BruteAnswer, 'status'> & { readonly status: string } {
  return {
    status: answer.status,
    name: answer.name,
    score: answer.score,
    grade: answer.grade,
    points: answer.contributions.map(({ document, points }) => `${document ?? '-'} ${points}`).sort(),
    listings: answer.listings.map(({ listingId }) => listingId).sort(),
  };
}

describe(`the answers of a ledger of ${subjectCount} subjects and five years`, () => {
  it(`equal a brute-force fold over the raw log, for ${questionCount} random subjects, days and instants`, async () => {
    const reader = app.get(CreditStatusReader, { strict: false });
    clock.day = '2030-01-01'; // every day and instant of the questions has come
    await app.get(Clocks).check();
    const answered: { question: Question; answer: unknown; expected: BruteAnswer }[] = [];
    for (const question of questions()) {
      const { uscc, validAt, knownAt } = question;
      const answer = comparable(await reader.statusOf(uscc, { validAt, knownAt }));
      answered.push({ question, answer, expected: bruteForce(log, uscc, validAt, knownAt) });
    }

    const wrong = answered.filter(({ answer, expected }) => JSON.stringify(answer) !== JSON.stringify(expected));
    expect({ seed, wrong: wrong.length, first: wrong[0] }).toEqual({ seed, wrong: 0, first: undefined });
    // Only a ledger in which everything happens shows anything.
    const statuses = answered.map(({ expected }) => expected.status);
    for (const status of ['listed', 'not-listed', 'subject-unknown']) {
      expect(statuses.filter((one) => one === status).length).toBeGreaterThan(20);
    }
    expect(new Set(answered.map(({ expected }) => expected.grade)).size).toBe(5);
    expect(answered.some(({ expected }) => expected.score === 0)).toBe(true);
  });

  it('stand on every kind of event', () => {
    expect([...new Set(log.map(({ type }) => type))]).toEqual(
      expect.arrayContaining([
        'PenaltyDecisionRecorded',
        'PenaltyDecisionRevoked',
        'PenaltyDecisionChanged',
        'PenaltyDecisionCorrected',
        'PenaltyDecisionFoundUnlawful',
        'PenaltyDecisionFoundVoid',
        'CommitmentMade',
        'CommitmentVerified',
        'FalseCommitmentFound',
        'FalseCommitmentFindingWithdrawn',
        'CommitmentMissing',
        'MajorFireHazardJudged',
        'MajorFireHazardListedForSupervision',
        'MajorFireHazardFoundOverdue',
        'MajorFireHazardRectified',
        'SpotCheckRecorded',
        'CreditSubjectRegistered',
        'CreditSubjectRenamed',
        'ListingCandidateProposed',
        'ListingCandidateDismissed',
        'ListingIntentNotified',
        'ListingDefenceReceived',
        'ListingDefenceAnswered',
        'SubjectListedOnBlacklist',
        'SubjectRemovedFromBlacklist',
      ]),
    );
  });

  const standingOnDay = `SELECT subject_id AS code, json_build_object('status', status, 'score', score, 'grade', grade) AS standing
    FROM credit_calendar WHERE subject_id = ANY ($1) AND from_day <= $2::date AND until_day > $2::date`;

  it('stand in the calendar, for every subject and every day on which anything turns', async () => {
    const dossiers = app.get(Dossiers, { strict: false });
    const rules = app.get(Rules, { strict: false }).book;
    const codes = people.map(({ uscc }) => uscc);
    const days = [...new Set(codes.slice(0, 60).flatMap((code) => turningDays(log, code)))].sort();
    const wrong: unknown[] = [];
    for (const day of days.flatMap((turn) => [addDays(turn, -1), turn]).filter((_, index) => index % 23 === 0)) {
      const { rows } = await pool.query<{ code: string; standing: object }>(standingOnDay, [codes, day]);
      const standing = new Map(rows.map((row) => [row.code, row.standing]));
      const present = await dossiers.now(codes, { on: day });
      const whole = await dossiers.now(codes);
      for (const code of codes) {
        const asked = { subjectId: code, validAt: day, knownAt: null, askedAt: '2030-01-01T00:00:00.000Z' };
        const cold = answerFor(rules, asked, whole.of(code));
        const inCalendar = standing.get(code);
        const { status, score, grade } = cold;
        const byFold = status === 'subject-unknown' ? undefined : { status, score, grade };
        if (!isDeepStrictEqual(inCalendar, byFold)) wrong.push({ code, day, inCalendar, byFold });
        const warm = { ...answerFor(rules, asked, present.of(code)), dataAgeMs: cold.dataAgeMs };
        if (!isDeepStrictEqual(warm, cold)) wrong.push({ code, day, warm, cold });
      }
    }
    expect({ seed, days: days.length > 300, wrong: wrong.length, first: wrong[0] }).toEqual({
      seed,
      days: true,
      wrong: 0,
      first: undefined,
    });
  });

  it('are counted by grade on a day in SQL as one would count them one by one', async () => {
    const calendar = app.get(CreditCalendar, { strict: false });
    for (const day of ['2022-01-01', '2024-06-01', lastDay]) {
      const answers = people.map(({ uscc }) => bruteForce(log, uscc, day, '9999-12-31T00:00:00.000Z').grade);
      const counted = answers
        .filter((grade) => grade !== null)
        .reduce<Record<string, number>>((counts, grade) => ({ ...counts, [grade]: (counts[grade] ?? 0) + 1 }), {});
      expect((await calendar.countsByGrade(day)).subjects).toEqual(counted);
    }
  });

  it('follow from the log: a replay arrives at the same papers and the same calendar', async () => {
    const client = await new Pool({ connectionString: database.ownerUrl }).connect();
    try {
      const reports = await replay(client, readerOf(app.get<EventLog>(EVENT_LOG)), creditDossiers);
      expect(reports.map(({ table, missing, surplus }) => ({ table, missing, surplus }))).toEqual(
        ['credit_dossiers_2', 'credit_papers', 'credit_calendar'].map((table) => ({ table, missing: 0, surplus: 0 })),
      );
      expect(reports.every(({ rows }) => rows > 200)).toBe(true);
    } finally {
      client.release(true);
    }
  });
});
