import type { EventLog } from '@app/event-store';
import { PersonalData, type PersonKey } from '@app/personal-data';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, EVENT_LOG, OneOf, OptionalText, type Receipt, Submission, Text } from '../application';
import { Dossiers } from '../credit-dossier';
import { PersonalPapers } from '../personal-data';
import { IDENTITY_TYPES, Refusal } from '../shared';
import { destructionsIn } from './destructions-in';
import { erase, erasure, streamOf } from './domain/erasure';
import { ERASURE_GROUNDS, type ErasureGround } from './domain/erasure.events';
import { erasureObstacle } from './domain/erasure-obstacle';
import { type ErasureOrder, type ErasurePaper, isOrderedBy, readErasure } from './domain/erasure-paper';

export class ErasePersonalDataDto implements ErasurePaper {
  @OptionalText('证件类型；按证件指明自然人时填写', 40, { enum: IDENTITY_TYPES }) identityType?: string;
  @OptionalText('证件号码；按证件指明自然人时填写', 64) identityNumber?: string;
  @OptionalText('自然人的台账编号（person-…），或单位的统一社会信用代码', 64) subjectId?: string;
  @OptionalText('删除单位法定代表人（经营者）的姓名时填写', 200) representative?: string;
  @OneOf('删除事由', Object.keys(ERASURE_GROUNDS)) ground!: ErasureGround;
  @Text('决定文号', 256) documentNumber!: string;
  @Text('决定日期', 40) erasedOn!: string;
  @Text('决定机关', 400) authorityName!: string;
  @Text('决定机关统一社会信用代码', 64) authorityCode!: string;
}

/**
 * 删除个人信息. Refusals: those of `readErasure`, `personal-data-key-missing`, `person-not-found`, then
 * `exists-with-different-content`, `erasure-cannot-be-judged` (the read model is behind the log, or this subject is stopped in it), `erasure-while-listed`,
 * `erasure-while-public`.
 */
export class ErasePersonalData extends Submission<ErasePersonalDataDto> {}

@CommandHandler(ErasePersonalData)
export class ErasePersonalDataHandler implements ICommandHandler<ErasePersonalData> {
  constructor(
    private readonly desk: Desk,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly papers: PersonalPapers,
    private readonly personal: PersonalData,
    private readonly dossiers: Dossiers,
  ) {}

  /**
   * First the event, then the key: a key that is gone without a fact that says so could not be told from one that was lost.
   * Whatever breaks between the two, the same command said again, or `ErasedKeysPolicy`, finishes it.
   */
  async execute({ body, context }: ErasePersonalData): Promise<Receipt> {
    const { whose, order } = readErasure(body, this.desk.today, this.papers.subjectIdOf);
    const keyId = await this.keyFor(order, await this.personal.keysOf(this.papers.personIdOf(whose)));
    const wanted = { keyId, subjectId: whose.subjectId, whose: whose.kind, ...order };
    const decide = erase(wanted, await this.obstacle(whose.subjectId));
    const receipt = await this.desk.record(erasure, keyId, decide, context, 'PersonalDataErased');
    await this.personal.destroy(destructionsIn(await this.log.readStream(streamOf(keyId))));
    return receipt;
  }

  /** The key that this paper destroyed, or else the newest: the same command again must not reach what came later. */
  private async keyFor(order: ErasureOrder, keys: readonly PersonKey[]): Promise<string> {
    const newest = keys.at(-1);
    if (!newest) throw new Refusal('person-not-found');
    // One stream for each earlier erasure of this person: hardly ever more than one.
    const earlier = await Promise.all(keys.slice(0, -1).map(({ keyId }) => this.desk.stateOf(erasure, keyId)));
    const same = earlier.find((state) => state.status === 'erased' && isOrderedBy(order, state.erasure));
    return same?.status === 'erased' ? same.erasure.keyId : newest.keyId;
  }

  /** What stands in the way, by everything that was recorded when the order came. */
  private async obstacle(subjectId: string): Promise<Refusal | undefined> {
    const told = (await this.dossiers.upTo(await this.log.head(), [subjectId])).of(subjectId);
    // A dossier that is stopped may lack the very listing or penalty that is in the way; what is erased stays erased.
    if (!told.known) return new Refusal('erasure-cannot-be-judged');
    return erasureObstacle(this.desk.rules, told.value?.facts ?? [], this.desk.today);
  }
}
