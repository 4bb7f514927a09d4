import type { DomainEvent, StoredEvent } from '@app/event-store';
import type { Papers } from '../application';
import type { AnyAggregate } from '../capability';

/** Papers with a clock: something about them waits for a day. Only they know their states. */
export interface ClockedPapers extends Papers<unknown, DomainEvent> {
  readonly types: ReadonlySet<string>;
  /** Its event inside a stored one; undefined: it is not one of its own. */
  readonly eventIn: (stored: StoredEvent) => DomainEvent | undefined;
  readonly due: NonNullable<Papers<unknown, DomainEvent>['due']>;
}

/** Injection token: all papers with a clock. */
export const CLOCKED_PAPERS = Symbol('CLOCKED_PAPERS');

/** The aggregates that have a clock. A state is only given back to the aggregate it came from. */
export const clockedAmong = (aggregates: readonly AnyAggregate[]): readonly ClockedPapers[] =>
  aggregates.filter((one) => 'due' in one) as unknown as readonly ClockedPapers[];
