import { type EventLog, UpcastingEventLog } from '@app/event-store';
import {
  AccessRecorder,
  AccessRecords,
  ApiKeys,
  BATCH_WORKBOOKS,
  type BatchWorkbooks,
  CLOCK,
  type Clock,
  Clocks,
  databaseClock,
  DossierMemory,
  EVENT_LOG,
  EVENT_LOG_ENGINE,
  eventCatalogue,
  GIVEN_MEMORY,
  type OtherClock,
  READ_MODELS,
  SEAL_KEYS,
  SEALS_HERE,
  SEALER_DATABASE,
  SIGN_EVERY_MS,
  SIGNER_MEMORY,
  Stands,
  STORED_LOG,
  systemClock,
  ToldEventLog,
  WORKER_DATABASE,
} from '@app/ledger';
import { ServerLine, type ServerMemory, ServerMemoryInProcess } from '@app/ledger-database';
import { type MasterKey, PersonalData } from '@app/personal-data';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import {
  GivenInProcess,
  type GivenMemory,
  noSealKeys,
  ProcessMemory,
  type SealKeys,
  signEveryMsDefault,
  type SignerMemory,
} from '@app/sealing';
import {
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type pg from 'pg';
import { logOnPostgres, type LogSettings } from './log-settings';
import { lostPersonKeys } from './lost-person-keys';
import { openEventLog } from './open-event-log';
import { type Logins, loginsOf } from './logins';
import {
  CHECKER_URL,
  type Connections,
  connectionsDefault,
  FOLLOWERS_POOL,
  POLICIES_POOL,
  poolOf,
  readersName,
  workConnections,
} from './pools';
import { dossierMemoryBytesFrom, staleAfterMsFrom } from './settings';
import { TRACING } from './tracing/token';
import type { Tracing } from './tracing/tracing';
import { noUpkeep, UPKEEP, type Upkeep } from './upkeep';
import { Writability } from './writability';

/** What a deployment may choose beside its database; each has a default. */
export interface Choices {
  /** Of this process; the system's unless said otherwise. */
  readonly clock?: Pick<Clock, 'now'>;
  /** The one it is compared with; the clock of the database unless said otherwise. */
  readonly otherClock?: OtherClock;
  /** Which engine keeps the log; PostgreSQL unless said otherwise. */
  readonly log?: LogSettings;
  /** From what age on a read model does not answer, in milliseconds; 15,000 unless said otherwise. */
  readonly staleAfterMs?: number;
  /** What of dossiers may be remembered, roughly; 128 MiB unless said otherwise; 0: nothing. */
  readonly dossierMemoryBytes?: number;
  /** Of personal data; without one personal data is neither taken in nor shown, and all else works. */
  readonly masterKey?: MasterKey | undefined;
  /** Of checkpoints; without one the log is sealed, but nothing is signed. */
  readonly sealKeys?: SealKeys;
  /** What the signer knows of its past; as long as the process lives, unless a better one is given. */
  readonly signerMemory?: SignerMemory;
  /** How often a checkpoint is signed while entries come; a second unless said otherwise. */
  readonly signEveryMs?: number;
  readonly connections?: Connections;
  /** Which database servers this process worked with; as long as it lives, unless a better one is given. */
  readonly serverMemory?: ServerMemory;
  /** Which checkpoint this process gave out last; as long as it lives, unless a better one is given. */
  readonly givenMemory?: GivenMemory;
  /** The bodies that are told by workbooks; none unless said. */
  readonly batchWorkbooks?: readonly BatchWorkbooks[];
  /** What of the deployment ends some day; nothing unless said. */
  readonly upkeep?: Upkeep;
  /** Who is told what belongs to which trace; nobody unless said. */
  readonly tracing?: Tracing;
}

/** Chooses the adapters: the engine of the log, the read models on PostgreSQL, the system's clock. Events are read in their present version. */
@Module({})
export class AdaptersModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(READ_MODELS) private readonly readModels: pg.Pool,
    @Inject(FOLLOWERS_POOL) private readonly followers: pg.Pool,
    @Inject(POLICIES_POOL) private readonly policies: pg.Pool,
    @Inject(WORKER_DATABASE) private readonly worker: pg.Pool,
    @Inject(SEALER_DATABASE) private readonly sealer: pg.Pool,
    private readonly personal: PersonalData,
    private readonly clocks: Clocks,
    @Inject(SIGNER_MEMORY) private readonly signerMemory: SignerMemory,
    private readonly accesses: AccessRecorder,
    @Inject(TRACING) private readonly tracing: Tracing | null,
  ) {}

  /** @param database its logins; or one that may work in every role */
  static on(database: string | Logins, choices: Choices = {}): DynamicModule {
    const { clock = systemClock, log = logOnPostgres, masterKey, sealKeys = noSealKeys } = choices;
    const { connections = connectionsDefault, signerMemory = new ProcessMemory() } = choices;
    const { signEveryMs = signEveryMsDefault, batchWorkbooks = [], upkeep = noUpkeep, tracing } = choices;
    const { serverMemory = new ServerMemoryInProcess(), givenMemory = new GivenInProcess() } = choices;
    const {
      staleAfterMs = staleAfterMsFrom({}),
      dossierMemoryBytes = dossierMemoryBytesFrom({}),
      otherClock,
    } = choices;
    const logger = new Logger('Database');
    const logins = typeof database === 'string' ? loginsOf({ api: database }) : database;
    const url = logins.serving;
    const onTrouble = (error: Error) => {
      logger.warn(`connection lost: ${error.message}`);
    };
    const dossiers = new DossierMemory(dossierMemoryBytes);
    const line = new ServerLine(serverMemory, ({ system, timeline }) => {
      dossiers.end(); // positions may come again, and mean something else
      logger.warn(
        `the server is another one than before: ${system} on timeline ${timeline}. After a failover or a restore: docs/operations.md`,
      );
    });
    return {
      module: AdaptersModule,
      global: true,
      providers: [
        { provide: Writability, useFactory: () => new Writability(url, log) },
        {
          provide: STORED_LOG,
          useFactory: (clocks: Clocks, writability: Writability) =>
            writability.watch(openEventLog(log, url, { onTrouble, now: () => clocks.now(), line })),
          inject: [Clocks, Writability],
        },
        { provide: EVENT_LOG_ENGINE, useValue: log.engine },
        {
          provide: EVENT_LOG,
          useFactory: (stored: EventLog, clocks: Clocks, memory: DossierMemory) => {
            const told = new ToldEventLog(stored, ({ recordedAt, position }, events) => {
              clocks.recorded(recordedAt);
              tracing?.recorded(events);
              for (const { subjectId } of events) if (subjectId !== null) memory.touch(subjectId, position);
            });
            return new UpcastingEventLog(told, eventCatalogue);
          },
          inject: [STORED_LOG, Clocks, DossierMemory],
        },
        { provide: SEAL_KEYS, useValue: sealKeys },
        { provide: SIGNER_MEMORY, useValue: signerMemory },
        { provide: GIVEN_MEMORY, useValue: givenMemory },
        { provide: SIGN_EVERY_MS, useValue: signEveryMs },
        { provide: BATCH_WORKBOOKS, useValue: batchWorkbooks },
        { provide: UPKEEP, useValue: upkeep },
        { provide: TRACING, useValue: tracing ?? null },
        { provide: DossierMemory, useValue: dossiers },
        { provide: ServerLine, useValue: line },
        {
          provide: READ_MODELS,
          useFactory: () => poolOf(url, readersName, connections.queries, onTrouble, line),
        },
        {
          provide: FOLLOWERS_POOL,
          useFactory: () => poolOf(logins.worker, 'ledger-followers', connections.followers, onTrouble, line),
        },
        {
          provide: POLICIES_POOL,
          useFactory: () => poolOf(logins.worker, 'ledger-policies', connections.policies, onTrouble, line),
        },
        {
          provide: WORKER_DATABASE,
          useFactory: () => poolOf(logins.worker, 'ledger-worker', workConnections, onTrouble, line),
        },
        {
          provide: SEALER_DATABASE,
          useFactory: () => poolOf(logins.sealer ?? url, 'ledger-sealer', workConnections, onTrouble, line),
        },
        { provide: SEALS_HERE, useValue: logins.sealer !== undefined },
        { provide: CHECKER_URL, useValue: logins.checker },
        {
          provide: Clocks,
          useFactory: (pool: pg.Pool) =>
            new Clocks({
              own: clock,
              database: otherClock ?? databaseClock(pool),
              onTrouble: ({ message }) => {
                logger.warn(`the clocks could not be compared: ${message}`);
              },
            }),
          inject: [READ_MODELS],
        },
        { provide: CLOCK, useExisting: Clocks },
        {
          provide: Stands,
          useFactory: (pool: pg.Pool, clocks: Clocks) => new Stands(pool, staleAfterMs, clocks),
          inject: [READ_MODELS, Clocks],
        },
        { provide: AccessRecords, useFactory: (pool: pg.Pool) => new AccessRecords(pool), inject: [READ_MODELS] },
        {
          provide: AccessRecorder,
          useFactory: (records: AccessRecords, clocks: Clocks) =>
            new AccessRecorder(records, clocks, (trouble) => {
              logger.error(trouble);
            }),
          inject: [AccessRecords, Clocks],
        },
        { provide: ApiKeys, useFactory: (pool: pg.Pool) => new ApiKeys(pool), inject: [READ_MODELS] },
        {
          provide: PersonalData,
          useFactory: (pool: pg.Pool) =>
            new PersonalData(
              new PostgresPersonKeys(pool),
              masterKey,
              (keyId, reason) => {
                logger.error(`personal text under key ${keyId} cannot be read: ${reason}`);
              },
              lostPersonKeys(pool),
            ),
          inject: [READ_MODELS],
        },
      ],
      exports: [
        EVENT_LOG,
        EVENT_LOG_ENGINE,
        STORED_LOG,
        SEAL_KEYS,
        SIGNER_MEMORY,
        GIVEN_MEMORY,
        SIGN_EVERY_MS,
        BATCH_WORKBOOKS,
        UPKEEP,
        TRACING,
        READ_MODELS,
        Stands,
        DossierMemory,
        ServerLine,
        FOLLOWERS_POOL,
        POLICIES_POOL,
        WORKER_DATABASE,
        SEALER_DATABASE,
        SEALS_HERE,
        CHECKER_URL,
        CLOCK,
        Clocks,
        AccessRecords,
        AccessRecorder,
        ApiKeys,
        PersonalData,
        Writability,
      ],
    };
  }

  /** Refuses to start with another master key than the one that is in use here. Compares the clocks before anything is answered. */
  async onModuleInit(): Promise<void> {
    await this.personal.check();
    await this.clocks.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.tracing?.close();
    await this.accesses.stop(); // all answers have left: what waits is written while there is a database
    await this.clocks.stop();
    await this.log.close();
    await this.signerMemory.release();
    const pools = [this.readModels, this.followers, this.policies, this.worker, this.sealer];
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
