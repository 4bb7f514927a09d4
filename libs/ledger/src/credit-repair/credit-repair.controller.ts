import type { Context } from '@app/event-store';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext, shownOf, Shows } from '../access';
import { EVENT_LOG, type EventLog, ParseId, Receipt } from '../application';
import { ApplyForCreditRepair, ApplyForCreditRepairDto } from './apply-for-credit-repair.command';
import { CreditRepairsReader } from './credit-repairs-reader';
import { AcceptCreditRepair, AcceptCreditRepairDto } from './accept-credit-repair.command';
import { ApproveCreditRepair, ApproveCreditRepairDto } from './approve-credit-repair.command';
import {
  CompleteCreditRepairApplication,
  CompleteCreditRepairApplicationDto,
} from './complete-credit-repair-application.command';
import { ExtendCreditRepairAnswer, ExtendCreditRepairAnswerDto } from './extend-credit-repair-answer.command';
import {
  RefuseCreditRepairAcceptance,
  RefuseCreditRepairAcceptanceDto,
} from './refuse-credit-repair-acceptance.command';
import { RejectCreditRepair, RejectCreditRepairDto } from './reject-credit-repair.command';
import { ReturnCreditRepair, ReturnCreditRepairDto } from './return-credit-repair.command';
import { RevokeCreditRepair, RevokeCreditRepairDto } from './revoke-credit-repair.command';
import { VerifyCreditRepair, VerifyCreditRepairDto } from './verify-credit-repair.command';
import {
  CreditRepairAnswer,
  CreditRepairViews,
  oneCreditRepair,
  searchCreditRepairs,
  SearchCreditRepairsDto,
} from './search-credit-repairs.query';

/** The routes in the order in which an application goes through them. */
@ApiTags('信用修复')
@ApiBearerAuth()
@Controller('credit-repairs')
export class CreditRepairController {
  constructor(
    private readonly commands: CommandBus,
    private readonly repairs: CreditRepairsReader,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  @Get()
  @Allow('read-credit-repairs')
  @Shows<CreditRepairViews>((found, asked) =>
    shownOf(
      found.repairs.map(({ subjectId }) => subjectId),
      asked.subjectId,
    ),
  )
  @ApiOperation({ summary: '查询信用修复办理情况' })
  @ApiOkResponse({ type: CreditRepairViews })
  search(@Query() by: SearchCreditRepairsDto): Promise<CreditRepairViews> {
    return searchCreditRepairs(this.repairs, by);
  }

  @Get(':repairId')
  @Allow('read-credit-repairs')
  @Shows<CreditRepairAnswer>(({ subjectId, repairId }) => [{ subjectId, itemId: repairId }])
  @ApiOperation({ summary: '查看一件' })
  @ApiOkResponse({ type: CreditRepairAnswer })
  one(@Param('repairId', ParseId) repairId: string): Promise<CreditRepairAnswer> {
    return oneCreditRepair(this.log, this.repairs, repairId);
  }

  @Post()
  @Allow('carry-credit-repair')
  @ApiOperation({ summary: '收到信用修复申请' })
  @ApiCreatedResponse({ type: Receipt })
  apply(@Body() body: ApplyForCreditRepairDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new ApplyForCreditRepair(body, context));
  }

  @Post(':repairId/returns')
  @HttpCode(200)
  @Allow('carry-credit-repair')
  @ApiOperation({ summary: '一次性告知补正' })
  @ApiOkResponse({ type: Receipt })
  return(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: ReturnCreditRepairDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ReturnCreditRepair(repairId, body, context));
  }

  @Post(':repairId/completions')
  @HttpCode(200)
  @Allow('carry-credit-repair')
  @ApiOperation({ summary: '补正：全部材料以此次为准' })
  @ApiOkResponse({ type: Receipt })
  complete(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: CompleteCreditRepairApplicationDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new CompleteCreditRepairApplication(repairId, body, context));
  }

  @Post(':repairId/non-acceptance')
  @HttpCode(200)
  @Allow('carry-credit-repair')
  @ApiOperation({ summary: '不予受理' })
  @ApiOkResponse({ type: Receipt })
  refuseAcceptance(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: RefuseCreditRepairAcceptanceDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new RefuseCreditRepairAcceptance(repairId, body, context));
  }

  @Post(':repairId/acceptance')
  @HttpCode(200)
  @Allow('carry-credit-repair')
  @ApiOperation({ summary: '受理' })
  @ApiOkResponse({ type: Receipt })
  accept(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: AcceptCreditRepairDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new AcceptCreditRepair(repairId, body, context));
  }

  @Post(':repairId/verifications')
  @HttpCode(200)
  @Allow('carry-credit-repair')
  @ApiOperation({ summary: '核实' })
  @ApiOkResponse({ type: Receipt })
  verify(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: VerifyCreditRepairDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new VerifyCreditRepair(repairId, body, context));
  }

  @Post(':repairId/extension')
  @HttpCode(200)
  @Allow('decide-credit-repair')
  @ApiOperation({ summary: '延长答复（一次）' })
  @ApiOkResponse({ type: Receipt })
  extend(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: ExtendCreditRepairAnswerDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ExtendCreditRepairAnswer(repairId, body, context));
  }

  @Post(':repairId/approval')
  @HttpCode(200)
  @Allow('decide-credit-repair')
  @ApiOperation({ summary: '准予修复：当日停止公示、共享和使用' })
  @ApiOkResponse({ type: Receipt })
  approve(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: ApproveCreditRepairDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ApproveCreditRepair(repairId, body, context));
  }

  @Post(':repairId/rejection')
  @HttpCode(200)
  @Allow('decide-credit-repair')
  @ApiOperation({ summary: '不予修复：台账所知的未满足条件全部列明' })
  @ApiOkResponse({ type: Receipt })
  reject(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: RejectCreditRepairDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new RejectCreditRepair(repairId, body, context));
  }

  @Post(':repairId/revocation')
  @HttpCode(200)
  @Allow('decide-credit-repair')
  @ApiOperation({ summary: '撤销修复（弄虚作假）：记录恢复，期限不重新起算' })
  @ApiOkResponse({ type: Receipt })
  revoke(
    @Param('repairId', ParseId) repairId: string,
    @Body() body: RevokeCreditRepairDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new RevokeCreditRepair(repairId, body, context));
  }
}
