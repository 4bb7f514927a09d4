import { type Context, fold, transact } from '@app/event-store';
import { PersonalData, type PersonKey } from '@app/personal-data';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt, Rules, until } from '../application';
import { CreditDossiers } from '../credit-dossier';
import { PersonalPapers } from '../personal-data';
import {
  type IdentityDocument,
  IDENTITY_TYPES,
  isPerson,
  normaliseName,
  normaliseText,
  notInFuture,
  parseDay,
  parseDocumentTitle,
  parseIdentityNumber,
  parseIdentityType,
  parseSubjectId,
  parseUscc,
  readField,
  Refusal,
  requiredText,
  type Whose,
} from '../shared';
import { destructionsIn } from './destructions-in';
import { erase, erasure, streamOf } from './domain/erasure';
import { ERASURE_GROUNDS, type ErasureGround, type PersonalDataErased } from './domain/erasure.events';
import { erasureObstacle } from './domain/erasure-obstacle';

const grounds = Object.keys(ERASURE_GROUNDS) as ErasureGround[];

/** Whose: a natural person by document or by subject id, or a unit's representative by the unit's code and the name. */
export class ErasePersonalDataDto {
  @ApiPropertyOptional({ description: '证件类型；按证件指明自然人时填写', enum: IDENTITY_TYPES })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  identityType?: string;
  @ApiPropertyOptional({ description: '证件号码；按证件指明自然人时填写' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  identityNumber?: string;
  @ApiPropertyOptional({ description: '自然人的台账编号（person-…），或单位的统一社会信用代码' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  subjectId?: string;
  @ApiPropertyOptional({ description: '删除单位法定代表人（经营者）的姓名时填写' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  representative?: string;
  @ApiProperty({ description: '删除事由', enum: grounds }) @IsIn(grounds) ground!: ErasureGround;
  @ApiProperty({ description: '决定文号' }) @IsString() @MaxLength(256) documentNumber!: string;
  @ApiProperty({ description: '决定日期' }) @IsString() @MaxLength(40) erasedOn!: string;
  @ApiProperty({ description: '决定机关' }) @IsString() @MaxLength(400) authorityName!: string;
  @ApiProperty({ description: '决定机关统一社会信用代码' }) @IsString() @MaxLength(64) authorityCode!: string;
}

/**
 * 删除个人信息. Refusals: those of the fields, `personal-data-key-missing`, `person-not-found`, then
 * `exists-with-different-content`, `erasure-cannot-be-judged` (the read model is behind the log, or stands still about this subject), `erasure-while-listed`,
 * `erasure-while-public`.
 */
export class ErasePersonalData extends Command<Receipt> {
  constructor(
    readonly body: ErasePersonalDataDto,
    readonly context: Context,
  ) {
    super();
  }
}

const dossierWaitMs = 2_000;

type OrderPaper = Pick<PersonalDataErased['data'], 'authorityCode' | 'documentNumber'>;

const isSamePaper = (one: OrderPaper, other: OrderPaper): boolean =>
  one.authorityCode === other.authorityCode && one.documentNumber === other.documentNumber;

@CommandHandler(ErasePersonalData)
export class ErasePersonalDataHandler implements ICommandHandler<ErasePersonalData> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly papers: PersonalPapers,
    private readonly personal: PersonalData,
    private readonly dossiers: CreditDossiers,
    private readonly rules: Rules,
  ) {}

  /**
   * First the event, then the key: a key that is gone without a fact that says so could not be told from one that was lost.
   * Whatever breaks between the two, the same command said again, or `ErasedKeysPolicy`, finishes it.
   */
  async execute({ body, context }: ErasePersonalData): Promise<Receipt> {
    const whose = readWhose(body, this.papers.subjectIdOf);
    const paper = {
      ground: body.ground,
      documentNumber: readField('documentNumber', () => parseDocumentTitle(body.documentNumber)),
      erasedOn: readField('erasedOn', () => notInFuture(parseDay(body.erasedOn), this.clock.today())),
      authorityName: readField('authorityName', () => normaliseName(requiredText(body.authorityName, 200))),
      authorityCode: readField('authorityCode', () => parseUscc(body.authorityCode)),
    };
    const keyId = await this.keyFor(paper, await this.personal.keysOf(this.papers.personIdOf(whose)));
    const stream = streamOf(keyId);
    const wanted = { keyId, subjectId: whose.subjectId, whose: whose.kind, ...paper };
    const decide = erase(wanted, await this.obstacle(whose.subjectId));
    const done = await transact(this.log, stream, erasure, decide, context, { answeredBy: ['PersonalDataErased'] });
    await this.personal.destroy(destructionsIn(await this.log.readStream(stream)));
    return new Receipt(keyId, done);
  }

  /** The key this very paper destroyed, or else the newest: said again it must not reach what came after it. */
  private async keyFor(paper: OrderPaper, keys: readonly PersonKey[]): Promise<string> {
    const newest = keys.at(-1);
    if (!newest) throw new Refusal('person-not-found');
    // As many streams as somebody was erased before: hardly ever more than one.
    const earlier = await Promise.all(
      keys.slice(0, -1).map(async ({ keyId }) => fold(erasure, await this.log.readStream(streamOf(keyId)))),
    );
    const same = earlier.find((state) => state.status === 'erased' && isSamePaper(state.erasure, paper));
    return same?.status === 'erased' ? same.erasure.keyId : newest.keyId;
  }

  private async obstacle(subjectId: string): Promise<Refusal | undefined> {
    const head = await this.log.head();
    let snapshot = await this.dossiers.snapshot([subjectId]);
    const judged = await until(async () => {
      if (snapshot.position < head) snapshot = await this.dossiers.snapshot([subjectId]);
      return snapshot.position >= head;
    }, dossierWaitMs);
    // A dossier that stands still may lack the very listing or penalty that is in the way; what is erased stays erased.
    if (!judged || snapshot.stopped.has(subjectId)) return new Refusal('erasure-cannot-be-judged');
    return erasureObstacle(this.rules.book, snapshot.dossiers.get(subjectId)?.facts ?? [], this.clock.today());
  }
}

function readWhose(body: ErasePersonalDataDto, subjectIdOf: (document: IdentityDocument) => string): Whose {
  if (normaliseText(body.subjectId ?? '') === '') {
    const identityType = readField('identityType', () => parseIdentityType(body.identityType));
    const identityNumber = readField('identityNumber', () => parseIdentityNumber(identityType, body.identityNumber));
    return { kind: 'person', subjectId: subjectIdOf({ identityType, identityNumber }) };
  }
  const subjectId = readField('subjectId', () => parseSubjectId(body.subjectId ?? ''));
  if (isPerson(subjectId)) return { kind: 'person', subjectId };
  const name = readField('representative', () => requiredText(body.representative, 50));
  return { kind: 'representative', subjectId, name };
}
