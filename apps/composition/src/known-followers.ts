import { BODY_IDS, capabilities, pushDeadlinesName, pushOutboxName } from '@app/ledger';
import type { Policy } from '@app/projections';
import type { Provider } from '@nestjs/common';
import { rebuildable } from './read-models';

/**
 * The followers of this build, by name. Checkpoints of others may lie in the database: of a build before it, or of the one that takes its
 * place; how far these are is none of its business.
 */
export interface KnownFollowers {
  /** Questions are answered from these: while one is behind, nothing can be answered. */
  readonly answering: ReadonlySet<string>;
  /** Policies, and what fills the outboxes: while one is behind, orders and pushes come later. */
  readonly acting: ReadonlySet<string>;
}

export const KNOWN_FOLLOWERS = Symbol('KNOWN_FOLLOWERS');

export const knownFollowers: Provider<KnownFollowers> = {
  provide: KNOWN_FOLLOWERS,
  useFactory: (...policies: Policy[]) => ({
    answering: new Set(rebuildable.map(({ name }) => name)),
    acting: new Set([
      ...policies.map(({ name }) => name),
      ...BODY_IDS.flatMap((body) => [pushOutboxName(body), pushDeadlinesName(body)]),
    ]),
  }),
  inject: capabilities.flatMap(({ policies }) => policies ?? []),
};
