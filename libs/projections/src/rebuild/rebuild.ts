import { setTimeout as sleep } from 'node:timers/promises';
import { lockCheckpoint } from '../checkpoint';
import { liveStand } from '../held-back';
import type { EventReader } from '../projection';
import type { ReadModel } from '../read-model';
import { alone, discard, type RebuildConnections } from './alone';
import { setBeside, whatIsBeside } from './beside';
import { type BuildOptions, buildTogether, type Built } from './build';
import { catchUpBeside } from './catch-up';
import { type Differences, differencesAt } from './differences';
import { RebuildRefused } from './refusal';
import { swap } from './tables';
import { within } from './within';

/**
 * A read model built anew beside the live one, compared with it, and put in its place.
 *
 * Read models only: what has an effect beyond its rows (a policy, the outbox) is no `ReadModel`, so it cannot be passed in.
 * One process at a time per read model (an advisory lock of the owner's session). Killed at any moment, it leaves nothing half done:
 * the live tables change in one transaction, and what was being built is thrown away by the next build.
 */
export class Rebuild {
  constructor(
    private readonly connections: RebuildConnections,
    private readonly log: EventReader,
    private readonly model: ReadModel,
  ) {}

  /**
   * Builds the read model beside the live one, up to where that one stands now; what was built before is replaced.
   *
   * Errors, in this order: `RebuildRefused` (`rebuild-under-way`, `replaced-one-is-kept`); `CannotFold`; the signal's reason. On any
   * error nothing is left beside.
   *
   * @returns the position reached, and how many events were read
   */
  async build(options: BuildOptions = {}): Promise<Built> {
    const built = (await buildTogether(this.connections, this.log, [this.model], options)).get(this.model.name);
    if (built === undefined || built instanceof Error) throw built ?? new Error(`nothing became of ${this.model.name}`);
    return built;
  }

  /** Compares both at one position, table by table; the live one is held there for the few milliseconds in which the other one comes to it. */
  async differences(): Promise<readonly Differences[]> {
    const { owner, rebuilder } = this.connections;
    return this.alone(async () => {
      await this.mustStandBeside();
      await catchUpBeside(rebuilder, this.log, this.model);
      const position = await within(owner, async () => {
        await owner.query('SET LOCAL lock_timeout = 5000');
        const standing = await lockCheckpoint(owner, this.model.name);
        await catchUpBeside(rebuilder, this.log, this.model);
        await this.openSnapshot();
        return standing;
      });
      try {
        return await differencesAt(rebuilder, this.model, position);
      } finally {
        await rebuilder.query('ROLLBACK');
      }
    });
  }

  /** Puts what was built in place of the live one, which is kept. Errors: `nothing-built`, `rebuild-under-way`, `tables-in-use`. */
  async switch(): Promise<Switched> {
    return this.exchange('built', 'nothing-built');
  }

  /** Puts the one that was replaced back, after it has caught up. Errors: `nothing-replaced`, `rebuild-under-way`, `tables-in-use`. */
  async switchBack(): Promise<Switched> {
    return this.exchange('replaced', 'nothing-replaced');
  }

  /** Drops what stands beside, whatever it is. Errors: `nothing-built`, `rebuild-under-way`. */
  async drop(): Promise<void> {
    await this.alone(async () => {
      if (!(await whatIsBeside(this.connections.owner, this.model.name)))
        throw new RebuildRefused('nothing-built', this.model.name);
      await this.discard();
    });
  }

  /**
   * Both change places in one transaction, under the lock of the checkpoint: no event is applied meanwhile, and the next one goes to
   * the table that is live then. Readers wait for that transaction at most; their prepared statements are planned anew by
   * PostgreSQL. A reader that is in our way for longer is let go first, and we try again, so that nobody queues behind us for long.
   */
  private async exchange(from: 'built' | 'replaced', otherwise: 'nothing-built' | 'nothing-replaced') {
    return this.alone(async () => {
      const { owner, rebuilder } = this.connections;
      const beside = await whatIsBeside(owner, this.model.name);
      if (beside?.state !== from) throw new RebuildRefused(otherwise, this.model.name);
      for (let attempt = 1; ; attempt++) {
        await catchUpBeside(rebuilder, this.log, this.model); // most of the way, with nobody waiting
        const begunAt = performance.now();
        try {
          const position = await within(owner, () => this.changePlaces());
          return { position, heldForMs: performance.now() - begunAt, attempts: attempt };
        } catch (error) {
          if ((error as { code?: string }).code !== lockNotAvailable) throw error;
          if (attempt === attemptsMax) throw new RebuildRefused('tables-in-use', this.model.name);
          await sleep(pauseMs);
        }
      }
    });
  }

  private async changePlaces(): Promise<number> {
    const { owner, rebuilder } = this.connections;
    const { name, tables } = this.model;
    await owner.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
    const position = await lockCheckpoint(owner, name);
    await catchUpBeside(rebuilder, this.log, this.model);
    const live = await liveStand(owner, name);
    const beside = await whatIsBeside(owner, name, 'lock');
    if (beside?.position !== position) throw new Error(`what stands beside ${name} did not reach ${position}`);
    for (const table of tables) await swap(owner, table.name);
    await setBeside(owner, name, { ...live, state: 'replaced' });
    return position;
  }

  private async mustStandBeside(): Promise<void> {
    const beside = await whatIsBeside(this.connections.owner, this.model.name);
    if (!beside || beside.state === 'building') throw new RebuildRefused('nothing-built', this.model.name);
  }

  /** A snapshot that sees the tables on both sides as they are now. The locks come first: a switch would put tables in place that it does not see. */
  private async openSnapshot(): Promise<void> {
    const { rebuilder } = this.connections;
    const tables = this.model.tables.flatMap(({ name }) => [`beside.${name}`, `public.${name}`]);
    await rebuilder.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await rebuilder.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS SHARE MODE`);
    await rebuilder.query('SELECT 1');
  }

  private discard(): Promise<void> {
    return discard(this.connections, this.model);
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    return alone(this.connections.owner, this.model.name, work);
  }
}

/** SQLSTATE 55P03: a reader holds the table, or a runner the checkpoint. */
const lockNotAvailable = '55P03';
/** Readers that come meanwhile wait behind us as long. Our defaults: within a second, for a minute in all. */
const lockTimeoutMs = 400;
const pauseMs = 600;
const attemptsMax = 60;

export interface Switched {
  /** The position of both when they changed places. */
  readonly position: number;
  /** How long the projection was held, and readers at most had to wait. */
  readonly heldForMs: number;
  readonly attempts: number;
}
