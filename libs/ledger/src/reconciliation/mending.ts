import type { ToldMessage, ToldPush } from '@app/outbox';
import type { Day } from '../shared';
import type { DiscrepancyFound } from './domain/reconciliation.events';
import { isRecord, standings } from './domain/standing';
import { toTold } from './expected';

/** What is done about the open differences of a reconciliation, by their ids; and the pushes that are sent again, of each record in the order in which it was told. */
export interface Mending {
  readonly pushIds: readonly string[];
  /** Mended by sending again. */
  readonly sentAgain: readonly string[];
  /** The body lost what has ended anyhow: nothing of it is shown, nothing is sent. */
  readonly left: readonly string[];
  /** No message of ours mends them: the body holds what it was never told, or something else under the same key, or a record past its day. */
  readonly byHand: readonly string[];
}

/**
 * How differences are mended: pure.
 *
 * - Lost: sent again, as long as the record stands. What is lost and has ended is not sent: it would be shown once more; unless the record is to be
 *   restored. Of all that is sent again the outbox lets nothing leave that a later message has overtaken.
 * - Shown though it has ended: the message that ended it is sent again.
 *
 * @param rows the pushes that the differences are about, with all others of their lanes
 */
export function mendingOf(
  open: readonly Pick<DiscrepancyFound['data'], 'discrepancyId' | 'difference' | 'key'>[],
  rows: readonly ToldPush[],
  today: Day,
): Mending {
  const byKey = new Map(rows.map((row) => [row.push.key, row]));
  const stillShown = new Set(open.flatMap(({ difference, key }) => (difference === 'still-shown' ? [key] : [])));
  const answers = open.map(({ discrepancyId, difference, key }): Answer => {
    const row = byKey.get(key);
    if (!row) return { discrepancyId, pushId: undefined };
    if (difference === 'still-shown') return { discrepancyId, pushId: endingOf(row, byKey) };
    if (difference !== 'lost') return { discrepancyId, pushId: undefined };
    return { discrepancyId, pushId: isNeeded(row, stillShown, today) ? row.push.pushId : null };
  });
  const idsOf = (which: (pushId: Answer['pushId']) => boolean) =>
    answers.flatMap(({ discrepancyId, pushId }) => (which(pushId) ? [discrepancyId] : []));
  return {
    pushIds: inTheOrderTold([...new Set(answers.flatMap(({ pushId }) => pushId ?? []))], rows),
    sentAgain: idsOf((pushId) => typeof pushId === 'string'),
    left: idsOf((pushId) => pushId === null),
    byHand: idsOf((pushId) => pushId === undefined),
  };
}

/** A correction that is sent again before the record that it corrects would be refused once more. */
function inTheOrderTold(pushIds: readonly string[], rows: readonly ToldPush[]): readonly string[] {
  const places = new Map(rows.map(({ push, story }) => [push.pushId, story.findIndex(({ key }) => key === push.key)]));
  return [...pushIds].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
}

interface Answer {
  readonly discrepancyId: string;
  /** Which push mends it; null: none has to; undefined: none can. */
  readonly pushId: string | null | undefined;
}

function isNeeded({ push, story, isToBeRestored }: ToldPush, stillShown: ReadonlySet<string>, today: Day): boolean {
  if (isToBeRestored) return true;
  const told = story.map(toTold);
  if (told.some(({ key, effect }) => key === push.key && isEnding(effect))) {
    return told.some(({ key }) => stillShown.has(key));
  }
  const standing = standings(told, today);
  if (standing.get(push.key) === 'ended') return false;
  return told.some(({ key, effect }) => isRecord(effect) && standing.get(key) !== 'ended');
}

/** The message that ended a record: the last one behind it that ends it or takes its place. */
function endingOf({ push, story }: ToldPush, byKey: ReadonlyMap<string, ToldPush>): string | undefined {
  const at = story.findIndex(({ key }) => key === push.key);
  const behind = story.slice(at + 1);
  const ending = behind.findLast(({ effect, acknowledged }) => acknowledged && (isEnding(effect) || isRecord(effect)));
  return ending && byKey.get(ending.key)?.push.pushId;
}

const isEnding = (effect: ToldMessage['effect']): boolean => effect === 'withdraws' || effect === 'ends';
