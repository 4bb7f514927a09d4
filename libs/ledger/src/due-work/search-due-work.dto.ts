import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { Omittable, OptionalInteger } from '../application';
import { DUE_ROLES, type DueRole } from '../shared';

export class SearchDueWorkDto {
  @ApiPropertyOptional({ description: '当事单位统一社会信用代码' })
  @Omittable()
  @IsString()
  @MaxLength(64)
  uscc?: string;
  @ApiPropertyOptional({ description: '办理单位统一社会信用代码' })
  @Omittable()
  @IsString()
  @MaxLength(64)
  unit?: string;
  @ApiPropertyOptional({ enum: DUE_ROLES, description: '由谁办理：执法员、审批人、运维员；ledger：到期由台账自动记录' })
  @Omittable()
  @IsIn(DUE_ROLES)
  role?: DueRole;
  @ApiPropertyOptional({ description: '办理事项的种类，如 majorFireHazard' })
  @Omittable()
  @IsString()
  @MaxLength(64)
  procedure?: string;
  @ApiPropertyOptional({ enum: ['true', 'false'], description: '只看已逾期的（true）、未逾期的（false）' })
  @Omittable()
  @IsIn(['true', 'false'])
  overdue?: 'true' | 'false';
  @ApiPropertyOptional({ description: '上一页的 next' }) @Omittable() @IsString() @MaxLength(400) after?: string;
  @ApiPropertyOptional({ description: '每页件数', default: 50, maximum: 200 })
  @OptionalInteger(1, 200)
  limit?: number;
}
