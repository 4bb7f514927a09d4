import { type EventLog, fold } from '@app/event-store';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { EVENT_LOG, Rules } from '../application';
import { calendarId, calendarOf, workingDayCalendar } from './domain/working-day-calendar';

/** Within this time every process counts by a year that was loaded. Our default. */
const askEveryMs = 1_000;

const stream = `${workingDayCalendar.category}-${calendarId}`;

/**
 * Keeps the rules of this process at the working days that the log holds: read when it starts, and again every second. While the
 * log does not answer the years known so far stay; a year that is not known leaves days open, it is never guessed.
 */
@Injectable()
export class PublishedWorkingDays implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('WorkingDays');
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> = Promise.resolve();
  private seen = -1;
  private away = false;

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly rules: Rules,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.ask();
    this.logger.log(`working days are known of ${this.yearsKnown()}`);
    this.askLater();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.asking;
  }

  private askLater(): void {
    const timer = setTimeout(() => {
      this.asking = this.ask().then(() => {
        if (this.timer === timer) this.askLater();
      });
    }, askEveryMs);
    this.timer = timer.unref();
  }

  private async ask(): Promise<void> {
    try {
      const events = await this.log.readStream(stream);
      this.away = false;
      const newest = events.at(-1)?.revision ?? -1;
      if (newest === this.seen) return;
      const { years } = calendarOf(fold(workingDayCalendar, events));
      const known = this.yearsKnown();
      const { book } = this.rules;
      // A published year takes the place of the same year in the program.
      this.rules.book = { ...book, workingDays: { years: new Map([...book.workingDays.years, ...years]) } };
      this.seen = newest;
      if (known !== this.yearsKnown()) this.logger.log(`the log has working days: ${[...years.keys()].join(', ')}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.away) this.logger.warn(`working days could not be read, and are asked for again: ${reason}`);
      this.away = true;
    }
  }

  private yearsKnown(): string {
    return [...this.rules.book.workingDays.years.keys()].sort((one, other) => one - other).join(', ');
  }
}
