import type { Context } from '@app/event-store';
import { PUSH_STATES, type PushState } from '@app/outbox';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { Allow, CommandContext, shownOf, Shows, ShowsNobody } from '../access';
import { ageOf, heldBackOf, mustSpeak, Omittable, OptionalInteger, ParseId, Receipt, trustedOf } from '../application';
import { parseUscc, readField, storableText } from '../shared';
import { ApproveAdoption, ApproveAdoptionDto, AskAdoption, AskAdoptionDto } from './adoption.command';
import { ChangeBodyKey, ChangeBodyKeyDto } from './change-body-key.command';
import { PausePushes, PausePushesDto, ResumePushes } from './pause-pushes.command';
import { PushesReader } from './pushes-reader';
import { RedrivePush, RedrivePushDto } from './redrive-push.command';
import { RedrivenPushes, RedrivePushes, RedrivePushesDto } from './redrive-pushes.command';
import { BODY_STANDINGS, type BodyStanding } from './domain/body-standing';
import { ToldBodies, ToldBodyView } from './told-bodies';
import { ReviewRestoration, ReviewRestorationDto } from './review-restoration.command';
import { SendDespiteCheck, SendDespiteCheckDto } from './send-despite-check.command';

export class SearchPushesDto {
  @ApiPropertyOptional({ description: '统一社会信用代码' }) @Omittable() @IsString() @MaxLength(64) uscc?: string;
  @ApiPropertyOptional({
    enum: PUSH_STATES,
    description:
      '待送、核对未过而搁置、已送待答复、平台处理中、已收（记名成功）、被拒（记名不成功）、被拒后已更正、不再推送、送出前已无需推送、无可撤回、已撤下、已更正、已终止',
  })
  @Omittable()
  @IsIn(PUSH_STATES)
  status?: PushState;
  @ApiPropertyOptional({ description: '接收平台' }) @Omittable() @IsString() @MaxLength(64) endpoint?: string;
  @ApiPropertyOptional({ description: '上一页末条的 position' })
  @OptionalInteger(1)
  before?: number;
  @ApiPropertyOptional({ default: 50, maximum: 200 })
  @OptionalInteger(1, 200)
  limit?: number;
}

/** What the check found. */
export class FaultView {
  @ApiPropertyOptional({ description: '字段，以平台名称为准' }) field?: string;
  @ApiProperty({ description: '所依据的规则及其版本' }) rule!: string;
  @ApiProperty({ description: '须如何更正' }) sentence!: string;
}

export class PushView {
  @ApiProperty({ format: 'uuid' }) pushId!: string;
  @ApiProperty({ description: '接收平台' }) endpoint!: string;
  @ApiProperty({ description: '推送内容种类' }) kind!: string;
  @ApiProperty({ description: '所推送记录的台账位置' }) position!: number;
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ enum: PUSH_STATES }) status!: string;
  @ApiProperty({ description: '已尝试次数' }) attempts!: number;
  @ApiProperty({ description: '经人员决定重新推送的次数' }) redrives!: number;
  @ApiProperty({ type: String, nullable: true, description: '平台接收时给的查询编号（答复随后另取）' })
  reference!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '回执编号' }) receiptNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '平台拒绝代码' }) refusalCode!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['unreadable-answers', 'rejection-not-mended'],
    description: '为何不再推送：答复多次无法读取；被拒后逾期未更正',
  })
  deadBecause!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: '使其不再需要推送的后一条推送' })
  overtakenBy!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: '公示期在送出前已满而不再推送的：公示的最后一日；其余为 null',
  })
  publicThrough!: string | null;
  @ApiProperty({ description: '已送出而未得答复：平台是否收到尚不确定，将先按编号查询' }) inDoubt!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    description: '正在等待哪个平台的回执：该平台收到同一事项后才送出；无需等待的为 null',
  })
  awaits!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: '下次推送或查询答复的时间（UTC）；随时可送或不再处理的为 null',
  })
  nextTry!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: '最近一次的结果，即下次再试的原因：failed（未得答复）、unreadable（答复无法读取）等',
  })
  lastOutcome!: string | null;
  @ApiProperty({ type: [FaultView], description: '核对未过之处；仅搁置的推送有' }) faults!: FaultView[];
  @ApiProperty({ description: '该平台是否已暂停推送' }) paused!: boolean;
  @ApiProperty({ enum: BODY_STANDINGS, description: '该平台是培训的还是正式的：培训平台的回执不作数' })
  standing!: BodyStanding;
}

/** A subject whose newest records have not been looked at yet for what is to be pushed. */
export class HeldBackPushes {
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '自此台账位置起的记录暂未形成推送' }) since!: number;
}

export class PushViews {
  @ApiProperty({ type: [PushView] }) pushes!: PushView[];
  @ApiProperty({ type: [HeldBackPushes], description: '有记录未能处理的主体：以上结果对其可能不全' })
  heldBack!: HeldBackPushes[];
  @ApiProperty({ description: '此台账位置及以前的记录均已形成推送' }) position!: number;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
  @ApiProperty({ type: Number, nullable: true }) next!: number | null;
}

export class ToldBodyViews {
  @ApiProperty({ type: [ToldBodyView] }) bodies!: ToldBodyView[];
  @ApiProperty({ description: '自然人的文书件数：其姓名和证件号码如何遮蔽尚未确定，各平台一概不报送' })
  personPapers!: number;
  @ApiProperty({ description: '有记录未能处理的主体数：以上数字对其可能不全' }) heldBack!: number;
  @ApiProperty({ description: '以上数字包含至此台账位置的全部记录' }) position!: number;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
}

@ApiTags('推送')
@ApiBearerAuth()
@Controller('pushes')
export class PushController {
  constructor(
    private readonly pushes: PushesReader,
    private readonly told: ToldBodies,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Allow('read-pushes')
  @Shows<PushViews>((found, asked) =>
    shownOf(
      found.pushes.map(({ uscc }) => uscc),
      asked.uscc,
    ),
  )
  @ApiOperation({ summary: '查看推送情况，新的在前' })
  @ApiOkResponse({ type: PushViews })
  async search(@Query() { uscc, status, endpoint: body, before, limit = 50 }: SearchPushesDto): Promise<PushViews> {
    const subjectId = uscc === undefined ? undefined : readField('uscc', () => parseUscc(uscc));
    const endpoint = body === undefined ? undefined : readField('endpoint', () => storableText(body));
    const { stand, rows } = await this.pushes.search({ subjectId, status, endpoint, before, limit });
    mustSpeak(stand, subjectId);
    const [paused, standings] = await Promise.all([this.told.paused(), this.told.standings()]);
    return {
      pushes: trustedOf(stand, rows, (row) => row.uscc).map((row) => ({
        ...row,
        faults: [...row.faults],
        paused: paused.has(row.endpoint),
        standing: standings.get(row.endpoint) ?? 'training',
      })),
      next: rows.length >= limit ? (rows.at(-1)?.position ?? null) : null,
      heldBack: heldBackOf(stand),
      ...ageOf(stand),
    };
  }

  @Get('bodies')
  @Allow('read-pushes')
  @ShowsNobody('counts by body, no subject')
  @ApiOperation({ summary: '按平台查看推送情况：待送、逾期、按期率、是否暂停、平台是否作答' })
  @ApiOkResponse({ type: ToldBodyViews })
  async bodies(): Promise<ToldBodyViews> {
    const { stand, bodies, personPapers } = await this.told.overview();
    mustSpeak(stand);
    return { bodies: [...bodies], personPapers, heldBack: heldBackOf(stand).length, ...ageOf(stand) };
  }

  @Post('redrive')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({ summary: '成批重新推送：被拒的、不再推送的，按条件选取；可先试看' })
  @ApiOkResponse({ type: RedrivenPushes })
  redriveAll(@Body() body: RedrivePushesDto, @CommandContext() context: Context): Promise<RedrivenPushes> {
    return this.commands.execute(new RedrivePushes(body, context));
  }

  @Post(':pushId/redrive')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({ summary: '重新推送一条被拒的或不再推送的' })
  @ApiOkResponse({ type: Receipt })
  redrive(
    @Param('pushId', ParseId) pushId: string,
    @Body() body: RedrivePushDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new RedrivePush(pushId, body, context));
  }

  @Post(':pushId/send-despite-check')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({ summary: '报送前核对未过而搁置的，决定仍予推送' })
  @ApiOkResponse({ type: Receipt })
  sendDespiteCheck(
    @Param('pushId', ParseId) pushId: string,
    @Body() body: SendDespiteCheckDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new SendDespiteCheck(pushId, body, context));
  }

  @Post('bodies/:body/pause')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({ summary: '暂停向一个平台推送；已送出的仍取答复' })
  @ApiOkResponse({ type: Receipt })
  pause(
    @Param('body') body: string,
    @Body() paper: PausePushesDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new PausePushes(body, paper, context));
  }

  @Post('bodies/:body/resume')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({ summary: '恢复向一个平台推送' })
  @ApiOkResponse({ type: Receipt })
  resume(
    @Param('body') body: string,
    @Body() paper: PausePushesDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ResumePushes(body, paper, context));
  }

  @Post('bodies/:body/key-change')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({ summary: '更换平台密钥：正式平台此后以所载指纹的密钥认定' })
  @ApiOkResponse({ type: Receipt })
  changeKey(
    @Param('body') body: string,
    @Body() paper: ChangeBodyKeyDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ChangeBodyKey(body, paper, context));
  }

  @Post('bodies/:body/restoration-review')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({ summary: '前置库恢复已核对：说明核实情况，待办随之办结' })
  @ApiOkResponse({ type: Receipt })
  reviewRestoration(
    @Param('body') body: string,
    @Body() paper: ReviewRestorationDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ReviewRestoration(body, paper, context));
  }

  @Post('bodies/:body/adoption')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({
    summary: '申请接管平台已有的记录：清单上的视为已报送，其余在另一人批准后报送；批准前停止向该平台报送',
  })
  @ApiOkResponse({ type: Receipt })
  askAdoption(
    @Param('body') body: string,
    @Body() paper: AskAdoptionDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new AskAdoption(body, paper, context));
  }

  @Post('bodies/:body/adoption/approval')
  @HttpCode(200)
  @Allow('redrive-pushes')
  @ApiOperation({ summary: '批准接管，须由申请以外的人' })
  @ApiOkResponse({ type: Receipt })
  approveAdoption(
    @Param('body') body: string,
    @Body() paper: ApproveAdoptionDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ApproveAdoption(body, paper, context));
  }
}
