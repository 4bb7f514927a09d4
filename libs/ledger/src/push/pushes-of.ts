import type { Position, StoredEvent } from '@app/event-store';
import { effectOf, keyOf, recordOf } from '@app/exchange';
import { type Push, pushIdOf } from '@app/outbox';
import type { RuleBook } from '../rule-set';
import { type Day, dayOfInstant, isPerson } from '../shared';
import type { Column } from './told-table';

/** From when a body is told: from what we wrote down on this day (Asia/Shanghai) on, or from this position of the log on. */
export type From = { readonly day: Day } | { readonly position: Position };

/** A body that is told what its column of the table says. */
export interface ReceivingBody {
  /** Stands in the outbox and in recorded facts for good. */
  readonly id: string;
  readonly column: Column;
  /** Undefined: from the beginning. Not to be changed once the body has been told: what was queued stays queued. */
  readonly from?: From | undefined;
}

/**
 * The pushes of the last event of `history`, in the order in which they are to arrive; none when the body is not told of it: pure.
 *
 * - Nothing about a natural person is told: how a platform takes and masks a person's number was not found (regulations 7.2 says "mask
 *   on publication"), and what has left cannot be erased. Our default.
 * - Nothing from before `from` is told; nor what follows on it: a body cannot withdraw what it never had.
 *
 * @param history the event's stream, from its first event up to this one
 */
export function pushesOf(body: ReceivingBody, rules: RuleBook, history: readonly StoredEvent[]): readonly Push[] {
  const stored = history.at(-1);
  if (!stored || !mayConcern(body, stored) || stored.subjectId === null) return [];
  const { subjectId } = stored;
  const said = body.column.said(rules, history);
  if (typeof said === 'string' || followsOnUntold(body, rules, history)) return [];
  return said.map((told, part) => ({
    pushId: pushIdOf(stored.id, body.id, part),
    endpoint: body.id,
    eventId: stored.id,
    position: stored.position,
    part,
    subjectId,
    stream: stored.stream,
    revision: stored.revision,
    lane: recordOf(told),
    effect: effectOf(told.kind),
    kind: told.kind,
    key: keyOf(body.id, told, stored.revision),
    document: told.document,
  }));
}

/** Can the event lead to a push at all? What only its stream can say is left to `pushesOf`. */
export const mayConcern = ({ column, from }: ReceivingBody, stored: StoredEvent): boolean =>
  column.types.has(stored.type) &&
  stored.subjectId !== null &&
  !isPerson(stored.subjectId) &&
  (from === undefined || hasBegun(from, stored));

const hasBegun = (from: From, { position, recordedAt }: StoredEvent): boolean =>
  'day' in from ? dayOfInstant(recordedAt) >= from.day : position >= from.position;

/** Was there a message about this paper that the body was not told, because it came too early? */
function followsOnUntold({ column, from }: ReceivingBody, rules: RuleBook, history: readonly StoredEvent[]): boolean {
  if (from === undefined) return false;
  return history.slice(0, -1).some((earlier, at) => {
    if (hasBegun(from, earlier) || !column.types.has(earlier.type)) return false;
    return typeof column.said(rules, history.slice(0, at + 1)) !== 'string';
  });
}
