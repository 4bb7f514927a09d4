import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventIdOf, transact, UpcastingEventLog } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { aDesk } from '../../../../test/support/desk';
import { aPersonalData } from '../../../../test/support/personal-data';
import { refusalFrom } from '../../../../test/support/refusal-from';
import type { Clock } from '../application';
import { PersonalPapers } from '../personal-data';
import { derivedId } from '../shared';
import { decisionIdOf, penaltyDecision, streamOf } from './domain/penalty-decision';
import type { PenaltyDecisionRecorded } from './domain/penalty-decision.events';
import { penaltyDecisionEvents } from './domain/penalty-decision.events';
import { examples } from './domain/penalty-decision.examples';
import type { PenaltyPaper } from './domain/penalty-paper';
import { RecordPenaltyDecision, RecordPenaltyDecisionHandler } from './record-penalty-decision.command';

const clock = { now: () => new Date('2026-11-23T02:00:00Z'), today: () => '2026-11-23' } satisfies Clock;
const actor = { name: '王经办', unitName: '广阳区消防救援大队', unitCode: '1113100358CBJ3JHX9', role: 'officer' };
const commandId = '7f1f1c2e-9f3f-4e2e-8d4e-000000000001';
const contextOf = (id: string) => ({ actor, commandId: id, requestId: 'request-1', causeId: null });

/** The paper behind the checked-in version 1. */
const ofOperator: PenaltyPaper = {
  subjectName: '广阳区鑫桥阳酒店店',
  subjectCategory: '个体工商户',
  uscc: '92131003MA9ANPJY55',
  legalRepresentative: '孙超磊',
  documentNumber: '广消行罚决字〔2026〕第0005号',
  violationType: '损坏、挪用或者擅自拆除、停用消防设施、器材',
  facts: '2026-05-06检查发现擅自停用消防设施。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第二项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币30500元整',
  fineWan: '3.05',
  decidedOn: '2026-05-06',
  authorityName: '广阳区消防救援大队',
  authorityCode: '1113100358CBJ3JHX9',
  sourceName: '廊坊市消防救援支队',
  sourceCode: '11131000FGJJTG2G5W',
};
/** The same of a unit whose representative a register publishes: nothing on it is sealed. */
const enterprise = { subjectCategory: '法人及非法人组织', uscc: '91131002MA0EXAM4X5' } as const;
const ofEnterprise: PenaltyPaper = { ...ofOperator, ...enterprise };

const operatorsData = readFileSync(join(__dirname, '../../../../test/data/events/PenaltyDecisionRecorded.v1.json'));
const enterprisesData = Buffer.from(
  JSON.stringify({
    ...(JSON.parse(operatorsData.toString('utf8')) as PenaltyDecisionRecorded['data']),
    subjectCategory: enterprise.subjectCategory,
    subjectId: enterprise.uscc,
  }),
);

const stream = streamOf(decisionIdOf('1113100358CBJ3JHX9', '广消行罚决字〔2026〕第0005号'));
const subjectIdIn = (data: Buffer) => (JSON.parse(data.toString('utf8')) as { subjectId: string }).subjectId;

describe.each([
  ['of an enterprise', ofEnterprise, enterprisesData],
  ['of a sole trader, whose name stood in plain then', ofOperator, operatorsData],
])('a decision %s that was recorded as version 1, said again', (_whose, paper, data) => {
  let stored: MemoryEventLog;
  let handler: RecordPenaltyDecisionHandler;
  beforeEach(async () => {
    stored = new MemoryEventLog(clock.now);
    await stored.append(stream, 'no-stream', [
      {
        ...contextOf(commandId),
        id: eventIdOf(commandId, 0),
        type: 'PenaltyDecisionRecorded',
        typeVersion: 1,
        subjectId: subjectIdIn(data),
        occurredOn: '2026-05-06',
        data,
      },
    ]);
    const log = new UpcastingEventLog(stored, penaltyDecisionEvents.versions);
    handler = new RecordPenaltyDecisionHandler(aDesk({ log }), new PersonalPapers(aPersonalData(), log));
  });
  const say = (id: string, change: Partial<PenaltyPaper> = {}) =>
    handler.execute(new RecordPenaltyDecision({ ...paper, ...change }, contextOf(id)));

  it.each([
    ['the same command id', commandId],
    ['another', randomUUID()],
  ])('under %s, is already recorded', async (_which, id) => {
    expect(await say(id)).toMatchObject({ outcome: 'already-recorded', revision: 0, position: 1 });
    expect(await stored.readStream(stream)).toMatchObject([{ typeVersion: 1, data }]);
  });

  it('with other content is refused', async () => {
    const refused = await refusalFrom(say(commandId, { facts: '另有事实' }));
    expect(refused).toMatchObject({ code: 'exists-with-different-content', field: 'documentNumber' });
    expect(await stored.head()).toBe(1);
  });
});

describe('a decision that is on record under the spelling in which it was written', () => {
  const written = '廊消行罚决字〔2026〕5号';
  const old = derivedId('penaltyDecision', '1113100358CBJ3JHX9', written); // before spellings were folded
  let log: MemoryEventLog;
  let handler: RecordPenaltyDecisionHandler;
  beforeEach(async () => {
    log = new MemoryEventLog(clock.now);
    const data = { ...examples.PenaltyDecisionRecorded, decisionId: old, documentNumber: written };
    const event = { type: 'PenaltyDecisionRecorded', data: { ...data, ...recorded } } as const;
    await transact(log, streamOf(old), penaltyDecision, () => [event], contextOf(commandId), { answeredBy: [] });
    handler = new RecordPenaltyDecisionHandler(aDesk({ log }), new PersonalPapers(aPersonalData(), log));
  });
  const recorded = { subjectId: enterprise.uscc, subjectCategory: enterprise.subjectCategory };
  const say = (documentNumber: string, change: Partial<PenaltyPaper> = {}) =>
    handler.execute(new RecordPenaltyDecision({ ...ofEnterprise, ...change, documentNumber }, contextOf(randomUUID())));

  it.each([written, '廊消行罚决字〔2026〕第0005号', '廊消行罚决字﹝2026﹞第5号', '廊消行罚决字[2026]00005号'])(
    'meets itself as %s, under its own id',
    async (spelling) => {
      expect(await say(spelling)).toMatchObject({ id: old, outcome: 'already-recorded' });
      expect(await log.head()).toBe(1);
    },
  );

  it('is refused with other content in any spelling, and leaves other numbers alone', async () => {
    const refused = await refusalFrom(say('廊消行罚决字〔2026〕第0005号', { facts: '另有事实' }));
    expect(refused.code).toBe('exists-with-different-content');
    expect(await say('廊消行罚决字〔2026〕第0050号')).toMatchObject({ outcome: 'recorded' });
  });
});

it('two spellings of a new decision at once are one decision', async () => {
  const log = new MemoryEventLog(clock.now);
  const handler = new RecordPenaltyDecisionHandler(aDesk({ log }), new PersonalPapers(aPersonalData(), log));
  const spellings = ['廊消行罚决字〔2026〕7号', '廊消行罚决字〔2026〕第0007号', '廊消行罚决字〔2026〕第7号'];
  const receipts = await Promise.all(
    spellings.map((documentNumber) =>
      handler.execute(new RecordPenaltyDecision({ ...ofEnterprise, documentNumber }, contextOf(randomUUID()))),
    ),
  );
  expect(receipts.map(({ outcome }) => outcome).sort()).toEqual(['already-recorded', 'already-recorded', 'recorded']);
  expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
  expect(await log.head()).toBe(1);
});
