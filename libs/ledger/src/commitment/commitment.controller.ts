import type { Context } from '@app/event-store';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext } from '../access';
import { ParseId, Receipt } from '../application';
import { RecordCommitment, RecordCommitmentDto } from './record-commitment.command';
import { RecordMissingCommitment, RecordMissingCommitmentDto } from './record-missing-commitment.command';
import {
  WithdrawFalseCommitmentFinding,
  WithdrawFalseCommitmentFindingDto,
} from './withdraw-false-commitment-finding.command';

@ApiTags('告知承诺')
@ApiBearerAuth()
@Controller()
export class CommitmentController {
  constructor(private readonly commands: CommandBus) {}

  @Post('commitments')
  @Allow('record-enforcement')
  @ApiOperation({ summary: '记录告知承诺及核查结果' })
  @ApiCreatedResponse({ type: Receipt })
  record(@Body() body: RecordCommitmentDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new RecordCommitment(body, context));
  }

  @Post('commitments/:commitmentId/finding-withdrawal')
  @HttpCode(200)
  @Allow('record-enforcement')
  @ApiOperation({ summary: '撤回承诺失实认定' })
  @ApiOkResponse({ type: Receipt })
  withdrawFinding(
    @Param('commitmentId', ParseId) commitmentId: string,
    @Body() body: WithdrawFalseCommitmentFindingDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new WithdrawFalseCommitmentFinding(commitmentId, body, context));
  }

  @Post('missing-commitments')
  @Allow('record-enforcement')
  @ApiOperation({ summary: '记录未作承诺即投入使用、营业' })
  @ApiCreatedResponse({ type: Receipt })
  recordMissing(@Body() body: RecordMissingCommitmentDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new RecordMissingCommitment(body, context));
  }
}
