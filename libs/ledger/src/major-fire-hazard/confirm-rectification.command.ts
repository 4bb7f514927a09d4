import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { notInFuture, parseDay, parseDocumentTitle, readField } from '../shared';
import { confirmRectification, majorFireHazard, streamOf } from './domain/major-fire-hazard';

export class ConfirmRectificationDto {
  @ApiProperty({ description: '销案日期' }) @IsString() @MaxLength(40) closedOn!: string;
  @ApiProperty({ description: '销案文书文号' }) @IsString() @MaxLength(256) documentNumber!: string;
}

/** 重大火灾隐患销案. Refusals: those of the fields, then those of `confirmRectification`. */
export class ConfirmRectification extends Command<Receipt> {
  constructor(
    readonly hazardId: string,
    readonly body: ConfirmRectificationDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(ConfirmRectification)
export class ConfirmRectificationHandler implements ICommandHandler<ConfirmRectification> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ hazardId, body, context }: ConfirmRectification): Promise<Receipt> {
    const wanted = {
      hazardId,
      closedOn: readField('closedOn', () => notInFuture(parseDay(body.closedOn), this.clock.today())),
      documentNumber: readField('documentNumber', () => parseDocumentTitle(body.documentNumber)),
    };
    const done = await transact(this.log, streamOf(hazardId), majorFireHazard, confirmRectification(wanted), context, {
      answeredBy: ['MajorFireHazardRectified'],
    });
    return new Receipt(hazardId, done);
  }
}
