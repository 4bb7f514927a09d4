import { EVENT_LOG, type EventLog, Public, READ_MODELS, type ReadModels } from '@app/ledger';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Seals } from '@app/sealing';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { measureSeals } from './seal-metrics';

/** Prometheus text. Read from the database at the moment it is asked for; names no subject. */
@ApiTags('运行')
@Public()
@Controller('metrics')
export class MetricsController {
  private readonly registry = new Registry();

  constructor(@Inject(EVENT_LOG) log: EventLog, @Inject(READ_MODELS) readModels: ReadModels, seals: Seals) {
    collectDefaultMetrics({ register: this.registry });
    const registers = [this.registry];
    new Gauge({
      name: 'ledger_log_head',
      help: 'Position of the newest event',
      registers,
      async collect() {
        this.set(await log.head());
      },
    });
    new Gauge({
      name: 'ledger_projection_lag_positions',
      help: 'How far a projection stands behind the newest event, in positions of the log: on PostgreSQL these are events, on EventStoreDB bytes of the whole server’s log',
      labelNames: ['projection'],
      registers,
      async collect() {
        const head = await log.head();
        const { rows } = await readModels.query<{ name: string; position: string }>(
          'SELECT name, position FROM projection_checkpoints',
        );
        for (const { name, position } of rows) this.set({ projection: name }, Math.max(0, head - Number(position)));
      },
    });
    measureSeals(this.registry, seals, log);
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
    return this.registry.metrics();
  }
}
