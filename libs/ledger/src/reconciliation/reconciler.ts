import { type BodyHoldings, type ToldContent, type ToldPush, toldPushes, toldPushesUnder } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { CLOCK, type Clock, Desk, systemContext } from '../application';
import { PublicationEnds } from '../push';
import type { Day } from '../shared';
import { compare, type Comparison, type DifferenceFound } from './compare';
import { differencesOf, type Expected } from './domain/difference';
import { discrepancyIdOf, open, reconciliation, reconciliationIdOf, sheetIdOf } from './domain/reconciliation';
import type { DiscrepancyFound, ReconciliationOpened } from './domain/reconciliation.events';
import { expectedOf, standingFields } from './expected';
import { type Fed, FedHoldings } from './fed-holdings';
import { FoundDifferences } from './found-differences';

export interface ReconciliationOf {
  readonly holdings: BodyHoldings;
  /** The fingerprint of what was told; null: it can be read no longer. */
  readonly fingerprintOf: (push: ToldContent) => Promise<string | null>;
  /** A connection of its own: what is still to be read of our side is kept on it. */
  readonly client: Pick<ClientBase, 'query'>;
  readonly signal: AbortSignal;
  /** Given: another body feeds this one, and we tell it nothing. */
  readonly fed?: Fed | undefined;
}

/** 对账: holds what a body says it holds against what it was told, and records what was found. */
@Injectable()
export class Reconciler {
  constructor(
    private readonly desk: Desk,
    @Inject(PublicationEnds) private readonly ends: Pick<PublicationEnds, 'filledIn'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FedHoldings) private readonly fedHoldings: Pick<FedHoldings, 'sides'>,
  ) {}

  /** Has this body been reconciled today? */
  async isDone(endpoint: string): Promise<boolean> {
    const id = reconciliationIdOf(endpoint, this.desk.today);
    return (await this.desk.stateOf(reconciliation, id)).status !== 'absent';
  }

  /**
   * Reads both sides, our own first: what is acknowledged by then must be there. A difference counts when what we know at the end does
   * not explain it either: messages go on leaving meanwhile. Of a body that another one feeds see `FedHoldings`.
   *
   * @returns how many differences there are
   * @throws when the body could not be asked to the end; nothing is recorded then
   */
  async reconcile(of: ReconciliationOf): Promise<number> {
    const today = this.desk.today;
    const run: Run = { of, today, startedAt: this.clock.now().toISOString(), found: new FoundDifferences(of.client) };
    await run.found.open();
    try {
      const comparison = of.fed ? await this.comparedAsFed(run, of.fed) : await this.comparedAsTold(run);
      of.signal.throwIfAborted();
      return await this.record(run, comparison);
    } finally {
      await run.found.close();
    }
  }

  private async comparedAsTold({ of, today, found }: Run): Promise<Comparison> {
    const { holdings, client, signal } = of;
    const told = this.expected(of, toldPushes(client, holdings.name, standingFields), today);
    return compare(told, holdings.pages(signal), (some) => found.add(some));
  }

  private async comparedAsFed({ of, today, found }: Run, fed: Fed): Promise<Comparison> {
    const { told, held, close } = await this.fedHoldings.sides({ ...of, fed }, today);
    try {
      return await compare(told, held, (some) => found.add(some));
    } finally {
      await close();
    }
  }

  private async *expected(
    { fingerprintOf }: ReconciliationOf,
    pages: AsyncIterable<readonly ToldPush[]>,
    today: Day,
  ): AsyncGenerator<readonly Expected[]> {
    for await (const page of pages) {
      const rows = await this.ends.filledIn(page);
      yield await Promise.all(rows.map(async (told) => expectedOf(told, await fingerprintOf(told.push), today)));
    }
  }

  /** Leaves out what the rows, as they are now, explain. What another body passed on is none of ours: it was looked at last anyhow. */
  private async stillTrue({ of, today }: Run, sheet: readonly DifferenceFound[]): Promise<readonly DifferenceFound[]> {
    const { holdings, client, fingerprintOf, fed } = of;
    if (fed) return sheet;
    const keys = new Set(sheet.flatMap(({ expected, held }) => (expected ?? held)?.key ?? []));
    const now = new Map<string, Expected>();
    const rows = await toldPushesUnder(client, holdings.name, [...keys], standingFields);
    for (const told of await this.ends.filledIn(rows)) {
      const { key } = told.push;
      if (!keys.has(key) || now.get(key)?.presence === 'must') continue;
      now.set(key, expectedOf(told, await fingerprintOf(told.push), today));
    }
    return sheet.flatMap((one): DifferenceFound[] => {
      const expected = now.get((one.expected ?? one.held)?.key ?? '');
      if (one.difference === 'doubled') return [{ ...one, expected }];
      return differencesOf(expected, one.held).includes(one.difference) ? [{ ...one, expected }] : [];
    });
  }

  /**
   * The first sheet is the reconciliation itself and is recorded last: it says that the body was reconciled that day. A plug that is pulled before
   * leaves sheets that continue a reconciliation which comes later, with sheets of its own: nothing is left out, something perhaps named twice.
   */
  private async record(run: Run, { kinds }: Comparison): Promise<number> {
    const reconciliationId = reconciliationIdOf(run.of.holdings.name, run.today);
    let first: readonly DifferenceFound[] = [];
    let [differences, sheets] = [0, 0];
    for await (const sheet of run.found.sheets()) {
      const found = await this.stillTrue(run, sheet);
      run.of.signal.throwIfAborted();
      differences += found.length;
      if (first.length === 0) first = found;
      else if (found.length > 0) {
        sheets += 1;
        const id = sheetIdOf(reconciliationId, run.startedAt, sheets);
        await this.open(run, id, found, { kinds: [], differences: found.length, continues: reconciliationId });
      }
    }
    await this.open(run, reconciliationId, first, { kinds, differences, continues: null });
    return differences;
  }

  private async open(
    { of, today, startedAt }: Run,
    reconciliationId: string,
    sheet: readonly DifferenceFound[],
    whole: Pick<ReconciliationOpened['data'], 'kinds' | 'differences' | 'continues'>,
  ): Promise<void> {
    const { holdings, fed } = of;
    const { name: endpoint } = holdings;
    const found = sheet.map(({ difference, expected, held }, at): DiscrepancyFound['data'] => {
      const { key, kind } = held ?? expected ?? { key: '', kind: '' };
      return {
        subjectId: null,
        reconciliationId,
        discrepancyId: discrepancyIdOf(reconciliationId, difference, key, at),
        difference,
        key,
        kind,
        pushId: fed ? null : (expected?.pushId ?? null), // what another body passed on is no push of ours
        about: expected?.about ?? null,
        receiptNumber: held?.receiptNumber ?? null,
        foundOn: today,
      };
    });
    const opened: ReconciliationOpened['data'] = {
      subjectId: null,
      reconciliationId,
      endpoint,
      fedBy: fed?.by ?? null,
      reconciledOn: today,
      startedAt,
      endedAt: this.clock.now().toISOString(),
      named: found.length,
      ...whole,
    };
    const names = whole.continues === null ? [endpoint, today] : [endpoint, today, reconciliationId];
    const context = systemContext(`reconciliation/${endpoint}`, ['reconciliation-opened', ...names]);
    await this.desk.record(reconciliation, reconciliationId, open(opened, found), context, 'ReconciliationOpened');
  }
}

/** One time that a body is reconciled. */
interface Run {
  readonly of: ReconciliationOf;
  readonly today: Day;
  readonly startedAt: string;
  readonly found: FoundDifferences;
}
