import { type Context, fold, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsArray, IsIn, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt, Rules } from '../application';
import { CreditDossiers } from '../credit-dossier';
import {
  type Day,
  type ListRegister,
  normaliseName,
  notInFuture,
  parseDay,
  parseDocumentTitle,
  parseUscc,
  readField,
  Refusal,
  requiredText,
} from '../shared';
import { blacklistListing, list, streamOf } from './domain/blacklist-listing';
import { BASIS_LEVELS, type BasisLevel } from './domain/blacklist-listing.events';
import { fallenEvidence } from './domain/grounds';
import { MEASURES, parseMeasures } from './domain/measures';

const registers = ['serious-dishonesty', 'key-supervision'] as const satisfies readonly ListRegister[];
const basisLevels = Object.keys(BASIS_LEVELS);

export class ListOnBlacklistDto {
  @ApiProperty({ description: '名单：严重失信主体名单（对外共享），或重点监管对象（仅内部）', enum: registers })
  @IsIn(registers)
  register!: ListRegister;
  @ApiProperty({ description: '列入决定书文号' }) @IsString() @MaxLength(256) decisionNumber!: string;
  @ApiProperty({ description: '决定机关' }) @IsString() @MaxLength(400) decisionBody!: string;
  @ApiProperty({ description: '决定机关统一社会信用代码' }) @IsString() @MaxLength(64) decisionBodyCode!: string;
  @ApiProperty({ description: '列入依据（文件及条款）' }) @IsString() @MaxLength(4_000) legalBasis!: string;
  @ApiProperty({ description: '依据层级', enum: basisLevels }) @IsIn(basisLevels) basisLevel!: BasisLevel;
  @ApiProperty({ description: '法制审核人' }) @IsString() @MaxLength(100) legalReviewedBy!: string;
  @ApiProperty({ description: '失信行为简况' }) @IsString() @MaxLength(4_000) conductSummary!: string;
  @ApiProperty({ description: '惩戒措施代码', enum: Object.keys(MEASURES), isArray: true })
  @IsArray()
  @IsString({ each: true })
  measures!: string[];
  @ApiProperty({ description: '移出条件和程序' }) @IsString() @MaxLength(4_000) removalConditions!: string;
  @ApiProperty({ description: '救济途径' }) @IsString() @MaxLength(4_000) remedies!: string;
  @ApiProperty({ description: '决定日期' }) @IsString() @MaxLength(40) decidedOn!: string;
}

/** 列入决定. Refusals: those of the fields, those of `list`, then `evidence-no-longer-stands`. */
export class ListOnBlacklist extends Command<Receipt> {
  constructor(
    readonly listingId: string,
    readonly body: ListOnBlacklistDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(ListOnBlacklist)
export class ListOnBlacklistHandler implements ICommandHandler<ListOnBlacklist> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly dossiers: CreditDossiers,
    private readonly rules: Rules,
  ) {}

  async execute({ listingId, body, context }: ListOnBlacklist): Promise<Receipt> {
    const wanted = {
      listingId,
      register: body.register,
      decisionNumber: readField('decisionNumber', () => parseDocumentTitle(body.decisionNumber)),
      decisionBody: readField('decisionBody', () => normaliseName(requiredText(body.decisionBody, 200))),
      decisionBodyCode: readField('decisionBodyCode', () => parseUscc(body.decisionBodyCode)),
      legalBasis: readField('legalBasis', () => requiredText(body.legalBasis)),
      basisLevel: body.basisLevel,
      legalReviewedBy: readField('legalReviewedBy', () => requiredText(body.legalReviewedBy, 100)),
      conductSummary: readField('conductSummary', () => requiredText(body.conductSummary)),
      measures: readField('measures', () => parseMeasures(body.measures)),
      removalConditions: readField('removalConditions', () => requiredText(body.removalConditions)),
      remedies: readField('remedies', () => requiredText(body.remedies)),
      decidedOn: readField('decidedOn', () => notInFuture(parseDay(body.decidedOn), this.clock.today())),
    };
    const decide = list(wanted);
    const evidence = await this.evidenceToday(listingId, wanted.decidedOn);
    const done = await transact(
      this.log,
      streamOf(listingId),
      blacklistListing,
      (state) => {
        const events = decide(state);
        if (events.length === 0) return events;
        if (evidence.unknown) throw new Refusal('subject-stopped');
        if (evidence.fallen.length > 0) throw new Refusal('evidence-no-longer-stands', { documents: evidence.fallen });
        return events;
      },
      context,
      { answeredBy: ['SubjectListedOnBlacklist'] },
    );
    return new Receipt(listingId, done);
  }

  /** Papers of the candidate that have been revoked or withdrawn since, as the dossier has it; unknown while the dossier stands still. */
  private async evidenceToday(listingId: string, day: Day): Promise<{ unknown: boolean; fallen: readonly string[] }> {
    const state = fold(blacklistListing, await this.log.readStream(streamOf(listingId)));
    if (state.status === 'absent') return { unknown: false, fallen: [] };
    const { subjectId, evidence } = state.candidate;
    const { dossiers, stopped } = await this.dossiers.snapshot([subjectId]);
    const eventIds = evidence.flatMap(({ eventId }) => eventId ?? []);
    const fallen = fallenEvidence(this.rules.book, dossiers.get(subjectId)?.facts ?? [], eventIds, day);
    return { unknown: stopped.has(subjectId), fallen: fallen.map(({ document }) => document) };
  }
}
