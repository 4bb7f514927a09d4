import { isHoldable, whyNotHoldable } from '@app/text';
import { eventBytesMax, EventRefused, EventTooLarge, type NewEvent } from './event-log';

/**
 * Why no log takes these events: the last line of defence behind whoever reads what people write. A text that cannot be held
 * everywhere (`libs/text`) is refused in every log, as the log may move; so is more data than an event may have. Undefined when
 * they can be appended. The data is looked at once, without being parsed.
 */
export function whyNotAppendable(stream: string, events: readonly NewEvent[]): EventRefused | undefined {
  if (!isHoldable(stream)) return refused(stream, 'stream', unholdable);
  for (const event of events) {
    const { type, subjectId, actor, requestId, data } = event;
    const texts = { type, subjectId, ...actor, requestId };
    for (const [field, text] of Object.entries(texts))
      if (text !== null && !isHoldable(text)) return refused(stream, field, unholdable);
    if (data.length > eventBytesMax) return new EventTooLarge(stream, data.length);
    const why = whyNotHoldable(data);
    if (why !== undefined) return refused(stream, 'data', why);
  }
  return undefined;
}

const unholdable = 'holds a character that cannot be stored';

const refused = (stream: string, field: string, why: string): EventRefused =>
  new EventRefused(stream, new RangeError(`${field} ${why}`));
