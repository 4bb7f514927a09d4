import { type BodyHoldings, type ToldContent, type ToldPush, toldPushes, toldPushesUnder } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { CLOCK, type Clock, Desk, systemContext } from '../application';
import { PublicationEnds } from '../push';
import type { Day } from '../shared';
import { compare, type Comparison, type DifferenceFound } from './compare';
import { differencesOf, type Expected } from './domain/difference';
import { discrepancyIdOf, open, reconciliation, reconciliationIdOf } from './domain/reconciliation';
import type { DiscrepancyFound, ReconciliationOpened } from './domain/reconciliation.events';
import { expectedOf, standingFields } from './expected';
import { type Fed, FedHoldings } from './fed-holdings';

/** At most so many differences are named; all are counted. Mended, the next day names the next ones. Our default. */
export const namedMax = 1_000;

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
    const { fed, signal } = of;
    const startedAt = this.clock.now().toISOString();
    const reconciledOn = this.desk.today;
    const comparison = fed
      ? await this.comparedAsFed({ ...of, fed }, reconciledOn)
      : await this.comparedAsTold(of, reconciledOn);
    signal.throwIfAborted();
    await this.record(of, comparison, startedAt, reconciledOn);
    return comparison.differences;
  }

  private async comparedAsTold(of: ReconciliationOf, today: Day): Promise<Comparison> {
    const { holdings, client, signal } = of;
    const told = this.expected(of, toldPushes(client, holdings.name, standingFields), today);
    return this.stillTrue(of, await compare(told, holdings.pages(signal), namedMax), today);
  }

  private async comparedAsFed(of: ReconciliationOf & { readonly fed: Fed }, today: Day): Promise<Comparison> {
    const { told, held, close } = await this.fedHoldings.sides(of, today);
    try {
      return await compare(told, held, namedMax);
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

  /** Leaves out what the rows, as they are now, explain. */
  private async stillTrue(of: ReconciliationOf, first: Comparison, today: Day): Promise<Comparison> {
    if (first.named.length === 0) return first;
    const { holdings, client, fingerprintOf } = of;
    const keys = new Set(first.named.flatMap(({ expected, held }) => (expected ?? held)?.key ?? []));
    const now = new Map<string, Expected>();
    const rows = await toldPushesUnder(client, holdings.name, [...keys], standingFields);
    for (const told of await this.ends.filledIn(rows)) {
      const { key } = told.push;
      if (!keys.has(key) || now.get(key)?.presence === 'must') continue;
      now.set(key, expectedOf(told, await fingerprintOf(told.push), today));
    }
    const named = first.named.flatMap((one): DifferenceFound[] => {
      const expected = now.get((one.expected ?? one.held)?.key ?? '');
      if (one.difference === 'doubled') return [{ ...one, expected }];
      return differencesOf(expected, one.held).includes(one.difference) ? [{ ...one, expected }] : [];
    });
    const explained = first.named.length - named.length;
    return { ...first, named, differences: first.differences - explained };
  }

  private async record(
    { holdings: { name: endpoint }, fed }: ReconciliationOf,
    comparison: Comparison,
    startedAt: string,
    reconciledOn: Day,
  ): Promise<void> {
    const reconciliationId = reconciliationIdOf(endpoint, reconciledOn);
    const { kinds, differences } = comparison;
    const found = comparison.named.map(({ difference, expected, held }, at): DiscrepancyFound['data'] => {
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
        foundOn: reconciledOn,
      };
    });
    const opened: ReconciliationOpened['data'] = {
      subjectId: null,
      reconciliationId,
      endpoint,
      fedBy: fed?.by ?? null,
      reconciledOn,
      startedAt,
      endedAt: this.clock.now().toISOString(),
      kinds,
      differences,
      named: found.length,
    };
    const context = systemContext(`reconciliation/${endpoint}`, ['reconciliation-opened', endpoint, reconciledOn]);
    await this.desk.record(reconciliation, reconciliationId, open(opened, found), context, 'ReconciliationOpened');
  }
}
