import type { Context } from '@app/event-store';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { Allow, CommandContext, shownOf, Shows, ShowsNobody } from '../access';
import { ageOf, mustSpeak, Omittable, OptionalInteger, ParseId, Receipt } from '../application';
import { CloseReconciliation, CloseReconciliationDto } from './close-reconciliation.command';
import { MendDiscrepancies, MendDiscrepanciesDto, MendedDiscrepancies } from './mend-discrepancies.command';
import { sheetMax } from './found-differences';
import {
  DIFFERENCE_LABELS,
  REPORT_FORMATS,
  type ReportFile,
  type ReportFormat,
  reportOf,
  subjectOf,
  XLSX,
} from './reconciliation-report';
import { ReconciliationsReader } from './reconciliations-reader';
import { ResolveDiscrepancy, ResolveDiscrepancyDto } from './resolve-discrepancy.command';

export class SearchReconciliationsDto {
  @ApiPropertyOptional({ description: '接收平台' }) @Omittable() @IsString() @MaxLength(64) endpoint?: string;
  @ApiPropertyOptional({ description: '上一页末条的 openedAt' }) @OptionalInteger(1) before?: number;
  @ApiPropertyOptional({ default: 50, maximum: 200 }) @OptionalInteger(1, 200) limit?: number;
}

export class KindComparedView {
  @ApiProperty({ description: '推送内容种类' }) kind!: string;
  @ApiProperty({ description: '平台应有条数' }) told!: number;
  @ApiProperty({ description: '平台所称条数' }) held!: number;
  @ApiProperty({ description: '应有内容的SHA-256' }) toldHash!: string;
  @ApiProperty({ description: '平台所称内容的SHA-256；无差异时与 toldHash 相同' }) heldHash!: string;
  @ApiProperty({ description: '差异项数' }) differences!: number;
}

export class ReconciliationView {
  @ApiProperty({ format: 'uuid' }) reconciliationId!: string;
  @ApiProperty({ description: '接收平台' }) endpoint!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: '向该平台转供数据的平台，差异由它更正；由本台账报送的为空',
  })
  fedBy!: string | null;
  @ApiProperty({ description: '对账日期' }) reconciledOn!: string;
  @ApiProperty({ format: 'date-time' }) endedAt!: string;
  @ApiProperty({ type: [KindComparedView] }) kinds!: KindComparedView[];
  @ApiProperty({ description: '差异项数' }) differences!: number;
  @ApiProperty({ description: '其中在此列出的项数；其余的在其续页中列出' }) named!: number;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: '是哪一次对账的续页；差异较多的对账分页列出，逐页处置、更正和办结；本身即为一次对账的为空',
  })
  continues!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '办结日期；未办结为空' }) closedOn!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '办结意见；无差异而自动办结的为空' }) remark!:
    string | null;
  @ApiProperty({ description: '台账位置' }) openedAt!: number;
}

export class ReconciliationViews {
  @ApiProperty({ type: [ReconciliationView] }) reconciliations!: ReconciliationView[];
  @ApiProperty({ description: '此台账位置及以前的记录均已计入' }) position!: number;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '下一页的 before；没有则为空' }) next!: number | null;
}

export class SearchDiscrepanciesDto {
  @ApiPropertyOptional({ description: '上一页末条的 foundAt' }) @OptionalInteger(1) after?: number;
  @ApiPropertyOptional({ default: 50, maximum: 200 }) @OptionalInteger(1, 200) limit?: number;
}

export class DiscrepancyView {
  @ApiProperty({ format: 'uuid' }) discrepancyId!: string;
  @ApiProperty({
    enum: Object.keys(DIFFERENCE_LABELS),
    description: Object.entries(DIFFERENCE_LABELS)
      .map(([code, label]) => `${code}：${label}`)
      .join('；'),
  })
  difference!: string;
  @ApiProperty({ description: '推送内容种类' }) kind!: string;
  @ApiProperty({ description: '幂等键' }) key!: string;
  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: '推送编号；从未推送的为空' }) pushId!:
    string | null;
  @ApiProperty({ type: String, nullable: true, description: '统一社会信用代码' }) uscc!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '平台所称回执编号；平台没有的为空' }) receiptNumber!:
    string | null;
  @ApiProperty({ type: String, nullable: true, description: '处置理由；尚未处置为空' }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '处置日期' }) resolvedOn!: string | null;
  @ApiProperty({ description: '台账位置' }) foundAt!: number;
}

export class DiscrepancyViews {
  @ApiProperty({ type: [DiscrepancyView] }) discrepancies!: DiscrepancyView[];
  @ApiProperty({ description: '此台账位置及以前的记录均已计入' }) position!: number;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '下一页的 after；没有则为空' }) next!: number | null;
}

export class ReportDto {
  @ApiPropertyOptional({ enum: REPORT_FORMATS, default: 'csv' })
  @Omittable()
  @IsIn(REPORT_FORMATS)
  format?: ReportFormat;
}

const reportSchema = { type: 'array', items: { $ref: getSchemaPath(DiscrepancyView) } };

@ApiTags('对账')
@ApiBearerAuth()
@Controller('reconciliations')
export class ReconciliationController {
  constructor(
    private readonly reader: ReconciliationsReader,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Allow('read-pushes')
  @ShowsNobody('对账情况只有平台、日期和条数')
  @ApiOperation({ summary: '查看与各平台对账的情况，新的在前' })
  @ApiOkResponse({ type: ReconciliationViews })
  async search(@Query() { endpoint, before, limit = 50 }: SearchReconciliationsDto): Promise<ReconciliationViews> {
    const { stand, rows } = await this.reader.search({ endpoint, before, limit });
    mustSpeak(stand);
    return {
      reconciliations: rows.map(({ opened, closedOn, remark, openedAt }) => ({
        ...opened,
        kinds: opened.kinds.map((kind) => ({ ...kind })),
        closedOn,
        remark,
        openedAt,
      })),
      next: rows.length === limit ? (rows.at(-1)?.openedAt ?? null) : null,
      ...ageOf(stand),
    };
  }

  @Get(':reconciliationId/discrepancies')
  @Allow('read-pushes')
  @Shows<DiscrepancyViews>((found) => shownOf(found.discrepancies.map(({ uscc }) => uscc)))
  @ApiOperation({ summary: '查看一次对账的差异' })
  @ApiOkResponse({ type: DiscrepancyViews })
  async discrepancies(
    @Param('reconciliationId', ParseId) reconciliationId: string,
    @Query() { after, limit = 50 }: SearchDiscrepanciesDto,
  ): Promise<DiscrepancyViews> {
    const { stand, rows } = await this.reader.discrepancies(reconciliationId, after, limit);
    mustSpeak(stand);
    return {
      discrepancies: rows.map((row) => {
        const { discrepancyId, difference, kind, key, pushId, receiptNumber } = row.found;
        const { reason, resolvedOn, foundAt } = row;
        const uscc = subjectOf(row);
        return { discrepancyId, difference, kind, key, pushId, uscc, receiptNumber, reason, resolvedOn, foundAt };
      }),
      next: rows.length === limit ? (rows.at(-1)?.foundAt ?? null) : null,
      ...ageOf(stand),
    };
  }

  @Get(':reconciliationId/report')
  @Allow('read-pushes')
  @Shows<ReportFile>((file) => shownOf(file.subjects))
  @ApiOperation({ summary: '下载一次对账的差异（CSV 或 xlsx）' })
  @ApiOkResponse({
    description: '每行一项差异，标题为中文',
    content: { 'text/csv': { schema: reportSchema }, [XLSX]: { schema: reportSchema } },
  })
  async report(
    @Param('reconciliationId', ParseId) reconciliationId: string,
    @Query() { format = 'csv' }: ReportDto,
  ): Promise<ReportFile> {
    const { stand, rows } = await this.reader.discrepancies(reconciliationId, undefined, sheetMax);
    mustSpeak(stand);
    return reportOf(rows, format, `reconciliation-${reconciliationId}`);
  }

  @Post(':reconciliationId/mending')
  @HttpCode(200)
  @Allow('settle-reconciliations')
  @ApiOperation({ summary: '对账更正：重新报送平台缺失的、终止未生效的；可先试看' })
  @ApiOkResponse({ type: MendedDiscrepancies })
  mend(
    @Param('reconciliationId', ParseId) reconciliationId: string,
    @Body() body: MendDiscrepanciesDto,
    @CommandContext() context: Context,
  ): Promise<MendedDiscrepancies> {
    return this.commands.execute(new MendDiscrepancies(reconciliationId, body, context));
  }

  @Post(':reconciliationId/discrepancies/:discrepancyId/resolution')
  @HttpCode(200)
  @Allow('settle-reconciliations')
  @ApiOperation({ summary: '差异处置：说明一项差异的处置理由' })
  @ApiOkResponse({ type: Receipt })
  resolve(
    @Param('reconciliationId', ParseId) reconciliationId: string,
    @Param('discrepancyId', ParseId) discrepancyId: string,
    @Body() body: ResolveDiscrepancyDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ResolveDiscrepancy(reconciliationId, discrepancyId, body, context));
  }

  @Post(':reconciliationId/closure')
  @HttpCode(200)
  @Allow('settle-reconciliations')
  @ApiOperation({ summary: '对账办结' })
  @ApiOkResponse({ type: Receipt })
  close(
    @Param('reconciliationId', ParseId) reconciliationId: string,
    @Body() body: CloseReconciliationDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new CloseReconciliation(reconciliationId, body, context));
  }
}
