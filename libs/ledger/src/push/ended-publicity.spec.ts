import type { StoredEvent } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import type { Push } from '@app/outbox';
import { clockAt } from '../../../../test/support/desk';
import * as event from '../../../../test/support/ledger-events';
import { publishedRules } from '../rule-set';
import { EndedPublicity } from './ended-publicity';
import { pushesOf } from './pushes-of';
import { type BodyId, told } from './told';
import { columnOf } from './told-table';

const stream = 'penaltyDecision-decision-1';
const first = { revision: 0, stream, recordedAt: '2026-12-02T02:00:00.000Z' };
const decision = (printed: Parameters<typeof event.aPenaltyDecision>[0] = {}) =>
  event.aPenaltyDecision({ decidedOn: '2026-12-01', publicUntil: null, ...printed }, first);

const messages = (body: BodyId, ...history: readonly StoredEvent[]): readonly Push[] =>
  history.flatMap((_event, at) =>
    pushesOf({ id: body, column: columnOf(told, body) }, publishedRules, history.slice(0, at + 1)),
  );

/** What is over, on this day, of what a body is told of these events; by the kind of the message, with its last day. */
async function over(body: BodyId, today: string, ...events: readonly StoredEvent[]) {
  const history = events.map((one, at) => ({ ...one, id: `event-${at}` }));
  const log = new MemoryEventLog(() => new Date(first.recordedAt));
  await log.append(stream, 'no-stream', history);
  const pushes = messages(body, ...history);
  expect(pushes.length).toBeGreaterThan(0);
  const found = await new EndedPublicity(log, { book: publishedRules }, clockAt(today)).of(pushes);
  return pushes.flatMap(({ pushId, kind }) => (found.has(pushId) ? [[kind, found.get(pushId)]] : []));
}

describe('信用中国', () => {
  it.each([
    ['2027-12-01', []], // the last day
    ['2027-12-02', [['penalty', '2027-12-01']]],
  ])('on %s: %j', async (today, expected) => {
    expect(await over('credit-china-hebei', today, decision())).toEqual(expected);
  });

  it('an earlier end that the paper prints is the end', async () => {
    const printed = decision({ publicUntil: '2027-02-03' });
    expect(await over('credit-china-hebei', '2027-02-03', printed)).toEqual([]);
    expect(await over('credit-china-hebei', '2027-02-04', printed)).toEqual([['penalty', '2027-02-03']]);
  });

  it('a change that makes it longer, and waits behind it, counts', async () => {
    const change = event.aPenaltyChange(
      { changedOn: '2026-12-02', penaltyKinds: ['吊销许可证件'], severity: 'SERIOUS' },
      { ...first, revision: 1 },
    );
    expect(await over('credit-china-hebei', '2028-12-02', decision(), change)).toEqual([]);
    expect(await over('credit-china-hebei', '2029-12-02', decision(), change)).toEqual([['penalty', '2029-12-01']]);
  });
});

describe('公示系统', () => {
  it('counts from its own publication: what has yet to be published is not over', async () => {
    expect(await over('gsxt-hebei', '2031-01-01', decision())).toEqual([]);
  });

  it('unless the end that the paper prints has passed', async () => {
    const printed = decision({ publicUntil: '2027-02-03' });
    expect(await over('gsxt-hebei', '2027-02-03', printed)).toEqual([]);
    expect(await over('gsxt-hebei', '2027-02-04', printed)).toEqual([['penalty', '2027-02-03']]);
  });
});

it('the node collects and shares: it is told of a penalty however late', async () => {
  expect(await over('credit-hebei', '2031-01-01', decision())).toEqual([]);
});

it('what has no end, and what only speaks of a record, is never over', async () => {
  const listing = [event.aCandidate(), event.aNotice(), event.aListing()].map((one, revision) => ({
    ...one,
    revision,
    recordedAt: first.recordedAt,
  }));
  expect(await over('credit-china-hebei', '2039-01-01', ...listing)).toEqual([]);
  const [, revocation] = messages(
    'credit-china-hebei',
    decision(),
    event.aPenaltyRevocation({}, { revision: 1, recordedAt: first.recordedAt }),
  );
  const log = new MemoryEventLog(() => new Date(first.recordedAt));
  const found = new EndedPublicity(log, { book: publishedRules }, clockAt('2039-01-01'));
  expect(revocation?.kind).toBe('penalty-withdrawal');
  expect((await found.of(revocation ? [revocation] : [])).size).toBe(0);
});

it('a spot-check result with a term is over after its last day', async () => {
  const [push] = messages('credit-china-hebei', event.aSpotCheck({}, first));
  if (!push) throw new Error('it is told');
  const dated = { ...push, document: { ...push.document, publicity: { from: '2026-05-20', until: '2027-05-20' } } };
  const log = new MemoryEventLog(() => new Date(first.recordedAt));
  const on = (today: string) => new EndedPublicity(log, { book: publishedRules }, clockAt(today)).of([dated]);
  expect([...(await on('2027-05-20'))]).toEqual([]);
  expect([...(await on('2027-05-21'))]).toEqual([[push.pushId, '2027-05-20']]);
});
