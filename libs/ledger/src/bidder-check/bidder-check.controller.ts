import type { Context } from '@app/event-store';
import { Body, Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { Allow, CommandContext } from '../access';
import { Refusal } from '../shared';
import { FILE_MEDIA_TYPES } from '../sheet-file';
import { readBidderList } from './bidder-list';
import { BidderCheckView, toBidderCheckView } from './bidder-check.view';
import { BidderChecks } from './bidder-checks';
import { biddersMax, CheckBidders, CheckBiddersDto } from './check-bidders.command';

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
    const bidders = Buffer.isBuffer(body) ? await readBidderList(body, mediaType) : (await readJson(body)).bidders;
    return toBidderCheckView(await this.commands.execute(new CheckBidders(bidders, context)));
  }

  @Get(':checkId')
  @Allow('read-bidder-checks')
  @ApiOperation({ summary: '调阅一次核查：当时问了什么、答了什么' })
  @ApiOkResponse({ type: BidderCheckView })
  async one(@Param('checkId', ParseUUIDPipe) checkId: string): Promise<BidderCheckView> {
    const answered = await this.checks.answered(checkId);
    if (!answered) throw new Refusal('bidder-check-not-found', { checkId });
    return toBidderCheckView(answered);
  }
}

/**
 * The body is JSON or a file, so the usual validation pipe cannot know its type and it is validated here. Refusals in this order:
 * `bidders-missing`, `too-many-bidders`, `bidders-invalid`.
 */
async function readJson(body: unknown): Promise<CheckBiddersDto> {
  const { bidders } = (body ?? {}) as { readonly bidders?: unknown };
  if (Array.isArray(bidders)) {
    if (bidders.length === 0) throw new Refusal('bidders-missing', {}, 'bidders');
    if (bidders.length > biddersMax) throw new Refusal('too-many-bidders', { max: biddersMax }, 'bidders');
  }
  const dto = plainToInstance(CheckBiddersDto, body ?? {});
  const errors = await validate(dto, { whitelist: true, forbidUnknownValues: true });
  if (errors.length > 0)
    throw new Refusal('bidders-invalid', { properties: errors.map(({ property }) => property) }, 'bidders');
  return dto;
}
