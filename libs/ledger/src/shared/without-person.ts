import type { Upcaster } from './event-versions';

/**
 * From a version 1 that knows units only to a version 2 that says `person`: null. One that says it already keeps it: a step
 * never takes away what was recorded.
 */
export const withoutPerson: Upcaster = (data) => ({ person: null, ...data });
