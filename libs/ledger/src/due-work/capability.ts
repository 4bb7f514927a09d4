import type { Capability } from '../capability';
import { clockedAmong } from './clocked';
import { DueWorkModule } from './due-work.module';
import { dueWork } from './due-work.projection';

/** Due work knows no capability: what waits for a day, each aggregate says itself. */
export const dueWorkCapability = (capabilities: readonly Capability[]) => {
  const clocked = clockedAmong(capabilities.flatMap(({ aggregates }) => aggregates ?? []));
  return {
    name: 'due-work',
    module: DueWorkModule.over(clocked),
    readModels: [dueWork(clocked)],
  } as const satisfies Capability;
};
