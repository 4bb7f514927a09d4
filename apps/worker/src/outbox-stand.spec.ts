import { pushOutboxName } from '@app/ledger';
import { OutboxStand } from './outbox-stand';

const body = 'credit-hebei';

describe('the outbox of a body', () => {
  let checkpoint: { position: string; stands: boolean } | undefined;
  let doubted: number[];
  let told: [string, number][];
  const head = jest.fn(() => Promise.resolve(100));
  const query = jest.fn((text: string, [about]: readonly unknown[]) => {
    if (!text.includes('projection_checkpoints')) return Promise.resolve({ rows: [{ doubted: doubted.shift() ?? 0 }] });
    return Promise.resolve({ rows: checkpoint && about === pushOutboxName(body) ? [checkpoint] : [] });
  });
  let stand: OutboxStand;
  beforeEach(() => {
    jest.clearAllMocks();
    [checkpoint, doubted, told] = [undefined, [], []];
    stand = new OutboxStand({ query } as never, { head }, (...said) => told.push(said));
  });
  const doubtsAsked = () => query.mock.calls.filter(([text]) => !text.includes('projection_checkpoints')).length;

  it('is believed at once when it has read all that was there, and is asked no more', async () => {
    checkpoint = { position: '100', stands: false };
    expect(await stand.isBelieved(body)).toBe(true);
    expect(await stand.isBelieved(body)).toBe(true);
    expect([head.mock.calls.length, query.mock.calls.length]).toEqual([1, 1]);
  });

  it('is not while it reads on, and then what another database sent puts in doubt what waits', async () => {
    doubted = [3];
    expect(await stand.isBelieved(body)).toBe(false);
    checkpoint = { position: '99', stands: false };
    expect(await stand.isBelieved(body)).toBe(false);
    expect(doubtsAsked()).toBe(0);

    checkpoint = { position: '100', stands: false };
    expect(await stand.isBelieved(body)).toBe(true);
    expect(told).toEqual([[body, 3]]);
    expect(head).toHaveBeenCalledTimes(1); // what is appended meanwhile is nothing to wait for
  });

  it('is said to nobody to be in doubt when nothing is', async () => {
    expect(await stand.isBelieved(body)).toBe(false);
    checkpoint = { position: '100', stands: false };
    expect(await stand.isBelieved(body)).toBe(true);
    expect([doubtsAsked(), told]).toEqual([1, []]);
  });

  it('is believed when it stands still at an event: what was queued before leaves as ever', async () => {
    checkpoint = { position: '50', stands: true };
    expect(await stand.isBelieved(body)).toBe(true);
  });
});
