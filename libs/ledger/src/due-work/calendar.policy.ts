import { retryAfterMs } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { Clocks, Desk, systemContextOf } from '../application';
import { type Day, type Due, type DueOpen, Refusal, yearWaitedFor } from '../shared';
import { CLOCKED_PAPERS, type ClockedPapers } from './clocked';
import { type ClaimedDueWork, DueWorkTries, type Tried } from './due-work-tries';

export const calendarPolicyName = 'calendar';

/** What one round came to, in rows. */
export interface CalendarRound {
  readonly written: number;
  readonly refused: number;
  /** Why nothing was looked at: the clocks of application and database are apart, and neither says what day it is. */
  readonly clocksApart?: true;
}

/** Few enough not to fill the connections of a process, many enough for a round trip to weigh little. Our default. */
const atOnce = 8;

/** Longer than any command takes; a process that dies leaves its rows alone for so long. Our default. */
const leaseMs = 30_000;

/** A minute, doubling, at most six hours: a refusal that was mended is seen the same day. Our default. */
const backoff = { firstMs: 60_000, capMs: 6 * 60 * 60_000 };

/** The read model saw more in a stream than the papers do: looked at again, but not at once. Our default. */
const nothingToWriteMs = 60 * 60_000;

/**
 * Writes down that days have passed, and dates what was open once the working days of its year are there: whatever an aggregate's
 * `dayCame` says. Each row of due work by itself: an error stays on its row, with its reason and a next try, and hinders no other.
 *
 * Any number of processes may run it at once, and it may be killed at any point: command ids are derived from the paper, and a
 * day that was written down is not due any more.
 */
@Injectable()
export class CalendarPolicy {
  private readonly papers: ReadonlyMap<string, ClockedPapers>;

  constructor(
    private readonly desk: Desk,
    private readonly tries: DueWorkTries,
    @Inject(CLOCKED_PAPERS) clocked: readonly ClockedPapers[],
    @Inject(Clocks) private readonly clocks: Pick<Clocks, 'check' | 'areApart'>,
  ) {
    this.papers = new Map(clocked.map((papers) => [papers.category, papers]));
  }

  /**
   * Comes round once: until nothing is left that is due for a try, or `signal` says to stop. What is written down because of a day
   * stays: the clocks are compared first, and while they are apart nothing is.
   *
   * @param onRefused told of each row that could not be written down
   * @throws the database's errors
   */
  async run(
    onRefused: (stream: string, error: Error) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<CalendarRound> {
    await this.clocks.check();
    if (this.clocks.areApart()) return { written: 0, refused: 0, clocksApart: true };
    const { rules, today } = this.desk;
    const calendars = [...rules.workingDays.years.keys()].map((year): DueOpen => `calendar-${year}`);
    let [written, refused] = [0, 0];
    await this.tries.cameRound(calendarPolicyName, today);
    while (signal?.aborted !== true) {
      const claimed = await this.tries.claim(today, calendars, atOnce, leaseMs);
      if (claimed.length === 0) break;
      const outcomes = await Promise.all(claimed.map((row) => this.tryOne(row, today, onRefused)));
      written += outcomes.filter((outcome) => outcome === 'written').length;
      refused += outcomes.filter((outcome) => outcome === 'refused').length;
    }
    return { written, refused };
  }

  private async tryOne(
    row: ClaimedDueWork,
    today: Day,
    onRefused: (stream: string, error: Error) => void,
  ): Promise<Tried['outcome']> {
    let tried: Tried;
    try {
      tried = await this.writeDown(row, today);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      onRefused(row.stream, error);
      tried = {
        outcome: 'refused',
        ...(error instanceof Refusal
          ? { code: error.code, facts: error.facts }
          : { code: 'internal-error', facts: {} }),
        reason: error.message,
        retryAfterMs: retryAfterMs(row.attempt, Math.random(), backoff),
      };
    }
    await this.tries.settle(row, tried);
    return tried.outcome;
  }

  private async writeDown({ stream, procedure, dues }: ClaimedDueWork, today: Day): Promise<Tried> {
    const papers = this.papers.get(procedure);
    if (papers?.dayCame === undefined) throw new Error(`no papers of ${procedure} say what a day means`);
    const { rules } = this.desk;
    const commandId = dues.find((due) => isPassed(due, today) || isDatable(due, rules.workingDays.years))?.commandId;
    if (commandId === undefined || commandId === null) throw new Error(`nothing of ${stream} is due`);
    const context = systemContextOf(`policy/${calendarPolicyName}`, commandId);
    const id = stream.slice(procedure.length + 1);
    const { outcome, position } = await this.desk.record(papers, id, papers.dayCame(rules, today), context);
    return outcome === 'recorded'
      ? { outcome: 'written', position }
      : { outcome: 'nothing-to-write', position, retryAfterMs: nothingToWriteMs };
  }
}

const isPassed = ({ commandId, until }: Due, today: Day): boolean =>
  commandId !== null && until !== null && until < today;

const isDatable = ({ commandId, dueOpen }: Due, years: ReadonlyMap<number, unknown>): boolean =>
  commandId !== null && dueOpen !== null && years.has(yearWaitedFor(dueOpen));
