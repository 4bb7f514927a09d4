import { IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { OptionalInteger } from '../application';
import { parseUscc, readField } from '../shared';
import { BlacklistRegister } from './blacklist-register';
import type { RegisterRow } from './blacklist-register.projection';
import type { BlacklistListing } from './domain/blacklist-listing';
import { type Ground, GROUNDS } from './domain/blacklist-listing.events';

const statuses = [
  'candidate',
  'notified',
  'defended',
  'defence-rejected',
  'defence-upheld',
  'dismissed',
  'listed',
  'removed',
] as const satisfies readonly BlacklistListing['status'][];

export class SearchBlacklistDto {
  @ApiPropertyOptional({ description: '办理状态', enum: statuses })
  @IsOptional()
  @IsIn(statuses)
  status?: (typeof statuses)[number];
  @ApiPropertyOptional({ description: '统一社会信用代码' }) @IsOptional() @IsString() @MaxLength(64) uscc?: string;
  @ApiPropertyOptional({ description: '上一页末条的 proposedAt' })
  @OptionalInteger(1)
  before?: number;
  @ApiPropertyOptional({ description: '每页条数', default: 50, maximum: 200 })
  @OptionalInteger(1, 200)
  limit?: number;
}

/** One case, for those who handle it. */
export class ListingCase {
  @ApiProperty({ format: 'uuid' }) listingId!: string;
  @ApiProperty({ enum: statuses, description: '办理状态' }) status!: string;
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '单位名称' }) subjectName!: string;
  @ApiProperty({ enum: Object.keys(GROUNDS) }) ground!: Ground;
  @ApiProperty({ description: '列入情形' }) groundLabel!: string;
  @ApiProperty({ description: '候选提出时的台账位置' }) proposedAt!: number;
  @ApiProperty({ description: '最近一次办理的台账位置' }) position!: number;
  @ApiProperty({ description: '各步骤的文书与日期', type: 'object', additionalProperties: true }) steps!: object;
}

/** A subject about which the register does not know everything at the moment. */
export class HeldBackSubject {
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '自此台账位置起的办理情况暂未列入' }) since!: number;
}

export class ListingCases {
  @ApiProperty({ type: [ListingCase] }) listings!: ListingCase[];
  @ApiProperty({ type: [HeldBackSubject], description: '有记录未能处理的主体：以上结果对其可能不全' })
  heldBack!: HeldBackSubject[];
  @ApiProperty({ type: Number, nullable: true, description: '下一页的 before；没有更多时为 null' }) next!:
    number | null;
}

/** 查询名单办理情况, newest first. */
export class SearchBlacklist extends Query<ListingCases> {
  constructor(readonly by: SearchBlacklistDto) {
    super();
  }
}

@QueryHandler(SearchBlacklist)
export class SearchBlacklistHandler implements IQueryHandler<SearchBlacklist> {
  constructor(private readonly register: BlacklistRegister) {}

  async execute({ by }: SearchBlacklist): Promise<ListingCases> {
    const { uscc, limit = 50, status, before } = by;
    const subjectId = uscc === undefined ? undefined : readField('uscc', () => parseUscc(uscc));
    // Before the rows: a subject that goes on again in between is named though its rows are complete, never the reverse.
    const heldBack = await this.register.heldBack(subjectId === undefined ? undefined : [subjectId]);
    const rows = await this.register.search({
      limit,
      ...(status !== undefined && { status }),
      ...(before !== undefined && { before }),
      ...(subjectId !== undefined && { subjectId }),
    });
    return {
      listings: rows.map(toCase),
      heldBack: heldBack.map(({ subjectId: code, since }) => ({ uscc: code, since })),
      next: rows.length === limit ? (rows.at(-1)?.proposedAt ?? null) : null,
    };
  }
}

export function toCase({ listingId, proposedAt, position, state }: RegisterRow): ListingCase {
  const { status, candidate, ...later } = state;
  return {
    listingId,
    status,
    uscc: candidate.subjectId,
    subjectName: candidate.subjectName,
    ground: candidate.ground,
    groundLabel: GROUNDS[candidate.ground],
    proposedAt,
    position,
    steps: { candidate, ...later },
  };
}
