import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OneOf, Order, type Receipt, SomeOf, Text } from '../application';
import { CreditDossiers } from '../credit-dossier';
import { type Day, type ListRegister, Refusal } from '../shared';
import { blacklistListing, list } from './domain/blacklist-listing';
import { BASIS_LEVELS, type BasisLevel } from './domain/blacklist-listing.events';
import { fallenEvidence } from './domain/grounds';
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

/** 列入决定. Refusals: those of `readListingDecision`, those of `list`, then `evidence-no-longer-stands`. */
export class ListOnBlacklist extends Order<ListOnBlacklistDto> {}

@CommandHandler(ListOnBlacklist)
export class ListOnBlacklistHandler implements ICommandHandler<ListOnBlacklist> {
  constructor(
    private readonly desk: Desk,
    private readonly dossiers: CreditDossiers,
  ) {}

  async execute({ id, body, context }: ListOnBlacklist): Promise<Receipt> {
    const wanted = readListingDecision(id, body, this.desk.today);
    const decide = list(this.desk.rules, wanted);
    const evidence = await this.evidenceToday(id, wanted.decidedOn);
    return this.desk.record(
      blacklistListing,
      id,
      (state) => {
        const events = decide(state);
        if (events.length === 0) return events;
        if (evidence.unknown) throw new Refusal('subject-stopped');
        if (evidence.fallen.length > 0) throw new Refusal('evidence-no-longer-stands', { documents: evidence.fallen });
        return events;
      },
      context,
      'SubjectListedOnBlacklist',
    );
  }

  /** Papers of the candidate that have been revoked or withdrawn since, as the dossier has it; unknown while the dossier stands still. */
  private async evidenceToday(listingId: string, day: Day): Promise<{ unknown: boolean; fallen: readonly string[] }> {
    const state = await this.desk.stateOf(blacklistListing, listingId);
    if (state.status === 'absent') return { unknown: false, fallen: [] };
    const { subjectId, evidence } = state.candidate;
    const { dossiers, stopped } = await this.dossiers.snapshot([subjectId]);
    const eventIds = evidence.flatMap(({ eventId }) => eventId ?? []);
    const fallen = fallenEvidence(dossiers.get(subjectId)?.facts ?? [], eventIds, day);
    return { unknown: stopped.has(subjectId), fallen: fallen.map(({ document }) => document) };
  }
}
