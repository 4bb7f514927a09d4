import {
  CLOCK,
  type Clock,
  creditDossiers,
  DueWork,
  type DueWorkOutlook,
  EVENT_LOG,
  EVENT_LOG_ENGINE,
  type EventLog,
  LedgerAudits,
  Public,
  READ_MODELS,
  type ReadModels,
  type Reply,
  SIGN_EVERY_MS,
  Stands,
} from '@app/ledger';
import { type Lag, lags, latestEquality } from '@app/projections';
import { Sealer, Seals } from '@app/sealing';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { sealOutlook, sealTroubles } from './seal-health';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** The calendar policy comes round every quarter of a minute; after so long without a round it has stopped. Our default. */
const calendarMaxMs = 120_000;

@ApiTags('运行')
@Public()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(EVENT_LOG_ENGINE) private readonly engine: string,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly seals: Seals,
    private readonly sealer: Sealer,
    private readonly audits: LedgerAudits,
    @Inject(SIGN_EVERY_MS) private readonly signEveryMs: number,
    private readonly stands: Stands,
    private readonly dueWork: DueWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('live')
  @ApiOperation({ summary: '进程是否在运行' })
  @ApiOkResponse()
  live() {
    return { status: 'ok' };
  }

  /**
   * Ready: the log answers, and the read models are caught up. Degraded is ready all the same: stopped subjects are
   * refused an answer one by one, and taking this process out would refuse it to everybody else.
   */
  @Get('ready')
  @ApiOperation({ summary: '是否能正常作答：日志可用、读模型跟上' })
  @ApiOkResponse()
  async ready(@Res({ passthrough: true }) reply: Reply) {
    const [log, { checks, degraded }, days, sealing] = await Promise.all([
      this.logAnswers(),
      this.readModelsKeepUp(),
      this.daysAreWrittenDown(),
      this.sealing(),
    ]);
    const ok = log.ok && checks.every((check) => check.ok);
    if (!ok) reply.status(503);
    // Degraded, and not sent away, for two reasons more: seals that show a change (whoever watches the status hears of it; another
    // process would answer from the same database), and a day that is not written down: answers follow the calendar all the same.
    const wrong = [...sealing.degraded, ...degraded, ...(days.ok ? [] : [`${days.name}: ${days.detail}`])];
    const status = ok ? (wrong.length === 0 ? 'ok' : 'degraded') : 'unavailable';
    return { status, checks: [log, ...checks, sealing.check, days], degraded: wrong };
  }

  private async daysAreWrittenDown(): Promise<Check> {
    try {
      return toDaysCheck(await this.dueWork.outlook(this.clock.today()), Date.now());
    } catch (error) {
      return { name: 'due-work', ok: false, detail: reasonOf(error) };
    }
  }

  private async logAnswers(): Promise<Check> {
    try {
      return { name: 'event-log', ok: true, detail: `${this.engine}, head ${await this.log.head()}` };
    } catch (error) {
      return { name: 'event-log', ok: false, detail: `${this.engine}: ${reasonOf(error)}` };
    }
  }

  private async sealing(): Promise<{ check: Check; degraded: string[] }> {
    try {
      const outlook = await sealOutlook({ seals: this.seals, sealer: this.sealer, audits: this.audits, log: this.log });
      const limits = { staleAfterMs: this.stands.staleAfterMs, signEveryMs: this.signEveryMs };
      const troubles = sealTroubles(outlook, limits, this.clock.now());
      const { newest, state, audit } = outlook;
      const signed = newest ? `checkpoint of ${newest.size} signed ${newest.signedAt.toISOString()}` : 'no checkpoint';
      const audited = audit ? `audited ${audit.auditedOn} up to ${audit.size}` : 'never audited';
      const figures = [`${state.size} entries up to position ${state.lastPosition}`, signed, audited];
      return {
        check: { name: 'sealing', ok: troubles.length === 0, detail: [...figures, ...troubles].join(', ') },
        degraded: troubles.map((trouble) => `sealing: ${trouble}`),
      };
    } catch (error) {
      return {
        check: { name: 'sealing', ok: false, detail: reasonOf(error) },
        degraded: [`sealing: ${reasonOf(error)}`],
      };
    }
  }

  private async readModelsKeepUp(): Promise<{ checks: Check[]; degraded: string[] }> {
    try {
      const [found, equality] = await Promise.all([lags(this.readModels, this.log), latestEquality(this.readModels)]);
      const checks = found.map((lag) => toCheck(lag, this.stands.staleAfterMs));
      if (!found.some(({ projection }) => projection === creditDossiers.name))
        checks.push({ name: creditDossiers.name, ok: false, detail: 'never ran' });
      return {
        checks,
        degraded: [
          ...found.flatMap(({ projection, stoppedSubjects }) =>
            stoppedSubjects > 0 ? [`${projection}: ${stoppedSubjects} subjects stand still`] : [],
          ),
          ...equality.flatMap(({ projection, table, equal, position }) =>
            equal ? [] : [`${projection}: ${table} was not what a replay arrives at, at ${position}`],
          ),
        ],
      };
    } catch (error) {
      return { checks: [{ name: 'read-models', ok: false, detail: reasonOf(error) }], degraded: [] };
    }
  }
}

/** Not well: a row was refused; or a day waits to be written down, and nobody has come round for a while. */
export function toDaysCheck({ oldestPassed, overdue, refused, open, cameAt }: DueWorkOutlook, nowMs: number): Check {
  const waits = oldestPassed === null ? 'no day waits to be written down' : `${oldestPassed} is not written down yet`;
  const last = cameAt === null ? 'the calendar never came round' : `the calendar came round ${cameAt.toISOString()}`;
  const comes = cameAt !== null && nowMs - cameAt.getTime() <= calendarMaxMs;
  return {
    name: 'due-work',
    ok: refused === 0 && (oldestPassed === null || comes),
    detail: `${waits}, ${overdue} overdue, ${open} open, ${refused} refused, ${last}`,
  };
}

function toCheck({ projection, position, eventsBehind, orMore, ageMs, stoppedBy }: Lag, staleAfterMs: number): Check {
  const caughtUp = ageMs === null ? 'never caught up' : `caught up ${Math.round(ageMs)} ms ago`;
  const stopped = stoppedBy === null ? '' : `, stopped: ${stoppedBy}`;
  return {
    name: projection,
    ok: stoppedBy === null && ageMs !== null && ageMs <= staleAfterMs,
    detail: `at ${position}, ${eventsBehind}${orMore ? ' or more' : ''} events behind, ${caughtUp}${stopped}`,
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
