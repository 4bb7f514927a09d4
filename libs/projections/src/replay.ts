import type { ClientBase } from 'pg';
import { type HeldBack, type LiveStand, liveStand, withoutHeldBack } from './held-back';
import { logPages } from './log-pages';
import { concernedIn, type EventReader, type Projection } from './projection';
import type { ReadModel } from './read-model';
import { foldLogs } from './rebuild/fold-log';
import { within } from './rebuild/within';
import { ReplayTables } from './replay-tables';

/** What a replay of one projection found. Equal when `missing` and `surplus` are 0. */
export interface ReplayReport {
  readonly projection: string;
  readonly table: string;
  /** Both sides stand at this position. */
  readonly position: number;
  readonly rows: number;
  readonly liveRows: number;
  /** Of the rows, whatever their order; the same on both sides when nothing is missing nor surplus. */
  readonly hash: string;
  readonly liveHash: string;
  /** Rows that the replay has and the live table lacks; and the reverse. */
  readonly missing: number;
  readonly surplus: number;
  /** Whose rows they are; null: of too many, or of a table whose rows name no subject. */
  readonly subjects: readonly string[] | null;
}

export interface ReplayAllOptions {
  readonly signal?: AbortSignal;
  /** Told of each projection when it is compared; the next one waits for it. In no transaction. */
  readonly onReports: (projection: Projection, reports: readonly ReplayReport[]) => Promise<void>;
  /** Told of one that could not be replayed. The others are. */
  readonly onTrouble: (projection: Projection, error: Error) => void;
}

/** While events keep coming, the replay runs after them at most so often before it asks for a moment's snapshot. */
const roundsMax = 5;
const pageSize = 1_000;

/**
 * Replays projections from one reading of the log, beside the live ones, and compares each by hash, and row by row where hashes
 * differ, at the position where the live one stands. Events of stopped subjects are left out, as they are in the live
 * one; a projection in which one stopped or went on meanwhile is replayed again.
 *
 * The replayed tables are temporary ones of this session under the same names, so the projections' own code fills them and
 * cannot reach the live ones. Most of the work is done in short transactions; only the last few events and the hashing
 * itself see one snapshot of the live tables. Memory is bounded (`fold-log.ts`). Nothing is left behind.
 *
 * @throws the signal's reason; the error that says that log or database do not answer.
 */
export async function replayAll(
  client: ClientBase,
  log: EventReader,
  projections: readonly Projection[],
  options: ReplayAllOptions,
): Promise<void> {
  for (let left = projections; left.length > 0;) left = await new Replay(client, log, options).run(left);
}

/** One projection. @throws also what the projection itself does */
export async function replay(
  client: ClientBase,
  log: EventReader,
  projection: Projection,
  signal?: AbortSignal,
): Promise<readonly ReplayReport[]> {
  let found: readonly ReplayReport[] = [];
  await replayAll(client, log, [projection], {
    ...(signal && { signal }),
    onReports: (_, reports) => {
      found = reports;
      return Promise.resolve();
    },
    onTrouble: (_, error) => {
      throw error;
    },
  });
  return found;
}

/** One of them, and how far it has come. */
interface Replayed {
  readonly projection: Projection;
  readonly heldBack: HeldBack;
  position: number;
}

const isReadModel = (projection: Projection): projection is ReadModel => 'definition' in projection;

class Replay {
  private readonly tables: ReplayTables;

  constructor(
    private readonly client: ClientBase,
    private readonly log: EventReader,
    private readonly options: ReplayAllOptions,
  ) {
    this.tables = new ReplayTables(client);
  }

  /** @returns those that have to be replayed once more */
  async run(projections: readonly Projection[]): Promise<readonly Projection[]> {
    try {
      const begun = await this.begin(projections);
      const filled = await this.fill(begun);
      const again: Projection[] = [];
      for (const one of filled) {
        this.options.signal?.throwIfAborted();
        if ((await this.orTrouble(one.projection, () => this.finish(one))) === false) again.push(one.projection);
      }
      return again;
    } finally {
      await this.tables.leaveNothing().catch(() => undefined); // the connection is gone, and what was temporary with it
    }
  }

  private async begin(projections: readonly Projection[]): Promise<readonly Replayed[]> {
    await this.tables.create(projections);
    const begun: Replayed[] = [];
    for (const projection of projections)
      begun.push({ projection, ...(await liveStand(this.client, projection.name)) });
    return begun;
  }

  /** Fills the empty tables, all from one reading: by COPY where a projection is one pure function, else page by page. */
  private async fill(begun: readonly Replayed[]): Promise<readonly Replayed[]> {
    const { signal } = this.options;
    const models = begun.filter(({ projection }) => isReadModel(projection));
    const plain = new Set(begun.filter(({ projection }) => !isReadModel(projection)));
    const outcomes = await foldLogs(
      this.client,
      this.log,
      models.map(({ projection, position, heldBack }) => {
        return { definition: (projection as ReadModel).definition, until: position, heldBack };
      }),
      {
        ...(signal && { signal }),
        until: Math.max(0, ...[...plain].map(({ position }) => position)),
        onPage: async (events) => {
          for (const one of plain) {
            const { projection, position, heldBack } = one;
            const theirs = events.filter((event) => event.position <= position);
            const applied = await this.orTrouble(projection, () => this.apply(projection, theirs, heldBack));
            if (!applied) plain.delete(one);
          }
        },
      },
    );
    const failed = new Map(models.map((one, index) => [one, outcomes[index]?.failure]));
    for (const [{ projection }, failure] of failed) if (failure) this.options.onTrouble(projection, failure);
    return begun.filter((one) => (isReadModel(one.projection) ? failed.get(one) === undefined : plain.has(one)));
  }

  /**
   * Runs after the live one, and compares under one snapshot.
   *
   * @returns false when a subject stopped or went on meanwhile, so that what was replayed is no longer what the live one should hold
   */
  private async finish(one: Replayed): Promise<boolean> {
    const { client } = this;
    const { projection } = one;
    for (let round = 1; round <= roundsMax; round++) {
      const live = await liveStand(client, projection.name);
      if (!sameUpTo(one.position, one.heldBack, live.heldBack)) return false;
      const before = one.position;
      await this.applyUntil(one, live.position);
      if (one.position - before <= pageSize) break; // positions, so at most as many events
    }
    const reports = await within(client, () => this.compareInSnapshot(one), 'BEGIN ISOLATION LEVEL REPEATABLE READ');
    if (reports) await this.options.onReports(projection, reports);
    return reports !== undefined;
  }

  private async compareInSnapshot(one: Replayed): Promise<readonly ReplayReport[] | undefined> {
    const { projection } = one;
    // Before the snapshot: a switch would put tables in place whose rows an older snapshot does not see.
    for (const { name } of projection.tables) await this.client.query(`LOCK TABLE public.${name} IN ACCESS SHARE MODE`);
    const live = await liveStand(this.client, projection.name);
    if (!isStillTrue(one, live)) return undefined;
    await this.applyUntil({ ...one, heldBack: live.heldBack }, live.position);
    const reports: ReplayReport[] = [];
    for (const table of projection.tables) {
      reports.push({ projection: projection.name, position: live.position, ...(await this.tables.compare(table)) });
    }
    return reports;
  }

  private async applyUntil(one: Replayed, until: number): Promise<void> {
    const { signal } = this.options;
    for await (const events of logPages(this.log, {
      after: one.position,
      until,
      pageSize,
      ...(signal && { signal }),
    })) {
      await this.apply(one.projection, events, one.heldBack);
    }
    one.position = Math.max(one.position, until);
  }

  private async apply(projection: Projection, events: StoredEvents, heldBack: HeldBack): Promise<true> {
    const theirs = withoutHeldBack(concernedIn(projection, events), heldBack);
    if (theirs.length > 0) await projection.apply(this.client, theirs);
    return true;
  }

  /** @returns undefined when the projection failed, and was reported */
  private async orTrouble<T>(projection: Projection, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (this.options.signal?.aborted) throw error;
      await this.client.query('SELECT 1'); // when that fails, it is the connection that is in trouble, and no projection
      this.options.onTrouble(projection, error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }
}

type StoredEvents = Parameters<Projection['apply']>[1];

const isStillTrue = (one: Replayed, live: LiveStand): boolean =>
  live.position >= one.position && sameUpTo(one.position, one.heldBack, live.heldBack);

/** Do both hold back the same events up to this position? */
function sameUpTo(position: number, one: HeldBack, other: HeldBack): boolean {
  const upTo = (heldBack: HeldBack) => [...heldBack].filter(([, since]) => since <= position);
  return upTo(one).length === upTo(other).length && upTo(one).every(([subject, since]) => other.get(subject) === since);
}
