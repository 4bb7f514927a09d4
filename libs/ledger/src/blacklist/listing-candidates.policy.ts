import { handling, type StoredEvent } from '@app/event-store';
import { NotTheEventsFault, type Policy } from '@app/projections';
import { Injectable } from '@nestjs/common';
import { Desk, readUpTo, systemContext } from '../application';
import type { CommitmentEvent } from '../commitment/domain/commitment.events';
import type { MissingCommitmentEvent } from '../commitment/domain/missing-commitment.events';
import { type CreditDossier, Dossiers, presentName } from '../credit-dossier';
import type { MajorFireHazardEvent } from '../major-fire-hazard/domain/major-fire-hazard.events';
import type { PenaltyDecisionEvent } from '../penalty-decision/domain/penalty-decision.events';
import { type Day, isPerson } from '../shared';
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
  PenaltyDecisionChanged: cause, // a graver one stands longer
  PenaltyDecisionCorrected: null, // what is judged stays as it is
  PenaltyDecisionFoundUnlawful: null,
  PenaltyDecisionFoundVoid: null,
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
  DefenceWindowDated: null,
  ListingDefenceReceived: null,
  ListingDefenceAnswered: cause,
  SubjectListedOnBlacklist: null,
  ListingCorrected: null,
  SubjectRemovedFromBlacklist: cause,
});

const readModelWaitMs = 10_000;

/**
 * Proposes candidates for the four grounds of measure 七. Follows the log like a projection, but what it writes are commands, outside of any
 * transaction: it may give one twice, and the second changes nothing because the case's id is derived from its cause. Natural persons are not
 * proposed: the papers of the procedure hold prose that is not sealed yet.
 *
 * It never judges on less than it read: while a read model lags it waits. A subject that is stopped in one of them
 * stops here, too, and goes on after it.
 */
@Injectable()
export class ListingCandidatesPolicy implements Policy {
  readonly name = 'listing-candidates-1';
  readonly types = causes.types;

  constructor(
    private readonly desk: Desk,
    private readonly dossiers: Dossiers,
    private readonly register: BlacklistRegister,
  ) {}

  async react(events: readonly StoredEvent[]): Promise<void> {
    const causeOf = new Map<string, StoredEvent>();
    for (const event of events.flatMap((stored) => causes.of(stored) ?? [])) {
      if (event.subjectId !== null && !isPerson(event.subjectId)) causeOf.set(event.subjectId, event);
    }
    const last = events.at(-1);
    if (causeOf.size === 0 || !last) return;

    const subjectIds = [...causeOf.keys()];
    const { today } = this.desk;
    const [dossiers, cases] = await Promise.all([
      this.dossiersUpTo(last.position, subjectIds, today),
      this.casesUpTo(last.position, subjectIds),
    ]);
    await Promise.all(
      dossiers.flatMap((dossier) => {
        const earlier = cases.get(dossier.subjectId) ?? [];
        const known = new Set(earlier.map(({ listingId }) => listingId));
        return groundsMet(this.desk.rules, dossier.subjectId, dossier.facts, earlier.map(toEarlierCase), today)
          .filter(({ listingId }) => !known.has(listingId))
          .map((found) => this.propose(dossier, found, causeOf.get(dossier.subjectId)));
      }),
    );
  }

  /** The dossiers of those who are known, with the papers that stand today: no other is a ground. */
  private async dossiersUpTo(position: number, subjectIds: readonly string[], on: Day) {
    const reading = await this.dossiers.upTo(position, subjectIds, { on, waitMs: readModelWaitMs });
    return subjectIds.flatMap((subjectId) => {
      const told = reading.of(subjectId);
      if (told.known) return told.value ?? [];
      if (told.why === 'subject-stopped') throw new Error('a subject stands still in the dossiers');
      throw new NotTheEventsFault(`the dossiers stand at ${told.position}, before ${position}: ${told.why}`);
    });
  }

  /** The cases of these subjects, each in the order in which they were proposed. */
  private async casesUpTo(position: number, subjectIds: readonly string[]) {
    const { stand, rows } = await readUpTo(
      position,
      async () => {
        const page = await this.register.ofSubjects(subjectIds);
        return { ...page, position: page.stand.position };
      },
      readModelWaitMs,
    );
    if (stand.position < position) {
      throw new NotTheEventsFault(`the register of listings stands at ${stand.position}, before ${position}`);
    }
    if (stand.stopped.size > 0) throw new Error('a subject stands still in the register of listings');
    const cases = new Map<string, RegisterRow[]>();
    for (const row of rows) {
      const { subjectId } = row.state.candidate;
      cases.set(subjectId, [...(cases.get(subjectId) ?? []), row]);
    }
    return cases;
  }

  private async propose(dossier: CreditDossier, found: FoundGround, cause: StoredEvent | undefined): Promise<void> {
    const decide = propose(this.desk.rules, {
      ...found,
      subjectId: dossier.subjectId,
      subjectName: presentName(dossier.names) ?? '',
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
