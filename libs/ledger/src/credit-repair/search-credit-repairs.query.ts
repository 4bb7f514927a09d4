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
import { parseSubjectId, readField, Refusal } from '../shared';
import type { CreditRepairsReader } from './credit-repairs-reader';
import type { RepairRow } from './credit-repairs.projection';
import { type CreditRepair, streamOf } from './domain/credit-repair';
import { RECORD_KINDS } from './domain/credit-repair.events';

const statuses = [
  'applied',
  'returned',
  'not-accepted',
  'accepted',
  'verifying',
  'rejected',
  'fanning-out',
  'completed',
  'revoked',
] as const satisfies readonly CreditRepair['status'][];

export class SearchCreditRepairsDto {
  @ApiPropertyOptional({ description: '办理状态', enum: statuses })
  @Omittable()
  @IsIn(statuses)
  status?: (typeof statuses)[number];
  @ApiPropertyOptional({ description: '统一社会信用代码，或自然人在台账中的编号' })
  @Omittable()
  @IsString()
  @MaxLength(64)
  subjectId?: string;
  @ApiPropertyOptional({ description: '上一页末条的 appliedAt' })
  @OptionalInteger(1)
  before?: number;
  @ApiPropertyOptional({ description: '每页条数', default: 50, maximum: 200 })
  @OptionalInteger(1, 200)
  limit?: number;
}

/** The repair of one record, for those who handle it. */
export class CreditRepairView {
  @ApiProperty({ format: 'uuid' }) repairId!: string;
  @ApiProperty({ enum: statuses, description: '办理状态；fanning-out：已准予，正在同步各平台' }) status!: string;
  @ApiProperty({ description: '统一社会信用代码，或自然人在台账中的编号' }) subjectId!: string;
  @ApiProperty({ enum: RECORD_KINDS, description: '记录种类' }) recordKind!: string;
  @ApiProperty({ description: '记录文号' }) documentNumber!: string;
  @ApiProperty({ description: '认定日期' }) foundOn!: string;
  @ApiProperty({ description: '申请编号' }) applicationNumber!: string;
  @ApiProperty({ description: '申请日期' }) appliedOn!: string;
  @ApiProperty({ type: String, nullable: true, description: '受理期限；尚不能推算为空' }) acceptanceDueOn!:
    string | null;
  @ApiProperty({ type: String, nullable: true, description: '答复期限；尚不能推算为空' }) answerDueOn!: string | null;
  @ApiProperty({ type: [String], description: '应确认停止公示的平台' }) bodies!: string[];
  @ApiProperty({ type: [String], description: '已确认的平台' }) confirmed!: string[];
  @ApiProperty({ description: '首次申请的台账位置' }) appliedAt!: number;
  @ApiProperty({ description: '最近一次办理的台账位置' }) position!: number;
  @ApiProperty({ description: '各步骤的文书与日期', type: 'object', additionalProperties: true }) steps!: object;
}

/** One alone, with the age of what is said. */
export class CreditRepairAnswer extends CreditRepairView {
  @ApiProperty({ type: Number, nullable: true, description: '自此台账位置起该主体的记录暂未计入；没有则为空' })
  heldBackSince!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
}

/** A subject whose newest records are not in the answer yet. */
export class HeldBackRepairs {
  @ApiProperty({ description: '统一社会信用代码，或自然人在台账中的编号' }) subjectId!: string;
  @ApiProperty({ description: '自此台账位置起的记录暂未计入' }) since!: number;
}

export class CreditRepairViews {
  @ApiProperty({ type: [CreditRepairView] }) repairs!: CreditRepairView[];
  @ApiProperty({ type: [HeldBackRepairs], description: '有记录未能处理的主体：以上结果对其可能不全' })
  heldBack!: HeldBackRepairs[];
  @ApiProperty({ description: '此台账位置及以前的记录均已计入' }) position!: number;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '下一页的 before；没有则为空' }) next!: number | null;
}

/**
 * 查询信用修复办理情况, newest first.
 *
 * Refusals, in this order: those of `parseSubjectId`; `cannot-answer` {reason, position, dataAge} while the read model stands still
 * or is behind: it never says that there is no application then.
 */
export async function searchCreditRepairs(
  repairs: CreditRepairsReader,
  { subjectId: written, limit = 50, status, before }: SearchCreditRepairsDto,
): Promise<CreditRepairViews> {
  const subjectId = written === undefined ? undefined : readField('subjectId', () => parseSubjectId(written));
  const { stand, rows } = await repairs.search({ limit, status, before, subjectId });
  mustSpeak(stand, subjectId);
  return {
    repairs: trustedOf(stand, rows, ({ state }) => state.file.application.subjectId).map(toView),
    heldBack: heldBackOf(stand).map(({ uscc, since }) => ({ subjectId: uscc, since })),
    next: rows.length === limit ? (rows.at(-1)?.appliedAt ?? null) : null,
    ...ageOf(stand),
  };
}

/** 查看一件, with every step that was recorded before. Refusals, in this order: `cannot-answer` as above; `repair-not-found` {repairId}. */
export async function oneCreditRepair(
  log: EventLog,
  repairs: CreditRepairsReader,
  repairId: string,
): Promise<CreditRepairAnswer> {
  const {
    stand,
    rows: [row],
  } = await asRecorded(log, streamOf(repairId), () => repairs.one(repairId));
  if (!row) throw new Refusal('repair-not-found', { repairId });
  mustSpeak(stand, row.state.file.application.subjectId);
  const heldBackSince = stand.stopped.get(row.state.file.application.subjectId) ?? null;
  return { ...toView(row), heldBackSince, dataAge: ageOf(stand).dataAge };
}

function toView({ repairId, appliedAt, position, state }: RepairRow): CreditRepairView {
  const { status, file, ...later } = state;
  const { application, acceptanceDue, answerDue } = file;
  const { record, subjectId, applicationNumber, appliedOn } = application;
  return {
    repairId,
    status,
    subjectId,
    recordKind: record.kind,
    documentNumber: record.documentNumber,
    foundOn: record.foundOn,
    applicationNumber,
    appliedOn,
    acceptanceDueOn: acceptanceDue.dueOn,
    answerDueOn: answerDue.dueOn,
    bodies: 'approval' in state ? [...state.approval.bodies] : [],
    confirmed: 'approval' in state ? [...state.confirmed] : [],
    appliedAt,
    position,
    steps: { ...file, ...later },
  };
}
