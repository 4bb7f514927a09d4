import { specFor } from '../../../../../test/support/given-when-then';
import {
  beginRestore,
  closeRestore,
  compareRestoredBody,
  declareLogBranch,
  mayHaveLeft,
  restoration,
  sequenceAt,
  settleRestoredKeys,
  shiftFor,
  verifyRestoredLog,
} from './restoration';
import { examples } from './restoration.examples';
import type { RestorationEvent } from './restoration.events';

const { given } = specFor(restoration);
const event = <Type extends RestorationEvent['type']>(type: Type) =>
  ({ type, data: examples[type] }) as Extract<RestorationEvent, { readonly type: Type }>;
const begun = event('RestoreBegun');
const verified = event('RestoredLogVerified');
const keys = event('RestoredKeysSettled');
const body = event('RestoredBodyCompared');
const declared = event('LogBranchDeclared');
const ended = event('RestoreClosed');
const { last } = verified.data;
const whole: RestorationEvent = { ...verified, data: { ...verified.data, good: last } };
const bodies = ['credit-hebei'];
const before = { before: 'ledger.example/fire-credit' };
const declare = declareLogBranch(declared.data, before, bodies);
const close = closeRestore(ended.data, bodies);

describe('a check after a restore', () => {
  it('begins', () => {
    given().when(beginRestore(begun.data)).then(begun);
  });

  it('begins again when another restore comes', () => {
    given(begun, whole, keys, body, ended).when(beginRestore(begun.data)).then(begun);
  });

  it('verifies the log, and once more when another checkpoint was kept', () => {
    given(begun).when(verifyRestoredLog(verified.data)).then(verified);
    given(begun, verified).when(verifyRestoredLog(verified.data)).thenNothing();
    given(begun, whole).when(verifyRestoredLog(verified.data)).then(verified);
  });

  it('settles keys, then compares each body, then ends', () => {
    given(begun, verified).when(settleRestoredKeys(keys.data)).then(keys);
    given(begun, verified, keys).when(compareRestoredBody(body.data)).then(body);
    given(begun, verified, keys, body)
      .when(compareRestoredBody({ ...body.data, listHash: 'another' }))
      .then({ ...body, data: { ...body.data, listHash: 'another' } });
    given(begun, whole, keys, body).when(close).then(ended);
    given(begun, verified, keys, body).when(declare).then(declared);
  });

  it.each([
    ['restore-not-begun', []],
    ['restored-log-not-verified', [begun]],
    ['restored-keys-not-settled', [begun, verified]],
    ['restored-bodies-not-compared', [begun, verified, keys]],
  ] as const)('is declared or closed by nobody before its time: %s', (code, past) => {
    given(...past)
      .when(declare)
      .thenRefused(code);
    given(...past)
      .when(close)
      .thenRefused(code);
  });

  it('takes its steps in their order', () => {
    given().when(verifyRestoredLog(verified.data)).thenRefused('restore-not-begun');
    given(begun).when(settleRestoredKeys(keys.data)).thenRefused('restored-log-not-verified');
    given(begun, verified).when(compareRestoredBody(body.data)).thenRefused('restored-keys-not-settled');
  });

  it('names the bodies that were not asked', () => {
    given(begun, verified, keys, body)
      .when(closeRestore(ended.data, [...bodies, 'gsxt-hebei']))
      .thenRefused('restored-bodies-not-compared', undefined, { bodies: ['gsxt-hebei'] });
  });

  it('is not simply closed when signed entries are gone, and declares no branch when none are', () => {
    given(begun, verified, keys, body)
      .when(close)
      .thenRefused('log-branch-needed', undefined, { from: 8400, to: 8425 });
    given(begun, whole, keys, body).when(declare).thenRefused('log-branch-needless');
  });

  it('declares what was verified last, under another origin', () => {
    given(begun, verified, keys, body)
      .when(declareLogBranch({ ...declared.data, good: null }, before, bodies))
      .thenRefused('log-branch-outdated');
    given(begun, verified, keys, body)
      .when(declareLogBranch(declared.data, { before: declared.data.origin }, bodies))
      .thenRefused('log-branch-origin-unchanged');
  });
});

describe('deliveries after a restore', () => {
  const past = [{ restoredPosition: 8410, shiftAfter: 8400, shift: 1_000 }];

  it('keep the sequences of what came back, and never go back behind it', () => {
    expect([1, 8400, 8401].map((position) => sequenceAt({ past }, position))).toEqual([1, 8400, 9401]);
    expect(sequenceAt({ past: [] }, 8401)).toBe(8401);
  });

  it('may have left before, as far as the log came back', () => {
    expect([8410, 8411].map((position) => mayHaveLeft({ past }, position))).toEqual([true, false]);
  });

  it('shift by more than was lost, and further each second', () => {
    const at = new Date('2026-01-01T00:00:10Z');
    expect(shiftFor(26, at, 'counted')).toBe(26 + 100_000 + 10);
    expect(shiftFor(26, at, 'bytes')).toBe((26 + 100_000 + 10) * 1_048_576);
    expect(Number.isSafeInteger(shiftFor(1e9, new Date('2099-01-01'), 'bytes'))).toBe(true);
  });
});
