import { type Day, derivedId } from '../../shared';
import { type BodyStandingEvent, bodyStandingEvents } from './body-standing.events';

/** Whether a body is one for training, or real: once it is, it stays so. One stream for each body, by its name. */
export const BODY_STANDINGS = ['training', 'real'] as const;
export type BodyStanding = (typeof BODY_STANDINGS)[number];

export const bodyStanding = {
  category: 'bodyStanding',
  ofNoUnit: true as const,
  receiptIdOf: (body: string): string => derivedId('bodyStanding', body),
  initial: 'training' as BodyStanding,
  evolve: (): BodyStanding => 'real',
  ...bodyStandingEvents,
};

/** 正式启用. Real already: quiet. */
export const becomeReal =
  (endpoint: string, becameRealOn: Day) =>
  (state: BodyStanding): BodyStandingEvent[] =>
    state === 'real' ? [] : [{ type: 'BodyBecameReal', data: { subjectId: null, endpoint, becameRealOn } }];
