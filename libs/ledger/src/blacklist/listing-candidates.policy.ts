import { handling, type StoredEvent } from '@app/event-store';
import { NotTheEventsFault, type Projection } from '@app/projections';
import { Injectable } from '@nestjs/common';
import { Desk, systemContext, until } from '../application';
import type { CommitmentEvent } from '../commitment/domain/commitment.events';
import type { MissingCommitmentEvent } from '../commitment/domain/missing-commitment.events';
import { type CreditDossier, CreditDossiers, presentName } from '../credit-dossier';
import type { MajorFireHazardEvent } from '../major-fire-hazard/domain/major-fire-hazard.events';
import type { PenaltyDecisionEvent } from '../penalty-decision/domain/penalty-decision.events';
import { isPerson } from '../shared';
import { BlacklistRegister } from './blacklist-register';
import type { RegisterRow } from './blacklist-register.projection';
import { blacklistListing, propose } from './domain/blacklist-listing';
import type { BlacklistListingEvent } from './domain/blacklist-listing.events';
import { type EarlierCase, type FoundGround, groundsMet } from './domain/grounds';

/** The events the grounds are judged by, and the course of the cases themselves. */
type Judged =
  PenaltyDecisionEvent | CommitmentEvent | MissingCommitmentEvent | MajorFireHazardEvent | BlacklistListingEvent;

const cause = (_data: unknown, stored: StoredEvent): StoredEvent => stored;

/** After which events a subject may meet a ground it did not meet before. */
const causes = handling<Judged, StoredEvent>({
  PenaltyDecisionRecorded: cause,
  PenaltyDecisionRevoked: null,
  CommitmentMade: null,
  CommitmentVerified: null,
  FalseCommitmentFound: cause,
  FalseCommitmentFindingWithdrawn: null,
  CommitmentMissing: null,
  MajorFireHazardJudged: cause,
  MajorFireHazardListedForSupervision: null,
  MajorFireHazardFoundOverdue: cause,
  MajorFireHazardRectified: null,
  ListingCandidateProposed: null,
  ListingCandidateDismissed: cause,
  ListingIntentNotified: null,
  ListingDefenceReceived: null,
  ListingDefenceAnswered: cause,
  SubjectListedOnBlacklist: null,
  SubjectRemovedFromBlacklist: cause,
});

const readModelWaitMs = 10_000;

/**
 * Proposes candidates for the four grounds of measure 七. Runs like a projection, but what it writes are commands: it may
 * give one twice, and the second changes nothing because the case's id is derived from its cause. Natural persons are not
 * proposed: the papers of the procedure hold prose that is not sealed yet.
 *
 * It never judges on less than it read: while a read model lags it waits, and a subject that stands still in one of them stands
 * still here too, and goes on after it.
 */
@Injectable()
export class ListingCandidatesPolicy implements Projection {
  readonly name = 'listing-candidates-1';
  readonly types = causes.types;
  readonly tables = [];

  constructor(
    private readonly desk: Desk,
    private readonly dossiers: CreditDossiers,
    private readonly register: BlacklistRegister,
  ) {}

  async apply(_client: unknown, events: readonly StoredEvent[]): Promise<void> {
    const causeOf = new Map<string, StoredEvent>();
    for (const event of events.flatMap((stored) => causes.of(stored) ?? [])) {
      if (event.subjectId !== null && !isPerson(event.subjectId)) causeOf.set(event.subjectId, event);
    }
    const last = events.at(-1);
    if (causeOf.size === 0 || !last) return;

    const subjectIds = [...causeOf.keys()];
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
    const { today } = this.desk;
    await Promise.all(
      [...dossiers.values()].flatMap((dossier) => {
        const earlier = cases.get(dossier.subjectId) ?? [];
        const known = new Set(earlier.map(({ listingId }) => listingId));
        return groundsMet(dossier.subjectId, dossier.facts, earlier.map(toEarlierCase), today)
          .filter(({ listingId }) => !known.has(listingId))
          .map((found) => this.propose(dossier, found, causeOf.get(dossier.subjectId)));
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
    const decide = propose(this.desk.rules, {
      ...found,
      subjectId: dossier.subjectId,
      subjectName: presentName(dossier.names),
      proposedOn: this.desk.today,
    });
    const key = ['listing-candidates', found.listingId] as const;
    const context = systemContext(`policy/${this.name}`, key, cause?.id);
    await this.desk.record(blacklistListing, found.listingId, decide, context, 'ListingCandidateProposed');
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
