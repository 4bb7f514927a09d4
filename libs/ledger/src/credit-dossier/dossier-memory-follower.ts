import { type EventReader, LogFollower } from '@app/projections';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EVENT_LOG, type Stand, Stands } from '../application';
import { dossierReadModel } from './credit-dossier.projection';
import { DossierMemory } from './dossier-memory';

/** How often the dossiers are looked at while somebody asks. Our default; well below the time for which a look is believed. */
const lookEveryMs = 50;

/** After a hint that something was appended; what comes meanwhile is read together. Our default. */
const restMs = 5;

/** Of one look. When more came, forgetting is cheaper than reading on. Our default. */
const eventsMax = 1_000;

/**
 * Keeps the memory of this process right: looks where the dossiers stand, and reads the log up to there, as long as somebody asks. Each
 * process has its own, and none has to know of another.
 */
@Injectable()
export class DossierMemoryFollower implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('DossierMemory');
  private readonly follower: LogFollower;
  private last: { readonly position: number; readonly version: string | null } = { position: 0, version: null };
  private isTroubled = false;
  /** Something was appended since the log was last read. */
  private isHinted = false;
  private forget: () => void = () => undefined;

  constructor(
    private readonly memory: DossierMemory,
    private readonly stands: Stands,
    @Inject(EVENT_LOG) private readonly log: Pick<EventReader, 'readAll' | 'onAppended'>,
  ) {
    this.follower = new LogFollower({
      log,
      step: () => this.look(),
      onError: (error) => {
        if (!this.isTroubled) this.logger.warn(`nothing is answered from memory: ${error.message}`);
        this.isTroubled = true;
        return Promise.resolve();
      },
      pollMs: lookEveryMs,
      restMs,
    });
  }

  onModuleInit(): void {
    this.forget = this.log.onAppended(() => {
      this.isHinted = true;
    });
    this.follower.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.forget();
    await this.follower.stop();
  }

  /** One look. Resolves to false: the next one can wait. */
  async look(): Promise<boolean> {
    const { memory } = this;
    if (!memory.isWanted()) {
      if (memory.followed !== undefined) memory.end();
      return false;
    }
    const at = performance.now();
    const { stand, version } = await this.whereDossiersStand();
    const { position } = stand;
    const hasChanged = version !== this.last.version || position < this.last.position;
    if (memory.followed === undefined || hasChanged || stand.stoppedBy !== null) this.beginAt(position);
    this.last = { position, version };
    await this.readOn(position);
    memory.standsAt({ stand, at });
    this.isTroubled = false;
    return false;
  }

  private async readOn(position: number): Promise<void> {
    const { followed: after = position } = this.memory;
    if (after >= position && !this.isHinted) return;
    this.isHinted = false;
    const events = await this.log.readAll({ after, limit: eventsMax });
    this.memory.follow(events);
    const isFarBehind = events.length === eventsMax && (this.memory.followed ?? 0) < position;
    if (isFarBehind) this.beginAt(position);
  }

  /** What is behind the position has to be read, though a hint of it was taken before. */
  private beginAt(position: number): void {
    this.memory.beginAt(position);
    this.isHinted = true;
  }

  /** With what tells one version of their tables from another: a rebuilt one takes their place without an event. */
  private async whereDossiersStand(): Promise<{ readonly stand: Stand; readonly version: string | null }> {
    const { stand, rows } = await this.stands.with<{ version: string | null }>(dossierReadModel, undefined, {
      name: 'dossiers-stand',
      text: `SELECT (SELECT state || ' ' || since FROM projection_rebuilds WHERE projection = $3) AS version`,
      values: [dossierReadModel],
    });
    return { stand, version: rows[0]?.version ?? null };
  }
}
