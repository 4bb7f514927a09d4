import { type EventLog, type StoredEvent, transact } from '@app/event-store';
import { NotTheEventsFault, type Policy } from '@app/projections';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, EVENT_LOG, Rules, systemActor, until } from '../application';
import { type CreditDossier, CreditDossiers, presentName } from '../credit-dossier';
import { derivedId, isPerson } from '../shared';
import { BlacklistRegister } from './blacklist-register';
import type { RegisterRow } from './blacklist-register.projection';
import { blacklistListing, propose, streamOf } from './domain/blacklist-listing';
import { type EarlierCase, type FoundGround, groundsMet } from './domain/grounds';

/** After these, a subject may meet a ground it did not meet before. */
const telling: ReadonlySet<string> = new Set([
  'PenaltyDecisionRecorded',
  'FalseCommitmentFound',
  'MajorFireHazardJudged',
  'MajorFireHazardFoundOverdue',
  'ListingCandidateDismissed',
  'ListingDefenceAnswered',
  'SubjectRemovedFromBlacklist',
]);

const readModelWaitMs = 10_000;

/**
 * Proposes candidates for the four grounds of measure 七. Follows the log like a projection, but what it writes are commands, outside of any
 * transaction: it may give one twice, and the second changes nothing because the case's id is derived from its cause. Natural persons are not
 * proposed: the papers of the procedure hold prose that is not sealed yet.
 *
 * It never judges on less than it read: while a read model lags it waits, and a subject that stands still in one of them stands
 * still here too, and goes on after it.
 */
@Injectable()
export class ListingCandidatesPolicy implements Policy {
  readonly name = 'listing-candidates-1';
  readonly types = telling;

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly dossiers: CreditDossiers,
    private readonly register: BlacklistRegister,
    private readonly rules: Rules,
  ) {}

  async react(events: readonly StoredEvent[]): Promise<void> {
    const causes = new Map<string, StoredEvent>();
    for (const event of events) {
      if (event.subjectId !== null && !isPerson(event.subjectId)) causes.set(event.subjectId, event);
    }
    const last = events.at(-1);
    if (causes.size === 0 || !last) return;

    const subjectIds = [...causes.keys()];
    const { dossiers, stopped } = await this.dossiersAt(last.position, subjectIds);
    if (!(await until(async () => (await this.register.position()) >= last.position, readModelWaitMs))) {
      throw new NotTheEventsFault(`the register of listings stands before ${last.position}`);
    }
    const heldBack = stopped.size + (await this.register.heldBack(subjectIds)).length;
    if (heldBack > 0) throw new Error('a subject stands still in the read models this is judged by');
    const cases = new Map<string, RegisterRow[]>();
    for (const row of await this.register.ofSubjects(subjectIds)) {
      const { subjectId } = row.state.candidate;
      cases.set(subjectId, [...(cases.get(subjectId) ?? []), row]);
    }
    const today = this.clock.today();
    await Promise.all(
      [...dossiers.values()].flatMap((dossier) => {
        const earlier = cases.get(dossier.subjectId) ?? [];
        const known = new Set(earlier.map(({ listingId }) => listingId));
        return groundsMet(this.rules.book, dossier.subjectId, dossier.facts, earlier.map(toEarlierCase), today)
          .filter(({ listingId }) => !known.has(listingId))
          .map((found) => this.propose(dossier, found, causes.get(dossier.subjectId)));
      }),
    );
  }

  /** The dossiers, once they hold everything up to `position`. */
  private async dossiersAt(position: number, subjectIds: readonly string[]) {
    let snapshot = await this.dossiers.snapshot(subjectIds);
    const reached = await until(async () => {
      if (snapshot.position < position) snapshot = await this.dossiers.snapshot(subjectIds);
      return snapshot.position >= position;
    }, readModelWaitMs);
    if (!reached) throw new NotTheEventsFault(`the credit dossiers stand at ${snapshot.position}, before ${position}`);
    return snapshot;
  }

  private async propose(dossier: CreditDossier, found: FoundGround, cause: StoredEvent | undefined): Promise<void> {
    const decide = propose({
      ...found,
      subjectId: dossier.subjectId,
      subjectName: presentName(dossier.names),
      proposedOn: this.clock.today(),
    });
    const context = {
      actor: systemActor,
      commandId: derivedId('listing-candidates', found.listingId),
      requestId: `policy/${this.name}`,
      causeId: cause?.id ?? null,
    };
    await transact(this.log, streamOf(found.listingId), blacklistListing, decide, context, {
      answeredBy: ['ListingCandidateProposed'],
    });
  }
}

function toEarlierCase({ state }: RegisterRow): EarlierCase {
  return {
    ground: state.candidate.ground,
    ended: endOf(state),
    evidenceEventIds: state.candidate.evidence.flatMap(({ eventId }) => eventId ?? []),
  };
}

function endOf({ status }: RegisterRow['state']): EarlierCase['ended'] {
  if (status === 'removed') return 'removed';
  return status === 'dismissed' || status === 'defence-upheld' ? 'dismissed' : 'no';
}
