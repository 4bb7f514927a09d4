import { Inject, Injectable } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, Omittable, OptionalInteger, Rules } from '../application';
import { Dossiers } from '../credit-dossier';
import { dayOfInstant, parseDay, parseInstant, parseSubjectId, readField } from '../shared';
import { answerFor, dossiersFor } from './answer-for';
import { type Asked, noAnswer, type StatusAnswer } from './domain/answer';

export class CreditStatusDto {
  @ApiPropertyOptional({ description: '所问之日（当天有效状态）；缺省为 knownAt 当天或今天', example: '2026-05-06' })
  @Omittable()
  @IsString()
  @MaxLength(40)
  validAt?: string;

  @ApiPropertyOptional({ description: '所知之时（台账当时已知内容），UTC；缺省为现在', format: 'date-time' })
  @Omittable()
  @IsString()
  @MaxLength(40)
  knownAt?: string;

  @ApiPropertyOptional({ description: '至少包含到此台账位置（回执中的 position）才作答，最多等2秒' })
  @OptionalInteger(0)
  minPosition?: number;
}

/** Reads the credit status of one subject. */
@Injectable()
export class CreditStatusReader {
  constructor(
    private readonly dossiers: Dossiers,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly rules: Rules,
  ) {}

  /**
   * The answer about `uscc`, the code of a unit or the id of a person; `cannot-answer`, with its reason, when the dossiers fail.
   * Refusals, as of the fields: the `uscc-…` codes, `instant-invalid`, `date-invalid`.
   */
  async statusOf(uscc: string, at: CreditStatusDto = {}): Promise<StatusAnswer> {
    const subjectId = readField('uscc', () => parseSubjectId(uscc));
    const asked: Asked = { subjectId, ...readTimes(at, this.clock) };
    let reading: Awaited<ReturnType<typeof dossiersFor>>;
    try {
      reading = await dossiersFor(this.dossiers, asked, [subjectId], at.minPosition);
    } catch {
      return noAnswer(this.rules.book, asked, undefined, 'read-model-unavailable'); // logged by the pool's and the api's own monitors
    }
    return answerFor(this.rules.book, asked, reading.of(subjectId));
  }
}

type Times = Pick<Asked, 'validAt' | 'knownAt'>;

/** `knownAt` is now unless given; `validAt` is the Shanghai day of `knownAt` unless given. A body says null for what is not given. */
export function readTimes(at: Pick<CreditStatusDto, 'validAt' | 'knownAt'>, clock: Clock): Times {
  const validAt = at.validAt ?? undefined;
  const knownAt = at.knownAt ?? undefined;
  const known = knownAt === undefined ? clock.now().toISOString() : readField('knownAt', () => parseInstant(knownAt));
  const day = dayOfInstant(known);
  return { knownAt: known, validAt: validAt === undefined ? day : readField('validAt', () => parseDay(validAt)) };
}
