import * as fc from 'fast-check';
import type { NewEvent } from '../event-log';
import { anEvent } from '../event-log.contract';
import { decodeEnvelope, encodeEnvelope } from './envelope';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const envelopeOf = ({ id: _id, type: _type, data: _data, ...envelope }: NewEvent) => envelope;

describe('the envelope of an event on EventStoreDB', () => {
  it('stays as it was written in version 1, for good', () => {
    const written =
      '{"v":1,"typeVersion":1,"subjectId":"91131000MA0Y000167","occurredOn":"2026-04-01","actor":{"name":"王警官",' +
      '"unitName":"廊坊市消防救援支队","unitCode":"1113100001YMGCE72W","role":"officer"},' +
      '"commandId":"7f1f1c2e-9f3f-4e2e-8d4e-000000000001","causeId":null,"requestId":"request-1"}';
    const event = anEvent({ commandId: '7f1f1c2e-9f3f-4e2e-8d4e-000000000001' });

    expect(Buffer.from(encodeEnvelope(event)).toString('utf8')).toBe(written);
    expect(decodeEnvelope(Buffer.from(written))).toEqual({ envelope: envelopeOf(event), packing: undefined });
  });

  it('is of version 2, for good, where the actor has a key', () => {
    const written =
      '{"v":2,"typeVersion":1,"subjectId":"91131000MA0Y000167","occurredOn":"2026-04-01","actor":{"name":"王警官",' +
      '"unitName":"廊坊市消防救援支队","unitCode":"1113100001YMGCE72W","role":"officer","key":"1a2b3c4d5e6f7081"},' +
      '"commandId":"7f1f1c2e-9f3f-4e2e-8d4e-000000000001","causeId":null,"requestId":"request-1"}';
    const plain = anEvent({ commandId: '7f1f1c2e-9f3f-4e2e-8d4e-000000000001' });
    const event = { ...plain, actor: { ...plain.actor, key: '1a2b3c4d5e6f7081' } };

    expect(Buffer.from(encodeEnvelope(event)).toString('utf8')).toBe(written);
    expect(decodeEnvelope(Buffer.from(written))).toEqual({ envelope: envelopeOf(event), packing: undefined });
  });

  it('comes back whole, whatever the words', () => {
    const words = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(words, words, fc.option(words), fc.nat(), (name, requestId, subjectId, typeVersion) => {
        const actor = { name, unitName: name, unitCode: requestId, role: 'officer' };
        const event = anEvent({ actor, requestId, subjectId, typeVersion });
        expect(decodeEnvelope(encodeEnvelope(event, 'gzip'))).toEqual({ envelope: envelopeOf(event), packing: 'gzip' });
      }),
    );
  });

  it.each<[string, Uint8Array]>([
    ['another version', bytes({ v: 3 })],
    ['no key, in version 2', encodeEnvelope(anEvent()).map((byte, at) => (at === 5 ? 0x32 : byte))],
    ['no version', bytes({})],
    ['nothing', bytes(null)],
    ['no JSON', Buffer.from('<xml/>')],
    ['no UTF-8', Uint8Array.from([0xff])],
    ['no bytes', new Uint8Array()],
    ['no actor', bytes({ v: 1, typeVersion: 1, subjectId: null, occurredOn: '2026-04-01' })],
    ['no type version', bytes({ v: 1 })],
    ['data packed in an unknown way', bytes({ v: 1, typeVersion: 1, packing: 'zip' })],
    ['a number for a word', bytes({ v: 1, typeVersion: 1, subjectId: 7 })],
  ])('is not guessed from %s', (_what, found) => {
    expect(() => decodeEnvelope(found)).toThrow();
  });
});
