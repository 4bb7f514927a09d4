import type { Capability } from '../capability';
import { IntakeModule } from './intake.module';

/** Takes in files, of the capabilities that have a format for them. */
export const intakeCapability = (capabilities: readonly Capability[]) =>
  ({
    name: 'intake',
    module: IntakeModule.taking(
      capabilities.flatMap(({ formats }) => formats ?? []),
      capabilities.flatMap(({ formats, module }) => (formats ? [module] : [])),
    ),
  }) as const satisfies Capability;
