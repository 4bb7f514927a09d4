import { createPublicKey } from 'node:crypto';
import { verifyCheckpoint } from '@sigstore/verify/dist/tlog/checkpoint';
import { verifyMerkleInclusion } from '@sigstore/verify/dist/tlog/merkle';
import { anEvent } from '../../../event-store/src/event-log.contract';
import { frameLeaf } from '../leaf/leaf-framing';
import { leafHash, sha256Rfc6962 as suite } from '../tree/hash-suite';
import { inclusionProof, rootAt } from '../tree/proofs';
import { subtreesOf } from '../tree/naive-tree.fixture';
import { checkpointText } from './checkpoint';
import { ed25519Signer, newEd25519Key } from './ed25519-key';
import { signNote } from './signed-note';

/**
 * What we sign and prove, verified by a library that knows nothing of us: @sigstore/verify, as npm uses it on Rekor's log. It hashes
 * the leaf, follows the path, reads the checkpoint and verifies its signature by itself.
 */
const origin = 'ledger.example/fire-credit';
const pem = newEd25519Key();
const signer = ed25519Signer(pem, origin);
const events = Array.from({ length: 300 }, (_, index) => ({
  ...anEvent(),
  stream: `stream-${index}`,
  revision: 0,
  position: index * 3 + 1,
  recordedAt: '2026-11-25T01:03:43.000Z',
}));
const leaves = events.map(frameLeaf);
const hashOf = subtreesOf(leaves.map((leaf) => leafHash(suite, leaf)));

type Entry = Parameters<typeof verifyCheckpoint>[0];
type Logs = Parameters<typeof verifyCheckpoint>[1];

const logs = [
  {
    baseURL: origin,
    logID: Buffer.from(signer.verifier.keyId, 'hex'),
    publicKey: createPublicKey(pem),
    validFor: { start: new Date(0), end: new Date(8.64e15) },
  },
] as unknown as Logs;

const noteOf = (size: number, by = signer) =>
  signNote(
    checkpointText({
      origin,
      size,
      root: rootAt(suite, size, hashOf),
      suite: suite.name,
      scheme: 'ed25519',
      time: '2026-11-25T01:03:43.000Z',
    }),
    [by],
  );

const entryOf = (entry: number, size: number, change: { leaf?: Buffer; note?: string; proof?: Buffer[] } = {}) =>
  ({
    canonicalizedBody: change.leaf ?? leaves[entry],
    inclusionProof: {
      logIndex: String(entry),
      treeSize: String(size),
      hashes: change.proof ?? inclusionProof(suite, entry, size, hashOf),
      checkpoint: { envelope: change.note ?? noteOf(size) },
    },
  }) as unknown as Entry;

function verifiedByThem(entry: Entry): void {
  const checkpoint = verifyCheckpoint(entry, logs);
  verifyMerkleInclusion(entry, checkpoint);
}

describe('a library nobody here wrote', () => {
  it.each([
    [0, 1],
    [0, 300],
    [1, 2],
    [150, 257],
    [255, 256],
    [256, 300],
    [299, 300],
  ])('verifies entry %i in a tree of %i, under the signed checkpoint', (entry, size) => {
    expect(() => {
      verifiedByThem(entryOf(entry, size));
    }).not.toThrow();
  });

  it('reads our checkpoint, extension lines and all', () => {
    const read = verifyCheckpoint(entryOf(7, 300), logs) as unknown as Record<string, unknown>;
    expect(read).toMatchObject({
      origin,
      logSize: 300n,
      logHash: rootAt(suite, 300, hashOf),
      rest: ['suite sha256-rfc6962 ed25519', 'time 2026-11-25T01:03:43.000Z'],
    });
  });

  it.each([
    ['a leaf of which one byte is another', () => entryOf(7, 300, { leaf: altered(leaves[7]) })],
    ['the leaf of another entry', () => entryOf(7, 300, { leaf: leaves[8] ?? Buffer.alloc(0) })],
    ['a proof for another entry', () => entryOf(7, 300, { proof: inclusionProof(suite, 8, 300, hashOf) })],
    ['a proof that is altered', () => entryOf(7, 300, { proof: inclusionProof(suite, 7, 300, hashOf).map(altered) })],
    ['a proof too short', () => entryOf(7, 300, { proof: inclusionProof(suite, 7, 300, hashOf).slice(1) })],
    ['the checkpoint of another size', () => entryOf(7, 300, { note: noteOf(299) })],
    [
      'a checkpoint altered after it was signed',
      () => entryOf(7, 300, { note: noteOf(299).replace('\n299\n', '\n300\n') }),
    ],
    [
      'a checkpoint signed by somebody else',
      () =>
        entryOf(7, 300, {
          note: noteOf(300, ed25519Signer(newEd25519Key(), origin)),
        }),
    ],
  ])('refuses %s', (_what, entry) => {
    expect(() => {
      verifiedByThem(entry());
    }).toThrow(/invalid|calculated root hash/);
  });
});

function altered(bytes: Buffer | undefined): Buffer {
  const other = Buffer.from(bytes ?? []);
  other[0] = (other[0] ?? 0) ^ 1;
  return other;
}
