import type { EventLog } from '@app/event-store';
import { CREDIT_HEBEI, CreditHebeiClient } from '@app/endpoints';
import {
  capabilities,
  CLOCK,
  type Clock,
  EVENT_LOG,
  ExpiredListingsSweep,
  OverdueHazardsSweep,
  pushOutbox,
  PushRecorder,
  READ_MODELS,
  type ReadModels,
  Rules,
  STORED_LOG,
} from '@app/ledger';
import { Deliverer, Outbox } from '@app/outbox';
import { PersonalData } from '@app/personal-data';
import { type Projection, ProjectionRunners } from '@app/projections';
import { Sealer, SealerRunner } from '@app/sealing';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { rebuildable } from '../../composition/src/read-models';
import { NightlyCheck } from './nightly-check';
import { RevealingEndpoint } from './revealing-endpoint';

/** Everything that follows from the log alone. `npm run replay` replays each of them and compares. */
export const readModels: readonly Projection[] = [...rebuildable, pushOutbox(new Rules(), CREDIT_HEBEI)];

const sweepEveryMs = 10 * 60_000;
const CREDIT_HEBEI_URL = Symbol('CREDIT_HEBEI_URL');
const EQUALITY_CHECK_HOUR = Symbol('EQUALITY_CHECK_HOUR');
/** What gives orders because of an event: the policies of all capabilities. */
const POLICIES = Symbol('POLICIES');

/** Everything that happens without a request: read models, seals, policies, daily sweeps, deliveries. */
@Module({})
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Worker');
  private readonly projections: ProjectionRunners;
  private readonly nightlyCheck: NightlyCheck;
  private readonly sealing: SealerRunner;
  private readonly deliverer: Deliverer | undefined;
  private readonly forget: () => void;
  private sweeping: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  /** @param equalityCheckHour when the nightly check runs, of the clock in Asia/Shanghai; undefined: never */
  static deliveringTo(creditHebeiUrl: string | undefined, equalityCheckHour?: number): DynamicModule {
    return {
      module: WorkerModule,
      imports: capabilities.map(({ module }) => module),
      providers: [
        { provide: CREDIT_HEBEI_URL, useValue: creditHebeiUrl ?? null },
        { provide: EQUALITY_CHECK_HOUR, useValue: equalityCheckHour ?? null },
        {
          provide: POLICIES,
          useFactory: (...policies: Projection[]) => policies,
          inject: capabilities.flatMap(({ policies }) => policies ?? []),
        },
      ],
    };
  }

  constructor(
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(READ_MODELS) pool: ReadModels,
    @Inject(CLOCK) clock: Clock,
    @Inject(CREDIT_HEBEI_URL) url: string | null,
    @Inject(EQUALITY_CHECK_HOUR) hour: number | null,
    @Inject(STORED_LOG) storedLog: EventLog,
    sealer: Sealer,
    @Inject(POLICIES) policies: readonly Projection[],
    recorder: PushRecorder,
    personal: PersonalData,
    private readonly expiredListings: ExpiredListingsSweep,
    private readonly overdueHazards: OverdueHazardsSweep,
  ) {
    this.projections = new ProjectionRunners({
      pool,
      log,
      projections: [...readModels, ...policies],
      onTrouble: ({ projection, after, error }) => {
        this.logger.error(`${projection} stopped after position ${after}: ${error.message}`, error.stack);
      },
      // By position, not by subject: a log line may not name a person.
      onSubjectStopped: (projection, { position, error }) => {
        this.logger.error(
          `${projection}: the subject of the event at ${position} stopped: ${error.message}`,
          error.stack,
        );
      },
      onResumed: (projection, resumed) => {
        if (resumed.outcome === 'stopped-again') {
          this.logger.error(
            `${projection}: the subject of the event at ${resumed.position} stays stopped: ${resumed.error.message}`,
          );
        } else if (resumed.outcome === 'resumed') {
          this.logger.log(`${projection}: a stopped subject goes on, ${resumed.events} held events applied`);
        }
      },
    });
    this.nightlyCheck = new NightlyCheck({
      readModels: pool,
      log,
      clock,
      projections: readModels,
      hour: hour ?? undefined,
      logger: this.logger,
    });
    if (!sealer.canSign) this.logger.warn('no SEAL_KEY_FILE: the log is sealed, but no checkpoint is signed');
    this.sealing = new SealerRunner({
      pool,
      log: storedLog,
      sealer,
      onTrouble: (error) => {
        this.logger.error(`sealing stopped: ${error.message}`, error.stack);
      },
    });
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
    this.projections.start();
    this.sealing.start();
    this.deliverer?.start();
    this.sweep();
    this.timer = setInterval(() => {
      this.sweep();
    }, sweepEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.forget();
    await Promise.all([this.deliverer?.stop(), this.nightlyCheck.stop(), this.sweeping]);
    await Promise.all([this.sealing.stop(), this.projections.stop()]);
  }

  private sweep(): void {
    this.sweeping = this.sweeping
      .then(() => this.overdueHazards.run())
      .then(() => this.expiredListings.run())
      .then(() => this.nightlyCheck.run())
      .catch((error: unknown) => {
        this.logger.warn(`sweep: ${error instanceof Error ? error.message : String(error)}`);
      });
  }
}
