import { type Context, fold, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { PersonalPapers } from '../personal-data';
import {
  isPerson,
  normaliseName,
  notInFuture,
  parseDay,
  parseDocumentTitle,
  parseUscc,
  readField,
  requiredPersonalText,
  requiredText,
} from '../shared';
import { penaltyDecision, type Revocation, revoke, streamOf } from './domain/penalty-decision';
import { personalInRevocation } from './domain/personal-content';

export class RevokePenaltyDecisionDto {
  @ApiProperty({ description: '撤销决定文号' }) @IsString() @MaxLength(256) documentNumber!: string;
  @ApiProperty({ description: '撤销日期' }) @IsString() @MaxLength(40) revokedOn!: string;
  @ApiProperty({ description: '撤销理由' }) @IsString() @MaxLength(4_000) reason!: string;
  @ApiProperty({ description: '撤销机关' }) @IsString() @MaxLength(400) authorityName!: string;
  @ApiProperty({ description: '撤销机关统一社会信用代码' }) @IsString() @MaxLength(64) authorityCode!: string;
}

/**
 * 撤销行政处罚决定. Refusals: those of the fields, `personal-data-key-missing`, `personal-data-erased`, then
 * `penalty-decision-not-found`, `exists-with-different-content`, `revoked-before-decided`.
 */
export class RevokePenaltyDecision extends Command<Receipt> {
  constructor(
    readonly decisionId: string,
    readonly body: RevokePenaltyDecisionDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RevokePenaltyDecision)
export class RevokePenaltyDecisionHandler implements ICommandHandler<RevokePenaltyDecision> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ decisionId, body, context }: RevokePenaltyDecision): Promise<Receipt> {
    const stream = streamOf(decisionId);
    const state = fold(penaltyDecision, await this.log.readStream(stream));
    const subjectId = state.status === 'absent' ? '' : state.decision.subjectId; // never changes once it is there
    const wanted: Revocation = {
      decisionId,
      documentNumber: readField('documentNumber', () => parseDocumentTitle(body.documentNumber)),
      revokedOn: readField('revokedOn', () => notInFuture(parseDay(body.revokedOn), this.clock.today())),
      reason: readField('reason', () => (isPerson(subjectId) ? requiredPersonalText : requiredText)(body.reason)),
      authorityName: readField('authorityName', () => normaliseName(requiredText(body.authorityName, 200))),
      authorityCode: readField('authorityCode', () => parseUscc(body.authorityCode)),
    };
    const place = { stream, type: 'PenaltyDecisionRevoked' } as const;
    const { sealed } = await this.papers.seal({ subjectId, reason: wanted.reason }, personalInRevocation, place);
    const decide = revoke({ ...wanted, reason: sealed.reason });
    const done = await transact(this.log, stream, penaltyDecision, decide, context, { answeredBy: [place.type] });
    return new Receipt(decisionId, done);
  }
}
