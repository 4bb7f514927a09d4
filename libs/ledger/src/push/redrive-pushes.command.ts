import type { Context } from '@app/event-store';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { Desk, IntegerOrNull, OptionalText } from '../application';
import { derivedId, Refusal } from '../shared';
import { readRedriveOfMany } from './domain/redrive-paper';
import { REDRIVABLE, RedrivablePushes } from './redrivable-pushes';
import { RedrivePush, RedrivePushDto } from './redrive-push.command';

/** At most so many in one order; the answer says when there are more. Our default. */
const limitMax = 1_000;

export class RedrivePushesDto extends RedrivePushDto {
  @OptionalText('接收平台', 64) endpoint?: string;
  @OptionalText('推送内容种类', 64) kind?: string;
  @ApiPropertyOptional({ enum: REDRIVABLE, nullable: true, description: '被拒、不再推送、核对未过而搁置；不填则都算' })
  @IsOptional()
  @IsIn(REDRIVABLE)
  status?: (typeof REDRIVABLE)[number] | null;
  @OptionalText('平台拒绝代码', 64, { example: '1001' }) refusalCode?: string;
  @OptionalText('统一社会信用代码', 64) uscc?: string;
  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: '一次最多多少条',
    default: limitMax,
    maximum: limitMax,
  })
  @IntegerOrNull(1, limitMax)
  limit?: number;
  @ApiProperty({ description: '只看看会重新推送哪些，什么也不记录' }) @IsBoolean() dryRun!: boolean;
}

export class RedrivenPushes {
  @ApiProperty({ description: '只是试看' }) dryRun!: boolean;
  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: '重新推送（试看：将重新推送）的推送编号，台账位置靠前的在前',
  })
  pushIds!: string[];
  @ApiProperty({ description: '还有更多符合条件的，可再次下达' }) more!: boolean;
}

/**
 * 成批重新推送: those that were refused, given up or held and meet every condition named, each by an order of its own under an id derived
 * from this command's. Refusals: those of `readRedriveOfMany`. One that ended otherwise meanwhile stays as it is. Said again it redrives what is left.
 */
export class RedrivePushes extends Command<RedrivenPushes> {
  constructor(
    readonly body: RedrivePushesDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RedrivePushes)
export class RedrivePushesHandler implements ICommandHandler<RedrivePushes> {
  constructor(
    private readonly redrivable: RedrivablePushes,
    private readonly commands: CommandBus,
    private readonly desk: Desk,
  ) {}

  async execute({ body, context }: RedrivePushes): Promise<RedrivenPushes> {
    const { dryRun, status, limit = limitMax } = body;
    const { reason, uscc, ...wanted } = readRedriveOfMany(body, this.desk.today);
    const found = await this.redrivable.find({ ...wanted, status, subjectId: uscc }, limit + 1);
    const pushIds: string[] = [];
    for (const pushId of found.slice(0, limit)) {
      const { commandId, formerCommandId: former } = context;
      const one = {
        ...context,
        commandId: derivedId('redrive-pushes', commandId, pushId),
        ...(former !== undefined && { formerCommandId: derivedId('redrive-pushes', former, pushId) }),
      };
      if (dryRun || (await this.redriven(new RedrivePush(pushId, { reason }, one)))) pushIds.push(pushId);
    }
    return { dryRun, pushIds, more: found.length > limit };
  }

  /** False when it was acknowledged or overtaken since it was found. */
  private async redriven(order: RedrivePush): Promise<boolean> {
    try {
      await this.commands.execute(order);
      return true;
    } catch (error) {
      if (error instanceof Refusal && (error.code === 'push-acknowledged' || error.code === 'push-overtaken'))
        return false;
      throw error;
    }
  }
}
