import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import {
  ageOf,
  asRecorded,
  type EventLog,
  heldBackOf,
  mustSpeak,
  Omittable,
  OptionalInteger,
  trustedOf,
} from '../application';
import { parseUscc, readField, Refusal } from '../shared';
import type { BlacklistRegister } from './blacklist-register';
import type { RegisterRow } from './blacklist-register.projection';
import { type BlacklistListing, streamOf } from './domain/blacklist-listing';
import { type Ground, GROUNDS } from './domain/blacklist-listing.events';
import { asCorrected } from './domain/listing-correction';

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
  @Omittable()
  @IsIn(statuses)
  status?: (typeof statuses)[number];
  @ApiPropertyOptional({ description: '统一社会信用代码' }) @Omittable() @IsString() @MaxLength(64) uscc?: string;
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

/** One case alone, with the age of what is said. */
export class ListingCaseAnswer extends ListingCase {
  @ApiProperty({
    type: Number,
    nullable: true,
    description: '自此台账位置起该主体的办理情况有一条未能处理，暂未列入；齐全时为 null',
  })
  heldBackSince!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
}

/** A subject about which the register does not know everything now. */
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
  @ApiProperty({ description: '答复所依据的台账位置' }) position!: number;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
}

/**
 * 查询名单办理情况, newest first.
 *
 * Refusals, in this order: the `uscc-…` codes; `cannot-answer` {reason, position, dataAge} while the register is stopped or
 * behind: then it never says that there is no case.
 */
export async function searchBlacklist(
  register: BlacklistRegister,
  { uscc, limit = 50, status, before }: SearchBlacklistDto,
): Promise<ListingCases> {
  const subjectId = uscc === undefined ? undefined : readField('uscc', () => parseUscc(uscc));
  const { stand, rows } = await register.search({
    limit,
    ...(status !== undefined && { status }),
    ...(before !== undefined && { before }),
    ...(subjectId !== undefined && { subjectId }),
  });
  mustSpeak(stand, subjectId);
  return {
    listings: trustedOf(stand, rows, ({ state }) => state.candidate.subjectId).map(toCase),
    heldBack: heldBackOf(stand),
    next: rows.length === limit ? (rows.at(-1)?.proposedAt ?? null) : null,
    ...ageOf(stand),
  };
}

/** 查看一件, with every step that was recorded before. Refusals, in this order: `cannot-answer` as above; `listing-not-found` {listingId}. */
export async function oneListing(
  log: EventLog,
  register: BlacklistRegister,
  listingId: string,
): Promise<ListingCaseAnswer> {
  const {
    stand,
    rows: [row],
  } = await asRecorded(log, streamOf(listingId), () => register.one(listingId));
  if (!row) throw new Refusal('listing-not-found', { listingId });
  mustSpeak(stand, row.state.candidate.subjectId);
  const heldBackSince = stand.stopped.get(row.state.candidate.subjectId) ?? null;
  return { ...toCase(row), heldBackSince, dataAge: ageOf(stand).dataAge };
}

function toCase({ listingId, proposedAt, position, state }: RegisterRow): ListingCase {
  const { status, candidate, ...later } = state;
  return {
    listingId,
    status,
    uscc: candidate.subjectId,
    subjectName: 'listing' in state ? asCorrected(state.listing, state.corrections).subjectName : candidate.subjectName,
    ground: candidate.ground,
    groundLabel: GROUNDS[candidate.ground],
    proposedAt,
    position,
    steps: { candidate, ...later },
  };
}
