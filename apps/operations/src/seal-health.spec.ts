import { type SealOutlook, sealTroubles } from './seal-health';

const now = new Date('2026-11-28T01:00:00.000Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const limits = { staleAfterMs: 15_000, signEveryMs: 1_000 };
const state = { size: 5, lastPosition: 5, caughtUpAt: ago(500), stoppedBy: null, alarm: null, lookedAt: null };
const well: SealOutlook = {
  state,
  newest: { size: 5, keyId: '00000000', signedAt: ago(3_600_000), note: '' },
  contradicted: undefined,
  alarm: undefined,
  unsignedSince: undefined,
  audit: { auditedOn: '2026-11-28', size: 5, found: 0 },
};
const troubles = (change: Partial<SealOutlook>) => sealTroubles({ ...well, ...change }, limits, now);

describe('the seals, as health shows them', () => {
  it('are well, also when nothing has come for long, was never audited, or is not signed yet', () => {
    expect(troubles({})).toEqual([]);
    expect(troubles({ audit: null, newest: undefined })).toEqual([]);
    expect(troubles({ unsignedSince: ago(9_000) })).toEqual([]);
  });

  it.each<[string, Partial<SealOutlook>, string]>([
    ['an alarm stands', { alarm: 'log-shorter: x' }, 'alarm: log-shorter: x'],
    ['the tree contradicts what was signed', { contradicted: 'x' }, 'contradicted: x'],
    ['the sealer stands still', { state: { ...state, stoppedBy: 'x' } }, 'stopped: x'],
    ['it has not kept up', { state: { ...state, caughtUpAt: ago(16_000) } }, 'sealing has not kept up with the log'],
    ['it never did', { state: { ...state, caughtUpAt: null } }, 'sealing has not kept up with the log'],
    [
      'nothing is signed',
      { unsignedSince: ago(11_000) },
      'no checkpoint covers what was recorded 2026-11-28T00:59:49.000Z',
    ],
    [
      'the signer has said nothing for long',
      { state: { ...state, lookedAt: ago(121_000) } },
      'unproven: the signer has said nothing since 2026-11-28T00:57:59.000Z',
    ],
    [
      'a checkpoint is from the future',
      { newest: { size: 5, keyId: '', signedAt: new Date('2099-01-01T00:00:00Z'), note: '' } },
      'the newest checkpoint is from the future: 2099-01-01T00:00:00.000Z',
    ],
    [
      'an audit found something',
      { audit: { auditedOn: '2026-11-28', size: 5, found: 2 } },
      'the audit of 2026-11-28 found 2',
    ],
  ])('are not when %s', (_what, change, trouble) => {
    expect(troubles(change)).toEqual([trouble]);
  });

  it('are given longer where it is signed more seldom', () => {
    const seldom = { ...limits, signEveryMs: 60_000 };
    expect(sealTroubles({ ...well, unsignedSince: ago(170_000) }, seldom, now)).toEqual([]);
    expect(sealTroubles({ ...well, unsignedSince: ago(190_000) }, seldom, now)).toHaveLength(1);
  });
});
