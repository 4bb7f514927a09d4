import { inTransaction } from '@app/projections';
import type { Pool, PoolClient } from 'pg';
import { type Alarm, nothingSigned, type Remembered, type SignerMemory } from './memory/signer-memory';
import { branchFrom, type DeclaredBranch, declaredBranches } from './note/branch-note';
import { type Checkpoint, checkpointIn, checkpointText } from './note/checkpoint';
import { type NoteSigner, type NoteVerifier, openNote, signNote } from './note/signed-note';
import type { RestoreWatch } from './restore-watch';
import { SealContradicted, settledByBranch } from './seal-contradicted';
import { type SealKeys, trustedKeys } from './seal-keys';
import {
  addCheckpoint,
  checkpointOfSize,
  countCheckpoints,
  lockSealState,
  makeTilesDurable,
  newestCheckpoints,
  showLook,
  type StoredCheckpoint,
  storedKeys,
  tilesAt,
} from './seal-records';
import type { Hash, HashSuite } from './tree/hash-suite';
import { rootAt, subtreesNeeded } from './tree/proofs';
import { hashesIn, tilesOf } from './tree/tiles';

export interface SigningOptions {
  readonly pool: Pool;
  readonly keys: SealKeys;
  readonly signer: NoteSigner;
  readonly memory: SignerMemory;
  readonly suite: HashSuite;
  readonly now: () => Date;
  readonly restores: Pick<RestoreWatch, 'branches'>;
}

/** Clocks of machines differ; a checkpoint further ahead than this is from another time. Our default. */
export const clockToleranceMs = 30_000;

/** A checkpoint of this log, with the key that signed it and what it says. */
interface Signed extends StoredCheckpoint {
  readonly head: Checkpoint;
  readonly key: NoteVerifier;
}

/** What the tree has to continue. */
interface Past {
  /** Undefined: nothing that was signed. */
  readonly before: Signed | undefined;
  /** The declaration that leads here from what is remembered; undefined: what is remembered is what is to be continued. */
  readonly branch?: DeclaredBranch;
}

/**
 * Signs heads, never two that contradict each other. What was signed before it takes from the signer's memory alone; the database, which the
 * checkpoints are to convict, has no say in it. The memory is written for good before a note leaves.
 *
 * On a pulled plug: the tiles of a checkpoint are on the database's disk before the memory is written, and the memory before the
 * checkpoint's row. A row that is missing after a start is therefore added again from the memory.
 */
export class Signing {
  private readonly trusted: readonly NoteVerifier[];
  /** The note whose row this process has seen in the database: from then on it may not be missing. */
  private seen: string | undefined;
  private signedAt = -Infinity;

  constructor(private readonly options: SigningOptions) {
    this.trusted = trustedKeys(options.keys);
  }

  /** As `Sealer.sign`, in the process that holds the memory. `notBeforeMs` Infinity: everything is looked at, and nothing signed. */
  sign(notBeforeMs: number): Promise<StoredCheckpoint | undefined> {
    const { pool, memory, signer } = this.options;
    return memory.alone(async () => {
      const remembered = await memory.read();
      const { before: known, branch } = await this.pastOf(remembered);
      const { before, root, size, due } = await inTransaction(pool, async (client) => {
        const { size } = await lockSealState(client);
        const before = known ?? (remembered?.note == null ? await this.beginning(client, remembered) : undefined);
        const root = await this.rootContinuing(client, size, before);
        if (before) await this.mustBeStored(client, before);
        const due = this.isDue(size, before, notBeforeMs);
        if (due) await makeTilesDurable(client);
        // Nothing but the look is written then, and it is said again each second.
        else if (this.seen === before?.note) await client.query('SET LOCAL synchronous_commit TO OFF');
        await showLook(client);
        return { before, root, size, due };
      });
      if (before) this.seen = before.note;
      if (!due) {
        if (before && !known) await this.remember(remembered, before.note, await countCheckpoints(pool));
        return before && plain(before);
      }
      const signed = this.headSigned(size, root, before);
      // Those of a history that was given up are not here any more.
      const counted = branch ? undefined : remembered?.checkpoints;
      const count = counted ?? (before ? await countCheckpoints(pool) : 0);
      await this.remember(remembered, signed.note, count + 1);
      await addCheckpoint(pool, signed, signer.verifier.vkey);
      this.seen = signed.note;
      this.signedAt = this.options.now().getTime();
      return plain(signed);
    });
  }

  /** The checkpoint that the signer remembers, if the tree continues it. @throws SealContradicted, `TileMissing` */
  newest(): Promise<StoredCheckpoint | undefined> {
    const { pool, memory } = this.options;
    return memory.alone(async () => {
      const { before: known } = await this.pastOf(await memory.read());
      if (!known) return undefined;
      await inTransaction(pool, async (client) => {
        const { size } = await lockSealState(client);
        await this.rootContinuing(client, size, known);
      });
      return plain(known);
    });
  }

  /** Whether a declared branch leads past this alarm: one that said no more than that the history is another. */
  async isSettled(alarm: Alarm): Promise<boolean> {
    if (!settledByBranch.has(alarm.code)) return false;
    const note = (await this.options.memory.read())?.note;
    const branch = note == null ? undefined : await this.branchFrom(note);
    return branch !== undefined && alarm.since <= branch.time;
  }

  /**
   * What is remembered as signed last, read back and verified. Where it was signed under another origin, a declared branch leads on from there:
   * then the last tree that both histories have is to be continued.
   */
  private async pastOf(remembered: Remembered | undefined): Promise<Past> {
    const note = remembered?.note ?? undefined;
    if (note === undefined) return { before: undefined };
    const signed = this.believed(note);
    const { name } = this.options.signer.verifier;
    if (signed.head.origin === name) return { before: signed };
    const branch = await this.branchFrom(note);
    if (!branch) throw new SealContradicted('origin-changed', `signed before as ${signed.head.origin}, now as ${name}`);
    return { before: branch.goodNote === null ? undefined : this.believed(branch.goodNote), branch };
  }

  /** The declaration by which this origin takes over from what is remembered. */
  private async branchFrom(note: string): Promise<DeclaredBranch | undefined> {
    const { signer, restores } = this.options;
    const declared = declaredBranches(await restores.branches(), this.trusted);
    return branchFrom(declared, note, signer.verifier.name);
  }

  private believed(note: string): Signed {
    const { suite, now } = this.options;
    const signed = this.opened(note);
    if (!signed)
      throw new SealContradicted('memory-not-ours', 'no key of ours signed the checkpoint that the memory holds');
    const { head } = signed;
    if (head.suite !== suite.name)
      throw new SealContradicted('suite-changed', `signed before by ${head.suite}, now by ${suite.name}`);
    if (Date.parse(head.time) > now().getTime() + clockToleranceMs)
      throw new SealContradicted(
        'checkpoint-from-future',
        `the last checkpoint was signed at ${head.time}, this clock says ${now().toISOString()}`,
      );
    return signed;
  }

  /**
   * Where a signer without a past begins: after the newest checkpoint of its own keys, when the operator said that it may, or
   * else only where nobody has signed anything.
   */
  private async beginning(client: PoolClient, remembered: Remembered | undefined): Promise<Signed | undefined> {
    const { memory } = this.options;
    const rows = await newestCheckpoints(client, {
      upTo: Number.MAX_SAFE_INTEGER,
      keyIds: this.trusted.map(({ keyId }) => keyId),
      limit: 64,
    });
    const ours = rows.map(({ note }) => this.opened(note)).find((signed) => signed !== undefined);
    if (memory.mayBegin) return ours;
    const others = rows.length > 0 || (await storedKeys(client)).length > 0 || (await countCheckpoints(client)) > 0;
    // A memory that knows an alarm only was begun here, before anything was signed.
    if (others && remembered === undefined)
      throw new SealContradicted(
        'memory-missing',
        'this log was signed before, and the signer has no memory of it: bring back the file, or begin explicitly',
      );
    if (others)
      throw new SealContradicted('memory-missing', 'checkpoints stand in the database that the memory never signed');
    return undefined;
  }

  /** A note as a checkpoint of ours; undefined when no trusted key signed it or it cannot be read. */
  private opened(note: string): Signed | undefined {
    try {
      const { text, signedBy } = openNote(note, this.trusted);
      const head = checkpointIn(text);
      const key = signedBy.find(({ name }) => name === head.origin);
      return key && { size: head.size, keyId: key.keyId, signedAt: new Date(head.time), note, head, key };
    } catch {
      return undefined; // what cannot be read or believed is nobody's; the audit names it
    }
  }

  private async rootContinuing(client: PoolClient, size: number, before: Signed | undefined): Promise<Hash> {
    const { suite } = this.options;
    if (before && before.size > size)
      throw new SealContradicted('log-shorter', `the tree has ${size} entries, ${before.size} were signed before`);
    const sizes = before ? [size, before.size] : [size];
    const needed = subtreesNeeded(suite, (hashOf) => sizes.map((one) => rootAt(suite, one, hashOf)));
    const hashOf = hashesIn(suite, await tilesAt(client, tilesOf(needed)));
    if (before && !rootAt(suite, before.size, hashOf).equals(before.head.root))
      throw new SealContradicted(
        'checkpoint-contradicted',
        `the tree does not continue the one of ${before.size} entries signed at ${before.head.time}`,
      );
    return rootAt(suite, size, hashOf);
  }

  /** What was signed last stands in the database as it was given out. After a pulled plug it may not be there yet; then it is added. */
  private async mustBeStored(client: PoolClient, { note, size, keyId, signedAt, key }: Signed): Promise<void> {
    const row = await checkpointOfSize(client, size, keyId);
    if (row && (row.note !== note || row.signedAt.getTime() !== signedAt.getTime()))
      throw new SealContradicted('checkpoint-row-altered', `the checkpoint of ${size} entries is not the one signed`);
    if (!row && this.seen === note)
      throw new SealContradicted('checkpoint-missing', `the checkpoint of ${size} entries was taken away`);
    if (!row) await addCheckpoint(client, { note, size, keyId, signedAt }, key.vkey);
  }

  private isDue(size: number, before: Signed | undefined, notBeforeMs: number): boolean {
    if (notBeforeMs === Infinity) return false; // only looked at
    const ageMs = this.options.now().getTime() - this.signedAt;
    if (size === 0 || (ageMs >= 0 && ageMs < notBeforeMs)) return false; // a clock set back is no reason to wait
    return before?.size !== size || before.keyId !== this.options.signer.verifier.keyId;
  }

  private headSigned(size: number, root: Hash, before: Signed | undefined): StoredCheckpoint {
    const { signer, suite, now } = this.options;
    const { name: origin, scheme, keyId } = signer.verifier;
    // Within the tolerance a clock may have gone back; the times of checkpoints never do.
    const signedAt = new Date(Math.max(now().getTime(), before?.signedAt.getTime() ?? 0));
    const head: Checkpoint = { origin, size, root, suite: suite.name, scheme, time: signedAt.toISOString() };
    return { size, keyId, signedAt, note: signNote(checkpointText(head), [signer]) };
  }

  private remember(remembered: Remembered | undefined, note: string, checkpoints: number): Promise<void> {
    return this.options.memory.write({ ...(remembered ?? nothingSigned), note, checkpoints });
  }
}

const plain = ({ size, keyId, signedAt, note }: StoredCheckpoint): StoredCheckpoint => ({
  size,
  keyId,
  signedAt,
  note,
});
