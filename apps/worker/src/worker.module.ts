import type { EventLog } from '@app/event-store';
import { CREDIT_HEBEI, CreditHebeiClient } from '@app/endpoints';
import {
  BlacklistModule,
  blacklistRegister,
  creditDossiers,
  ErasedKeysPolicy,
  ErasureModule,
  EVENT_LOG,
  ExpiredListingsSweep,
  ListingCandidatesPolicy,
  MajorFireHazardModule,
  openHazards,
  OverdueHazardsSweep,
  PushModule,
  pushOutbox,
  PushRecorder,
  READ_MODELS,
  type ReadModels,
  subjectHistory,
} from '@app/ledger';
import { Deliverer, Outbox } from '@app/outbox';
import { PersonalData } from '@app/personal-data';
import { type Projection, ProjectionRunner } from '@app/projections';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RevealingEndpoint } from './revealing-endpoint';

/** The read models, in the order in which a reader would miss them. `npm run replay` rebuilds each of them. */
export const readModels: readonly Projection[] = [
  creditDossiers,
  subjectHistory,
  blacklistRegister,
  openHazards,
  pushOutbox(CREDIT_HEBEI),
];

const sweepEveryMs = 10 * 60_000;
const CREDIT_HEBEI_URL = Symbol('CREDIT_HEBEI_URL');

/** Everything that happens without a request: read models, policies, daily sweeps, deliveries. */
@Module({})
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Worker');
  private readonly runners: readonly ProjectionRunner[];
  private readonly deliverer: Deliverer | undefined;
  private readonly forget: () => void;
  private sweeping: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  static deliveringTo(creditHebeiUrl: string | undefined): DynamicModule {
    return {
      module: WorkerModule,
      imports: [BlacklistModule, ErasureModule, MajorFireHazardModule, PushModule],
      providers: [{ provide: CREDIT_HEBEI_URL, useValue: creditHebeiUrl ?? null }],
    };
  }

  constructor(
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(READ_MODELS) pool: ReadModels,
    @Inject(CREDIT_HEBEI_URL) url: string | null,
    candidates: ListingCandidatesPolicy,
    erasedKeys: ErasedKeysPolicy,
    recorder: PushRecorder,
    personal: PersonalData,
    private readonly expiredListings: ExpiredListingsSweep,
    private readonly overdueHazards: OverdueHazardsSweep,
  ) {
    this.runners = [...readModels, candidates, erasedKeys].map(
      (projection) =>
        new ProjectionRunner({
          pool,
          log,
          projection,
          onTrouble: ({ projection: name, after, error }) => {
            this.logger.error(`${name} stopped after position ${after}: ${error.message}`, error.stack);
          },
        }),
    );
    this.deliverer =
      url === null
        ? undefined
        : new Deliverer({
            outbox: new Outbox(pool),
            endpoint: new RevealingEndpoint(new CreditHebeiClient({ url }), personal),
            leaseMs: 15_000,
            onOutcome: (push, outcome) => recorder.record(push, outcome),
            onTrouble: (error) => {
              this.logger.warn(`delivery: ${error instanceof Error ? error.message : String(error)}`);
            },
          });
    this.forget = log.onAppended(() => this.deliverer?.wake());
  }

  onApplicationBootstrap(): void {
    for (const runner of this.runners) runner.start();
    this.deliverer?.start();
    this.sweep();
    this.timer = setInterval(() => {
      this.sweep();
    }, sweepEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.forget();
    await Promise.all([this.deliverer?.stop(), this.sweeping]);
    await Promise.all(this.runners.map((runner) => runner.stop()));
  }

  private sweep(): void {
    this.sweeping = this.sweeping
      .then(() => this.overdueHazards.run())
      .then(() => this.expiredListings.run())
      .catch((error: unknown) => {
        this.logger.warn(`sweep: ${error instanceof Error ? error.message : String(error)}`);
      });
  }
}
