import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cannotAnswer, Desk, OneOf, Order, type Receipt, SomeOf, Text } from '../application';
import { Dossiers } from '../credit-dossier';
import { type Day, type ListRegister, Refusal } from '../shared';
import { blacklistListing, list } from './domain/blacklist-listing';
import { BASIS_LEVELS, type BasisLevel } from './domain/blacklist-listing.events';
import { evidenceObstacle } from './domain/grounds';
import { type ListingDecisionPaper, readListingDecision } from './domain/listing-decision-paper';
import { MEASURES } from './domain/measures';

const registers = ['serious-dishonesty', 'key-supervision'] as const satisfies readonly ListRegister[];

export class ListOnBlacklistDto implements ListingDecisionPaper {
  @OneOf('名单：严重失信主体名单（对外共享），或重点监管对象（仅内部）', registers) register!: ListRegister;
  @Text('列入决定书文号', 256) decisionNumber!: string;
  @Text('决定机关', 400) decisionBody!: string;
  @Text('决定机关统一社会信用代码', 64) decisionBodyCode!: string;
  @Text('列入依据（文件及条款）', 4_000) legalBasis!: string;
  @OneOf('依据层级', Object.keys(BASIS_LEVELS)) basisLevel!: BasisLevel;
  @Text('法制审核人', 100) legalReviewedBy!: string;
  @Text('失信行为简况', 4_000) conductSummary!: string;
  @SomeOf('惩戒措施代码', Object.keys(MEASURES)) measures!: string[];
  @Text('移出条件和程序', 4_000) removalConditions!: string;
  @Text('救济途径', 4_000) remedies!: string;
  @Text('决定日期', 40) decidedOn!: string;
}

/**
 * 列入决定. Refusals: those of `readListingDecision`, those of `list`, then those of knowing too little (`subject-stopped`,
 * `cannot-answer`), then `evidence-no-longer-stands`.
 */
export class ListOnBlacklist extends Order<ListOnBlacklistDto> {}

/** An officer waits so long at most for the dossier to hold what the log held when the decision came. Our default. */
const dossierWaitMs = 5_000;

@CommandHandler(ListOnBlacklist)
export class ListOnBlacklistHandler implements ICommandHandler<ListOnBlacklist> {
  constructor(
    private readonly desk: Desk,
    private readonly dossiers: Dossiers,
  ) {}

  async execute({ id, body, context }: ListOnBlacklist): Promise<Receipt> {
    const wanted = { listingId: id, ...readListingDecision(body, this.desk.today) };
    const decide = list(this.desk.rules, wanted, this.desk.today);
    const obstacle = await this.evidenceObstacle(id, wanted.decidedOn);
    return this.desk.record(
      blacklistListing,
      id,
      (state) => {
        const events = decide(state);
        if (events.length > 0 && obstacle) throw obstacle;
        return events;
      },
      context,
      'SubjectListedOnBlacklist',
    );
  }

  /** What the papers of the case say against the decision, by everything that was recorded when it came. */
  private async evidenceObstacle(listingId: string, day: Day): Promise<Refusal | undefined> {
    const state = await this.desk.stateOf(blacklistListing, listingId);
    if (state.status === 'absent') return undefined;
    const { subjectId, evidence } = state.candidate;
    const dossiers = await this.dossiers.upTo(await this.desk.head(), [subjectId], { waitMs: dossierWaitMs });
    const told = dossiers.of(subjectId);
    if (!told.known) {
      return told.why === 'subject-stopped' ? new Refusal(told.why) : cannotAnswer(dossiers.stand, told.why);
    }
    const eventIds = evidence.flatMap(({ eventId }) => eventId ?? []);
    return evidenceObstacle(this.desk.rules, told.value?.facts ?? [], eventIds, day);
  }
}
