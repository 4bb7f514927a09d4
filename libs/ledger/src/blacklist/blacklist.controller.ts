import type { Context } from '@app/event-store';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext, shownOf, Shows } from '../access';
import { EVENT_LOG, type EventLog, ParseId, Receipt } from '../application';
import { AnswerDefence, AnswerDefenceDto } from './answer-defence.command';
import { BlacklistRegister } from './blacklist-register';
import { CorrectListing, CorrectListingDto } from './correct-listing.command';
import { DismissCandidate, DismissCandidateDto } from './dismiss-candidate.command';
import { ListOnBlacklist, ListOnBlacklistDto } from './list-on-blacklist.command';
import { NotifyListingIntent, NotifyListingIntentDto } from './notify-listing-intent.command';
import { ProposeForAccident, ProposeForAccidentDto } from './propose-for-accident.command';
import { ReceiveDefence, ReceiveDefenceDto } from './receive-defence.command';
import { RemoveFromBlacklist, RemoveFromBlacklistDto } from './remove-from-blacklist.command';
import {
  ListingCaseAnswer,
  ListingCases,
  oneListing,
  searchBlacklist,
  SearchBlacklistDto,
} from './search-blacklist.query';

/** The routes in the order in which a case goes through them. */
@ApiTags('失信联合惩戒名单')
@ApiBearerAuth()
@Controller('blacklist/listings')
export class BlacklistController {
  constructor(
    private readonly commands: CommandBus,
    private readonly register: BlacklistRegister,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  @Get()
  @Allow('search-blacklist')
  @Shows<ListingCases>((found, asked) =>
    shownOf(
      found.listings.map(({ uscc }) => uscc),
      asked.uscc,
    ),
  )
  @ApiOperation({ summary: '查询名单办理情况' })
  @ApiOkResponse({ type: ListingCases })
  search(@Query() by: SearchBlacklistDto): Promise<ListingCases> {
    return searchBlacklist(this.register, by);
  }

  @Get(':listingId')
  @Allow('search-blacklist')
  @Shows<ListingCaseAnswer>(({ uscc, listingId }) => [{ subjectId: uscc, itemId: listingId }])
  @ApiOperation({ summary: '查看一件' })
  @ApiOkResponse({ type: ListingCaseAnswer })
  one(@Param('listingId', ParseId) listingId: string): Promise<ListingCaseAnswer> {
    return oneListing(this.log, this.register, listingId);
  }

  @Post()
  @Allow('carry-listing-procedure')
  @ApiOperation({ summary: '因火灾事故责任提出候选（其他情形由台账自动提出）' })
  @ApiCreatedResponse({ type: Receipt })
  propose(@Body() body: ProposeForAccidentDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new ProposeForAccident(body, context));
  }

  @Post(':listingId/dismissal')
  @HttpCode(200)
  @Allow('decide-listing')
  @ApiOperation({ summary: '不予列入' })
  @ApiOkResponse({ type: Receipt })
  dismiss(
    @Param('listingId', ParseId) listingId: string,
    @Body() body: DismissCandidateDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new DismissCandidate(listingId, body, context));
  }

  @Post(':listingId/notice')
  @HttpCode(200)
  @Allow('carry-listing-procedure')
  @ApiOperation({ summary: '列入告知（送达后开始陈述申辩期）' })
  @ApiOkResponse({ type: Receipt })
  notify(
    @Param('listingId', ParseId) listingId: string,
    @Body() body: NotifyListingIntentDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new NotifyListingIntent(listingId, body, context));
  }

  @Post(':listingId/defence')
  @HttpCode(200)
  @Allow('carry-listing-procedure')
  @ApiOperation({ summary: '收到陈述申辩' })
  @ApiOkResponse({ type: Receipt })
  defend(
    @Param('listingId', ParseId) listingId: string,
    @Body() body: ReceiveDefenceDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ReceiveDefence(listingId, body, context));
  }

  @Post(':listingId/defence-answer')
  @HttpCode(200)
  @Allow('carry-listing-procedure')
  @ApiOperation({ summary: '复核并答复陈述申辩' })
  @ApiOkResponse({ type: Receipt })
  answer(
    @Param('listingId', ParseId) listingId: string,
    @Body() body: AnswerDefenceDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new AnswerDefence(listingId, body, context));
  }

  @Post(':listingId/decision')
  @HttpCode(200)
  @Allow('decide-listing')
  @ApiOperation({ summary: '列入决定' })
  @ApiOkResponse({ type: Receipt })
  list(
    @Param('listingId', ParseId) listingId: string,
    @Body() body: ListOnBlacklistDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ListOnBlacklist(listingId, body, context));
  }

  @Post(':listingId/corrections')
  @HttpCode(200)
  @Allow('decide-listing')
  @ApiOperation({ summary: '更正名单信息' })
  @ApiOkResponse({ type: Receipt })
  correct(
    @Param('listingId', ParseId) listingId: string,
    @Body() body: CorrectListingDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new CorrectListing(listingId, body, context));
  }

  @Post(':listingId/removal')
  @HttpCode(200)
  @Allow('decide-listing')
  @ApiOperation({ summary: '移出' })
  @ApiOkResponse({ type: Receipt })
  remove(
    @Param('listingId', ParseId) listingId: string,
    @Body() body: RemoveFromBlacklistDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new RemoveFromBlacklist(listingId, body, context));
  }
}
