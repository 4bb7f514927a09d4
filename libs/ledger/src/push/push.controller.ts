import type { Context } from '@app/event-store';
import { PUSH_STATES, type PushState } from '@app/outbox';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { Allow, CommandContext } from '../access';
import { OptionalInteger, READ_MODELS, type ReadModels, Receipt } from '../application';
import { parseUscc, readField } from '../shared';
import { RedrivePush, RedrivePushDto } from './redrive-push.command';
import { RedrivenPushes, RedrivePushes, RedrivePushesDto } from './redrive-pushes.command';

export class SearchPushesDto {
  @ApiPropertyOptional({ description: '统一社会信用代码' }) @IsOptional() @IsString() @MaxLength(64) uscc?: string;
  @ApiPropertyOptional({
    enum: PUSH_STATES,
    description: '待送、已送待答复、已收（记名成功）、被拒（记名不成功）、不再推送',
  })
  @IsOptional()
  @IsIn(PUSH_STATES)
  status?: PushState;
  @ApiPropertyOptional({ description: '接收平台' }) @IsOptional() @IsString() @MaxLength(64) endpoint?: string;
  @ApiPropertyOptional({ description: '上一页末条的 position' })
  @OptionalInteger(1)
  before?: number;
  @ApiPropertyOptional({ default: 50, maximum: 200 })
  @OptionalInteger(1, 200)
  limit?: number;
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
}

export class PushViews {
  @ApiProperty({ type: [PushView] }) pushes!: PushView[];
  @ApiProperty({ type: Number, nullable: true }) next!: number | null;
}

@ApiTags('推送')
@ApiBearerAuth()
@Controller('pushes')
export class PushController {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Allow('read-pushes')
  @ApiOperation({ summary: '查看推送情况，新的在前' })
  @ApiOkResponse({ type: PushViews })
  async search(@Query() { uscc, status, endpoint, before, limit = 50 }: SearchPushesDto): Promise<PushViews> {
    const subjectId = uscc === undefined ? null : readField('uscc', () => parseUscc(uscc));
    const { rows } = await this.readModels.query<PushView>(
      `SELECT push_id AS "pushId", endpoint, kind, position::float8 AS position, subject_id AS uscc, status, attempts, redrives,
              reference, receipt_number AS "receiptNumber", refusal_code AS "refusalCode", dead_because AS "deadBecause"
       FROM pushes
       WHERE ($1::text IS NULL OR subject_id = $1) AND ($2::text IS NULL OR status = $2)
         AND ($3::bigint IS NULL OR position < $3) AND ($5::text IS NULL OR endpoint = $5)
       ORDER BY position DESC LIMIT $4`,
      [subjectId, status ?? null, before ?? null, limit, endpoint ?? null],
    );
    return { pushes: rows, next: rows.length === limit ? (rows.at(-1)?.position ?? null) : null };
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
    @Param('pushId', ParseUUIDPipe) pushId: string,
    @Body() body: RedrivePushDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new RedrivePush(pushId, body, context));
  }
}
