import { dayOfInstant } from '../shared';
import type { Clock } from './ports';

export const systemClock: Clock = {
  now: () => new Date(),
  today: () => dayOfInstant(new Date()),
};
