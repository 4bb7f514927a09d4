import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { ROLES } from '../access';
import { Omittable, OptionalInteger } from '../application';
import { parseSubjectId, readField, storableText } from '../shared';
import type { AccessRecords, AccessRow } from './access-records';
import { cursorOf, readCursor } from './cursor';

export class SearchAccessRecordsDto {
  @ApiPropertyOptional({ description: '被查看的主体：统一社会信用代码，或自然人在台账中的编号（person-…）' })
  @Omittable()
  @IsString()
  @MaxLength(64)
  subject?: string;
  @ApiPropertyOptional({ description: '查看人：密钥的持有人' })
  @Omittable()
  @IsString()
  @MaxLength(200)
  holder?: string;
  @ApiPropertyOptional({ description: '上一页的 next' }) @Omittable() @IsString() @MaxLength(200) after?: string;
  @ApiPropertyOptional({ description: '每页条数', default: 100, maximum: 500 })
  @OptionalInteger(1, 500)
  limit?: number;
}

/** That somebody read something about a subject. */
export class AccessRecordView {
  @ApiProperty({ description: '作答时间（UTC）', format: 'date-time' }) at!: string;
  @ApiProperty({ description: '密钥指纹' }) key!: string;
  @ApiProperty({ description: '持有人' }) holder!: string;
  @ApiProperty({ description: '单位代码' }) unitCode!: string;
  @ApiProperty({ enum: ROLES, description: '角色' }) role!: string;
  @ApiProperty({ description: '所查接口', example: 'GET /subjects/{uscc}/status' }) route!: string;
  @ApiProperty({ type: String, nullable: true, description: '被查看的主体；答复不涉及主体时为 null' })
  subjectId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '所看列入、修复、核查的编号或者封存条目号' })
  itemId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '所填查询目的' }) purpose!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '所答信用状态' }) status!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: '答复所依据的台账位置' }) position!: number | null;
  @ApiProperty({ description: '请求编号' }) requestId!: string;
}

export class AccessRecordViews {
  @ApiProperty({ type: [AccessRecordView], description: '新的在前' }) records!: AccessRecordView[];
  @ApiProperty({ type: String, nullable: true, description: '下一页的 after；没有更多时为 null' }) next!: string | null;
}

/**
 * 查阅谁查看了什么, newest first. What was answered a moment ago may not be among it yet (a batch, a tenth of a second).
 *
 * Refusals, in this order: those of `parseSubjectId` (`subject`); that of `storableText` (`holder`); `cursor-invalid`.
 */
export async function searchAccessRecords(
  records: AccessRecords,
  { subject, holder, after, limit = 100 }: SearchAccessRecordsDto,
): Promise<AccessRecordViews> {
  const rows = await records.search({
    subjectId: subject === undefined ? undefined : readField('subject', () => parseSubjectId(subject)),
    holder: holder === undefined ? undefined : readField('holder', () => storableText(holder)),
    after: after === undefined ? undefined : readCursor(after),
    limit,
  });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { records: rows.map(toView), next: last ? cursorOf(last) : null };
}

function toView(row: AccessRow): AccessRecordView {
  const { at, key, holder, unitCode, role, route, subjectId, itemId, purpose, status, position, requestId } = row;
  return { at, key, holder, unitCode, role, route, subjectId, itemId, purpose, status, position, requestId };
}
