import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { Allow } from '../access';
import { OptionalInteger, READ_MODELS, type ReadModels } from '../application';
import { parseUscc, readField } from '../shared';

const statuses = ['waiting', 'delivered', 'refused'] as const;
export class SearchPushesDto {
  @ApiPropertyOptional({ description: '统一社会信用代码' }) @IsOptional() @IsString() @MaxLength(64) uscc?: string;
  @ApiPropertyOptional({ enum: statuses, description: '待送、已送达（记名成功）、被拒（记名不成功）' })
  @IsOptional()
  @IsIn(statuses)
  status?: (typeof statuses)[number];
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
  @ApiProperty({ enum: statuses }) status!: string;
  @ApiProperty({ description: '已尝试次数' }) attempts!: number;
  @ApiProperty({ type: String, nullable: true, description: '回执编号' }) receiptNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '平台拒绝代码' }) refusalCode!: string | null;
}

export class PushViews {
  @ApiProperty({ type: [PushView] }) pushes!: PushView[];
  @ApiProperty({ type: Number, nullable: true }) next!: number | null;
}

@ApiTags('推送')
@ApiBearerAuth()
@Controller('pushes')
export class PushController {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get()
  @Allow('read-pushes')
  @ApiOperation({ summary: '查看推送情况，新的在前' })
  @ApiOkResponse({ type: PushViews })
  async search(@Query() { uscc, status, before, limit = 50 }: SearchPushesDto): Promise<PushViews> {
    const subjectId = uscc === undefined ? null : readField('uscc', () => parseUscc(uscc));
    const { rows } = await this.readModels.query<PushView>(
      `SELECT push_id AS "pushId", endpoint, kind, position::float8 AS position, subject_id AS uscc, status, attempts,
              receipt_number AS "receiptNumber", refusal_code AS "refusalCode"
       FROM pushes
       WHERE ($1::text IS NULL OR subject_id = $1) AND ($2::text IS NULL OR status = $2)
         AND ($3::bigint IS NULL OR position < $3)
       ORDER BY position DESC LIMIT $4`,
      [subjectId, status ?? null, before ?? null, limit],
    );
    return { pushes: rows, next: rows.length === limit ? (rows.at(-1)?.position ?? null) : null };
  }
}
