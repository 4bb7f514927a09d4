import type { StoredEvent } from '@app/event-store';
import { eventsLike, type Place } from '../../../../test/support/examples';
import { anErasure, aPenaltyDecision } from '../../../../test/support/ledger-events';
import { compareKeys, type KeyFinding, KeysInLog, type PersonKeyOnFile } from './compare-keys';
import type { KeyOnFile } from './key-table';
import { apiKeyEvents } from './domain/api-key.events';
import { examples } from './domain/api-key.examples';

const key = examples.ApiKeyIssued;
const { fingerprint, holder, role, unitName, unitCode, keyHash } = key;
const actor = { name: holder, unitName, unitCode, role, key: fingerprint };
const like = eventsLike(apiKeyEvents, examples);

const issued = (change: Partial<typeof key> = {}, place: Place = {}) =>
  like('ApiKeyIssued')(change, { position: 1, recordedAt: '2026-11-28T02:00:00.000Z', ...place });
const revoked = (place: Place = {}) =>
  like('ApiKeyRevoked')({}, { position: 5, recordedAt: '2027-03-01T02:00:00.000Z', ...place });
const used = (place: Place = {}): StoredEvent =>
  aPenaltyDecision({}, { position: 3, recordedAt: '2026-12-01T02:00:00.000Z', actor, ...place });

const row: KeyOnFile = {
  ...key,
  issuedAt: new Date('2026-11-28T02:00:00.000Z'),
  revokedAt: null,
};
const ended = { ...row, revokedAt: new Date('2027-03-01T02:00:00.000Z') };
const keyId = '0a0b0c0d-1111-4222-8333-444455556666';
const token = `pd1.${keyId}.name.${'A'.repeat(44)}`;
const readAt = '2027-12-01T00:00:00.000Z';

function found(
  events: readonly StoredEvent[],
  apiKeys: readonly KeyOnFile[],
  personKeys: readonly PersonKeyOnFile[] = [],
  at = readAt,
): readonly KeyFinding[] {
  const log = new KeysInLog();
  for (const event of events) log.add(event);
  return compareKeys(log, { apiKeys, personKeys, readAt: at });
}

describe('keys that are what the log says', () => {
  it.each<[string, StoredEvent[], KeyOnFile[]]>([
    ['one in use', [issued(), used()], [row]],
    ['one that was revoked', [issued(), used(), revoked()], [ended]],
    ['one that was revoked before its row came back', [issued(), revoked()], []],
    [
      'used a moment after its end',
      [issued(), revoked(), used({ position: 6, recordedAt: '2027-03-01T02:00:04.000Z' })],
      [ended],
    ],
    [
      'found in use, and used before it was written down',
      [used({ position: 1 }), issued({ foundInUse: true }, { position: 2 })],
      [row],
    ],
    ['an event of before, without a key', [aPenaltyDecision()], []],
  ])('give nothing to say: %s', (_what, events, rows) => {
    expect(found(events, rows)).toEqual([]);
  });

  it('are not asked for what was ordered a moment ago', () => {
    const at = '2027-03-01T02:00:30.000Z';
    expect(found([issued(), revoked()], [row], [], at)).toEqual([]);
    expect(found([issued({}, { recordedAt: '2027-03-01T02:00:20.000Z' })], [], [], at)).toEqual([]);
  });
});

describe('what is found', () => {
  it.each<[KeyFinding['what'], StoredEvent[], KeyOnFile[], object]>([
    ['key-not-issued', [], [row], { holder }],
    ['key-removed', [issued()], [], { holder }],
    ['key-in-use-though-revoked', [issued(), revoked()], [row], { holder }],
    ['key-revoked-without-order', [issued()], [ended], { holder }],
    ['key-unknown-to-log', [used({ position: 7 })], [], { position: 7 }],
    ['key-unknown-to-log', [used({ position: 1 }), issued({}, { position: 2 })], [row], { position: 1 }],
    ['key-used-by-another', [issued(), used({ actor: { ...actor, name: '李经办' } })], [row], { position: 3 }],
    ['key-used-by-another', [issued(), used({ actor: { ...actor, role: 'approver' } })], [row], { position: 3 }],
    [
      'key-used-after-its-end',
      [issued(), revoked(), used({ position: 8, recordedAt: '2027-03-01T02:01:01.000Z' })],
      [ended],
      { position: 8 },
    ],
    [
      'key-used-after-its-end',
      [issued(), used({ position: 9, recordedAt: '2027-11-28T16:02:00.000Z' })],
      [row],
      { position: 9 },
    ],
  ])('%s', (what, events, rows, more) => {
    expect(found(events, rows)).toEqual([{ what, fingerprint, ...more }]);
  });

  it.each([
    ['role', { role: 'approver' }],
    ['holder', { holder: '李经办' }],
    ['unitCode', { unitCode: 'X-1' }],
    ['recordsFor', { recordsFor: ['*'] }],
    ['expiresOn', { expiresOn: null }],
    ['keyHash', { keyHash: `${fingerprint}${keyHash.slice(17)}0` }],
  ])('a key that says something else: its %s', (field, change) => {
    expect(found([issued()], [{ ...row, ...change }])).toEqual([{ what: 'key-altered', fingerprint, field }]);
  });
});

describe('keys of people', () => {
  const erasure = anErasure({ keyId }, { position: 4, recordedAt: '2026-12-01T02:00:00.000Z' });
  const living: PersonKeyOnFile = { keyId, destroyed: false, destroyedByEvent: null };
  const gone: PersonKeyOnFile = { keyId, destroyed: true, destroyedByEvent: erasure.id };
  const text = aPenaltyDecision(
    { person: { identityType: '身份证', identityNumber: token } },
    { position: 2, recordedAt: '2026-11-30T02:00:00.000Z' },
  );

  it('give nothing to say where text, order and row agree', () => {
    expect(found([text], [], [living])).toEqual([]);
    expect(found([text, erasure], [], [gone])).toEqual([]);
    expect(found([text, erasure], [], [living], '2026-12-01T02:00:30.000Z')).toEqual([]);
  });

  it.each<[KeyFinding['what'], StoredEvent[], PersonKeyOnFile[], object]>([
    ['person-key-destroyed-without-order', [text], [gone], {}],
    ['person-key-destroyed-without-order', [text, erasure], [{ ...gone, destroyedByEvent: text.id }], {}],
    ['person-key-not-destroyed', [text, erasure], [living], { position: 4 }],
    ['person-key-removed', [text], [], { position: 2 }],
  ])('%s', (what, events, rows, more) => {
    expect(found(events, [], rows)).toEqual([{ what, keyId, ...more }]);
  });
});
