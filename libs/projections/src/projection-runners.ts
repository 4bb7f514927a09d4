import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { SubjectStopped } from './apply-apart';
import { moveTogether, recordStops, standings } from './checkpoint';
import { Following } from './following';
import { inTransaction } from './in-transaction';
import { Limit } from './limit';
import { LogFollower } from './log-follower';
import { PolicyStepper } from './policy-step';
import { type EventReader, isConcerned, type Policy, type Projection } from './projection';
import { ProjectionStepper } from './projection-step';
import type { Resumed } from './resume';
import { SessionLocks } from './session-locks';
import { type Page, SharedPages } from './shared-pages';
import { moveBehind } from './step';

export interface ProjectionRunnersOptions {
  /** Of the projections. At most all but one of its connections are in use at once by steps; the checkpoints need the last. */
  readonly pool: Pool;
  readonly log: EventReader;
  readonly projections: readonly Projection[];
  readonly policies?: readonly Policy[];
  /** Of the policies, at least two connections: one is kept. The projections' own unless given. */
  readonly policyPool?: Pool;
  /** Told when a whole projection or policy stops, and of passing trouble. */
  readonly onTrouble: (trouble: ProjectionTrouble) => void;
  /** Told when an event stops its subject, and no other, in this projection. */
  readonly onSubjectStopped?: (projection: string, stopped: SubjectStopped) => void;
  /** Told what became of an attempt to let a stopped subject go on. */
  readonly onResumed?: (projection: string, resumed: Resumed) => void;
  readonly batchSize?: number;
  /** Grows when another server takes over; what was read of the one before is not applied then. Unless given: there is one. */
  readonly line?: () => number;
  /** An idle ledger is looked at, and said to be caught up, after so long. Our default: 1 s. */
  readonly pollMs?: number;
  /** After a page with several events in it, the next is read no sooner than this. Our default: 100 ms. */
  readonly restMs?: number;
  /** Stopped subjects are tried again at the start and after this long. Our default: 10 minutes. */
  readonly resumeEveryMs?: number;
}

const nobody: ReadonlyMap<string, boolean> = new Map();

/** So many events in one page say that more are coming. Our default. */
const severalEvents = 4;

export interface ProjectionTrouble {
  readonly projection: string;
  /** Position after which it stands, -1: not known; the event at fault, if one is, is among the next batch. */
  readonly after: number;
  readonly error: Error;
}

/**
 * Runs projections and policies from one reading of the log.
 *
 * Those that stand at the same place get one page together. A follower that acts on an event in it takes its own step (a projection in one
 * transaction with its checkpoint, a policy outside of one); the checkpoints of all others move past the page in one statement,
 * at once, so a caller that waits for one of them to reach a position need not wait. A follower that is still at work when the
 * next page comes catches up by itself and joins again; one that is slow, far behind or stopped holds up nobody. When nothing comes,
 * one transaction per `pollMs` says of all that they are caught up.
 *
 * A step costs nearly the same for one event as for a hundred. So a single event is taken in at once; while many come, all rest for
 * `restMs` between two looks, and take in together what came meanwhile. Who is behind by whole pages does not rest.
 *
 * An event that cannot be applied stops its subject (`apply-batch.ts`), and the others go on. On any other error the batch is
 * rolled back, the checkpoint stays, the trouble is reported, the reason is kept in the checkpoint row (readers then answer
 * "cannot answer now"), and the same is tried again after a while. Nothing is skipped. Polite stop: the batches under way are
 * finished. Pulled plug: the transactions are gone, the batches come again. Several processes may run the same projections: a
 * process that does not get a checkpoint's lock, or finds it moved, rests.
 */
export class ProjectionRunners {
  private readonly pages: SharedPages;
  private readonly line: () => number;
  private readonly locks: SessionLocks;
  private readonly follower: LogFollower;
  private readonly all: readonly Following[];
  private readonly policies: readonly string[];
  private resumeAt = 0;
  private locksAt = 0;
  private readonly stopping = new AbortController();
  private readonly working = new Set<Promise<void>>();

  constructor(private readonly options: ProjectionRunnersOptions) {
    const { pool, log, projections, policies = [], policyPool = pool, batchSize, pollMs = 1_000 } = options;
    const { line = () => 0 } = options;
    this.line = line;
    // Before the follower: the hint that there is more reaches the pages first.
    this.pages = new SharedPages(log, { line, ...(batchSize !== undefined && { limit: batchSize }) });
    this.locks = new SessionLocks(policyPool);
    this.policies = policies.map(({ name }) => name);
    const limit = limitOf(pool);
    const policyLimit = policyPool === pool ? limit : limitOf(policyPool);
    this.all = [
      ...projections.map((one) => {
        const onResumed = this.onResumed(one.name);
        return new Following(new ProjectionStepper(one, { pool, limit, log, line, onResumed }));
      }),
      ...policies.map((one) => {
        const onResumed = this.onResumed(one.name);
        const isOurs = () => this.locks.holds(one.name);
        return new Following(
          new PolicyStepper(one, { pool: policyPool, limit: policyLimit, log, line, onResumed, isOurs }),
          isOurs,
        );
      }),
    ];
    this.follower = new LogFollower({
      log,
      step: () => this.step(),
      onError: (error) => Promise.reject(error), // a step says its trouble itself
      pollMs,
    });
  }

  start(): void {
    this.follower.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.follower.stop();
    // A policy under way may wait for a projection that was letting more come.
    if (this.working.size > 0) for (const one of this.waiting()) if (!this.isPolicy(one)) this.letWork(one);
    await Promise.all(this.working);
    this.pages.close();
    await this.locks.release();
  }

  /** One look at the log for everybody who waits. True: there is more. */
  private async step(): Promise<boolean> {
    await this.takePolicies();
    await this.lookUp();
    for (const one of this.waiting()) if (one.resuming) this.letWork(one);
    const places = [...placesOf(this.waiting())].sort(([one], [other]) => other - one);
    let [more, several] = [false, false];
    const { front } = this;
    for (const [after, here] of places) {
      // A follower far behind the first ones reads by itself.
      if (after >= front || this.pages.isAtHand(after)) {
        const page = await this.stepTogether(after, here);
        more ||= page?.full === true;
        several ||= areSeveral(page);
      } else for (const one of here) this.letWork(one);
    }
    if (several && !more) await this.rest();
    return more;
  }

  /** Where the first ones stand. */
  private get front(): number {
    return this.all.reduce((front, { position = 0 }) => Math.max(front, position), 0);
  }

  private waiting(): readonly Following[] {
    return this.all.filter((one) => one.isWaiting());
  }

  /** The page that was taken in; undefined when there was trouble. */
  private async stepTogether(after: number, here: readonly Following[]): Promise<Page | undefined> {
    try {
      const page = await this.pages.read(after);
      const concerned = here.filter(({ follower }) => page.events.some((event) => isConcerned(follower, event)));
      const others = here.filter((one) => !concerned.includes(one));
      for (const one of concerned) this.letWork(one, page);
      if (page.events.length > 0 || others.some((one) => one.isTired(this.pollMs))) {
        await this.passTogether(others, after, page);
      }
      return page;
    } catch (error) {
      await this.trouble(
        here.filter((one) => one.isWaiting()),
        after,
        error,
      );
      return undefined;
    }
  }

  private isPolicy({ follower }: Following): boolean {
    return this.policies.includes(follower.name);
  }

  /** Lets more come, unless somebody wants us to stop. */
  private async rest(): Promise<void> {
    const { signal } = this.stopping;
    await sleep(this.options.restMs ?? 100, undefined, { signal }).catch(() => undefined);
  }

  /** One transaction for all that do not act on anything in the page. */
  private async passTogether(here: readonly Following[], after: number, page: Page): Promise<void> {
    if (here.length === 0) return;
    const names = here.map(({ follower }) => follower.name);
    const [moved, move] = await inTransaction(this.options.pool, async (client) => {
      const wanted = moveBehind(after, page, performance.now());
      const isOfAnother = page.line !== this.line(); // known since this connection was made
      return [isOfAnother ? nobody : await moveTogether(client, names, after, wanted), wanted] as const;
    });
    for (const one of here) {
      const asked = moved.get(one.follower.name);
      if (asked === undefined) one.isElsewhere();
      else one.reached(move.position, page);
      if (asked !== true) continue;
      one.resuming ??= 'asked';
      if (!one.working) this.letWork(one);
    }
  }

  /** Lets it go on by itself, beside all others, until it stands where the first ones do. */
  private letWork(one: Following, first?: Page): void {
    one.working = true;
    const from = one.position;
    const work = this.workAlone(one, first).finally(() => {
      one.working = false;
      this.working.delete(work);
      if (one.position !== undefined && one.position !== from) this.follower.wakeUp(); // something may have come while it was at work
    });
    this.working.add(work);
  }

  private async workAlone(one: Following, first: Page | undefined): Promise<void> {
    let page = first;
    // What a policy under way may be waiting for is taken in also while we stop.
    let lastLook = !this.isPolicy(one);
    try {
      while ((!this.stopping.signal.aborted || lastLook) && one.position !== undefined) {
        lastLook = false;
        if (one.resuming) {
          if (!(await one.stepper.resume(one.resuming))) {
            one.isElsewhere(); // the process that holds it moves it, too; tried again at the next look
            return;
          }
          one.resuming = undefined;
        }
        page ??= await this.pages.read(one.position);
        if (page.events.length === 0) {
          if (one.isTired(this.pollMs)) await this.passTogether([one], one.position, page);
          return;
        }
        await this.stepAlone(one, one.position, page);
        if (!page.full && one.isBesideTheFirst(this.front)) return;
        if (!page.full && areSeveral(page)) {
          await this.rest();
          lastLook = !this.isPolicy(one);
        }
        page = undefined;
      }
    } catch (error) {
      await this.trouble([one], one.position ?? -1, error);
    }
  }

  private async stepAlone(one: Following, after: number, page: Page): Promise<void> {
    const { follower, stepper } = one;
    if (!page.events.some((event) => isConcerned(follower, event))) {
      await this.passTogether([one], after, page);
      return;
    }
    const stepped = await stepper.step(after, page);
    if (stepped === 'not-here') {
      one.isElsewhere();
      return;
    }
    one.reached(page.events.at(-1)?.position ?? after, page);
    if (stepped.resumeAsked) one.resuming ??= 'asked';
    for (const stopped of stepped.stopped) this.options.onSubjectStopped?.(follower.name, stopped);
  }

  /** Asks the database where the followers stand whose place we do not know, and which have stopped subjects to try again. */
  private async lookUp(): Promise<void> {
    const { pool, resumeEveryMs = 10 * 60_000 } = this.options;
    const unknown = this.all.filter((one) => one.isToBeLookedUp());
    try {
      if (unknown.length > 0) {
        const found = await standings(
          pool,
          unknown.map(({ follower }) => follower.name),
        );
        for (const one of unknown) one.found(found.get(one.follower.name) ?? 0);
      }
      if (performance.now() < this.resumeAt) return;
      const { rows } = await pool.query<{ projection: string }>(
        'SELECT DISTINCT projection FROM projection_stopped_subjects WHERE projection = ANY ($1)',
        [this.all.map(({ follower }) => follower.name)],
      );
      this.resumeAt = performance.now() + resumeEveryMs;
      const stopped = new Set(rows.map(({ projection }) => projection));
      for (const one of this.all) if (stopped.has(one.follower.name)) one.resuming = 'all';
    } catch (error) {
      this.tell(this.all, -1, error);
    }
  }

  /** Tries to become the process that runs the policies that nobody runs. */
  private async takePolicies(): Promise<void> {
    if (this.policies.length === 0 || performance.now() < this.locksAt) return;
    this.locksAt = performance.now() + this.pollMs / 2;
    try {
      await this.locks.take(this.policies);
    } catch (error) {
      this.tell(
        this.all.filter(({ follower }) => this.policies.includes(follower.name)),
        -1,
        error,
      );
    }
  }

  /** Keeps the reason where readers see it, reports it, and lets the followers rest. */
  private async trouble(troubled: readonly Following[], after: number, error: unknown): Promise<void> {
    const names = troubled.map(({ follower }) => follower.name);
    const reason = error instanceof Error ? error.message : String(error);
    try {
      await recordStops(this.options.pool, names, after, reason);
    } catch {
      // The database is what is in trouble; readers notice by the age of `caught_up_at`.
    }
    this.tell(troubled, after, error);
  }

  private tell(troubled: readonly Following[], after: number, reason: unknown): void {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    for (const one of troubled) {
      one.rest(this.pollMs);
      this.options.onTrouble({ projection: one.follower.name, after, error });
    }
  }

  private onResumed = (name: string) => (resumed: Resumed) => this.options.onResumed?.(name, resumed);

  private get pollMs(): number {
    return this.options.pollMs ?? 1_000;
  }
}

const areSeveral = (page: Page | undefined): boolean => page !== undefined && page.events.length >= severalEvents;

/** One connection stays free for the checkpoints of those that only pass. */
const limitOf = ({ options }: Pool): Limit => new Limit(Math.max(1, options.max - 1));

function placesOf(followings: readonly Following[]): Map<number, Following[]> {
  const places = new Map<number, Following[]>();
  for (const one of followings) {
    if (one.position === undefined) continue;
    const here = places.get(one.position);
    if (here) here.push(one);
    else places.set(one.position, [one]);
  }
  return places;
}
