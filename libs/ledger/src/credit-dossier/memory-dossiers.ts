import { isFullPage } from '@app/event-store';
import type { EventReader } from '@app/projections';
import type { Stand } from '../application';
import type { Day } from '../shared';
import { byPaper, type CreditDossier, type Judge } from './domain';
import { dossierStep, type Telling } from './dossier-step';
import { Dossiers, type Found } from './dossiers';
import type { WholeDossier } from './tables';

/** Dossiers in memory, for specs: they read the log when they are asked, as far as they are let. */
export class MemoryDossiers extends Dossiers {
  private readonly whole = new Map<string, WholeDossier>();
  private readonly step: ReturnType<typeof dossierStep>;
  private position = 0;
  /** What a spec sets: a reader that is stopped, is old, or lacks events of a subject. */
  stand: Omit<Stand, 'position' | 'caughtUpAt'> = {
    ageMs: 0,
    staleAfterMs: 15_000,
    clocksApart: false,
    stoppedBy: null,
    stopped: new Map(),
    differing: new Set<string>(),
  };
  /** As long as it is set, nothing more is read from the log. */
  standsStill = false;

  constructor(
    private readonly log: Pick<EventReader, 'readAll'>,
    telling: Telling,
    private readonly judge: Judge,
  ) {
    super();
    this.step = dossierStep(telling);
  }

  protected async read(
    subjectIds: readonly string[],
    on: Day | undefined,
  ): Promise<Found & { readonly found: ReadonlyMap<string, CreditDossier> }> {
    await this.catchUp();
    const { position } = this;
    return {
      position,
      stand: { ...this.stand, position, caughtUpAt: null },
      found: new Map(
        subjectIds.flatMap((subjectId) => {
          const whole = this.whole.get(subjectId);
          return whole ? [[subjectId, this.dossierOf(whole, on)] as const] : [];
        }),
      ),
    };
  }

  private dossierOf({ head, facts }: WholeDossier, on: Day | undefined): CreditDossier {
    if (on === undefined) return { ...head, facts };
    const standing = [...byPaper(facts).values()].filter((about) => {
      const { stands } = this.judge.effectsOf(about);
      return stands !== null && stands.from <= on && on < stands.until;
    });
    return { ...head, facts: standing.flat().sort((one, other) => one.position - other.position) };
  }

  private async catchUp(): Promise<void> {
    while (!this.standsStill) {
      const events = await this.log.readAll({ after: this.position, limit: 1_000 });
      for (const event of events) {
        this.position = event.position;
        const subjectId = event.subjectId ?? '';
        if (this.stand.stopped.has(subjectId)) continue;
        const before = this.whole.get(subjectId);
        const stepped = this.step(before?.head, event);
        if (!stepped) continue;
        const facts = before?.facts ?? [];
        this.whole.set(subjectId, {
          head: stepped.head,
          facts: stepped.fact ? [...facts, stepped.fact] : facts,
        });
      }
      if (!isFullPage(events, 1_000)) return;
    }
  }
}
