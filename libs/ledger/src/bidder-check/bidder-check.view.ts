import { ApiProperty } from '@nestjs/swagger';
import { STATUSES } from '../credit-status';
import type { BidderCheck } from './domain/bidder-check';
import type { BidderRow, NameMatch } from './domain/bidder-check.events';

export const NAME_MATCHES = [
  'current',
  'former',
  'mismatch',
  'not-given',
  'not-checked',
] as const satisfies NameMatch[];

/** One bidder's answer as it was recorded. What led to it in full: `/subjects/{uscc}/status` for the same day and instant. */
export class BidderRowView {
  @ApiProperty({ description: '第几行，从1起' }) row!: number;
  @ApiProperty({ description: '统一社会信用代码，如所读' }) uscc!: string;
  @ApiProperty({ type: String, nullable: true, description: '所填名称' }) nameGiven!: string | null;
  @ApiProperty({ enum: NAME_MATCHES, description: '所填名称：现用名、曾用名、不符、未填、未核对' })
  nameMatch!: NameMatch;
  @ApiProperty({ type: String, nullable: true, description: '本行的问题代码；没有问题时为 null' })
  error!: string | null;
  @ApiProperty({ enum: STATUSES, description: '在名单 / 不在名单 / 查无此主体（不等于无问题）/ 暂不能作答' })
  status!: (typeof STATUSES)[number];
  @ApiProperty({ type: String, nullable: true, description: '暂不能作答的原因代码' }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '现用名称' }) name!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: '信用分（演示规则）' }) score!: number | null;
  @ApiProperty({ type: String, nullable: true, enum: ['A', 'B', 'C', 'D'] }) grade!: string | null;
  @ApiProperty({ description: '所用规则集' }) ruleSetId!: string;
  @ApiProperty({ type: [String], description: '计分所依据的记录' }) contributionEventIds!: readonly string[];
  @ApiProperty({ type: [String], description: '所问之日有效的列入' }) listingIds!: readonly string[];
  @ApiProperty({ description: '一句话说明' }) statement!: string;
  @ApiProperty({ description: '答复全文的摘要：规范 JSON（RFC 8785）的 SHA-256，十六进制' }) digest!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: '当时答复的原文，逐字：早期的核查连同全文保存，其后为 null',
  })
  inFull!: object | null;
}

export class BidderCheckView {
  @ApiProperty({ format: 'uuid', description: '核查编号，凭此调阅' }) checkId!: string;
  @ApiProperty({ format: 'date-time', description: '询问时间（UTC），也是各行的所知之时' }) askedAt!: string;
  @ApiProperty({ format: 'date', description: '询问之日（北京时间），也是各行的所问之日' }) askedOn!: string;
  @ApiProperty({ description: '所有行共同依据的台账位置' }) position!: number;
  @ApiProperty({ type: [BidderRowView] }) rows!: BidderRowView[];
}

/** In the words of the api. A check shown later comes from the same function of what was recorded, so it says the same. */
export function toBidderCheckView({ checkId, askedAt, askedOn, position, rows }: BidderCheck): BidderCheckView {
  return { checkId, askedAt, askedOn, position, rows: rows.map(toRowView) };
}

function toRowView(recorded: BidderRow): BidderRowView {
  const { row, uscc, nameGiven, nameMatch, error, status, reason, name, score, grade } = recorded;
  const { ruleSetId, contributionEventIds, listingIds, statement, digest, saidInFull } = recorded;
  return {
    row,
    uscc,
    nameGiven,
    nameMatch,
    error,
    status,
    reason,
    name,
    score,
    grade,
    ruleSetId,
    contributionEventIds,
    listingIds,
    statement,
    digest,
    inFull: saidInFull === null ? null : (JSON.parse(saidInFull) as object),
  };
}
