import type { Restoration } from '@app/ledger';
import type { SealState } from '@app/sealing';
import { Vouching } from './vouching';

const usual = {
  knowsKeys: true,
  isSigner: true,
  canSign: undefined as boolean | undefined,
  lookedAt: null as Date | null,
};

/** A ledger of which anything can be said, and whoever asks whether something may leave it. */
function ledger(of: Partial<typeof usual> = {}) {
  const { knowsKeys, isSigner, canSign = isSigner, lookedAt } = { ...usual, ...of };
  const sealer = { canSign, isSigner, looks: 0, alarm: { standing: undefined as Alarm | undefined } };
  const state = { lookedAt, alarm: null as string | null };
  const restored = { open: null as Restoration['open'], past: [], branches: [] };
  const line = { changes: 0 };
  const vouching = new Vouching({
    restorations: { state: () => Promise.resolve({ ...restored }) },
    sealer,
    seals: { knowsKeys, state: () => Promise.resolve(state as SealState) },
    line,
  });
  return { vouching, sealer, state, restored, line };
}
interface Alarm {
  readonly code: string;
  readonly detail: string;
  readonly since: string;
}
const alarm = (code: string): Alarm => ({ code, detail: '', since: '' });
const open = { restoredPosition: 7, verified: null, keysSettled: false, compared: {} };
const [then, now] = [new Date(1_000), new Date(2_000)];

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('what may leave', () => {
  it('is everything where nobody signs, but for what people check after a restore', async () => {
    const { vouching, restored } = ledger({ knowsKeys: false });
    expect(await vouching.mayLeave()).toBe(true);
    restored.open = open;
    jest.advanceTimersByTime(1_001);
    expect(await vouching.mayLeave()).toBe(false);
    restored.open = null;
    jest.advanceTimersByTime(1_001);
    expect(await vouching.mayLeave()).toBe(true);
  });

  it('is nothing before the signer of this process has looked', async () => {
    const { vouching, sealer } = ledger();
    expect(await vouching.mayLeave()).toBe(false);
    sealer.looks = 1;
    expect(await vouching.mayLeave()).toBe(true);
  });

  it('is nothing before the signer elsewhere has looked again since', async () => {
    const { vouching, state } = ledger({ isSigner: false, lookedAt: then });
    expect(await vouching.mayLeave()).toBe(false);
    state.lookedAt = now;
    expect(await vouching.mayLeave()).toBe(true);
  });

  it('is everything beside a signer of the build before, which says nothing of its looks', async () => {
    expect(await ledger({ isSigner: false }).vouching.mayLeave()).toBe(true);
    expect(await ledger({ isSigner: false, canSign: true }).vouching.mayLeave()).toBe(false);
  });

  it.each(['log-shorter', 'checkpoint-contradicted', 'origin-changed'])('is nothing while %s stands', async (code) => {
    const here = ledger();
    here.sealer.looks = 5;
    here.sealer.alarm.standing = alarm(code);
    expect(await here.vouching.mayLeave()).toBe(false);
    const elsewhere = ledger({ isSigner: false });
    elsewhere.state.alarm = `${code}: whatever`;
    expect(await elsewhere.vouching.mayLeave()).toBe(false);
  });

  it('goes on under an alarm that says nothing of another history', async () => {
    const { vouching, sealer } = ledger();
    sealer.alarm.standing = alarm('memory-missing');
    expect(await vouching.mayLeave()).toBe(true);
  });

  it('is nothing on another server before the signer has looked there: what was under way does not count', async () => {
    const { vouching, sealer, line } = ledger();
    sealer.looks = 3;
    expect(await vouching.mayLeave()).toBe(true);
    line.changes = 1;
    expect(await vouching.mayLeave()).toBe(false);
    sealer.looks = 4;
    expect(await vouching.mayLeave()).toBe(false);
    sealer.looks = 5;
    expect(await vouching.mayLeave()).toBe(true);
  });
});
