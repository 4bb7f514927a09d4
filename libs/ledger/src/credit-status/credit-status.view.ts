import { ApiProperty } from '@nestjs/swagger';
import { type StatusAnswer, STATUSES } from './domain/answer';

export class ContributionView {
  @ApiProperty({ type: String, nullable: true, description: '来源记录' }) eventId!: string | null;
  @ApiProperty({ description: '计分规则' }) rule!: string;
  @ApiProperty({ description: '分值；各项之和等于得分' }) points!: number;
  @ApiProperty({ type: String, nullable: true, description: '文书' }) document!: string | null;
  @ApiProperty({ description: '计分首日' }) from!: string;
  @ApiProperty({ type: String, nullable: true, description: '不再计分的首日' }) until!: string | null;
  @ApiProperty({ description: '说明' }) sentence!: string;
}

export class ListingView {
  @ApiProperty({ format: 'uuid' }) listingId!: string;
  @ApiProperty({ enum: ['serious-dishonesty', 'key-supervision'] }) register!: string;
  @ApiProperty({ description: '列入情形代码' }) ground!: string;
  @ApiProperty({ description: '列入日期' }) listedOn!: string;
  @ApiProperty({ description: '期满日（当日起不在名单）' }) listedUntil!: string;
  @ApiProperty({ description: '列入决定书文号' }) decisionNumber!: string;
  @ApiProperty({ description: '决定机关' }) decisionBody!: string;
  @ApiProperty({ description: '列入依据' }) legalBasis!: string;
}

export class RepairableView {
  @ApiProperty({ description: '来源记录' }) eventId!: string;
  @ApiProperty({ description: '文书' }) document!: string;
  @ApiProperty({
    enum: ['from', 'duties-done', 'no'],
    description: 'from：自该日起可以修复；duties-done：义务履行完毕即可，不早于该日；no：不适用修复',
  })
  repairable!: string;
  @ApiProperty({ type: String, nullable: true, description: '最早可以修复之日' }) eligibleOn!: string | null;
  @ApiProperty({ description: '依据' }) basis!: string;
}

/** One subject's status in the words of the api. Nothing of it is stored: its fields may change with the api. */
export class CreditStatusView {
  @ApiProperty({ description: '统一社会信用代码；自然人为台账编号 person-…' }) uscc!: string;
  @ApiProperty({ enum: STATUSES, description: '在名单 / 不在名单 / 查无此主体（不等于无问题）/ 暂不能作答' })
  status!: (typeof STATUSES)[number];
  @ApiProperty({ type: String, nullable: true, description: '现用名称' }) name!: string | null;
  @ApiProperty({ type: [String], description: '曾用名称' }) formerNames!: readonly string[];
  @ApiProperty({ type: Number, nullable: true, description: '信用分（演示规则）' }) score!: number | null;
  @ApiProperty({ type: String, nullable: true, enum: ['A', 'B', 'C', 'D'] }) grade!: string | null;
  @ApiProperty({ type: [ContributionView] }) contributions!: readonly ContributionView[];
  @ApiProperty({ type: [ListingView], description: '所问之日有效的列入' }) listings!: readonly ListingView[];
  @ApiProperty({ type: [RepairableView], description: '在案记录何时可以申请信用修复' })
  repairs!: readonly RepairableView[];
  @ApiProperty({ type: Number, nullable: true, description: '答复所依据的台账位置' }) position!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
  @ApiProperty({ description: '所用规则集' }) ruleSetId!: string;
  @ApiProperty({ description: '规则集说明' }) ruleSetLabel!: string;
  @ApiProperty({ description: '所问之日' }) validAt!: string;
  @ApiProperty({ description: '所知之时', format: 'date-time' }) knownAt!: string;
  @ApiProperty({ description: '一句话说明' }) statement!: string;
  @ApiProperty({ type: String, nullable: true, description: '暂不能作答的原因代码' }) reason!: string | null;
}

export function toCreditStatusView(answer: StatusAnswer): CreditStatusView {
  const { subjectId, status, name, formerNames, score, grade, contributions, listings, repairs } = answer;
  const { position, dataAgeMs, ruleSetId, ruleSetLabel, validAt, knownAt, statement, reason } = answer;
  return {
    uscc: subjectId,
    status,
    name,
    formerNames,
    score,
    grade,
    contributions: contributions.map(({ eventId, rule, points, document, from, until, sentence }) => ({
      eventId,
      rule,
      points,
      document,
      from,
      until,
      sentence,
    })),
    listings: listings.map(
      ({ listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis }) => ({
        listingId,
        register,
        ground,
        listedOn,
        listedUntil,
        decisionNumber,
        decisionBody,
        legalBasis,
      }),
    ),
    repairs: repairs.map(({ eventId, document, repairable, eligibleOn, basis }) => ({
      eventId,
      document,
      repairable,
      eligibleOn,
      basis,
    })),
    position,
    dataAge: dataAgeMs,
    ruleSetId,
    ruleSetLabel,
    validAt,
    knownAt,
    statement,
    reason,
  };
}
