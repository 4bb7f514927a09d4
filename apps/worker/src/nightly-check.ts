import type { EventLog } from '@app/event-store';
import type { Clocks, LedgerAudits } from '@app/ledger';
import {
  checkEquality,
  isEqualityCheckDue,
  nightsSinceCheck,
  type Projection,
  readerOf,
  type ReplayReport,
} from '@app/projections';
import { WritableClient } from '@app/postgres-hosts';
import type { Logger } from '@nestjs/common';
import pg from 'pg';
import { readersName } from '../../composition/src/pools';

export interface NightlyCheckOptions {
  /** The login that alone may say what was found. */
  readonly checkerUrl: string;
  readonly log: EventLog;
  readonly clocks: Pick<Clocks, 'now' | 'today' | 'check' | 'areApart'>;
  readonly projections: readonly Projection[];
  /** Where what was found goes on record. */
  readonly audits: Pick<LedgerAudits, 'recordComparison'>;
  /** Of the clock in Asia/Shanghai, 0 to 23; undefined: never. */
  readonly hour: number | undefined;
  readonly logger: Logger;
}

const shanghaiAheadHours = 8;

/** How often it looks whether it is time. */
const lookEveryMs = 10 * 60_000;

/**
 * Every night: does each read model hold what a full replay of the log arrives at? A difference is an alarm, and its subjects are not
 * answered. What was found, equal or not, is recorded as an event: nobody can say afterwards that it was looked at. Has a timer of its own: nothing else that fails keeps it away.
 *
 * That a night was checked the table may say for the night in which this process began, and for none after it: whoever can write there
 * puts off one check, by a restart each night, and of a process that runs none.
 */
export class NightlyCheck {
  private readonly stopping = new AbortController();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  /** What this process has checked itself, and in which night. */
  private own = { night: '', checked: new Set<string>() };
  private begunOn: string | undefined;
  /** What is to go on record as soon as the log takes it. */
  private readonly unrecorded: Comparison[] = [];

  constructor(private readonly options: NightlyCheckOptions) {}

  /** Looks at once, and then at intervals, whether it is time. */
  start(): void {
    if (this.options.hour === undefined) return;
    this.look();
    this.timer = setInterval(() => {
      this.look();
    }, lookEveryMs);
  }

  /** Does nothing unless it is time, nor while the clocks of application and database are apart. */
  async run(): Promise<void> {
    const { clocks, hour } = this.options;
    if (hour === undefined || this.stopping.signal.aborted) return;
    await this.record();
    await clocks.check();
    if (clocks.areApart()) return;
    const night = clocks.today();
    this.begunOn ??= night;
    if (this.own.night !== night) this.own = { night, checked: new Set() };
    await this.check(night, (clocks.now().getUTCHours() + shanghaiAheadHours) % 24, hour);
  }

  /** Ends a check under way; it comes again at the next chance. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.client?.end();
    await this.running;
  }

  /** One look after the other: a check may take longer than it is to the next look. */
  private look(): void {
    this.running = this.running
      .then(() => this.run())
      .catch((error: unknown) => {
        if (this.stopping.signal.aborted) return; // its connection was ended; the check comes again
        this.options.logger.warn(`nightly check: ${error instanceof Error ? error.message : String(error)}`);
      });
  }

  private async record(): Promise<void> {
    for (let next = this.unrecorded[0]; next; next = this.unrecorded[0]) {
      await this.options.audits.recordComparison(next);
      this.unrecorded.shift();
    }
  }

  private async check(night: string, now: number, hour: number): Promise<void> {
    const { checkerUrl, log, projections, logger } = this.options;
    const believing = night === this.begunOn;
    const isDone = projections.every(({ name }) => this.own.checked.has(name));
    if (isDone || (!believing && now < hour)) return;
    // A connection of its own: the pool's have a time limit on each statement, and hashing a large table takes longer.
    const client = new WritableClient({
      connectionString: checkerUrl,
      application_name: readersName,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', (error) => {
      logger.warn(`nightly check: connection lost: ${error.message}`);
    });
    this.client = client;
    try {
      await client.connect();
      if (believing && !isEqualityCheckDue(now, hour, await nightsSinceCheck(client, projections, night))) return;
      const reports: ReplayReport[] = [];
      const failed: string[] = [];
      await checkEquality({
        client,
        log: readerOf(log),
        projections,
        night,
        checked: this.own.checked,
        believing,
        signal: this.stopping.signal,
        onReport: (report) => {
          reports.push(report);
          const { projection, table, position, missing, surplus } = report;
          if (missing + surplus === 0) return;
          logger.error(
            `${projection}: ${table} is not what a replay arrives at: ${missing} rows missing, ${surplus} surplus, at position ${position}`,
          );
        },
        onTrouble: (projection, error) => {
          failed.push(projection);
          logger.error(`${projection} could not be checked: ${error.message}`, error.stack);
        },
      });
      if (reports.length + failed.length > 0)
        this.unrecorded.push({ comparedOn: night, tables: reports.map(comparedOf), failed });
      await this.record();
    } finally {
      this.client = undefined;
      await client.end();
    }
  }
}

type Comparison = Parameters<LedgerAudits['recordComparison']>[0];

const comparedOf = ({ projection: readModel, table, position, rows, hash, missing, surplus }: ReplayReport) => ({
  readModel,
  table,
  position,
  rows,
  hash,
  missing,
  surplus,
});
