import type { Handling, Versions } from '@app/event-store';
import type { Policy, ReadModel } from '@app/projections';
import type { DynamicModule, Type } from '@nestjs/common';
import type { Format } from './file-format';
import type { CreditFact } from './credit-dossier/domain/credit-fact';
import type { GivenName } from './shared';

/**
 * What a capability is to the house. One of these stands in the `capability.ts` of each capability, and `capabilities.ts` lists them:
 * api, worker, catalogue of events, dossiers, intake, rebuild and fixtures take from it what concerns them.
 */
export type Capability = Recording | Answering;

interface Described {
  /** The folder it stands in. */
  readonly name: string;
  /** What the api and the worker run. It exports the policies. */
  readonly module: Type | DynamicModule;
  /** What follows from the log and can be rebuilt. */
  readonly readModels?: readonly ReadModel[];
  /** What gives orders because of an event. Follows the log in the worker, in no transaction; never rebuilt. */
  readonly policies?: readonly Type<Policy>[];
  /** The files of papers it takes. */
  readonly formats?: readonly Format[];
}

/** One that writes events. It says what other parts of the ledger make of each event. */
interface Recording extends Described {
  readonly aggregates: readonly [AnyAggregate, ...AnyAggregate[]];
  /** The names its events give their subject. */
  readonly names: Handling<GivenName>;
  /** The credit facts in its events. */
  readonly facts?: Handling<CreditFact>;
}

/** One that answers from what others recorded. */
interface Answering extends Described {
  readonly aggregates?: never;
  readonly names?: never;
  readonly facts?: never;
}

/** An aggregate of whatever state and events, with the table of its events in it. */
export interface AnyAggregate {
  /** Its streams are called `{category}-{id}`. */
  readonly category: string;
  readonly types: ReadonlySet<string>;
  readonly versions: Readonly<Record<string, Versions>>;
  readonly initial: unknown;
  readonly evolve: (state: never, event: never) => unknown;
  readonly occurredOn: (event: never) => string;
}

/** The events that a capability writes. */
export type EventsIn<Described> = Described extends { readonly aggregates: readonly (infer Of)[] }
  ? Of extends { readonly occurredOn: (event: infer Event) => string }
    ? Event
    : never
  : never;
