import { type EventLog, LogUnavailable, UpcastingEventLog } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { type Clock, Rules } from '../application';
import { type CreditDossier, Dossiers, type FactOrigin, type Found } from '../credit-dossier';
import { answerFor, dossiersFor } from '../credit-status';
import { publishedRules } from '../rule-set';
import { derivedId } from '../shared';
import { BidderChecks } from './bidder-checks';
import { CheckBidders, CheckBiddersHandler } from './check-bidders.command';
import { digestOfAnswer } from './domain/answer.digest';
import type { Bidder } from './domain/bidder';
import { streamOf } from './domain/bidder-check';
import { bidderCheckEvents } from './domain/bidder-check.events';

const unitCode = '11131000FGJJTG2G5W';
const actor = { name: '赵采购', unitName: '廊坊市公共资源交易中心', unitCode, role: 'procurement' };
const commandId = '0c0c0c0c-0000-4000-8000-000000000001';
const checkId = derivedId('bidderCheck', unitCode, commandId);
const uscc = '91131003MA0Y000328';
const unknown = '91131022MA0Y00067B';

const origin: FactOrigin = {
  eventId: 'event-1',
  position: 1,
  recordedAt: '2026-05-01T00:00:00.000Z',
  occurredOn: '2026-04-20',
  document: '廊消行罚决字〔2026〕第0001号',
};
const known = (name: string) => ({
  name,
  since: '2026-01-01',
  source: 'registered' as const,
  recordedAt: origin.recordedAt,
});
const dossier: CreditDossier = {
  subjectId: uscc,
  names: [known('旧名公司'), known('新名公司')],
  facts: [
    {
      ...origin,
      type: 'penalty-decision',
      decisionId: 'd1',
      penaltyKinds: ['罚款'],
      fineFen: 2_000_000,
      violationCode: null,
      severity: 'GENERAL',
      decidedOn: '2026-04-20',
      procedure: 'ordinary',
      effectiveUntil: null,
      ruleSetId: 'langfang-2026-04-01',
    },
  ],
  knownSince: origin.recordedAt,
  newestAt: origin.recordedAt,
  position: 1,
};

/** Dossiers that hold what a spec says, wherever they are asked. */
class FixedDossiers extends Dossiers {
  found: Found = {
    position: 7,
    stand: {
      position: 7,
      caughtUpAt: null,
      ageMs: 3,
      staleAfterMs: 15_000,
      clocksApart: false,
      stoppedBy: null,
      stopped: new Map(),
      differing: new Set<string>(),
    },
    found: new Map([[uscc, dossier]]),
  };

  protected read(): Promise<Found> {
    return Promise.resolve(this.found);
  }
}

let now: Date;
let stored: MemoryEventLog;
let log: EventLog;
let dossiers: FixedDossiers;
let checks: BidderChecks;
let handler: CheckBiddersHandler;
beforeEach(() => {
  now = new Date('2026-05-07T01:00:00.000Z');
  const clock = { now: () => now, today: () => '2026-05-07' } satisfies Clock;
  stored = new MemoryEventLog(clock.now);
  log = new UpcastingEventLog(stored, bidderCheckEvents.versions);
  dossiers = new FixedDossiers();
  checks = new BidderChecks(log);
  handler = new CheckBiddersHandler(log, clock, dossiers, new Rules(), checks);
});

const check = (...bidders: Bidder[]) =>
  handler.execute(new CheckBidders(bidders, { actor, commandId, requestId: 'request-1', causeId: null }));

describe('a bidder', () => {
  it('is answered as everybody is, and what is recorded proves it', async () => {
    const times = { validAt: '2026-05-07', knownAt: null, askedAt: '2026-05-07T01:00:00.000Z' };
    const reading = await dossiersFor(dossiers, times, [uscc]);
    const answer = answerFor(publishedRules, { subjectId: uscc, ...times }, reading.of(uscc));
    const { rows, ...asked } = await check({ uscc, name: '新名公司' });
    expect(asked).toEqual({ checkId, askedAt: times.askedAt, askedOn: times.validAt, position: 7 });
    expect(rows).toEqual([
      {
        row: 1,
        uscc,
        nameGiven: '新名公司',
        nameMatch: 'current',
        error: null,
        status: 'not-listed',
        reason: null,
        name: '新名公司',
        score: 90,
        grade: answer.grade,
        ruleSetId: 'langfang-2026-04-01',
        contributionEventIds: ['event-1'],
        listingIds: [],
        statement: answer.statement,
        digest: digestOfAnswer(answer),
        saidInFull: null,
      },
    ]);
  });

  it('is recognised by a former name, which is said to be one', async () => {
    const { rows } = await check({ uscc, name: '旧名公司' });
    expect(rows).toMatchObject([
      { nameMatch: 'former', error: null, status: 'not-listed', name: '新名公司', score: 90 },
    ]);
  });

  it('whose name does not go with its code is not answered: nothing is said about either', async () => {
    const { rows } = await check({ uscc, name: '另一家公司' });
    expect(rows).toMatchObject([
      {
        nameMatch: 'mismatch',
        error: 'name-code-mismatch',
        reason: 'name-code-mismatch',
        status: 'cannot-answer',
        name: null,
        score: null,
        grade: null,
        contributionEventIds: [],
        listingIds: [],
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('新名公司');
  });

  it('nobody knows, or whose code is none, hinders no other', async () => {
    const { rows } = await check({ uscc: unknown, name: '谁' }, { uscc: '写错' }, { uscc });
    expect(rows).toMatchObject([
      { status: 'subject-unknown', nameMatch: 'not-checked', error: null },
      { status: 'cannot-answer', nameMatch: 'not-checked', error: 'uscc-length', reason: 'uscc-length' },
      { status: 'not-listed', nameMatch: 'not-given' },
    ]);
  });

  it('is not cleared by a read model that cannot speak', async () => {
    dossiers.found = { ...dossiers.found, stand: { ...dossiers.found.stand, stopped: new Map([[uscc, 5]]) } };
    expect((await check({ uscc })).rows).toMatchObject([{ status: 'cannot-answer', reason: 'subject-stopped' }]);
  });
});

describe('a check', () => {
  const bidders = Array.from({ length: 700 }, (): Bidder => ({ uscc, name: '新名公司' }));

  it('is recorded in events of a few hundred rows, all of them together', async () => {
    const answered = await check(...bidders);
    const events = await log.readStream(streamOf(checkId));
    expect(events.map(({ revision, typeVersion }) => [revision, typeVersion])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
    expect(await checks.answered(checkId)).toEqual(answered);
  });

  it('lets others have their turn while it answers', async () => {
    let turns = 0;
    const turning = setInterval(() => turns++, 0);
    await check(...bidders);
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
  });

  it('said again meets its first answer, later and from other knowledge', async () => {
    const first = await check({ uscc, name: '新名公司' });
    now = new Date('2026-06-01T00:00:00.000Z');
    dossiers.found = { ...dossiers.found, position: 99, found: new Map() };
    expect(await check({ uscc, name: '新名公司' })).toEqual(first);
    expect(await log.head()).toBe(1);
  });

  it('said twice at once is recorded once, and both meet that answer', async () => {
    const first = check({ uscc });
    now = new Date('2026-05-07T01:00:01.000Z');
    const second = check({ uscc });
    const [one, other] = await Promise.all([first, second]);
    expect(one).toEqual(other);
    expect(await log.head()).toBe(1);
  });

  it('with other bidders under the same id is refused', async () => {
    await check({ uscc });
    expect(await refusalFrom(check({ uscc: unknown }))).toMatchObject({ code: 'command-id-reused' });
  });

  it('that failed is not answered', async () => {
    jest.spyOn(stored, 'append').mockRejectedValueOnce(new LogUnavailable('cut'));
    await expect(check({ uscc })).rejects.toBeInstanceOf(LogUnavailable);
    expect(await checks.answered(checkId)).toBeUndefined();
  });
});

describe('a check of version 1', () => {
  const row = {
    row: 1,
    nameGiven: '旧名公司',
    nameMatch: 'former',
    error: null,
    uscc,
    position: 7,
    dataAge: 3,
    ruleSetId: 'langfang-2026-04-01',
    ruleSetLabel: '演示',
    validAt: '2026-05-07',
    knownAt: '2026-05-07T01:00:00.000Z',
    reason: null,
    status: 'not-listed',
    name: '新名公司',
    formerNames: ['旧名公司'],
    score: 90,
    grade: 'B',
    contributions: [
      {
        eventId: 'event-1',
        rule: 'penalty-fine',
        points: -10,
        document: '廊消行罚决字〔2026〕第0001号',
        from: '2026-04-20',
        until: '2027-04-20',
        sentence: '罚款。',
      },
      {
        eventId: null,
        rule: 'base',
        points: 100,
        document: null,
        from: '2026-04-20',
        until: null,
        sentence: '基准分。',
      },
    ],
    listings: [],
    statement: '新名公司在2026-05-07不在严重失信主体名单，信用分90分，B级（演示规则）。',
  };

  beforeEach(async () => {
    const asked = { subjectId: null, checkId, askedAt: row.knownAt, askedOn: row.validAt, position: 7 };
    await stored.append(streamOf(checkId), 'no-stream', [
      {
        id: '0e0e0e0e-0000-4000-8000-000000000001',
        type: 'BidderCheckAnswered',
        typeVersion: 1,
        subjectId: null,
        occurredOn: row.validAt,
        actor,
        commandId,
        causeId: null,
        requestId: 'request-0',
        data: Buffer.from(JSON.stringify({ ...asked, rows: [row] })),
      },
    ]);
  });

  it('is shown as what it proves, with a digest over the answer it holds', async () => {
    expect(await checks.answered(checkId)).toMatchObject({
      checkId,
      position: 7,
      rows: [
        {
          row: 1,
          uscc,
          nameMatch: 'former',
          score: 90,
          contributionEventIds: ['event-1'],
          listingIds: [],
          statement: row.statement,
          digest: digestOfAnswer({ ...row, subjectId: uscc }),
          saidInFull: JSON.stringify(row),
        },
      ],
    });
  });

  it('answers the same question said again', async () => {
    expect(await check({ uscc, name: '旧名公司' })).toMatchObject({ position: 7, rows: [{ score: 90, grade: 'B' }] });
    expect(await log.head()).toBe(1);
  });
});
