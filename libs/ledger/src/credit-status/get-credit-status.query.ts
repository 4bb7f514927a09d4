import { Inject, Injectable } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, Omittable, OptionalInteger, readKnownAt, readValidAt, Rules } from '../application';
import { type CreditDossier, Dossiers, type Told } from '../credit-dossier';
import { dayOfInstant, isPerson, parseSubjectId, parseUscc, readField, Refusal } from '../shared';
import { Answers, type WrittenAnswer, writtenAnew } from './answers';
import { dossiersFor } from './answer-for';
import { type Asked, noAnswer, type StatusAnswer } from './domain/answer';

export class CreditStatusDto {
  @ApiPropertyOptional({
    description: '所问之日（当天有效状态），不得晚于今天；缺省为 knownAt 当天或今天',
    example: '2026-05-06',
  })
  @Omittable()
  @IsString()
  @MaxLength(40)
  validAt?: string;

  @ApiPropertyOptional({
    description: '所知之时（台账当时已知内容），带时区，不得晚于现在；缺省为全部已入账内容',
    format: 'date-time',
  })
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
  private readonly answers = new Answers();

  constructor(
    private readonly dossiers: Dossiers,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly rules: Rules,
  ) {}

  /**
   * The answer about `uscc`, the code of a unit or the id of a person; `cannot-answer`, with its reason, when the dossiers fail.
   * Refusals, as of the fields: the `uscc-…` codes, `instant-invalid`, `instant-in-future`, `date-invalid`, `day-in-future`.
   */
  async statusOf(uscc: string, at: CreditStatusDto = {}): Promise<StatusAnswer> {
    const subjectId = readField('uscc', () => parseSubjectId(uscc));
    const asked: Asked = { subjectId, ...readTimes(at, this.clock) };
    const told = await this.toldOf(asked, at.minPosition);
    return told
      ? this.answers.of(this.rules.book, asked, told)
      : noAnswer(this.rules.book, asked, undefined, unavailable);
  }

  /**
   * The same for the code of a unit in its one spelling, by all that is known today, as it is sent (JSON). Undefined when that cannot be: it is
   * spelled otherwise, or there is personal text in it; then ask `statusOf`.
   */
  async writtenOf(uscc: string): Promise<WrittenAnswer | undefined> {
    if (!isUnitAsWritten(uscc)) return undefined;
    const asked = askedNow(uscc, this.clock);
    const told = await this.toldOf(asked);
    return told
      ? this.answers.writtenOf(this.rules.book, asked, told)
      : writtenAnew(noAnswer(this.rules.book, asked, undefined, unavailable));
  }

  /** The same without reading anything; undefined also when it is not remembered. What is remembered of a person is for `statusOf`. */
  rememberedOf(uscc: string): WrittenAnswer | undefined {
    if (isPerson(uscc)) return undefined;
    const asked = askedNow(uscc, this.clock);
    const told = this.dossiers.remembered(uscc, asked.validAt);
    return told && this.answers.writtenOf(this.rules.book, asked, told);
  }

  /** What the dossiers tell; undefined: they could not be asked. */
  private async toldOf(asked: Asked, minPosition?: number): Promise<Told<CreditDossier | undefined> | undefined> {
    try {
      return (await dossiersFor(this.dossiers, asked, [asked.subjectId], minPosition)).of(asked.subjectId);
    } catch {
      return undefined; // logged by the pool's and the api's own monitors
    }
  }
}

const unavailable = 'read-model-unavailable';

function askedNow(subjectId: string, clock: Clock): Asked {
  const now = clock.now();
  return { subjectId, validAt: dayOfInstant(now), knownAt: null, askedAt: now.toISOString() };
}

/** Whether it is the code of a unit in the one spelling in which codes are kept. What is wrong with any other is said elsewhere. */
function isUnitAsWritten(text: string): boolean {
  try {
    return parseUscc(text) === text;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

type Times = Pick<Asked, 'validAt' | 'knownAt' | 'askedAt'>;

/**
 * `knownAt` is everything unless given; `validAt` is the Shanghai day of `knownAt`, or else today, unless given. A body says null for
 * what is not given.
 */
export function readTimes(at: Pick<CreditStatusDto, 'validAt' | 'knownAt'>, clock: Clock): Times {
  const known = readKnownAt(at.knownAt, clock);
  return { ...known, validAt: readValidAt(at.validAt, clock) ?? dayOfInstant(known.knownAt ?? known.askedAt) };
}
