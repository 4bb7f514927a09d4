import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { notInFuture, parseDay, parseDocumentTitle, readField, requiredText } from '../shared';
import { commitment, streamOf, withdrawFinding } from './domain/commitment';

export class WithdrawFalseCommitmentFindingDto {
  @ApiProperty({ description: '撤回决定文号' }) @IsString() @MaxLength(256) documentNumber!: string;
  @ApiProperty({ description: '撤回日期' }) @IsString() @MaxLength(40) withdrawnOn!: string;
  @ApiProperty({ description: '撤回理由' }) @IsString() @MaxLength(4_000) reason!: string;
}

/** 撤回承诺失实认定. Refusals: those of the fields, then those of `withdrawFinding`. */
export class WithdrawFalseCommitmentFinding extends Command<Receipt> {
  constructor(
    readonly commitmentId: string,
    readonly body: WithdrawFalseCommitmentFindingDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(WithdrawFalseCommitmentFinding)
export class WithdrawFalseCommitmentFindingHandler implements ICommandHandler<WithdrawFalseCommitmentFinding> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ commitmentId, body, context }: WithdrawFalseCommitmentFinding): Promise<Receipt> {
    const wanted = {
      commitmentId,
      documentNumber: readField('documentNumber', () => parseDocumentTitle(body.documentNumber)),
      withdrawnOn: readField('withdrawnOn', () => notInFuture(parseDay(body.withdrawnOn), this.clock.today())),
      reason: readField('reason', () => requiredText(body.reason)),
    };
    const done = await transact(this.log, streamOf(commitmentId), commitment, withdrawFinding(wanted), context, {
      answeredBy: ['FalseCommitmentFindingWithdrawn'],
    });
    return new Receipt(commitmentId, done);
  }
}
