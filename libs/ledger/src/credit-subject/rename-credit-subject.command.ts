import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { creditSubject, rename } from './domain/credit-subject';
import { readRenaming, type RenamingPaper } from './domain/renaming-paper';

export class RenameCreditSubjectDto implements Omit<RenamingPaper, 'uscc'> {
  @Text('新名称', 400) newName!: string;
  @Text('变更文书文号', 256) documentNumber!: string;
  @Text('变更日期', 40) renamedOn!: string;
}

/** 信用主体名称变更, of the subject with this code. Refusals: those of `readRenaming`, then those of `rename`. */
export class RenameCreditSubject extends Order<RenameCreditSubjectDto> {}

@CommandHandler(RenameCreditSubject)
export class RenameCreditSubjectHandler implements ICommandHandler<RenameCreditSubject> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: RenameCreditSubject): Promise<Receipt> {
    const renaming = readRenaming({ ...body, uscc: id }, this.desk.today);
    return this.desk.record(creditSubject, renaming.subjectId, rename(renaming), context, 'CreditSubjectRenamed');
  }
}
