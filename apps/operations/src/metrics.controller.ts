import {
  Clocks,
  DueWork,
  EVENT_LOG,
  type EventLog,
  LedgerAudits,
  Public,
  READ_MODELS,
  type ReadModels,
  ReconciliationOutlooks,
  SEALER_DATABASE,
  ToldBodies,
  WORKER_DATABASE,
} from '@app/ledger';
import { type EqualityFound, type Lag, lags, latestEquality } from '@app/projections';
import { Controller, Get, Header, Inject, Logger } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Sealer, Seals } from '@app/sealing';
import type pg from 'pg';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { FOLLOWERS_POOL, POLICIES_POOL } from '../../composition/src/pools';
import { UPKEEP, type Upkeep } from '../../composition/src/upkeep';
import { measureClocks } from './clock-metrics';
import { measureDueWork } from './due-work-metrics';
import { keptFor } from './kept-for';
import { measurePools } from './pool-metrics';
import { measurePushes } from './push-metrics';
import { scraped } from './scrape';
import { sealOutlook } from './seal-health';
import { measureReconciliations } from './reconciliation-metrics';
import { measureSeals } from './seal-metrics';
import { saidOnce } from './said-once';
import { measureServer } from './server-metrics';
import { measureUpkeep } from './upkeep-metrics';

/** Whoever scrapes within so long of another gets the same figures: anybody may ask, and counting costs. Our default. */
const scrapeMs = 1_000;

/** Gauges that the library calls counters: a checker of metrics refuses them. */
const notOfPrometheus = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

/** Prometheus text. Read from the database when it is asked for; names no subject. */
@ApiTags('运行')
@Public()
@Controller('metrics')
export class MetricsController {
  private readonly logger = new Logger('Metrics');
  private readonly text = keptFor(scrapeMs, () => scraped(this.registry));

  constructor(
    private readonly registry: Registry,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(READ_MODELS) readModels: ReadModels,
    clocks: Clocks,
    seals: Seals,
    sealer: Sealer,
    audits: LedgerAudits,
    dueWork: DueWork,
    reconciliations: ReconciliationOutlooks,
    told: ToldBodies,
    @Inject(FOLLOWERS_POOL) followers: pg.Pool,
    @Inject(POLICIES_POOL) policies: pg.Pool,
    @Inject(WORKER_DATABASE) worker: pg.Pool,
    @Inject(SEALER_DATABASE) sealing: pg.Pool,
    @Inject(UPKEEP) upkeep: Upkeep,
  ) {
    collectDefaultMetrics({ register: this.registry });
    for (const name of notOfPrometheus) this.registry.removeSingleMetric(name);
    measurePools(this.registry, { queries: readModels, followers, policies, worker, sealing });
    const registers = [this.registry];
    measurePushes(this.registry, clocks, () => told.overview());
    new Gauge({
      name: 'ledger_log_head',
      help: 'Position of the newest event',
      registers,
      async collect() {
        this.set(await log.head());
      },
    });
    const lagsNow = keptFor(0, () => lags(readModels, log));
    const equalityNow = keptFor(0, () => latestEquality(readModels, clocks.today()));
    const ofProjections = (name: string, help: string, valueOf: (lag: Lag) => number) =>
      new Gauge({
        name,
        help,
        labelNames: ['projection'],
        registers,
        async collect() {
          this.reset();
          for (const lag of await lagsNow()) this.set({ projection: lag.projection }, valueOf(lag));
        },
      });
    ofProjections(
      'ledger_projection_lag_events',
      'Events a projection has yet to read; where the most advanced one is itself 1000 behind, at least so many',
      ({ eventsBehind }) => eventsBehind,
    );
    ofProjections('ledger_projection_age_seconds', 'Since a projection held everything; +Inf: never', ({ ageMs }) =>
      ageMs === null ? Infinity : ageMs / 1000,
    );
    ofProjections('ledger_projection_stopped', '1 while the whole projection stands still', ({ stoppedBy }) =>
      stoppedBy === null ? 0 : 1,
    );
    ofProjections(
      'ledger_projection_stopped_subjects',
      'Subjects that stand still while the projection runs',
      ({ stoppedSubjects }) => stoppedSubjects,
    );
    const ofEquality = (name: string, help: string, valueOf: (found: EqualityFound) => number) =>
      new Gauge({
        name,
        help,
        labelNames: ['projection', 'table'],
        registers,
        async collect() {
          this.reset();
          for (const found of await equalityNow())
            this.set({ projection: found.projection, table: found.table }, valueOf(found));
        },
      });
    ofEquality('ledger_projection_equal', '1: the last nightly check found what a replay arrives at', ({ equal }) =>
      equal ? 1 : 0,
    );
    ofEquality('ledger_projection_checked_timestamp_seconds', 'When the last nightly check was', ({ checkedAt }) =>
      Math.round(checkedAt.getTime() / 1000),
    );
    const outlook = keptFor(0, () => sealOutlook({ seals, sealer, log, audits }));
    measureSeals(this.registry, { seals, log, clock: clocks, outlook });
    measureDueWork(
      this.registry,
      clocks,
      keptFor(0, () => dueWork.outlook(clocks.today())),
    );
    measureClocks(this.registry, clocks);
    const onTrouble = saidOnce((what) => {
      this.logger.warn(what);
    });
    measureUpkeep(this.registry, { upkeep, clock: clocks, readModels, onTrouble });
    measureServer(this.registry, readModels, onTrouble);
    measureReconciliations(
      this.registry,
      clocks,
      keptFor(0, () => reconciliations.all()),
    );
    new Gauge({
      name: 'ledger_pushes',
      help: 'Pushes by endpoint and status',
      labelNames: ['endpoint', 'status'],
      registers,
      async collect() {
        const { rows } = await readModels.query<{ endpoint: string; status: string; count: string }>(
          'SELECT endpoint, status, count(*) FROM pushes GROUP BY endpoint, status',
        );
        this.reset();
        for (const { endpoint, status, count } of rows) this.set({ endpoint, status }, Number(count));
      },
    });
  }

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: '运行指标（Prometheus）' })
  @ApiOkResponse()
  metrics(): Promise<string> {
    return this.text();
  }
}
