import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import {
  normaliseName,
  notInFuture,
  parseDay,
  parseDocumentTitle,
  parseUscc,
  readField,
  requiredText,
} from '../shared';
import { penaltyDecision, revoke, streamOf } from './domain/penalty-decision';

export class RevokePenaltyDecisionDto {
  @ApiProperty({ description: '撤销决定文号' }) @IsString() @MaxLength(256) documentNumber!: string;
  @ApiProperty({ description: '撤销日期' }) @IsString() @MaxLength(40) revokedOn!: string;
  @ApiProperty({ description: '撤销理由' }) @IsString() @MaxLength(4_000) reason!: string;
  @ApiProperty({ description: '撤销机关' }) @IsString() @MaxLength(400) authorityName!: string;
  @ApiProperty({ description: '撤销机关统一社会信用代码' }) @IsString() @MaxLength(64) authorityCode!: string;
}

/**
 * 撤销行政处罚决定. Refusals: those of the fields, then `penalty-decision-not-found`,
 * `exists-with-different-content`, `revoked-before-decided`.
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
  ) {}

  async execute({ decisionId, body, context }: RevokePenaltyDecision): Promise<Receipt> {
    const wanted = {
      decisionId,
      documentNumber: readField('documentNumber', () => parseDocumentTitle(body.documentNumber)),
      revokedOn: readField('revokedOn', () => notInFuture(parseDay(body.revokedOn), this.clock.today())),
      reason: readField('reason', () => requiredText(body.reason)),
      authorityName: readField('authorityName', () => normaliseName(requiredText(body.authorityName, 200))),
      authorityCode: readField('authorityCode', () => parseUscc(body.authorityCode)),
    };
    const done = await transact(this.log, streamOf(decisionId), penaltyDecision, revoke(wanted), context, {
      answeredBy: ['PenaltyDecisionRevoked'],
    });
    return new Receipt(decisionId, done);
  }
}
