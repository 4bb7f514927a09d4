import { Inject } from '@nestjs/common';
import { IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, OptionalInteger, until, whyNoAnswer } from '../application';
import { CreditDossiers, type DossierSnapshot } from '../credit-dossier';
import { ruleSetById, ruleSetInForce } from '../rule-set';
import { type Day, dayOfInstant, isPerson, parseDay, parseInstant, parseSubjectId, readField } from '../shared';
import { type CreditStatus, creditStatus } from './domain/credit-status';

export const STATUSES = ['listed', 'not-listed', 'subject-unknown', 'cannot-answer'] as const;

export class CreditStatusDto {
  @ApiPropertyOptional({ description: '所问之日（当天有效状态）；缺省为 knownAt 当天或今天', example: '2026-05-06' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  validAt?: string;

  @ApiPropertyOptional({ description: '所知之时（台账当时已知内容），UTC；缺省为现在', format: 'date-time' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  knownAt?: string;

  @ApiPropertyOptional({ description: '至少包含到此台账位置（回执中的 position）才作答，最多等2秒' })
  @OptionalInteger(0)
  minPosition?: number;
}

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

/** One subject's status as every channel gives it. */
export class CreditStatusAnswer {
  @ApiProperty({ description: '统一社会信用代码；自然人为台账编号 person-…' }) uscc!: string;
  @ApiProperty({ enum: STATUSES, description: '在名单 / 不在名单 / 查无此主体（不等于无问题）/ 暂不能作答' })
  status!: (typeof STATUSES)[number];
  @ApiProperty({ type: String, nullable: true, description: '现用名称' }) name!: string | null;
  @ApiProperty({ type: [String], description: '曾用名称' }) formerNames!: readonly string[];
  @ApiProperty({ type: Number, nullable: true, description: '信用分（演示规则）' }) score!: number | null;
  @ApiProperty({ type: String, nullable: true, enum: ['A', 'B', 'C', 'D'] }) grade!: string | null;
  @ApiProperty({ type: [ContributionView] }) contributions!: readonly ContributionView[];
  @ApiProperty({ type: [ListingView], description: '所问之日有效的列入' }) listings!: readonly ListingView[];
  @ApiProperty({ type: Number, nullable: true, description: '答复所依据的台账位置' }) position!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
  @ApiProperty({ description: '所用规则集' }) ruleSetId!: string;
  @ApiProperty({ description: '规则集说明' }) ruleSetLabel!: string;
  @ApiProperty({ description: '所问之日' }) validAt!: string;
  @ApiProperty({ description: '所知之时', format: 'date-time' }) knownAt!: string;
  @ApiProperty({ description: '一句话说明' }) statement!: string;
  @ApiProperty({ type: String, nullable: true, description: '暂不能作答的原因代码' }) reason!: string | null;
}

/** 查询单位信用状态. Refusals, as of the fields: the `uscc-…` codes, `date-invalid`, `instant-invalid`. */
export class GetCreditStatus extends Query<CreditStatusAnswer> {
  constructor(
    readonly uscc: string,
    readonly at: CreditStatusDto = {},
  ) {
    super();
  }
}

const waitMs = 2_000;

@QueryHandler(GetCreditStatus)
export class GetCreditStatusHandler implements IQueryHandler<GetCreditStatus> {
  constructor(
    private readonly dossiers: CreditDossiers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ uscc, at }: GetCreditStatus): Promise<CreditStatusAnswer> {
    const subjectId = readField('uscc', () => parseSubjectId(uscc));
    const times = readTimes(at, this.clock);
    let snapshot: DossierSnapshot | undefined;
    try {
      snapshot = await this.snapshotAt(at.minPosition ?? 0, subjectId);
    } catch {
      return noAnswer(subjectId, times, undefined, 'read-model-unavailable'); // logged by the pool's and the api's own monitors
    }
    return answerFor(subjectId, times, snapshot, at.minPosition);
  }

  private async snapshotAt(minPosition: number, subjectId: string): Promise<DossierSnapshot> {
    let snapshot = await this.dossiers.snapshot([subjectId]);
    if (snapshot.position >= minPosition) return snapshot;
    await until(async () => {
      snapshot = await this.dossiers.snapshot([subjectId]);
      return snapshot.position >= minPosition;
    }, waitMs);
    return snapshot;
  }
}

export interface Times {
  readonly validAt: Day;
  readonly knownAt: string;
}

/** `knownAt` is now unless given; `validAt` is the Shanghai day of `knownAt` unless given. */
export function readTimes(at: Pick<CreditStatusDto, 'validAt' | 'knownAt'>, clock: Clock): Times {
  const { validAt, knownAt } = at;
  const known = knownAt === undefined ? clock.now().toISOString() : readField('knownAt', () => parseInstant(knownAt));
  const day = knownAt === undefined ? clock.today() : dayOfInstant(known);
  return { knownAt: known, validAt: validAt === undefined ? day : readField('validAt', () => parseDay(validAt)) };
}

/** The answer from one snapshot; the same for a single question and for each row of a bidder check. */
export function answerFor(
  subjectId: string,
  times: Times,
  snapshot: DossierSnapshot,
  minPosition = 0,
): CreditStatusAnswer {
  const reason = snapshot.position < minPosition ? 'read-model-behind' : whyNoAnswer(snapshot, subjectId);
  if (reason !== undefined) return noAnswer(subjectId, times, snapshot, reason);
  const found = creditStatus(snapshot.dossiers.get(subjectId), times.validAt, times.knownAt);
  const common = commonOf(subjectId, times, snapshot);
  if (found.status === 'subject-unknown') {
    return {
      ...common,
      ...nothingKnown,
      status: found.status,
      statement: '台账中查无此主体。查无记录不等于没有问题。',
    };
  }
  return {
    ...common,
    status: found.status,
    name: found.name,
    formerNames: found.formerNames,
    score: found.score,
    grade: found.grade,
    contributions: found.contributions,
    listings: found.listings.map(toListingView),
    statement: statementOf(subjectId, found, times.validAt),
  };
}

export function noAnswer(
  subjectId: string,
  times: Times,
  snapshot: DossierSnapshot | undefined,
  reason: string,
): CreditStatusAnswer {
  return {
    ...commonOf(subjectId, times, snapshot),
    ...nothingKnown,
    status: 'cannot-answer',
    statement: '台账暂不能作答，请稍后再查。未作答不等于没有问题。',
    reason,
  };
}

const nothingKnown = { name: null, formerNames: [], score: null, grade: null, contributions: [], listings: [] };

function commonOf(uscc: string, { validAt, knownAt }: Times, snapshot: DossierSnapshot | undefined) {
  const ruleSetId = ruleSetInForce(validAt).id;
  return {
    uscc,
    position: snapshot?.position ?? null,
    dataAge: snapshot && Number.isFinite(snapshot.ageMs) ? snapshot.ageMs : null,
    ruleSetId,
    ruleSetLabel: ruleSetById(ruleSetId).label,
    validAt,
    knownAt,
    reason: null,
  };
}

function toListingView(fact: ListingView): ListingView {
  const { listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis } = fact;
  return { listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis };
}

/** A person is not named in it: the name is sealed, and only a whole text is opened at the edge, never a part of one. */
function statementOf(
  subjectId: string,
  { name, score, grade, listings }: Exclude<CreditStatus, { status: 'subject-unknown' }>,
  day: Day,
): string {
  const who = isPerson(subjectId) ? '该自然人' : name || '该主体';
  const scored = `信用分${score}分，${grade}级（演示规则）`;
  const formal = listings.find(({ register }) => register === 'serious-dishonesty');
  return formal
    ? `${who}在${day}处于严重失信主体名单（${formal.decisionNumber}），${scored}。`
    : `${who}在${day}不在严重失信主体名单，${scored}。`;
}
