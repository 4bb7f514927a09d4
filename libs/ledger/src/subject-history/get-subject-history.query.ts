import { Inject } from '@nestjs/common';
import { IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { OptionalInteger, READ_MODELS, type ReadModels } from '../application';
import { parseDay, parseInstant, parseSubjectId, readField } from '../shared';
import { subjectHistory } from './subject-history.projection';

export class SubjectHistoryDto {
  @ApiPropertyOptional({ description: '从此台账位置之后读起；上一页的 next' })
  @OptionalInteger(0)
  after?: number;
  @ApiPropertyOptional({ default: 100, maximum: 500 })
  @OptionalInteger(1, 500)
  limit?: number;
  @ApiPropertyOptional({ description: '只要此日及以前发生的' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  validAt?: string;
  @ApiPropertyOptional({ description: '只要此时及以前入账的（UTC）' })
  @IsOptional()
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
  @ApiProperty({ description: '经办：姓名、单位、角色', type: 'object', additionalProperties: true }) actor!: object;
  @ApiProperty({ format: 'uuid' }) commandId!: string;
  @ApiProperty({ type: String, nullable: true }) causeId!: string | null;
  @ApiProperty() requestId!: string;
  @ApiProperty({ description: '内容', type: 'object', additionalProperties: true }) data!: object;
}

export class SubjectHistory {
  @ApiProperty() uscc!: string;
  @ApiProperty({ description: '本答复包含到的台账位置' }) position!: number;
  @ApiProperty({ type: [HistoryEntry] }) events!: HistoryEntry[];
  @ApiProperty({ type: Number, nullable: true, description: '下一页的 after；没有更多时为 null' }) next!: number | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: '自此台账位置起的记录有一条未能处理，暂未列入；齐全时为 null',
  })
  heldBackSince!: number | null;
}

/** 查阅单位全部记录, oldest first. A subject nobody has heard of has an empty history. */
export class GetSubjectHistory extends Query<SubjectHistory> {
  constructor(
    readonly uscc: string,
    readonly page: SubjectHistoryDto = {},
  ) {
    super();
  }
}

@QueryHandler(GetSubjectHistory)
export class GetSubjectHistoryHandler implements IQueryHandler<GetSubjectHistory> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ uscc, page }: GetSubjectHistory): Promise<SubjectHistory> {
    const subjectId = readField('uscc', () => parseSubjectId(uscc));
    const { after = 0, limit = 100, validAt, knownAt } = page;
    const { rows } = await this.readModels.query<Checkpoint & (HistoryRow | { position: null })>(
      `SELECT c.position AS checkpoint,
              (SELECT s.position FROM projection_stopped_subjects s
               WHERE s.projection = $1 AND s.subject_id = $2)::float8 AS "heldBackSince",
              h.position::float8 AS position, h.event_id AS "eventId", h.stream,
              h.revision::float8 AS revision, h.type, h.type_version AS "typeVersion",
              h.occurred_on::text AS "occurredOn", h.recorded_at AS "recordedAt", h.actor, h.command_id AS "commandId",
              h.cause_id AS "causeId", h.request_id AS "requestId", h.data
       FROM projection_checkpoints c
       LEFT JOIN LATERAL (
         SELECT * FROM subject_history_3
         WHERE subject_id = $2 AND position > $3
           AND ($5::date IS NULL OR occurred_on <= $5) AND ($6::timestamptz IS NULL OR recorded_at <= $6)
         ORDER BY position LIMIT $4
       ) h ON true
       WHERE c.name = $1 ORDER BY h.position`,
      [
        subjectHistory.name,
        subjectId,
        after,
        limit,
        validAt === undefined ? null : readField('validAt', () => parseDay(validAt)),
        knownAt === undefined ? null : readField('knownAt', () => parseInstant(knownAt)),
      ],
    );
    const events = rows.flatMap(({ checkpoint: _, heldBackSince: __, ...row }) =>
      row.position === null ? [] : [toEntry(row)],
    );
    return {
      uscc: subjectId,
      position: Number(rows[0]?.checkpoint ?? 0),
      events,
      next: events.length === limit ? (events.at(-1)?.position ?? null) : null,
      heldBackSince: rows[0]?.heldBackSince ?? null,
    };
  }
}

interface Checkpoint {
  readonly checkpoint: string;
  readonly heldBackSince: number | null;
}
type HistoryRow = Omit<HistoryEntry, 'recordedAt'> & { readonly recordedAt: Date };

function toEntry({ recordedAt, ...row }: HistoryRow): HistoryEntry {
  return { ...row, recordedAt: recordedAt.toISOString() };
}
