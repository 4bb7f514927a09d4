import type { Capability } from '../capability';
import { clockedAmong } from './clocked';
import { DueWorkModule } from './due-work.module';
import { dueWork } from './due-work.projection';

/** Due work knows no capability: each aggregate says itself what waits for a day. */
export const dueWorkCapability = (capabilities: readonly Capability[]) => {
  const clocked = clockedAmong(capabilities.flatMap(({ aggregates }) => aggregates ?? []));
  return {
    name: 'due-work',
    module: DueWorkModule.over(clocked),
    readModels: [dueWork(clocked)],
  } as const satisfies Capability;
};
