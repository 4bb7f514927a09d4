import type { Context } from '@app/event-store';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext } from '../access';
import { ParseId, Receipt } from '../application';
import { RecordPenaltyDecision, RecordPenaltyDecisionDto } from './record-penalty-decision.command';
import { RevokePenaltyDecision, RevokePenaltyDecisionDto } from './revoke-penalty-decision.command';

@ApiTags('行政处罚决定')
@ApiBearerAuth()
@Controller('penalty-decisions')
export class PenaltyDecisionController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('record-enforcement')
  @ApiOperation({ summary: '记录行政处罚决定' })
  @ApiCreatedResponse({ type: Receipt })
  record(@Body() body: RecordPenaltyDecisionDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new RecordPenaltyDecision(body, context));
  }

  @Post(':decisionId/revocation')
  @HttpCode(200)
  @Allow('record-enforcement')
  @ApiOperation({ summary: '撤销行政处罚决定' })
  @ApiOkResponse({ type: Receipt })
  revoke(
    @Param('decisionId', ParseId) decisionId: string,
    @Body() body: RevokePenaltyDecisionDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new RevokePenaltyDecision(decisionId, body, context));
  }
}
