import { say, type Words } from '@app/exchange';
import type { Push } from '@app/outbox';
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

export const sayingIn =
  (words: Words<Fields>): Saying =>
  ({ key, kind, position, document }) => ({
    idempotencyKey: key,
    kind,
    subjectSequence: position,
    fields: say(words, kind, document),
  });
