import { adopt } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, Desk, systemContext } from '../application';
import { adoption, completeAdoption, mayBeTold } from './domain/adoption';
import type { PushAdopted } from './domain/push.events';
import { answer, pushOutcome } from './domain/push-outcome';
import { type AdoptedLine, type AdoptionLine, adoptionLines, type AdoptionOf, AdoptionSummary } from './adoption-list';

/** What became of an order to adopt. `differs`: the list is another by now, and has to be asked for anew. */
export type Adopting =
  { readonly outcome: 'nothing-to-do' | 'differs' } | { readonly outcome: 'adopted'; readonly adopted: number };

/** 接管: gives every push on an approved list the receipt of what its body holds already. */
@Injectable()
export class Adopter {
  constructor(
    private readonly desk: Desk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** May the body be told anything now? Read from its short stream. */
  async mayTell(endpoint: string, isReal: boolean): Promise<boolean> {
    return mayBeTold(await this.desk.stateOf(adoption, endpoint), isReal);
  }

  /** Is there an approved list that is not adopted yet? */
  async isApproved(endpoint: string): Promise<boolean> {
    return (await this.desk.stateOf(adoption, endpoint)).status === 'approved';
  }

  /**
   * Looks whether the list is still the approved one, and records the receipt of each push on it. Broken off at any place it is said again:
   * a push that is adopted stays on the list, and its receipt meets itself.
   *
   * @throws when the body could not be asked to the end; nothing is recorded then
   */
  async carryOut(of: AdoptionOf): Promise<Adopting> {
    const { endpoint } = of;
    const state = await this.desk.stateOf(adoption, endpoint);
    if (state.status !== 'approved') return { outcome: 'nothing-to-do' };
    const summary = new AdoptionSummary();
    for await (const line of adoptionLines(of)) summary.add(line);
    if (summary.end().listHash !== state.listHash) return { outcome: 'differs' };
    let adopted = 0;
    for await (const lines of inHandfuls(adoptionLines(of))) {
      for (const line of lines) await this.adopt(line); // one stream each, and nobody waits for it
      // The projection does the same; but nothing may leave before it is done, and that it has been done is said next.
      await adopt(
        of.client,
        lines.map((line) => ({ ...this.receiptOf(line), settledAt: this.clock.now().toISOString() })),
      );
      adopted += lines.length;
    }
    const context = systemContext(`adoption/${endpoint}`, ['adoption-completed', endpoint, state.listHash]);
    const completed = { endpoint, listHash: state.listHash, adopted, completedOn: this.desk.today };
    await this.desk.record(adoption, endpoint, completeAdoption(completed), context, 'AdoptionCompleted');
    return { outcome: 'adopted', adopted };
  }

  private receiptOf({ held, untold }: AdoptedLine) {
    const { key: heldAs, receiptNumber, publishedOn = null } = held;
    const receivedAt = held.receivedAt ?? this.clock.now().toISOString();
    return { pushId: untold.push.pushId, heldAs, receiptNumber, receivedAt, publishedOn };
  }

  private async adopt(line: AdoptedLine): Promise<void> {
    const { push, eventId } = line.untold;
    const { pushId, endpoint, subjectId, kind } = push;
    const pushed = { pushId, subjectId, endpoint, kind, eventId };
    const differs = line.how === 'differing';
    const data = { ...pushed, ...this.receiptOf(line), differs, adoptedOn: this.desk.today };
    const event: PushAdopted = { type: 'PushAdopted', data };
    const context = systemContext(`adoption/${endpoint}`, ['push-adopted', pushId], eventId);
    await this.desk.record(pushOutcome, pushId, answer(event, 0), context, 'PushAdopted');
  }
}

const handful = 200;

/** What is adopted, some at a time: what is held comes first, so behind it nothing more is read. */
async function* inHandfuls(lines: AsyncIterable<AdoptionLine>): AsyncGenerator<readonly AdoptedLine[]> {
  let some: AdoptedLine[] = [];
  for await (const line of lines) {
    if (line.how === 'unmatched') break;
    if (line.how !== 'surplus') some.push(line);
    if (some.length < handful) continue;
    yield some;
    some = [];
  }
  yield some;
}
