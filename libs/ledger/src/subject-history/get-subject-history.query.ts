import { REPLACEMENT } from '@app/text';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { ageOf, type Clock, mustSpeak, Omittable, OptionalInteger, readKnownAt, readValidAt } from '../application';
import { blacklistListingEvents } from '../blacklist/domain/blacklist-listing.events';
import type { CommitmentEvent } from '../commitment/domain/commitment.events';
import { type CreditRepairEvent, creditRepairEvents } from '../credit-repair/domain/credit-repair.events';
import type { PenaltyDecisionEvent } from '../penalty-decision/domain/penalty-decision.events';
import type { RuleBook } from '../rule-set';
import type { SpotCheckEvent } from '../spot-check/domain/spot-check.events';
import { dayOfInstant, parseSubjectId, readField } from '../shared';
import { isRecordedLate } from './domain/recorded-late';
import type { HistoryReader } from './history-reader';

/** Steps of procedures, whose days open and close terms. */
const steps: ReadonlySet<string> = new Set([...blacklistListingEvents.types, ...creditRepairEvents.types]);
type EventType = (PenaltyDecisionEvent | CommitmentEvent | SpotCheckEvent | CreditRepairEvent)['type'];
/** What an entry may be taken back by, later in its stream. */
const takenBackBy: Readonly<Record<string, readonly string[]>> = {
  PenaltyDecisionRecorded: ['PenaltyDecisionRevoked', 'PenaltyDecisionFoundUnlawful', 'PenaltyDecisionFoundVoid'],
  FalseCommitmentFound: ['FalseCommitmentFindingWithdrawn'],
  SpotCheckRecorded: ['SpotCheckResultWithdrawn'],
  SpotCheckResultReplaced: ['SpotCheckResultWithdrawn'],
  CreditRepairApproved: ['CreditRepairRevoked'],
} satisfies Partial<Record<EventType, readonly EventType[]>>;
const takingBack = [...new Set(Object.values(takenBackBy).flat())];

const isStep = (type: string): boolean => steps.has(type);

export class SubjectHistoryDto {
  @ApiPropertyOptional({ description: '从此台账位置之后读起；上一页的 next' })
  @OptionalInteger(0)
  after?: number;
  @ApiPropertyOptional({ default: 100, maximum: 500 })
  @OptionalInteger(1, 500)
  limit?: number;
  @ApiPropertyOptional({ description: '只要此日及以前发生的；不得晚于今天' })
  @Omittable()
  @IsString()
  @MaxLength(40)
  validAt?: string;
  @ApiPropertyOptional({ description: '只要此时及以前入账的，带时区；不得晚于现在' })
  @Omittable()
  @IsString()
  @MaxLength(40)
  knownAt?: string;
}

export class HistoryEntry {
  @ApiProperty({ description: '台账位置' }) position!: number;
  @ApiProperty({ format: 'uuid' }) eventId!: string;
  @ApiProperty() stream!: string;
  @ApiProperty() revision!: number;
  @ApiProperty({ description: '记录种类' }) type!: string;
  @ApiProperty() typeVersion!: number;
  @ApiProperty({ description: '文书所载日期' }) occurredOn!: string;
  @ApiProperty({ description: '入账时间（UTC）' }) recordedAt!: string;
  @ApiProperty({ description: '办理程序中的一步，入账日比文书所载日期晚得多（规则集规定的天数）；只作提示' })
  recordedLate!: boolean;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: '已被撤销、撤回、确认违法或者确认无效的，为其所在的台账位置；未被的为 null',
  })
  takenBackAt!: number | null;
  @ApiProperty({ description: '经办：姓名、单位、角色', type: 'object', additionalProperties: true }) actor!: object;
  @ApiProperty({ format: 'uuid' }) commandId!: string;
  @ApiProperty({ type: String, nullable: true }) causeId!: string | null;
  @ApiProperty() requestId!: string;
  @ApiProperty({ description: '内容', type: 'object', additionalProperties: true }) data!: object;
  @ApiProperty({ description: '内容中有无法保存或显示的字符，已以“�”（U+FFFD）代替；台账中的原文不变' })
  charactersReplaced!: boolean;
}

export class SubjectHistory {
  @ApiProperty() uscc!: string;
  @ApiProperty({ description: '本答复包含到的台账位置' }) position!: number;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
  @ApiProperty({ type: [HistoryEntry] }) events!: HistoryEntry[];
  @ApiProperty({ type: Number, nullable: true, description: '下一页的 after；没有更多时为 null' }) next!: number | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: '自此台账位置起的记录有一条未能处理，暂未列入；齐全时为 null',
  })
  heldBackSince!: number | null;
}

/**
 * 查阅单位全部记录, oldest first. An unknown subject has an empty history.
 *
 * Refusals, in this order: the codes of `uscc`; `date-invalid`, `day-in-future` of `validAt`; `instant-invalid`,
 * `instant-in-future` of `knownAt`; `cannot-answer` {reason, position, dataAge} while the read model cannot speak.
 */
export async function getSubjectHistory(
  rules: RuleBook,
  history: HistoryReader,
  clock: Clock,
  uscc: string,
  { after = 0, limit = 100, validAt, knownAt }: SubjectHistoryDto = {},
): Promise<SubjectHistory> {
  const subjectId = readField('uscc', () => parseSubjectId(uscc));
  const { stand, entries } = await history.of(subjectId, {
    after,
    limit,
    takingBack,
    validAt: readValidAt(validAt, clock),
    ...readKnownAt(knownAt, clock),
  });
  mustSpeak(stand, subjectId);
  return {
    uscc: subjectId,
    events: entries.map(({ takenBack, ...entry }) => {
      const recordedAt = entry.recordedAt.toISOString();
      return {
        ...entry,
        recordedAt,
        recordedLate: isStep(entry.type) && isRecordedLate(rules, entry.occurredOn, dayOfInstant(recordedAt)),
        takenBackAt: takenBack?.find(({ type }) => takenBackBy[entry.type]?.includes(type))?.position ?? null,
        charactersReplaced: JSON.stringify(entry.data).includes(REPLACEMENT),
      };
    }),
    next: entries.length === limit ? (entries.at(-1)?.position ?? null) : null,
    heldBackSince: stand.stopped.get(subjectId) ?? null,
    ...ageOf(stand),
  };
}
