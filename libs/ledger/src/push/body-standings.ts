import { Injectable } from '@nestjs/common';
import { Desk, systemContext } from '../application';
import { becomeReal, type BodyStanding, bodyStanding } from './domain/body-standing';
import { ofThisLedger, sampleData, takeSampleData } from './domain/sample-data';

/** What the settings say of a body contradicts what is on record. */
export class BodyMayNotBe extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'BodyMayNotBe';
  }
}

/** Whether bodies are real: settings propose it, the log remembers it. */
@Injectable()
export class BodyStandings {
  constructor(private readonly desk: Desk) {}

  of(endpoint: string): Promise<BodyStanding> {
    return this.desk.stateOf(bodyStanding, endpoint);
  }

  /**
   * Before anything is told: a ledger that ever held sample data tells no real body, and a body that was real is not for training any more.
   * A body that is real for the first time is so from now on.
   *
   * @throws `BodyMayNotBe`, with a sentence for the operator; nothing was recorded then
   */
  async settle(bodies: readonly { readonly id: string; readonly isReal: boolean }[]): Promise<void> {
    const real = bodies.filter(({ isReal }) => isReal);
    for (const { id } of bodies.filter(({ isReal }) => !isReal)) await this.mayBeForTraining(id);
    if (real.length === 0) return;
    const { taken } = await this.desk.stateOf(sampleData, ofThisLedger);
    if (taken)
      throw new BodyMayNotBe(
        `这个台账载入过示例数据，不能向正式平台报送（${real.map(({ id }) => id).join('、')}）；请另建台账`,
      );
    for (const { id } of real) {
      const context = systemContext(`push/${id}`, ['body-became-real', id]);
      await this.desk.record(bodyStanding, id, becomeReal(id, this.desk.today), context, 'BodyBecameReal');
    }
  }

  private async mayBeForTraining(id: string): Promise<void> {
    if ((await this.of(id)) === 'real')
      throw new BodyMayNotBe(`${id} 已作为正式平台报送过，不能改作培训；请恢复其设置，培训请另建台账`);
  }

  /** Sample data is about to be taken: the ledger is marked for good, before the first of it. Said again: quiet. */
  async takeSampleData(): Promise<void> {
    const context = systemContext('evaluation', ['sample-data', ofThisLedger]);
    await this.desk.record(sampleData, ofThisLedger, takeSampleData(this.desk.today), context, 'SampleDataTaken');
  }
}
