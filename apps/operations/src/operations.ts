import { Registry } from 'prom-client';
import { knownFollowers } from '../../composition/src/known-followers';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';

/** What every process shows of itself: whether it is well, and its figures. */
export const operations = {
  controllers: [HealthController, MetricsController],
  providers: [knownFollowers, { provide: Registry, useFactory: () => new Registry() }],
} as const;
