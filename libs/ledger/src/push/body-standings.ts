import type { EventLog } from '@app/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { Desk, EVENT_LOG, systemContext } from '../application';
import { type Day, dayOfInstant } from '../shared';
import { bodyKeys, isSameBody, pinBodyKeys } from './domain/body-keys';
import { becomeReal, type BodyStanding, bodyStanding } from './domain/body-standing';
import { ofThisLedger, sampleData, takeSampleData } from './domain/sample-data';

/** What the settings say of a body contradicts what is on record. */
export class BodyMayNotBe extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'BodyMayNotBe';
  }
}

/** A body as the settings have it. */
export interface SettledBody {
  readonly id: string;
  readonly isReal: boolean;
  /** Fingerprints of the keys by which it is believed now; absent: it proves itself otherwise. */
  readonly keys?: (() => Promise<readonly string[]>) | undefined;
}

/** Whether bodies are real: settings propose it, the log remembers it. */
@Injectable()
export class BodyStandings {
  constructor(
    private readonly desk: Desk,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  of(endpoint: string): Promise<BodyStanding> {
    return this.desk.stateOf(bodyStanding, endpoint);
  }

  /** Since which day it is real; undefined: it is for training. */
  async realSince(endpoint: string): Promise<Day | undefined> {
    const [became] = await this.log.readStream(`${bodyStanding.category}-${endpoint}`);
    return became && dayOfInstant(became.recordedAt);
  }

  /**
   * Before anything is told: a ledger that ever held sample data tells no real body, and a body that was real is not for training any more.
   * A body that is real for the first time is so from now on, and proves itself by the keys it has now, or by others that come beside them.
   *
   * @throws `BodyMayNotBe`, with a sentence for the operator; nothing was recorded then
   */
  async settle(bodies: readonly SettledBody[]): Promise<void> {
    const real = bodies.filter(({ isReal }) => isReal);
    for (const { id } of bodies.filter(({ isReal }) => !isReal)) await this.mayBeForTraining(id);
    if (real.length === 0) return;
    const { taken } = await this.desk.stateOf(sampleData, ofThisLedger);
    if (taken)
      throw new BodyMayNotBe(
        `这个台账载入过示例数据，不能向正式平台报送（${real.map(({ id }) => id).join('、')}）；请另建台账`,
      );
    for (const body of real) await this.mustBeItself(body);
    for (const { id } of real) {
      const context = systemContext(`push/${id}`, ['body-became-real', id]);
      await this.desk.record(bodyStanding, id, becomeReal(id, this.desk.today), context, 'BodyBecameReal');
    }
  }

  /**
   * Is a real body still the one whose keys are on record? Keys that came beside a known one are recorded, without a person. A body that
   * proves itself otherwise than by keys is not asked for any.
   */
  async isItself({ id, keys }: SettledBody): Promise<boolean> {
    const found = await keys?.();
    if (!found) return true;
    const decide = pinBodyKeys({ endpoint: id, keys: found, pinnedOn: this.desk.today });
    const state = await this.desk.stateOf(bodyKeys, id);
    if (!isSameBody(state, found)) return false;
    if (decide(state).length > 0) {
      const context = systemContext(`push/${id}`, ['body-keys-pinned', id, String(state.changes), ...found]);
      await this.desk.record(bodyKeys, id, decide, context, 'BodyKeysPinned');
    }
    return true;
  }

  private async mustBeItself(body: SettledBody): Promise<void> {
    if (await this.isItself(body)) return;
    const { id, keys } = body;
    throw new BodyMayNotBe(
      `${id} 的密钥不是已认定的（现为 ${((await keys?.()) ?? []).join('、')}），不能向其报送；确系平台更换的，请与平台核对指纹后登记：npm run pushes -- trust-key ${id} --key 指纹 --reason 理由`,
    );
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
