import type { StoredEvent } from '@app/event-store';
import fc from 'fast-check';
import { leafHash, sha256Rfc6962 } from '../tree/hash-suite';
import vectors from './leaf-framing.fixture.json';
import { frameLeaf, LeafFramer } from './leaf-framing';

/** What the README tells the writer of a verifier, written down a second time: reads a leaf back. */
function read(leaf: Buffer): StoredEvent {
  let at = 1;
  const take = (count: number) => leaf.subarray(at, (at += count));
  const integer = () => Number(take(8).readBigUInt64BE());
  const lengthOrNothing = () => take(4).readUInt32BE();
  const nullable = () => {
    const length = lengthOrNothing();
    return length === 0xffffffff ? null : take(length).toString('utf8');
  };
  const text = () => nullable() ?? 'nothing where there must be text';
  const version = leaf[0];
  expect([1, 2]).toContain(version);
  const event = {
    position: integer(),
    stream: text(),
    revision: integer(),
    id: text(),
    type: text(),
    typeVersion: integer(),
    subjectId: nullable(),
    occurredOn: text(),
    recordedAt: text(),
    actor: {
      name: text(),
      unitName: text(),
      unitCode: text(),
      role: text(),
      ...(version === 2 && { key: text() }),
    },
    commandId: text(),
    causeId: nullable(),
    requestId: text(),
    data: Buffer.from(take(lengthOrNothing())),
  };
  expect(at).toBe(leaf.length);
  return event;
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ minLength: 80, maxLength: 120 }),
  fc.constant('消防救援'),
);
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const anyEvent: fc.Arbitrary<StoredEvent> = fc.record({
  position: count,
  stream: text,
  revision: count,
  id: fc.uuid(),
  type: text,
  typeVersion: count,
  subjectId: fc.option(text),
  occurredOn: text,
  recordedAt: text,
  actor: fc.record(
    { name: text, unitName: text, unitCode: text, role: text, key: text },
    { requiredKeys: ['name', 'unitName', 'unitCode', 'role'] },
  ),
  commandId: fc.uuid(),
  causeId: fc.option(fc.uuid()),
  requestId: text,
  data: fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
});

describe('the framing of a leaf', () => {
  it.each(vectors.leaves.map((vector) => [vector.name, vector] as const))(
    'is, to the byte, what the vectors say: %s',
    (_name, { event, leaf, leafHash: expected }) => {
      const framed = frameLeaf({ ...event, data: Buffer.from(event.data, 'base64') });
      expect(framed.toString('hex')).toBe(leaf);
      expect(leafHash(sha256Rfc6962, framed).toString('hex')).toBe(expected);
    },
  );

  it('is of version 1 for an actor without a key, as it always was, and of version 2 for one with a key', () => {
    for (const event of fc.sample(anyEvent, { numRuns: 200, seed: 1 }))
      expect(frameLeaf(event)[0]).toBe(event.actor.key === undefined ? 1 : 2);
  });

  it('can be read back whole, so that no two events share one', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(read(frameLeaf(event))).toEqual(event);
      }),
    );
  });

  it('leaves nothing of the event before in the memory it uses again', () => {
    const framer = new LeafFramer();
    fc.assert(
      fc.property(anyEvent, (event) => {
        const leaf = framer.frame(event);
        expect(leaf.subarray(1).equals(frameLeaf(event))).toBe(true);
        expect(sha256Rfc6962.leaf(leaf)).toEqual(leafHash(sha256Rfc6962, frameLeaf(event)));
      }),
    );
  });

  it('finds room for an event of any size', () => {
    const framer = new LeafFramer();
    const [event] = fc.sample(anyEvent, { numRuns: 1, seed: 1 });
    if (!event) throw new Error('no sample');
    const large = { ...event, stream: '界'.repeat(5_000), data: Buffer.alloc(300_000, 7) };
    expect(read(Buffer.from(framer.frame(large).subarray(1)))).toEqual(large);
  });
});
