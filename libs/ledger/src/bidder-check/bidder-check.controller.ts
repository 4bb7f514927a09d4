import type { Context } from '@app/event-store';
import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, type Caller, CommandContext, CurrentCaller, Shows, subjectIn } from '../access';
import { ParseId } from '../application';
import { Refusal } from '../shared';
import { FILE_MEDIA_TYPES } from '../sheet-file';
import { readBidderList } from './bidder-list';
import { BidderCheckView, toBidderCheckView } from './bidder-check.view';
import { BidderChecks } from './bidder-checks';
import { CheckBidders, CheckBiddersDto } from './check-bidders.command';
import { readBidders } from './read-bidders';

@ApiTags('投标人核查')
@ApiBearerAuth()
@Controller('bidder-checks')
export class BidderCheckController {
  constructor(
    private readonly commands: CommandBus,
    private readonly checks: BidderChecks,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow('check-bidders')
  @ApiOperation({ summary: '核查一批投标人：JSON、CSV 或 xlsx；问答留存，可凭核查编号调阅' })
  @ApiConsumes('application/json', ...FILE_MEDIA_TYPES)
  @ApiBody({ type: CheckBiddersDto })
  @ApiOkResponse({ type: BidderCheckView })
  async check(
    @Body() body: unknown,
    @Headers('content-type') mediaType: string | undefined,
    @CommandContext() context: Context,
  ): Promise<BidderCheckView> {
    // The api hands the body of a file through as bytes, and its content says what it is.
    const bidders = Buffer.isBuffer(body) ? await readBidderList(body, mediaType) : readBidders(body);
    return toBidderCheckView(await this.commands.execute(new CheckBidders(bidders, context)));
  }

  @Get(':checkId')
  @Allow('read-bidder-checks')
  @Shows<BidderCheckView>(({ checkId, rows }) => [
    { subjectId: null, itemId: checkId },
    ...rows.flatMap(({ uscc, status }) => {
      const subjectId = subjectIn(uscc); // a row may name no subject
      return subjectId === undefined ? [] : [{ subjectId, itemId: checkId, status }];
    }),
  ])
  @ApiOperation({ summary: '调阅一次核查：当时问了什么、答了什么；采购人只能调阅本单位的' })
  @ApiOkResponse({ type: BidderCheckView })
  async one(@Param('checkId', ParseId) checkId: string, @CurrentCaller() caller: Caller): Promise<BidderCheckView> {
    const answered = await this.checks.answeredTo(caller, checkId);
    if (!answered) throw new Refusal('bidder-check-not-found', { checkId });
    return toBidderCheckView(answered);
  }
}
