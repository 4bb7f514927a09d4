import { eventBytesMax, type EventRefused, EventTooLarge } from '@app/event-store';
import { Refusal } from '../shared';

/** What a caller is told when the log takes no such event: `event-too-large` {max}, otherwise `record-not-storable`. */
export const refusalOfEvent = (refused: EventRefused): Refusal =>
  refused instanceof EventTooLarge
    ? new Refusal('event-too-large', { max: eventBytesMax })
    : new Refusal('record-not-storable');
