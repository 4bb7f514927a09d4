import { clocksAgreeMs, type Day, dayOfInstant, parseDay, parseInstant, readField, Refusal } from '../shared';
import type { Clock } from './ports';

/** By which knowledge a question is asked. */
export interface KnownTime {
  /** Only what was recorded up to this instant (UTC) counts; null: everything that is recorded. */
  readonly knownAt: string | null;
  /** When it was asked (UTC). */
  readonly askedAt: string;
}

/**
 * The instant whose knowledge is asked for. Not given, or now: everything, whatever instant is written on it. Two seconds ahead
 * count as now: the clocks of those who ask are not ours.
 *
 * Refusals at `knownAt`, in this order: `instant-invalid`, `instant-in-future` {now}.
 */
export function readKnownAt(text: string | null | undefined, clock: Pick<Clock, 'now'>): KnownTime {
  const now = clock.now();
  const askedAt = now.toISOString();
  if (text === undefined || text === null) return { knownAt: null, askedAt };
  return readField('knownAt', () => {
    const knownAt = parseInstant(text);
    if (knownAt > soon(now).toISOString()) throw new Refusal('instant-in-future', { now: askedAt });
    return { knownAt: knownAt >= askedAt ? null : knownAt, askedAt };
  });
}

/**
 * The day that is asked about; null when none is given. What will be on a later day nobody knows: papers may come until then.
 *
 * Refusals at `validAt`, in this order: `date-invalid`, `day-in-future` {today}.
 */
export function readValidAt(text: string | null | undefined, clock: Pick<Clock, 'now'>): Day | null {
  if (text === undefined || text === null) return null;
  return readField('validAt', () => {
    const validAt = parseDay(text);
    const today = dayOfInstant(soon(clock.now()));
    if (validAt > today) throw new Refusal('day-in-future', { today });
    return validAt;
  });
}

const soon = (now: Date): Date => new Date(now.getTime() + clocksAgreeMs);
