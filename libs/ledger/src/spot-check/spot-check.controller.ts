import type { Context } from '@app/event-store';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext } from '../access';
import { ParseId, Receipt } from '../application';
import { RecordSpotCheck, RecordSpotCheckDto } from './record-spot-check.command';
import { WithdrawSpotCheckResult, WithdrawSpotCheckResultDto } from './withdraw-spot-check-result.command';

@ApiTags('双随机抽查')
@ApiBearerAuth()
@Controller('spot-checks')
export class SpotCheckController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('record-enforcement')
  @ApiOperation({ summary: '记录双随机抽查结果' })
  @ApiCreatedResponse({ type: Receipt })
  record(@Body() body: RecordSpotCheckDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new RecordSpotCheck(body, context));
  }

  @Post(':spotCheckId/withdrawal')
  @HttpCode(200)
  @Allow('record-enforcement')
  @ApiOperation({ summary: '撤回双随机抽查结果' })
  @ApiOkResponse({ type: Receipt })
  withdraw(
    @Param('spotCheckId', ParseId) spotCheckId: string,
    @Body() body: WithdrawSpotCheckResultDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new WithdrawSpotCheckResult(spotCheckId, body, context));
  }
}
