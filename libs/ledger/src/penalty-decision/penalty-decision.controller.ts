import type { Context } from '@app/event-store';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext } from '../access';
import { ParseId, Receipt } from '../application';
import { ChangePenaltyDecision, ChangePenaltyDecisionDto } from './change-penalty-decision.command';
import { CorrectPenaltyDecision, CorrectPenaltyDecisionDto } from './correct-penalty-decision.command';
import { FindPenaltyDecisionUnlawful, FindPenaltyDecisionUnlawfulDto } from './find-penalty-decision-unlawful.command';
import { FindPenaltyDecisionVoid, FindPenaltyDecisionVoidDto } from './find-penalty-decision-void.command';
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

  @Post(':decisionId/change')
  @HttpCode(200)
  @Allow('decide-penalty-outcome')
  @ApiOperation({ summary: '变更行政处罚决定' })
  @ApiOkResponse({ type: Receipt })
  change(
    @Param('decisionId', ParseId) decisionId: string,
    @Body() body: ChangePenaltyDecisionDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ChangePenaltyDecision(decisionId, body, context));
  }

  @Post(':decisionId/correction')
  @HttpCode(200)
  @Allow('record-enforcement')
  @ApiOperation({ summary: '更正行政处罚决定的记录' })
  @ApiOkResponse({ type: Receipt })
  correct(
    @Param('decisionId', ParseId) decisionId: string,
    @Body() body: CorrectPenaltyDecisionDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new CorrectPenaltyDecision(decisionId, body, context));
  }

  @Post(':decisionId/unlawfulness')
  @HttpCode(200)
  @Allow('decide-penalty-outcome')
  @ApiOperation({ summary: '确认行政处罚决定违法' })
  @ApiOkResponse({ type: Receipt })
  findUnlawful(
    @Param('decisionId', ParseId) decisionId: string,
    @Body() body: FindPenaltyDecisionUnlawfulDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new FindPenaltyDecisionUnlawful(decisionId, body, context));
  }

  @Post(':decisionId/voidness')
  @HttpCode(200)
  @Allow('decide-penalty-outcome')
  @ApiOperation({ summary: '确认行政处罚决定无效' })
  @ApiOkResponse({ type: Receipt })
  findVoid(
    @Param('decisionId', ParseId) decisionId: string,
    @Body() body: FindPenaltyDecisionVoidDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new FindPenaltyDecisionVoid(decisionId, body, context));
  }
}
