import { addDays, type Day } from '../../shared';

/** A message that a body has, or may have, as far as it matters to what is shown. */
export interface Told {
  readonly key: string;
  /** False: it was sent, and nobody knows what the body made of it. */
  readonly acknowledged: boolean;
  readonly effect: 'states' | 'replaces' | 'withdraws' | 'ends' | 'restores' | 'amends' | 'notes';
  /** The repair decision by which it ends a record, which it tells of, or which is revoked; null: none. */
  readonly repair: string | null;
  /** The last day of the publicity that it states, or changes; null: it says none. */
  readonly publicUntil: Day | null;
}

/** `either`: nobody can say: something is on its way, or the body's day may be another than ours. */
export type Standing = 'shown' | 'ended' | 'either';

/**
 * How each message about one paper stands at a body that was told these, in this order: pure.
 *
 * A later record takes the place of the one that stands; one that replaces another is hidden where that was. An ending ends it; a revoked repair shows again what was ended because of this
 * repair, and itself holds no longer. A record is shown up to the last day of its publicity; where a change says another one, nobody knows
 * which of the two the body goes by.
 *
 * @param today where the ledger is; the body's day may still be the one before, or already the next
 */
export function standings(told: readonly Told[], today: Day): ReadonlyMap<string, Standing> {
  const surely = endedBy(told.filter(({ acknowledged }) => acknowledged));
  const perhaps = endedBy(told);
  return new Map(
    told.map((message) => {
      const { key, effect } = message;
      if (surely.has(key) !== perhaps.has(key)) return [key, 'either'];
      if (surely.has(key)) return [key, 'ended'];
      return [key, isRecord(effect) ? byDay(endsOf(message, told), today) : 'shown'];
    }),
  );
}

/** It is a record, and not something said of one. */
export const isRecord = (effect: Told['effect']): boolean => effect === 'states' || effect === 'replaces';

/** What is ended, by its key, with what ended it. */
function endedBy(told: readonly Told[]): ReadonlyMap<string, Told> {
  const ended = new Map<string, Told>();
  const results: Told[] = [];
  let record: Told | undefined;
  for (const message of told) {
    const standing = record && !ended.has(record.key) ? record : undefined;
    switch (message.effect) {
      case 'states':
        if (standing) ended.set(standing.key, message);
        record = message;
        break;
      case 'replaces': {
        const hiddenBy = record && ended.get(record.key);
        if (record) ended.set(record.key, message);
        if (hiddenBy) ended.set(message.key, hiddenBy);
        record = message;
        break;
      }
      case 'withdraws':
      case 'ends':
        if (standing) ended.set(standing.key, message);
        break;
      case 'amends':
        break;
      case 'notes':
        if (message.repair !== null) results.push(message);
        break;
      case 'restores': {
        if (record && ended.get(record.key)?.repair === message.repair) ended.delete(record.key);
        const revoked = results.find(({ key, repair }) => repair === message.repair && !ended.has(key));
        if (revoked) ended.set(revoked.key, message);
        break;
      }
    }
  }
  return ended;
}

/** The last days that were told of a record: its own, and those of changes after it. */
function endsOf(record: Told, told: readonly Told[]): readonly Day[] {
  const later = told.slice(told.indexOf(record) + 1).filter(({ effect }) => effect === 'amends');
  return [record, ...later].flatMap(({ publicUntil }) => publicUntil ?? []);
}

function byDay(ends: readonly Day[], today: Day): Standing {
  const found = new Set(
    ends.map((end): Standing => {
      if (end > today) return 'shown';
      return end < addDays(today, -1) ? 'ended' : 'either';
    }),
  );
  const [only = 'shown'] = found;
  return found.size > 1 ? 'either' : only;
}
