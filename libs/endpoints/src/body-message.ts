import { say, type Words } from '@app/exchange';
import type { Endpoint, Fault, Push } from '@app/outbox';
import type { Fields } from './fields';

/** A message in a body's own words, whatever way it travels. */
export interface BodyMessage {
  /** By this the body knows a repetition. */
  readonly idempotencyKey: string;
  readonly kind: string;
  /** Grows from one message about a subject to the next. */
  readonly subjectSequence: number;
  readonly fields: Fields;
}

/** Says a push in a body's words. @throws `NoWordsFor` a kind that the body is never told */
export type Saying = (push: Pick<Push, 'key' | 'kind' | 'position' | 'document'>) => BodyMessage;

/** What the body would refuse about a message, by its own published rules. Pure. */
export type Checking = (message: BodyMessage) => readonly Fault[];

/** As the port of the outbox asks it; nothing where the body has no rules that could be checked here. */
export const faultsBy = (saying: Saying, checking: Checking | undefined): Pick<Endpoint, 'faultsOf'> =>
  checking ? { faultsOf: (push) => checking(saying(push)) } : {};

export const sayingIn =
  (words: Words<Fields>): Saying =>
  ({ key, kind, position, document }) => ({
    idempotencyKey: key,
    kind,
    subjectSequence: position,
    fields: say(words, kind, document),
  });
