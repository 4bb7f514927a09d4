import type { Context, EventLog } from '@app/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { cannotAnswer, Desk, EVENT_LOG, mayRecordFor, ownerOf } from '../application';
import { Dossiers, paperOf } from '../credit-dossier';
import { Refusal } from '../shared';
import { blacklistListing } from './domain/blacklist-listing';

/** As long as a decision waits for the dossier. Our default. */
const dossierWaitMs = 5_000;

/**
 * Whose case it is. The ledger proposes candidates itself, so that nobody's name stands in the case before its first step: it
 * belongs to the units whose papers it rests on. From that step on it belongs to the unit that took it (`permit`).
 */
@Injectable()
export class CaseUnits {
  constructor(
    private readonly desk: Desk,
    @Inject(EVENT_LOG) private readonly log: Pick<EventLog, 'readStream'>,
    private readonly dossiers: Dossiers,
  ) {}

  /**
   * Lets a sender pass who may record for one of the units whose papers a candidate rests on. Not asked of a key that records for every unit.
   * Refusals: those of knowing too little (`subject-stopped`, `cannot-answer`); `paper-of-another-unit` {unitCode}.
   */
  async mustBeOneOf(listingId: string, context: Context): Promise<void> {
    if (mayRecordFor(context, '*')) return;
    const state = await this.desk.stateOf(blacklistListing, listingId);
    if (state.status !== 'candidate') return;
    const { subjectId, evidence } = state.candidate;
    const eventIds = new Set(evidence.map(({ eventId }) => eventId));
    const dossiers = await this.dossiers.upTo(await this.desk.head(), [subjectId], { waitMs: dossierWaitMs });
    const told = dossiers.of(subjectId);
    if (!told.known)
      throw told.why === 'subject-stopped' ? new Refusal(told.why) : cannotAnswer(dossiers.stand, told.why);
    const papers = (told.value?.facts ?? []).filter(({ eventId }) => eventIds.has(eventId)).map(paperOf);
    // Some papers of one case, read in one query.
    const streams = await Promise.all([...new Set(papers)].map((stream) => this.log.readStream(stream)));
    const units = streams.flatMap(ownerOf);
    const [unitCode] = units;
    if (unitCode !== undefined && !units.some((one) => mayRecordFor(context, one)))
      throw new Refusal('paper-of-another-unit', { unitCode });
  }
}
