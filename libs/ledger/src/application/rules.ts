import { Injectable } from '@nestjs/common';
import { publishedRules, type RuleBook } from '../rule-set';
import type { WorkingDayCalendar } from '../shared';

/** Holds the rule book. Ask for it at each decision: the book is a value, and a newer one may have taken its place. */
@Injectable()
export class Rules {
  private held: RuleBook = publishedRules;

  get book(): RuleBook {
    return this.held;
  }

  /** Years of working days that the log holds, beside those of the data files. Of a year in both, the log's is counted by. */
  takeWorkingDays(years: WorkingDayCalendar['years']): void {
    this.held = { ...publishedRules, workingDays: { years: new Map([...publishedRules.workingDays.years, ...years]) } };
  }
}
