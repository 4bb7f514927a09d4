import type { EventLog, StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';
import { LeafFramer } from '../leaf/leaf-framing';
import { type DeclaredBranch, isGivenUp } from '../note/branch-note';
import type { Checkpoint } from '../note/checkpoint';
import type { NoteVerifier } from '../note/signed-note';
import { countCheckpoints, hashCounts, type SealState, sealState, tilesAt } from '../seal-records';
import { clockToleranceMs } from '../signing';
import { GrowingTiles } from '../tree/growing-tiles';
import { type Hash, type HashSuite, sha256Rfc6962 } from '../tree/hash-suite';
import { type Tile, tileWidth } from '../tree/tiles';
import { type CheckpointOnTrial, tryCheckpoint } from './checkpoint-trial';
import { type CheckpointCopy, CheckpointsInOrder, type KnownHead } from './checkpoints-in-order';
import type { Finding } from './finding';
import { LeafSuspicion } from './leaf-suspicion';
import { SealedEntries } from './sealed-entries';

export interface AuditOptions {
  /** The log as stored. */
  readonly log: EventLog;
  /** Where the seals are. One transaction that changes nothing is opened on it. */
  readonly client: ClientBase;
  /** The keys whose signatures count. */
  readonly trusted: readonly NoteVerifier[];
  /** Checkpoints an auditor has kept: the log must continue each of them. */
  readonly copies?: readonly CheckpointCopy[];
  /** Trees that were derived before, by whoever asks: the log must continue each of them. */
  readonly heads?: readonly KnownHead[];
  /** So many checkpoints were signed, as the signer remembers. */
  readonly checkpointsSigned?: number;
  /** Where the log goes on as another, declared by keys that count. What was given up by it is not held against the log. */
  readonly branches?: readonly DeclaredBranch[];
  /** The time now; without it nothing is said of checkpoints from the future and of signing that is overdue. */
  readonly now?: Date;
  readonly suite?: HashSuite;
  /** Told after each page how many entries were looked at, of how many. */
  readonly onProgress?: (entries: number, of: number) => void;
}

export interface AuditReport {
  /** Entries sealed. */
  readonly size: number;
  /** Events looked at: as many, unless the log is shorter. */
  readonly entries: number;
  /** The root of those events. */
  readonly root: Hash;
  /** Checkpoints that fit the log, stored ones and copies. */
  readonly checkpoints: number;
  /** So many entries are vouched for by a checkpoint that fits; what comes after is sealed but not signed yet. */
  readonly signed: number;
  /** Events after the last sealed one, counted up to a thousand. */
  readonly unsealed: number;
  /** Checkpoints, stored ones and copies, of a history that was given up by a declared branch: by their names. */
  readonly givenUp: readonly string[];
  /** Empty: everything is as it was sealed. */
  readonly findings: readonly Finding[];
  /** The finding with the first entry at fault. */
  readonly first: Finding | undefined;
}

const pageSize = 1_000;
/** Entries older than this are signed. Our default. */
const signedWithinMs = 60_000;
/** Of one code: a thousand checkpoints that nobody trusts must not hide the one event that was altered. */
const findingsMax = 100;

/**
 * Derives everything again from the log, bytes to leaves to tiles to root, and compares it with what was sealed and
 * signed. Takes the log page by page, however long it is. What is sealed while it looks is left for the next time.
 */
export async function auditLog(options: AuditOptions): Promise<AuditReport> {
  await options.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await new Audit(options).run();
  } finally {
    await options.client.query('ROLLBACK');
  }
}

class Audit {
  private readonly suite: HashSuite;
  private readonly framer = new LeafFramer();
  private readonly tiles: GrowingTiles;
  private readonly sealed: SealedEntries;
  private readonly checkpoints: CheckpointsInOrder;
  private readonly findings: Finding[] = [];
  private suspicion: LeafSuspicion | undefined;
  private leavesMissing = false;
  private lastPosition = 0;
  private newest: Checkpoint | undefined;
  private checkpointsThatFit = 0;
  private readonly givenUp: string[] = [];
  /** Size of the largest checkpoint that fits the log. */
  private signed = 0;
  private contradicted = false;
  /** Size of the largest tree that fits, of those that somebody keeps outside of the database. */
  private kept = 0;
  private firstUnsigned: StoredEvent | undefined;

  constructor(private readonly options: AuditOptions) {
    this.suite = options.suite ?? sha256Rfc6962;
    this.tiles = new GrowingTiles(this.suite, 0, []);
    this.sealed = new SealedEntries(options.client, this.suite);
    this.checkpoints = new CheckpointsInOrder(options.client, options.copies ?? [], options.heads ?? []);
  }

  async run(): Promise<AuditReport> {
    const { client, log } = this.options;
    const state = await sealState(client);
    await this.readLog(state);
    await this.judgeLeaves(state);
    await this.judgeCheckpointsBeyond();
    await this.compareTiles(this.tiles.takeChanged());
    this.countHashes(state.size, await hashCounts(client, this.suite.bytes));
    await this.countCheckpoints();
    const unsealed = await log.readAll({ after: state.lastPosition, limit: pageSize });
    this.judgeSigning(this.firstUnsigned ?? unsealed[0]);
    return {
      size: state.size,
      entries: this.tiles.size,
      root: this.tiles.root(),
      checkpoints: this.checkpointsThatFit,
      signed: this.signed,
      unsealed: unsealed.length,
      givenUp: this.givenUp,
      findings: this.findings,
      first: firstOf(this.findings),
    };
  }

  private async readLog({ size, lastPosition }: SealState): Promise<void> {
    await this.judgeCheckpoints();
    while (this.tiles.size < size) {
      const page = await this.options.log.readAll({ after: this.lastPosition, limit: pageSize });
      for (const event of page) {
        if (event.position > lastPosition || this.tiles.size === size) return;
        await this.take(event);
      }
      if (page.length === 0) return;
      await this.compareTiles(this.tiles.takeFull());
      this.options.onProgress?.(this.tiles.size, size);
    }
  }

  /** The next event of the log, beside the next sealed entry. */
  private async take(event: StoredEvent): Promise<void> {
    if (this.sealed.needsPage) await this.sealed.fetchPage();
    const leaf = this.suite.leaf(this.framer.frame(event));
    this.compareLeaf(event, leaf);
    this.tiles.append(leaf);
    this.lastPosition = event.position;
    this.firstUnsigned ??= event; // until a checkpoint covers it
    if (this.checkpoints.nextSize <= this.tiles.size) await this.judgeCheckpoints();
  }

  private compareLeaf(event: StoredEvent, leaf: Hash): void {
    const entry = this.tiles.size;
    const sealed = this.sealed.take(entry);
    if (!sealed) {
      if (!this.leavesMissing) this.find({ code: 'tile-missing', entry, what: `0/${Math.floor(entry / tileWidth)}` });
      this.leavesMissing = true;
    } else if (this.suspicion) this.suspicion.look(sealed, event);
    else if (event.position !== sealed.position || !leaf.equals(sealed.leaf))
      this.suspicion = new LeafSuspicion(this.suite, this.framer, sealed, event);
  }

  /** The checkpoints of the tree as it stands. */
  private async judgeCheckpoints(): Promise<void> {
    for (;;) {
      if (this.checkpoints.needsPage) await this.checkpoints.fetchPage();
      if (this.checkpoints.nextSize > this.tiles.size) return;
      this.judge(this.checkpoints.take());
    }
  }

  private judge(onTrial: CheckpointOnTrial | undefined): void {
    const checkpoint = onTrial?.head ?? (onTrial && this.believed(onTrial));
    if (!onTrial || !checkpoint) return;
    const fits = checkpoint.size === this.tiles.size && checkpoint.root.equals(this.tiles.root());
    if (!fits && this.isTreeGivenUp(onTrial)) return;
    if (fits) {
      if (!onTrial.row) this.kept = this.tiles.size;
      if (onTrial.head) return;
      this.signed = this.tiles.size;
      this.firstUnsigned = undefined;
      this.checkpointsThatFit++;
      return;
    }
    // After the first, every later one is contradicted too; an auditor wants to hear of a copy in any case. What the database says
    // was signed in between vouches for nothing against a copy: whoever made the log anew signed it, too.
    const entry = onTrial.row ? this.signed : this.kept;
    if (!this.contradicted || !onTrial.row)
      this.find({ code: 'checkpoint-contradicted', entry, before: checkpoint.size, what: onTrial.name });
    this.contradicted = true;
  }

  /** What was signed more than a while ago, and is still under no checkpoint that fits. */
  private judgeSigning(event: StoredEvent | undefined): void {
    const { now, trusted } = this.options;
    if (!now || !event || trusted.length === 0) return;
    if (now.getTime() - Date.parse(event.recordedAt) > signedWithinMs)
      this.find({ code: 'signing-overdue', what: `${event.position}: ${event.recordedAt}` });
  }

  private async countCheckpoints(): Promise<void> {
    const { checkpointsSigned, client } = this.options;
    if (checkpointsSigned === undefined) return;
    const there = await countCheckpoints(client);
    if (there < checkpointsSigned) this.find({ code: 'checkpoints-missing', what: `${there} < ${checkpointsSigned}` });
  }

  /** Checkpoints of trees larger than the log is now. */
  private async judgeCheckpointsBeyond(): Promise<void> {
    for (let beyond = 0; ;) {
      if (this.checkpoints.needsPage) await this.checkpoints.fetchPage();
      const onTrial = this.checkpoints.take();
      if (!onTrial) return;
      if (this.isTreeGivenUp(onTrial) || (!onTrial.head && !this.believed(onTrial))) continue;
      if (beyond === 0 || !onTrial.row)
        this.find({ code: 'checkpoint-beyond-log', entry: this.tiles.size, what: onTrial.name });
      beyond++;
    }
  }

  private believed(onTrial: CheckpointOnTrial): Checkpoint | undefined {
    const { branches = [] } = this.options;
    const expected = { origins: this.originsExpected(), suite: this.suite.name };
    const trial = tryCheckpoint(onTrial, this.options.trusted, expected);
    if ('finding' in trial) {
      this.find(trial.finding);
      return undefined;
    }
    const { checkpoint } = trial;
    if (branches.some((branch) => isGivenUp(branch, checkpoint))) {
      this.giveUp(onTrial);
      return undefined;
    }
    const { now } = this.options;
    if (now && Date.parse(checkpoint.time) > now.getTime() + clockToleranceMs)
      this.find({ code: 'checkpoint-time-ahead', what: `${onTrial.name}: ${checkpoint.time}` });
    // Several keys may have signed one size; in which order they are met here says nothing.
    const larger = this.newest === undefined || checkpoint.size > this.newest.size;
    const later = this.newest === undefined || checkpoint.time >= this.newest.time;
    if (larger && !later) this.find({ code: 'checkpoint-time-back', what: onTrial.name });
    if (larger || later) this.newest = checkpoint;
    return checkpoint;
  }

  /** One log has one origin, and another after each declared branch; undefined: none is known yet. */
  private originsExpected(): ReadonlySet<string> | undefined {
    const { branches = [] } = this.options;
    if (branches.length > 0) return new Set(branches.flatMap(({ from, to }) => [from, to]));
    return this.newest && new Set([this.newest.origin]);
  }

  /** Of a tree that somebody remembers without its origin: what was derived when he looked last. */
  private isTreeGivenUp(onTrial: CheckpointOnTrial): boolean {
    const { head } = onTrial;
    const { branches = [] } = this.options;
    const isGivenUp =
      head !== undefined && branches.some(({ good, lost }) => head.size > (good?.size ?? 0) && head.size <= lost.size);
    if (isGivenUp) this.giveUp(onTrial);
    return isGivenUp;
  }

  private giveUp({ name }: CheckpointOnTrial): void {
    if (this.givenUp.length < findingsMax) this.givenUp.push(name);
  }

  /** Whether it is the event or its leaf that was altered, the signed checkpoints know. */
  private async judgeLeaves({ size, lastPosition }: SealState): Promise<void> {
    if (this.sealed.needsPage) await this.sealed.fetchPage();
    const next = this.tiles.size < size ? this.sealed.take(this.tiles.size) : undefined;
    if (next) this.suspicion?.lookAtEnd(next);
    const suspected = this.suspicion?.finding();
    if (suspected) {
      const vouchedFor = this.signed > suspected.entry && !this.contradicted;
      this.find(vouchedFor ? { ...suspected, code: 'leaf-altered' } : suspected);
    } else if (this.tiles.size < size) {
      this.find({ code: 'log-shorter', entry: this.tiles.size, ...(next && { position: next.position }) });
    } else if (this.lastPosition !== lastPosition) {
      this.find({ code: 'state-altered', what: 'last_position' });
    }
  }

  private async compareTiles(derived: readonly Tile[]): Promise<void> {
    // Leaves were compared one by one. Where one differs, all above it does: it would only be said again.
    const upper = this.suspicion ? [] : derived.filter(({ level }) => level > 0);
    if (upper.length === 0) return;
    const stored = await tilesAt(this.options.client, upper);
    for (const tile of upper) {
      const other = stored.find(({ level, number }) => level === tile.level && number === tile.number);
      const at = other ? differsAt(this.suite, tile.hashes, other.hashes) : 0;
      if (at === undefined) continue;
      const width = tileWidth ** tile.level;
      const entry = (tile.number * tileWidth + at) * width;
      const code = other ? 'tile-altered' : 'tile-missing';
      this.find({ code, entry, before: entry + width, what: `${tile.level}/${tile.number}` });
    }
  }

  /** Hashes that nobody asked for, in tiles of their own or behind the others; those that are missing were missed already. */
  private countHashes(size: number, there: ReadonlyMap<number, number>): void {
    for (const [level, found] of there) {
      const expected = Math.floor(size / tileWidth ** level);
      if (found > expected) this.find({ code: 'tile-surplus', what: `${level}/*: ${found} > ${expected}` });
    }
  }

  private find(finding: Finding): void {
    const ofThisCode = this.findings.filter(({ code }) => code === finding.code);
    if (ofThisCode.length < findingsMax) this.findings.push(finding);
  }
}

/** Where a stored row of hashes differs from what it should be; undefined when it does not. */
function differsAt(suite: HashSuite, expected: Buffer, stored: Buffer): number | undefined {
  if (stored.subarray(0, expected.length).equals(expected)) return undefined;
  const at = expected.findIndex((byte, index) => stored[index] !== byte);
  return Math.floor(at / suite.bytes);
}

/** The smallest entry; one that is named exactly goes before a range that begins there. */
function firstOf(findings: readonly Finding[]): Finding | undefined {
  const exact = findings.filter(({ entry, before }) => entry !== undefined && before === undefined);
  const ranges = findings.filter(({ before }) => before !== undefined);
  const smallest = (among: readonly Finding[]) => [...among].sort((a, b) => (a.entry ?? 0) - (b.entry ?? 0))[0];
  return smallest(exact) ?? smallest(ranges) ?? findings[0];
}
