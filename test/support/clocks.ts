import type { Clock, OtherClock } from '../../libs/ledger/src/application';

/** Clocks of application and database that agree, whatever time it is. */
export const agreeingClocks = { check: () => Promise.resolve(), areApart: () => false };

/** A database that says the same time as this clock, for a test that sets it. The log still records by its own. */
export const agreeingWith = (clock: Pick<Clock, 'now'>): OtherClock => ({
  read: () => Promise.resolve({ now: clock.now(), newestRecordedAt: null }),
});
