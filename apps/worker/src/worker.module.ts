import type { EventLog } from '@app/event-store';
import {
  Adopter,
  BodyStandings,
  CalendarPolicy,
  capabilities,
  Clocks,
  EVENT_LOG,
  ExchangeDatabases,
  introduceSealKey,
  LedgerAudits,
  PushFlows,
  PushRecorder,
  type ReadModels,
  Reconciler,
  RegisterCheck,
  EndedPublicity,
  Restorations,
  SEAL_KEYS,
  SEALER_DATABASE,
  SIGNER_MEMORY,
  STORED_LOG,
  WORKER_DATABASE,
} from '@app/ledger';
import { ServerLine } from '@app/ledger-database';
import { PersonalData } from '@app/personal-data';
import type { Policy, ProjectionRunners } from '@app/projections';
import { Sealer, SealerRunner, type SealKeys, Seals, type SignerMemory } from '@app/sealing';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Pool } from 'pg';
import type { Body } from '../../composition/src/bodies';
import { CHECKER_URL, FOLLOWERS_POOL, POLICIES_POOL } from '../../composition/src/pools';
import { sealingFrom, type SealingSettings } from '../../composition/src/settings';
import { TRACING } from '../../composition/src/tracing/token';
import type { Tracing } from '../../composition/src/tracing/tracing';
import { Adoptions } from './adoptions';
import { Deliveries } from './deliveries';
import { ExchangeKeeping } from './exchange-keeping';
import { followersOf } from './followers';
import { LedgerAudit } from './ledger-audit';
import { NightlyCheck } from './nightly-check';
import { OutboxStand } from './outbox-stand';
import { readModelsOf } from './read-models-of';
import { Reconciliations } from './reconciliations';
import { Rounds } from './rounds';
import { SaidOnce } from './said-once';
import { Vouching } from './vouching';

/** A day that has come is written down so soon, also when nothing is appended. */
const calendarEveryMs = 15_000;
/** How often it looks whether a body is to be reconciled today. */
const reconcileEveryMs = 10 * 60_000;
/** How often the exchange databases are looked at: so soon a restore is known to everybody. */
const exchangeEveryMs = 60_000;
/** How often it looks whether two people have released what a body held before. Our default. */
const adoptEveryMs = 15_000;
const BODIES = Symbol('BODIES');
const EQUALITY_CHECK_HOUR = Symbol('EQUALITY_CHECK_HOUR');
const SEALING = Symbol('SEALING');
/** What gives orders because of an event: the policies of all capabilities. */
const POLICIES = Symbol('POLICIES');

/** Everything that happens without a request: read models, seals, policies, days that come, deliveries. */
@Module({})
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Worker');
  private readonly projections: ProjectionRunners;
  private readonly nightlyCheck: NightlyCheck;
  private readonly sealing: SealerRunner;
  private readonly deliveries: Deliveries;
  private readonly forget: () => void;
  private readonly calendarRounds: Rounds;
  private readonly auditRounds: Rounds;
  private readonly reconciliationRounds: Rounds;
  private readonly exchangeRounds: Rounds;
  private readonly adoptionRounds: Rounds;

  /**
   * @param bodies who is told, each by a deliverer of its own
   * @param equalityCheckHour when the nightly checks run, of the clock in Asia/Shanghai; undefined: never
   * @param sealing how often it is signed and audited
   */
  static telling(
    bodies: readonly Body[],
    equalityCheckHour?: number,
    sealing: SealingSettings = sealingFrom({}),
  ): DynamicModule {
    return {
      module: WorkerModule,
      imports: capabilities.map(({ module }) => module),
      providers: [
        { provide: BODIES, useValue: bodies },
        { provide: EQUALITY_CHECK_HOUR, useValue: equalityCheckHour ?? null },
        { provide: SEALING, useValue: sealing },
        {
          provide: POLICIES,
          useFactory: (...policies: Policy[]) => policies,
          inject: capabilities.flatMap(({ policies }) => policies ?? []),
        },
      ],
    };
  }

  constructor(
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(WORKER_DATABASE) pool: ReadModels,
    @Inject(SEALER_DATABASE) sealerPool: ReadModels,
    @Inject(CHECKER_URL) checkerUrl: string,
    @Inject(FOLLOWERS_POOL) followersPool: Pool,
    @Inject(POLICIES_POOL) policyPool: Pool,
    clocks: Clocks,
    @Inject(BODIES) private readonly bodies: readonly Body[],
    @Inject(EQUALITY_CHECK_HOUR) hour: number | null,
    @Inject(STORED_LOG) storedLog: EventLog,
    sealer: Sealer,
    @Inject(POLICIES) policies: readonly Policy[],
    recorder: PushRecorder,
    flows: PushFlows,
    register: RegisterCheck,
    endedPublicity: EndedPublicity,
    personal: PersonalData,
    calendar: CalendarPolicy,
    @Inject(SEALING) { signEveryMs, auditEveryMs, auditTiles }: SealingSettings,
    @Inject(SEAL_KEYS) keys: SealKeys,
    audits: LedgerAudits,
    @Inject(SIGNER_MEMORY) memory: SignerMemory,
    reconciler: Reconciler,
    databases: ExchangeDatabases,
    adopter: Adopter,
    private readonly standings: BodyStandings,
    restorations: Restorations,
    seals: Seals,
    line: ServerLine,
    @Inject(TRACING) tracing: Tracing | null,
  ) {
    const exchanges = new ExchangeKeeping({ pool, bodies, databases, personal, clocks, logger: this.logger });
    this.exchangeRounds = new Rounds({
      everyMs: exchangeEveryMs,
      run: (signal) => exchanges.round(signal),
      onTrouble: (error) => {
        this.logger.warn(`exchange databases: ${error.message}`);
      },
    });
    for (const { id, exchange } of bodies) {
      exchange?.database.whenRestored(() => {
        exchanges.owe(id);
        this.exchangeRounds.wake();
      });
    }
    const readModels = readModelsOf(log, bodies);
    this.projections = followersOf({
      pool: followersPool,
      policyPool,
      log,
      projections: readModels,
      policies: [...policies, exchanges],
      line,
      logger: this.logger,
    });
    this.nightlyCheck = new NightlyCheck({
      checkerUrl,
      log,
      clocks,
      projections: readModels,
      audits,
      hour: hour ?? undefined,
      logger: this.logger,
    });
    if (!sealer.canSign) this.logger.warn('no SEAL_KEY_FILE: the log is sealed, but no checkpoint is signed');
    sealer.introduceBy(() => introduceSealKey(log, clocks, keys, memory));
    this.sealing = new SealerRunner({
      pool: sealerPool,
      log: storedLog,
      sealer,
      signEveryMs,
      onTrouble: (error) => {
        this.logger.error(`sealing stopped: ${error.message}`, error.stack);
      },
    });
    const audit = new LedgerAudit({
      pool,
      log,
      storedLog,
      sealer,
      keys,
      audits,
      clock: clocks,
      tables: readModels.flatMap(({ tables }) => tables.map(({ name }) => name)),
      hour: hour ?? undefined,
      tiles: auditTiles,
      everyMs: auditEveryMs,
      logger: this.logger,
    });
    this.auditRounds = new Rounds({
      everyMs: auditEveryMs,
      firstAfterMs: auditEveryMs,
      run: (signal) => audit.round(signal),
      onTrouble: (error) => {
        this.logger.warn(`audit: ${error.message}`);
      },
    });
    for (const { id, endpoint } of bodies)
      if (!endpoint) this.logger.warn(`no address of ${id} is set: what it is to be told waits`);
    if (!personal.hasMasterKey)
      this.logger.warn('no PERSONAL_MASTER_KEY_FILE: no paper about a person is taken, and none is read');
    const silent = new SaidOnce();
    this.deliveries = new Deliveries({
      tracing,
      log,
      pool,
      bodies,
      personal,
      recorder,
      flows,
      register,
      endedPublicity,
      adopter,
      standings,
      vouching: new Vouching({ restorations, sealer, seals, line }),
      clocks,
      stand: new OutboxStand(pool, log, (body, pushes) => {
        this.logger.warn(
          `${body} was told by another database what this one was restored without: ${pushes} pushes are asked for before they are sent`,
        );
      }),
      onRest: (body, rest) => {
        if (rest === undefined) {
          if (silent.isOver(body)) this.logger.warn(`${body} answers again`);
        } else if (silent.isNews(body, 'silent')) {
          this.logger.error(`${body} does not answer: nothing is lost, and it is tried again; why, says GET /pushes`);
        }
      },
      onTrouble: (body, error) => {
        this.logger.warn(`delivery to ${body}: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
    const reconciliations = new Reconciliations({
      workerUrl: pool.options.connectionString,
      bodies,
      personal,
      reconciler,
      clocks,
      hour: hour ?? undefined,
      logger: this.logger,
    });
    const adoptions = new Adoptions({
      workerUrl: pool.options.connectionString,
      bodies,
      personal,
      adopter,
      logger: this.logger,
    });
    this.adoptionRounds = new Rounds({
      everyMs: adoptEveryMs,
      run: (signal) => adoptions.round(signal),
      onTrouble: (error) => {
        this.logger.warn(`adoption: ${error.message}`);
      },
    });
    this.reconciliationRounds = new Rounds({
      everyMs: reconcileEveryMs,
      run: (signal) => reconciliations.round(signal),
      onTrouble: (error) => {
        this.logger.warn(`reconciliation: ${error.message}`);
      },
    });
    this.calendarRounds = new Rounds({
      everyMs: calendarEveryMs,
      run: (signal) =>
        calendar
          .run((stream, error) => {
            this.logger.error(
              `${stream}: the day that has come could not be written down: ${error.message}`,
              error.stack,
            );
          }, signal)
          .then(({ clocksApart }) => {
            if (clocksApart) this.logger.warn('calendar: the clocks are apart, no day is written down');
          }),
      onTrouble: (error) => {
        this.logger.warn(`calendar: ${error.message}`);
      },
    });
    this.forget = log.onAppended(() => {
      this.deliveries.wake();
      this.calendarRounds.wake();
    });
  }

  /** @throws when the settings say of a body what the log does not allow: nothing has been told then */
  async onApplicationBootstrap(): Promise<void> {
    await this.standings.settle(this.bodies.map(({ id, isReal = false, keys }) => ({ id, isReal, keys })));
    await this.deliveries.settleFormerWays();
    this.projections.start();
    this.sealing.start();
    this.deliveries.start();
    this.nightlyCheck.start();
    this.calendarRounds.start();
    this.auditRounds.start();
    this.reconciliationRounds.start();
    this.exchangeRounds.start();
    this.adoptionRounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.forget();
    await Promise.all([
      this.deliveries.stop(),
      this.nightlyCheck.stop(),
      this.calendarRounds.stop(),
      this.auditRounds.stop(),
      this.reconciliationRounds.stop(),
      this.exchangeRounds.stop(),
      this.adoptionRounds.stop(),
    ]);
    await Promise.all([this.sealing.stop(), this.projections.stop()]);
    await this.letGoOfBodies();
  }

  /** Nobody asks them any more. One that cannot be closed keeps no other one open. */
  private async letGoOfBodies(): Promise<void> {
    await Promise.all(
      this.bodies.map(async ({ id, endpoint }) => {
        try {
          await endpoint?.close?.();
        } catch (error) {
          this.logger.warn(`${id} could not be let go of: ${error instanceof Error ? error.message : String(error)}`);
        }
      }),
    );
  }
}
