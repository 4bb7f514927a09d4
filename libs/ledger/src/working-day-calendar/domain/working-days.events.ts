// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** The holiday notice of the State Council for one year, as the operator loaded it. About nobody. */
export type WorkingDaysPublished = {
  readonly type: 'WorkingDaysPublished';
  readonly data: {
    readonly subjectId: null;
    readonly year: number;
    /** Of the notice. */
    readonly publishedOn: Day;
    /** Title and number of the notice. */
    readonly sourceDocument: string;
    /** Weekdays off, in order. */
    readonly holidays: readonly Day[];
    /** Saturdays and Sundays that are worked (调休), in order. */
    readonly workingWeekendDays: readonly Day[];
    /** SHA-256 (hex) of year, holidays and working weekend days: the same days, the same hash. */
    readonly daysHash: string;
  };
};

export type WorkingDaysEvent = WorkingDaysPublished;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const workingDaysEvents = eventsOf<WorkingDaysEvent>({
  WorkingDaysPublished: { on: 'publishedOn', versions: versionOne },
});
