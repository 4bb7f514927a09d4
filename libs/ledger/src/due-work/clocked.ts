import type { DomainEvent } from '@app/event-store';
import type { Papers } from '../application';

/** Papers with a clock: something of them waits for a day. What their states are only they know. */
export interface ClockedPapers extends Papers<unknown, DomainEvent> {
  readonly types: ReadonlySet<string>;
  readonly due: NonNullable<Papers<unknown, DomainEvent>['due']>;
}

/** Injection token: all papers with a clock. */
export const CLOCKED_PAPERS = Symbol('CLOCKED_PAPERS');

/** Of all papers those that have a clock. A state is only ever given back to the papers it came from. */
export const clockedAmong = (
  papers: readonly { readonly category: string; readonly types: ReadonlySet<string> }[],
): readonly ClockedPapers[] => papers.filter((one): one is ClockedPapers => 'due' in one);
