import { LogUnavailable } from '@app/event-store';
import {
  type CalledRequest,
  Clocks,
  clocksAgreeMs,
  type ClocksStanding,
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
  type ReconciliationOutlook,
  ReconciliationOutlooks,
  type Reply,
  SIGN_EVERY_MS,
  Stands,
  ToldBodies,
} from '@app/ledger';
import { type Lag, lags, latestEquality } from '@app/projections';
import { PersonalData } from '@app/personal-data';
import { Sealer, Seals } from '@app/sealing';
import { Controller, Get, Inject, Logger, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { isDatabaseAway } from '../../composition/src/database-away';
import { KNOWN_FOLLOWERS, type KnownFollowers } from '../../composition/src/known-followers';
import { Writability } from '../../composition/src/writability';
import { measureHealth } from './health-metrics';
import { keptFor } from './kept-for';
import { sealOutlook, sealTroubles } from './seal-health';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What the program or the database says of it, hosts and logins included: for an operator's key, and for the log. */
  readonly trouble?: string;
}

interface Found {
  readonly ok: boolean;
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly checks: readonly Check[];
  readonly degraded: readonly string[];
}

/** Anybody may ask, so that whoever asks within so long of another gets the same answer. Our default. */
const readyMs = 500;

/** The calendar policy comes round every quarter of a minute; after so long without a round it has stopped. Our default. */
const calendarMaxMs = 120_000;

@ApiTags('运行')
@Public()
@Controller('health')
export class HealthController {
  private readonly logger = new Logger('Health');
  private readonly found = keptFor(readyMs, () => this.look());
  private trouble = '';

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
    private readonly clocks: Clocks,
    private readonly writability: Writability,
    private readonly reconciliations: ReconciliationOutlooks,
    @Inject(KNOWN_FOLLOWERS) private readonly known: KnownFollowers,
    private readonly personal: PersonalData,
    private readonly bodies: ToldBodies,
    registry: Registry,
  ) {
    measureHealth(registry, this.found);
  }

  @Get('live')
  @ApiOperation({ summary: '进程是否在运行' })
  @ApiOkResponse()
  live() {
    return { status: 'ok' };
  }

  /**
   * Ready: the log answers, a write would be taken, and the read models of this build are caught up. Degraded is ready all the same: stopped
   * subjects are refused an answer one by one, a policy or an outbox that is behind makes orders and pushes come later, and taking this
   * process out would refuse an answer to everybody else.
   */
  @Get('ready')
  @ApiOperation({ summary: '是否能正常作答：日志可用、读模型跟上' })
  @ApiOkResponse()
  async ready(@Req() { caller }: Pick<CalledRequest, 'caller'>, @Res({ passthrough: true }) reply: Reply) {
    const { ok, status, checks, degraded } = await this.found();
    if (!ok) reply.status(503);
    const shown = checks.map(({ trouble, ...check }) =>
      trouble !== undefined && caller?.role === 'operator' ? { ...check, trouble } : check,
    );
    return { status, checks: shown, degraded };
  }

  private async look(): Promise<Found> {
    const [log, writes, { checks, degraded }, days, sealing, reconciled, persons, exchanges] = await Promise.all([
      this.logAnswers(),
      this.writesAreTaken(),
      this.readModelsKeepUp(),
      this.daysAreWrittenDown(),
      this.sealing(),
      this.bodiesReconciled(),
      this.personsHaveKeys(),
      this.exchangesAsLeft(),
    ]);
    const clocks = toClocksCheck(this.clocks.standing());
    const ok =
      log.ok && writes.ok && clocks.ok && checks.every((check) => check.ok || this.known.acting.has(check.name));
    // Degraded, and not sent away, for two reasons more: seals that show a change (whoever watches the status hears of it; another
    // process would answer from the same database), and a day that is not written down: answers follow the calendar all the same.
    const wrong = [
      ...sealing.degraded,
      ...degraded,
      ...clocks.degraded,
      ...[days, reconciled, persons, exchanges].flatMap(({ ok, name, detail }) => (ok ? [] : [`${name}: ${detail}`])),
    ];
    const status = ok ? (wrong.length === 0 ? 'ok' : 'degraded') : 'unavailable';
    const all = [log, writes, clocks.check, ...checks, sealing.check, days, reconciled, persons, exchanges];
    this.logTrouble(all);
    return { ok, status, checks: all, degraded: wrong };
  }

  /** Once for each trouble, not at each question. */
  private logTrouble(checks: readonly Check[]): void {
    const said = checks
      .flatMap(({ name, trouble }) => (trouble === undefined ? [] : [`${name}: ${trouble}`]))
      .join('; ');
    if (said !== '' && said !== this.trouble) this.logger.warn(said);
    this.trouble = said;
  }

  private async daysAreWrittenDown(): Promise<Check> {
    try {
      return toDaysCheck(await this.dueWork.outlook(this.clocks.today()), this.clocks.now().getTime());
    } catch (error) {
      return notSeen('due-work', error);
    }
  }

  private async bodiesReconciled(): Promise<Check> {
    try {
      return toReconciliationCheck(await this.reconciliations.all(), this.clocks.now().getTime());
    } catch (error) {
      return notSeen('reconciliation', error);
    }
  }

  private async personsHaveKeys(): Promise<Check> {
    try {
      const lost = await this.personal.areKeysLost();
      const detail = lost ? 'people stand in the ledger whose keys are not here' : 'everybody has one';
      return { name: 'person-keys', ok: !lost, detail };
    } catch (error) {
      return notSeen('person-keys', error);
    }
  }

  private async exchangesAsLeft(): Promise<Check> {
    try {
      return toExchangesCheck(await this.bodies.restored());
    } catch (error) {
      return notSeen('exchange-databases', error);
    }
  }

  private async logAnswers(): Promise<Check> {
    try {
      return { name: 'event-log', ok: true, detail: `${this.engine}, head ${await this.log.head()}` };
    } catch (error) {
      return notSeen('event-log', error, `${this.engine}: `);
    }
  }

  private async writesAreTaken(): Promise<Check> {
    try {
      await this.writability.check();
      return { name: 'writes', ok: true, detail: 'taken' };
    } catch (error) {
      return notSeen('writes', error);
    }
  }

  private async sealing(): Promise<{ check: Check; degraded: string[] }> {
    try {
      const outlook = await sealOutlook({ seals: this.seals, sealer: this.sealer, audits: this.audits, log: this.log });
      const limits = { staleAfterMs: this.stands.staleAfterMs, signEveryMs: this.signEveryMs };
      const troubles = sealTroubles(outlook, limits, this.clocks.now());
      const { newest, state, audit } = outlook;
      const signed = newest ? `checkpoint of ${newest.size} signed ${newest.signedAt.toISOString()}` : 'no checkpoint';
      const audited = audit ? `audited ${audit.auditedOn} up to ${audit.size}` : 'never audited';
      const figures = [`${state.size} entries up to position ${state.lastPosition}`, signed, audited];
      return {
        check: { name: 'sealing', ok: troubles.length === 0, detail: [...figures, ...troubles].join(', ') },
        degraded: troubles.map((trouble) => `sealing: ${trouble}`),
      };
    } catch (error) {
      const check = notSeen('sealing', error);
      return { check, degraded: [`sealing: ${check.detail}`] };
    }
  }

  private async readModelsKeepUp(): Promise<{ checks: Check[]; degraded: string[] }> {
    try {
      const [found, equality] = await Promise.all([
        lags(this.readModels, this.log),
        latestEquality(this.readModels, this.clocks.today()),
      ]);
      const ours = found.filter(
        ({ projection }) => this.known.answering.has(projection) || this.known.acting.has(projection),
      );
      const checks = ours.map((lag) => toCheck(lag, this.stands.staleAfterMs));
      if (!ours.some(({ projection }) => projection === creditDossiers.name))
        checks.push({ name: creditDossiers.name, ok: false, detail: 'never ran' });
      return {
        checks,
        degraded: [
          ...checks.flatMap(({ name, ok, detail }) =>
            !ok && this.known.acting.has(name) ? [`${name}: ${detail}`] : [],
          ),
          ...ours.flatMap(({ projection, stoppedSubjects }) =>
            stoppedSubjects > 0 ? [`${projection}: ${stoppedSubjects} subjects stand still`] : [],
          ),
          ...equality.flatMap(({ projection, table, equal, position }) =>
            equal ? [] : [`${projection}: ${table} was not what a replay arrives at, at ${position}`],
          ),
        ],
      };
    } catch (error) {
      return { checks: [notSeen('read-models', error)], degraded: [] };
    }
  }
}

/** Not ready while the clocks are apart: no answer is given then. Degraded when they differ, or nobody knows, or a recording lies ahead. */
export function toClocksCheck({ verdict, databaseAheadMs, recordedAheadMs, comparedMsAgo }: ClocksStanding) {
  const ahead =
    databaseAheadMs === null ? 'never compared' : `the database is ${databaseAheadMs} ms ahead of the application`;
  const compared = comparedMsAgo === null ? '' : `, compared ${comparedMsAgo} ms ago`;
  const check: Check = { name: 'clocks', ok: verdict !== 'apart', detail: `${verdict}: ${ahead}${compared}` };
  const recorded =
    recordedAheadMs > clocksAgreeMs
      ? [`clocks: the newest recording lies ${recordedAheadMs} ms ahead: a clock was ahead when it was written`]
      : [];
  return {
    check,
    ok: check.ok,
    degraded: [...(verdict === 'agree' ? [] : [`clocks: ${check.detail}`]), ...recorded],
  };
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

/** Every body that was ever reconciled is, every day; after so long without one it has stopped. Our default. */
const reconciledMaxMs = 36 * 60 * 60_000;

/** Not well: a body was not reconciled lately, or what was found waits for somebody to say something to it. */
export function toReconciliationCheck(outlooks: readonly ReconciliationOutlook[], nowMs: number): Check {
  const said = outlooks.map(
    ({ endpoint, reconciledOn, differences, unresolved }) =>
      `${endpoint} ${reconciledOn}: ${differences} differences, ${unresolved} unresolved`,
  );
  const isWell = ({ endedAt, unresolved }: ReconciliationOutlook) =>
    unresolved === 0 && nowMs - endedAt.getTime() <= reconciledMaxMs;
  const detail = said.length === 0 ? 'no body was ever reconciled' : said.join(', ');
  return { name: 'reconciliation', ok: outlooks.every(isWell), detail };
}

/** Not well: an exchange database was put back from a backup, and nobody has looked after it yet. */
export function toExchangesCheck(restored: ReadonlyMap<string, string>): Check {
  const said = [...restored].map(([body, on]) => `${body} was found restored on ${on}`);
  const detail = said.length === 0 ? 'none was found restored' : said.join(', ');
  return { name: 'exchange-databases', ok: said.length === 0, detail };
}

function toCheck({ projection, position, eventsBehind, orMore, ageMs, stoppedBy }: Lag, staleAfterMs: number): Check {
  const caughtUp = ageMs === null ? 'never caught up' : `caught up ${Math.round(ageMs)} ms ago`;
  const stopped = stoppedBy === null ? '' : ', stopped';
  return {
    name: projection,
    ok: stoppedBy === null && ageMs !== null && ageMs <= staleAfterMs,
    detail: `at ${position}, ${eventsBehind}${orMore ? ' or more' : ''} events behind, ${caughtUp}${stopped}`,
    ...(stoppedBy !== null && { trouble: stoppedBy }),
  };
}

/** A check that could not be made. To everybody in our words; the error's own may name hosts and logins. */
const notSeen = (name: string, error: unknown, about = ''): Check => ({
  name,
  ok: false,
  detail: `${about}${isDatabaseAway(error) || error instanceof LogUnavailable ? 'does not answer' : 'failed'}`,
  trouble: error instanceof Error ? error.message : String(error),
});
