import { Injectable } from '@nestjs/common';
import { cannotAnswer, Desk } from '../application';
import { Dossiers } from '../credit-dossier';
import { type Day, Refusal } from '../shared';
import { circumstancesOf } from './domain/circumstances';
import type { RepairedRecord } from './domain/credit-repair.events';
import type { Circumstances } from './domain/repair-conditions';

/** Whoever decides waits so long at most for the dossier to hold what the log held when the decision came. Our default. */
const dossierWaitMs = 5_000;

/** What the dossier says of a record, by everything that was recorded when a decision about it came. */
@Injectable()
export class RecordCircumstances {
  constructor(
    private readonly desk: Desk,
    private readonly dossiers: Dossiers,
  ) {}

  /** Refusals of knowing too little: `subject-stopped`, `cannot-answer`. */
  async of(
    subjectId: string,
    record: Pick<RepairedRecord, 'kind' | 'id' | 'foundOn'>,
    day: Day,
  ): Promise<Circumstances> {
    const dossiers = await this.dossiers.upTo(await this.desk.head(), [subjectId], { waitMs: dossierWaitMs });
    const told = dossiers.of(subjectId);
    if (!told.known) {
      throw told.why === 'subject-stopped' ? new Refusal(told.why) : cannotAnswer(dossiers.stand, told.why);
    }
    return circumstancesOf(this.desk.rules, told.value?.facts ?? [], record, day);
  }
}
