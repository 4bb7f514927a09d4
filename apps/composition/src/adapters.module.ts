import { PostgresEventLog } from '@app/event-store/postgres';
import { type EventLog, UpcastingEventLog } from '@app/event-store';
import {
  ApiKeys,
  CLOCK,
  type Clock,
  EVENT_LOG,
  eventCatalogue,
  STORED_LOG,
  READ_MODELS,
  systemClock,
} from '@app/ledger';
import { applicationUrl } from '@app/ledger-database';
import { type MasterKey, PersonalData } from '@app/personal-data';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import {
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import pg from 'pg';

/** Chooses the adapters: the log and the read models on PostgreSQL, the system's clock. Events are read in their present version. */
@Module({})
export class AdaptersModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(READ_MODELS) private readonly readModels: pg.Pool,
    private readonly personal: PersonalData,
  ) {}

  /** @param masterKey of personal data; without one personal data is neither taken in nor shown, and all else works. */
  static on(databaseUrl: string, clock: Clock = systemClock, masterKey?: MasterKey): DynamicModule {
    const logger = new Logger('Database');
    const url = applicationUrl(databaseUrl);
    const onTrouble = (error: Error) => {
      logger.warn(`connection lost: ${error.message}`);
    };
    return {
      module: AdaptersModule,
      global: true,
      providers: [
        { provide: STORED_LOG, useFactory: () => new PostgresEventLog({ url, onTrouble }) },
        {
          provide: EVENT_LOG,
          useFactory: (stored: EventLog) => new UpcastingEventLog(stored, eventCatalogue),
          inject: [STORED_LOG],
        },
        {
          provide: READ_MODELS,
          useFactory: () => {
            const pool = new pg.Pool({
              connectionString: url,
              max: 20,
              connectionTimeoutMillis: 5_000,
              query_timeout: 30_000,
              application_name: 'ledger-read-models',
            });
            pool.on('error', onTrouble);
            return pool;
          },
        },
        { provide: CLOCK, useValue: clock },
        { provide: ApiKeys, useFactory: (pool: pg.Pool) => new ApiKeys(pool), inject: [READ_MODELS] },
        {
          provide: PersonalData,
          useFactory: (pool: pg.Pool) =>
            new PersonalData(new PostgresPersonKeys(pool), masterKey, (keyId, reason) => {
              logger.error(`personal text under key ${keyId} cannot be read: ${reason}`);
            }),
          inject: [READ_MODELS],
        },
      ],
      exports: [EVENT_LOG, STORED_LOG, READ_MODELS, CLOCK, ApiKeys, PersonalData],
    };
  }

  /** Refuses to start with another master key than the one that is in use here. */
  onModuleInit(): Promise<void> {
    return this.personal.check();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.log.close();
    await this.readModels.end();
  }
}
