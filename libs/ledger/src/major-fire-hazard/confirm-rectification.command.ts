import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { confirmRectification, majorFireHazard } from './domain/major-fire-hazard';
import { readRectification, type RectificationPaper } from './domain/rectification-paper';

export class ConfirmRectificationDto implements RectificationPaper {
  @Text('销案日期', 40) closedOn!: string;
  @Text('销案文书文号', 256) documentNumber!: string;
}

/** 重大火灾隐患销案. Refusals: those of `readRectification`, then those of `confirmRectification`. */
export class ConfirmRectification extends Order<ConfirmRectificationDto> {}

@CommandHandler(ConfirmRectification)
export class ConfirmRectificationHandler implements ICommandHandler<ConfirmRectification> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: ConfirmRectification): Promise<Receipt> {
    const rectification = { hazardId: id, ...readRectification(body, this.desk.today) };
    const decide = confirmRectification(rectification);
    return this.desk.record(majorFireHazard, id, decide, context, 'MajorFireHazardRectified');
  }
}
