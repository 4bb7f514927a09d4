import type { StoredEvent } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import type { ToldMessage, ToldPush } from '@app/outbox';
import * as event from '../../../../test/support/ledger-events';
import { publishedRules } from '../rule-set';
import { PublicationEnds } from './publication-ends';

const stream = 'penaltyDecision-decision-1';
const first = { revision: 0, stream, recordedAt: '2026-12-02T02:00:00.000Z' };
const later = { ...first, revision: 1 };
const published = '2026-12-10';

const message = (effect: ToldMessage['effect'], change: Partial<ToldMessage> = {}): ToldMessage => ({
  key: effect,
  kind: 'penalty',
  effect,
  acknowledged: true,
  stream,
  revision: 0,
  publishedOn: null,
  fields: { publicUntil: null },
  ...change,
});
const penalty = message('states', { publishedOn: published });
const change = message('amends', { revision: 1 });

/** Until when each message of a record is shown, as a body was told them; the log has the decision with all that became of it. */
async function endsOf(endpoint: string, history: readonly StoredEvent[], ...story: readonly ToldMessage[]) {
  const log = new MemoryEventLog(() => new Date(first.recordedAt));
  await log.append(stream, 'no-stream', history);
  const push = { pushId: 'push', endpoint, subjectId: 'U', lane: 'L', kind: 'penalty', key: 'states', document: {} };
  const told: ToldPush = { push, receiptNumber: 'R', story, isToBeRestored: false };
  const [filled] = await new PublicationEnds(log, { book: publishedRules }).filledIn([told]);
  return filled?.story.map(({ fields }) => fields.publicUntil);
}

const decision = (printed: Parameters<typeof event.aPenaltyDecision>[0] = {}) =>
  event.aPenaltyDecision({ decidedOn: '2026-12-01', publicUntil: null, ...printed }, first);

describe('how long 公示系统 shows a penalty whose receipt names the day of publication', () => {
  it.each([
    ['2023-04-01', 'GENERAL', '2029-12-10'], // 令45: three years
    ['2025-12-30', 'GENERAL', '2027-12-10'], // 令107: a year
    ['2026-12-01', 'MINOR', '2027-03-10'],
    ['2026-12-01', 'GENERAL', '2027-12-10'],
    ['2026-12-01', 'SERIOUS', '2029-12-10'],
  ] as const)('decided on %s, %s: through %s', async (decidedOn, severity, end) => {
    const ruleSetId = publishedRules.inForce(decidedOn).id;
    const history = [decision({ decidedOn, severity, ruleSetId })];
    expect(await endsOf('gsxt-hebei', history, penalty)).toEqual([end]);
  });

  it('follows the end that the decision prints where that is earlier, and not where it is later', async () => {
    expect(await endsOf('gsxt-hebei', [decision({ publicUntil: '2027-02-03' })], penalty)).toEqual(['2027-02-03']);
    expect(await endsOf('gsxt-hebei', [decision({ publicUntil: '2039-02-03' })], penalty)).toEqual(['2027-12-10']);
  });

  it('is open while no receipt names the day', async () => {
    expect(await endsOf('gsxt-hebei', [decision()], message('states'))).toEqual([null]);
  });

  it('is counted for the decision as it was changed, from the same publication', async () => {
    const changed = event.aPenaltyChange({ severity: 'SERIOUS' }, { ...later, id: 'a-change' });
    expect(await endsOf('gsxt-hebei', [decision(), changed], penalty, change)).toEqual(['2027-12-10', '2029-12-10']);
  });

  it('runs anew from the publication of the record that took the place of the former', async () => {
    const anew = message('replaces', { publishedOn: '2027-01-05' });
    expect(await endsOf('gsxt-hebei', [decision()], penalty, anew)).toEqual(['2027-12-10', '2028-01-05']);
  });

  it('says nothing of what ends or notes a record', async () => {
    const withdrawal = message('withdraws', { fields: {} });
    expect(await endsOf('gsxt-hebei', [decision()], penalty, withdrawal)).toEqual(['2027-12-10', undefined]);
  });
});

it('an end that a message said stands, whatever a receipt names', async () => {
  const said = message('states', { publishedOn: published, fields: { publicUntil: '2027-12-01' } });
  expect(await endsOf('credit-china-hebei', [decision()], said)).toEqual(['2027-12-01']);
});

it('of a body without a channel nothing is filled in', async () => {
  expect(await endsOf('bulletin', [decision()], penalty)).toEqual([null]);
});
