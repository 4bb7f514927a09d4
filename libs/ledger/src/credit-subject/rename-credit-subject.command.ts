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
  parseSubjectCode,
  readField,
  requiredText,
} from '../shared';
import { creditSubject, receiptIdOf, rename, streamOf } from './domain/credit-subject';

export class RenameCreditSubjectDto {
  @ApiProperty({ description: '新名称' }) @IsString() @MaxLength(400) newName!: string;
  @ApiProperty({ description: '变更文书文号' }) @IsString() @MaxLength(256) documentNumber!: string;
  @ApiProperty({ description: '变更日期' }) @IsString() @MaxLength(40) renamedOn!: string;
}

/** 信用主体名称变更. Refusals: those of the code and the fields, then those of `rename`. */
export class RenameCreditSubject extends Command<Receipt> {
  constructor(
    readonly uscc: string,
    readonly body: RenameCreditSubjectDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RenameCreditSubject)
export class RenameCreditSubjectHandler implements ICommandHandler<RenameCreditSubject> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ uscc, body, context }: RenameCreditSubject): Promise<Receipt> {
    const wanted = {
      subjectId: readField('uscc', () => parseSubjectCode(uscc)),
      subjectName: readField('newName', () => normaliseName(requiredText(body.newName, 200))),
      documentNumber: readField('documentNumber', () => parseDocumentTitle(body.documentNumber)),
      renamedOn: readField('renamedOn', () => notInFuture(parseDay(body.renamedOn), this.clock.today())),
    };
    const done = await transact(this.log, streamOf(wanted.subjectId), creditSubject, rename(wanted), context, {
      answeredBy: ['CreditSubjectRenamed'],
    });
    return new Receipt(receiptIdOf(wanted.subjectId), done);
  }
}
