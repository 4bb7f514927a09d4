/** The table of a union of events: all that the plain values take from the port of the log. */
export { eventsOf } from '@app/event-store';
