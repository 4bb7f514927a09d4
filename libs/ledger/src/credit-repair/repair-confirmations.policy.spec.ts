import type { StoredEvent } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { NotTheEventsFault } from '@app/projections';
import { aDesk } from '../../../../test/support/desk';
import * as event from '../../../../test/support/ledger-events';
import type { QueuedMessage } from './bodies-told';
import { repairId } from './domain/credit-repair.examples';
import { RepairConfirmationsPolicy } from './repair-confirmations.policy';

const stream = `creditRepair-${repairId}`;
const story = [event.aRepairApplication, event.aRepairAcceptance, event.aRepairVerification].map((one, at) =>
  one({}, { position: at + 1 }),
);
const approval = (bodies: readonly string[]) => event.aRepairApproval({ bodies }, { position: 4 });

/** What the outbox holds, and up to where it has looked. */
interface OutboxNow {
  readonly messages: readonly QueuedMessage[];
  readonly position: number;
}

/** A repair on its way, and a policy that follows; `heard` tells it of an outcome and says what it recorded of that. */
async function aRepair(events: readonly StoredEvent[], outbox: OutboxNow) {
  const log = new MemoryEventLog(() => new Date('2026-11-19T02:00:00Z'));
  await log.append(stream, 'no-stream', events);
  const asked: string[] = [];
  const queued = (pushIds: readonly string[]) => {
    asked.push(...pushIds);
    return Promise.resolve({ ...outbox, messages: outbox.messages.filter(({ pushId }) => pushIds.includes(pushId)) });
  };
  const policy = new RepairConfirmationsPolicy(aDesk({ log }), log, { queued });
  const recorded = async () => {
    const all = (await log.readStream(stream)).slice(events.length);
    return all.map(({ type, data }) => ({ type, ...(JSON.parse(Buffer.from(data).toString()) as object) }));
  };
  return {
    asked,
    log,
    heard: async (...outcomes: readonly StoredEvent[]) => {
      await policy.react(outcomes);
      return recorded();
    },
  };
}

const message = (pushId: string, change: Partial<QueuedMessage> = {}): QueuedMessage => ({
  pushId,
  stream,
  last: true,
  ...change,
});

/** 记名成功 of a message of this approval. */
const delivered = (
  pushId: string,
  about: StoredEvent,
  change: Partial<Parameters<typeof event.aPushDelivered>[0]> = {},
) =>
  event.aPushDelivered(
    {
      pushId,
      eventId: about.id,
      kind: 'penalty-withdrawal',
      receiptNumber: 'XYZG-1',
      receivedAt: '2026-08-18T17:00:00.000Z', // 1:00 of the next day in Shanghai
      ...change,
    },
    { position: 9, recordedAt: '2026-08-18T17:00:01.000Z' },
  );

const confirmedBy = (body: string) => ({
  type: 'CreditRepairConfirmed',
  body,
  confirmedOn: '2026-08-19',
  receipt: 'XYZG-1',
});
const completed = { type: 'CreditRepairCompleted', completedOn: '2026-08-19' };

describe('the last message of an approval', () => {
  const approved = approval(['credit-hebei']);

  it('acknowledged is the confirmation of the body, and completes the repair when nobody else was told', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 9 });
    expect(await repair.heard(delivered('p1', approved))).toMatchObject([confirmedBy('credit-hebei'), completed]);
  });

  it('is not confirmed on a later day than the receipt was recorded, whatever the clock of the body said', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 9 });
    const [confirmed] = await repair.heard(delivered('p1', approved, { receivedAt: '2027-01-01T00:00:00.000Z' }));
    expect(confirmed).toMatchObject({ confirmedOn: '2026-08-19' });
  });

  it('that has nothing to say, because the body never had the record, confirms it too', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 9 });
    const data = { pushId: 'p1', eventId: approved.id, kind: 'penalty-withdrawal', closedOn: '2026-08-19' };
    const nothing = event.aPushNothingThere(data, { position: 9, recordedAt: '2026-08-18T17:00:01.000Z' });
    expect(await repair.heard(nothing)).toMatchObject([
      { ...confirmedBy('credit-hebei'), receipt: 'nothing-there' },
      completed,
    ]);
  });

  it('says what caused it', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 9 });
    const outcome = delivered('p1', approved);
    await repair.heard(outcome);
    const [confirmation] = (await repair.log.readStream(stream)).slice(-2);
    expect(confirmation).toMatchObject({ causeId: outcome.id, requestId: 'policy/repair-confirmations-1' });
  });

  it('said again changes nothing', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 9 });
    const first = await repair.heard(delivered('p1', approved));
    expect(await repair.heard(delivered('p1', approved), delivered('p1', approved))).toEqual(first);
  });

  it('may be the result, when that is all a body is told', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 9 });
    expect(await repair.heard(delivered('p1', approved, { kind: 'repair-result' }))).toMatchObject([
      confirmedBy('credit-hebei'),
      completed,
    ]);
  });

  it('is the repair itself where a commitment is repaired', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 9 });
    expect(await repair.heard(delivered('p1', approved, { kind: 'commitment-repair' }))).toMatchObject([
      confirmedBy('credit-hebei'),
      completed,
    ]);
  });

  it('of each body is awaited', async () => {
    const both = approval(['bulletin', 'credit-hebei']);
    const repair = await aRepair([...story, both], { messages: [message('p1'), message('p2')], position: 9 });
    expect(await repair.heard(delivered('p1', both))).toMatchObject([confirmedBy('credit-hebei')]);
    expect(await repair.heard(delivered('p2', both, { endpoint: 'bulletin' }))).toMatchObject([
      confirmedBy('credit-hebei'),
      confirmedBy('bulletin'),
      completed,
    ]);
  });

  it('of several bodies may come at once', async () => {
    const both = approval(['bulletin', 'credit-hebei']);
    const repair = await aRepair([...story, both], { messages: [message('p1'), message('p2')], position: 9 });
    const outcomes = [delivered('p1', both), delivered('p2', both, { endpoint: 'bulletin' })];
    expect(await repair.heard(...outcomes)).toMatchObject([
      confirmedBy('credit-hebei'),
      confirmedBy('bulletin'),
      completed,
    ]);
  });
});

describe('nothing is confirmed by', () => {
  const approved = approval(['credit-hebei']);
  const heard = async (
    held: QueuedMessage,
    outcome: StoredEvent,
    events: readonly StoredEvent[] = [...story, approved],
  ) => (await aRepair(events, { messages: [held], position: 9 })).heard(outcome);

  it('the result, while the withdrawal is on its way', async () => {
    const result = delivered('p0', approved, { kind: 'repair-result' });
    expect(await heard(message('p0', { last: false }), result)).toEqual([]);
  });

  it('the withdrawal of a decision that was revoked', async () => {
    const outcome = delivered('p1', event.aPenaltyRevocation({}, { position: 7 }));
    expect(await heard(message('p1', { stream: 'penaltyDecision-1' }), outcome)).toEqual([]);
  });

  it('a message that was queued before the outbox noted streams', async () => {
    expect(await heard(message('p1', { stream: null }), delivered('p1', approved))).toEqual([]);
  });

  it('an approval that was revoked since, and followed by another', async () => {
    const second = event.aRepairApproval({ documentNumber: '廊消信修准〔2028〕第1号' }, { position: 9 });
    const again = story.map((one, at) => ({ ...one, id: `00000000-0000-4000-8000-00000000000${at}` }));
    const all = [...story, approved, event.aRepairRevocation({}, { position: 5 }), ...again, second];
    expect(await heard(message('p1'), delivered('p1', approved), all)).toEqual([]);
    expect(await heard(message('p2'), delivered('p2', second), all)).toMatchObject([
      confirmedBy('credit-hebei'),
      completed,
    ]);
  });

  it('any other kind of message: the outbox is not even asked', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 9 });
    expect(await repair.heard(delivered('p1', approved, { kind: 'repair-revocation' }))).toEqual([]);
    expect(repair.asked).toEqual([]);
  });

  it('a refusal', async () => {
    const { endpoint, eventId } = { endpoint: 'credit-hebei', eventId: approved.id };
    expect(await heard(message('p1'), event.aPushRefused({ pushId: 'p1', endpoint, eventId }))).toEqual([]);
  });
});

describe('an outbox that is being built again', () => {
  const approved = approval(['credit-hebei']);

  it('is waited for while it does not hold the message', async () => {
    const repair = await aRepair([...story, approved], { messages: [], position: 3 });
    await expect(repair.heard(delivered('p1', approved))).rejects.toThrow(NotTheEventsFault);
  });

  it('is not waited for when it holds the message', async () => {
    const repair = await aRepair([...story, approved], { messages: [message('p1')], position: 4 });
    expect(await repair.heard(delivered('p1', approved))).toMatchObject([confirmedBy('credit-hebei'), completed]);
  });

  it('that has looked further and does not hold it never will', async () => {
    const repair = await aRepair([...story, approved], { messages: [], position: 9 });
    expect(await repair.heard(delivered('p1', approved))).toEqual([]);
  });
});
