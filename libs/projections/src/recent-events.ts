import { dataBytesOf, type StoredEvent } from '@app/event-store';
import type { Page } from './shared-pages';

type Stretch = Omit<Page, 'line'>;

/**
 * The newest stretch of the log that was read, without a hole: for followers a little behind the first one. At the end of the log
 * pages are short and each reader would ask for others, so whole pages alone would seldom be shared.
 */
export class RecentEvents {
  /** Positions are ascending; `start` is that of the event before the first. */
  private events: StoredEvent[] = [];
  private start = -1;
  /** Of the last reading that added to it. */
  private last: Pick<Page, 'full' | 'readAt'> = { full: false, readAt: 0 };

  /** Of the data of the events kept. */
  private bytes = 0;

  /**
   * @param max events kept
   * @param bytesMax of their data; the last event stays in any case
   */
  constructor(
    private readonly max: number,
    private readonly bytesMax: number,
  ) {}

  /** Position of the last event; -1: there is none. */
  get end(): number {
    return this.events.at(-1)?.position ?? this.start;
  }

  /** What a reading of the log after this position found; of use when it continues the stretch, or begins a newer one. */
  add(after: number, { events, full, readAt }: Stretch): void {
    const { end } = this;
    if (after < end) return;
    if (events.length === 0) {
      if (after === end) this.last = { full: false, readAt: Math.max(readAt, this.last.readAt) };
      return;
    }
    if (after > end) [this.events, this.start, this.bytes] = [[], after, 0];
    this.events.push(...events);
    this.bytes += dataBytesOf(events);
    this.last = { full, readAt };
    let surplus = Math.max(0, this.events.length - this.max);
    let bytes = this.bytes - dataBytesOf(this.events.slice(0, surplus));
    for (; bytes > this.bytesMax && surplus < this.events.length - 1; surplus++)
      bytes -= this.events[surplus]?.data.length ?? 0;
    this.bytes = bytes;
    if (surplus > 0) this.start = this.events.splice(0, surplus).at(-1)?.position ?? this.start;
  }

  /** Up to `limit` events after this position; undefined when the stretch has none, or does not begin there. */
  after(after: number, limit: number): Stretch | undefined {
    const from = after === this.start ? 0 : this.indexOf(after) + 1;
    if ((from === 0 && after !== this.start) || from >= this.events.length) return undefined;
    const events = this.events.slice(from, from + limit);
    const reachesEnd = from + events.length === this.events.length;
    return { events, full: !reachesEnd || this.last.full || events.length === limit, readAt: this.last.readAt };
  }

  private indexOf(position: number): number {
    let [low, high] = [0, this.events.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.events[middle]?.position ?? 0;
      if (found === position) return middle;
      if (found < position) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
