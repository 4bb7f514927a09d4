/**
 * What one message of a record does to those before it in its lane, and so what becomes of it when its turn comes. Pure: the whole table
 * of pairs is here and in `lane.spec.ts`.
 */

/**
 * What a message does to its record at the body.
 *
 * - `states`: it is there. `replaces`: it is there, and reads otherwise than what was said before; hidden, it stays hidden.
 * - `withdraws`: it is to be shown no longer, because it was revoked or repaired. `ends`: because its time is over.
 * - `restores`: what was withdrawn is to be shown again.
 * - `amends`: part of it reads otherwise; the rest is not said again, so what it amends has to be there.
 * - `notes`: something is said beside it.
 */
export const EFFECTS = ['states', 'replaces', 'withdraws', 'ends', 'notes', 'amends', 'restores'] as const;
export type Effect = (typeof EFFECTS)[number];

export const PUSH_STATES = [
  'waiting',
  'held',
  'sent',
  'processing',
  'acknowledged',
  'rejected',
  'mended',
  'dead',
  'overtaken',
  'nothing-there',
  'withdrawn',
  'corrected',
  'ended',
] as const;
export type PushState = (typeof PUSH_STATES)[number];

/** A message of a lane, as far as the others of the lane look at it. */
export interface LanePlace {
  readonly pushId: string;
  readonly effect: Effect;
  readonly status: PushState;
  /** It was handed out, and nobody knows whether the body has it. */
  readonly inDoubt: boolean;
}

/**
 * What is to become of the message whose turn it is.
 *
 * - `send`: it leaves. `wait`: something before it is open, or it stands still itself and nothing that came since changes that.
 * - `overtaken`: it must not leave any more, because of the message `by`. `mended`: it was refused, is dead or held back, and `by` says the
 *   record anew.
 * - `nothing-there`: it speaks of what never arrived or of what is in doubt, which are the messages `of`; to be believed when the body, asked,
 *   holds none of them. A body that cannot be asked is told when one of them is in doubt.
 *   When it restores a record that was overtaken before it left, that one is to leave after all: `revives`. What was stated anew since it was
 *   hidden is there already: it speaks of none.
 */
export type Fate =
  | { readonly fate: 'send' | 'wait' }
  | { readonly fate: 'overtaken' | 'mended'; readonly by: string }
  | { readonly fate: 'nothing-there'; readonly of: readonly string[]; readonly revives: readonly string[] };

/** @param lane all messages of the lane in their order, `pushId` among them */
export function fateOf(pushId: string, lane: readonly LanePlace[]): Fate {
  const at = lane.findIndex((place) => place.pushId === pushId);
  const own = lane[at];
  if (!own) throw new Error(`the push ${pushId} is not in its lane`);
  const [before, after] = [lane.slice(0, at), lane.slice(at + 1)];
  if (before.some(isOpen)) return { fate: 'wait' };
  const overtaking =
    overtakes[own.effect](after, before) ?? (standsStill(own) ? whatStatesAnew(own, after) : undefined);
  if (overtaking) {
    const mends = standsStill(own) && isStatement(overtaking);
    return { fate: mends ? 'mended' : 'overtaken', by: overtaking.pushId };
  }
  if (standsStill(own)) return { fate: 'wait' };
  const hidden = own.effect === 'replaces' ? whatHidUnsent(before) : undefined;
  if (hidden) return { fate: 'overtaken', by: hidden.pushId };
  if (own.effect === 'restores' && isStatedSinceHidden(before)) return { fate: 'nothing-there', of: [], revives: [] };
  const missing = speaksOf[own.effect](before);
  // What is in doubt may be missing as well: the body is asked, and its word goes.
  if (missing.length > 0 && !missing.some(hasArrived)) {
    const revived =
      own.effect === 'restores' ? whatWasStated(before).filter(({ status }) => status === 'overtaken') : [];
    return { fate: 'nothing-there', of: missing.map(idOf), revives: revived.map(idOf) };
  }
  return { fate: 'send' };
}

/** Was the record stated since it was hidden? That statement stands, and nothing is hidden any more; what only replaces it stays hidden. */
function isStatedSinceHidden(before: readonly LanePlace[]): boolean {
  const hidden = before.findLastIndex(({ effect }) => effect === 'withdraws' || effect === 'notes');
  const since = before.slice(hidden + 1);
  return hidden >= 0 && since.some(({ effect, status }) => effect === 'states' && status !== 'overtaken');
}

/** What took the record away before any of it left: a body that has nothing of it would show what replaces it. One that has it keeps it hidden. */
function whatHidUnsent(before: readonly LanePlace[]): LanePlace | undefined {
  const stated = whatWasStated(before);
  return stated.length > 0 && stated.every(neverArrived) ? lastEnding(before) : undefined;
}

const idOf = ({ pushId }: LanePlace): string => pushId;

/** Which of the later ones makes an earlier one of this effect needless, if one does. */
const overtakes: Readonly<
  Record<Effect, (after: readonly LanePlace[], before: readonly LanePlace[]) => LanePlace | undefined>
> = {
  states: whatUndoes,
  replaces: whatUndoes,
  notes: (after) => after.find(({ effect }) => effect === 'restores'),
  // A body that was told of the repair can restore only what it has withdrawn.
  withdraws: (after, before) => (wasNoted(before) ? undefined : after.find(({ effect }) => effect === 'restores')),
  ends: () => undefined,
  amends: () => undefined,
  restores: () => undefined,
};

/**
 * What stands still is needless once the record is stated again: a commitment after its next step, the result in the place of a withdrawn one. What
 * waits is not, because the body is to hear of each step.
 */
function whatStatesAnew(own: LanePlace, after: readonly LanePlace[]): LanePlace | undefined {
  return isStatement(own) ? after.find((place) => isStatement(place) && place.status !== 'overtaken') : undefined;
}

/** Did the body hear, perhaps, that the record is repaired, and not yet that it stands again? */
function wasNoted(before: readonly LanePlace[]): boolean {
  const last = before.findLast(({ effect }) => effect === 'notes' || effect === 'restores');
  return last?.effect === 'notes' && !neverArrived(last);
}

/** What says the record anew; else what takes it away for good: what was withdrawn and restored stands. */
function whatUndoes(after: readonly LanePlace[]): LanePlace | undefined {
  const anew = after.find(({ effect, status }) => effect === 'replaces' && status !== 'overtaken');
  if (anew) return anew;
  return lastEnding(after);
}

/** What takes the record away for good, as far as these say. */
function lastEnding(places: readonly LanePlace[]): LanePlace | undefined {
  const last = places.findLast(({ effect }) => effect === 'withdraws' || effect === 'ends' || effect === 'restores');
  return last && last.effect !== 'restores' ? last : undefined;
}

/** The earlier ones that must have arrived for a message of this effect to make sense; none: it makes sense by itself. */
const speaksOf: Readonly<Record<Effect, (before: readonly LanePlace[]) => readonly LanePlace[]>> = {
  states: () => [],
  replaces: () => [],
  notes: whatWasStated,
  withdraws: whatWasStated,
  ends: whatWasStated,
  amends: whatWasStated,
  restores: (before) => before.filter(({ effect }) => effect === 'withdraws' || effect === 'notes'),
};

function whatWasStated(before: readonly LanePlace[]): readonly LanePlace[] {
  return before.filter(isStatement);
}

const isStatement = ({ effect }: LanePlace): boolean => effect === 'states' || effect === 'replaces';

const OPEN: ReadonlySet<PushState> = new Set(['waiting', 'held', 'sent', 'processing', 'rejected', 'dead']);
/** Not through: what is behind it in its lane waits. */
export const isOpen = ({ status }: Pick<LanePlace, 'status'>): boolean => OPEN.has(status);

const STANDING_STILL: ReadonlySet<PushState> = new Set(['held', 'rejected', 'dead']);
/** Nothing happens to it by itself. */
export const standsStill = ({ status }: Pick<LanePlace, 'status'>): boolean => STANDING_STILL.has(status);

const ARRIVED: ReadonlySet<PushState> = new Set([
  'sent',
  'processing',
  'acknowledged',
  'withdrawn',
  'corrected',
  'ended',
]);
const hasArrived = ({ status }: LanePlace): boolean => ARRIVED.has(status);
const neverArrived = (place: LanePlace): boolean => !place.inDoubt && !hasArrived(place);
