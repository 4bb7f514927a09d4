import { isFullPage, pageBytesMax, type StoredEvent } from '@app/event-store';
import type { EventReader } from './projection';
import { RecentEvents } from './recent-events';

export interface Page {
  readonly events: readonly StoredEvent[];
  /** There may be more after it. A full page never changes: the log only grows behind its end. */
  readonly full: boolean;
  /** When the log was asked (`performance.now()`): whatever was visible then is in a page that is not full. */
  readonly readAt: number;
  /** Of which server it was read, by `SharedPagesOptions.line`. */
  readonly line: number;
}

export interface SharedPagesOptions {
  /**
   * Events of a page. Our default: 2,000. A page costs its followers a round of statements and, for each subject in it, one reading and
   * one writing however many of its events stand there; twice as many gain no more, and hold a turn longer.
   */
  readonly limit?: number;
  /** Full pages kept for those who come later: bounds the memory. */
  readonly kept?: number;
  /**
   * Grows when another server takes over from the one before. It may lack what was read of that one, and have other events in the place: nothing that was
   * read before is given any more. Unless given: there is one server.
   */
  readonly line?: () => number;
}

/** A page that is not full is read again after this long, hint or no hint. Our default; well below the poll of a runner. */
const hintlessMs = 50;

/**
 * Pages of the log for several readers: those that stand at the same place share one read, and what is parsed of it. One that is
 * a little behind gets what was read since from memory; one that is far behind gets pages of its own until it stands where
 * the others stand. Nobody waits for anybody: a slow reader only finds that the pages it wants are no longer kept.
 *
 * While a full page is being worked on, the next one is read already.
 */
export class SharedPages {
  private readonly pages = new Map<number, Promise<Page>>();
  private recent: RecentEvents;
  /** There may be more than was read last. */
  private hinted = false;
  /** Readings under way; `hinted`: there may be more since they began. */
  private readonly flying = new Map<number, { page: Promise<Page>; hinted: boolean }>();
  private tail: { after: number; readAt: number; page: Promise<Page> } | undefined;
  private readonly limit: number;
  private readonly kept: number;
  private readonly forget: () => void;
  private readonly line: () => number;
  /** Of which server everything here is. */
  private lineHere: number;

  constructor(
    private readonly log: EventReader,
    { limit = 2_000, kept = 4, line = () => 0 }: SharedPagesOptions = {},
  ) {
    this.line = line;
    this.lineHere = line();
    this.limit = limit;
    this.kept = kept;
    this.recent = this.noneYet();
    this.forget = log.onAppended(() => {
      this.tail = undefined; // there is more now than its reader saw
      this.hinted = true;
      for (const one of this.flying.values()) one.hinted = true;
    });
  }

  /** Up to `limit` events after this position. Errors: whatever the log's `readAll` throws, to everybody who shares the page. */
  async read(after: number): Promise<Page> {
    if (this.line() !== this.lineHere) this.beginAnew();
    const page = await (this.pages.get(after) ?? this.fromRecent(after) ?? this.tailAfter(after) ?? this.join(after));
    if (page.full) this.readAhead(page);
    return page;
  }

  /** Whether the events after this position are in memory: to take them in costs no reading of the log. */
  isAtHand(after: number): boolean {
    return this.line() === this.lineHere && (this.pages.has(after) || this.recent.after(after, 1) !== undefined);
  }

  close(): void {
    this.forget();
  }

  private beginAnew(): void {
    this.lineHere = this.line();
    this.pages.clear();
    this.flying.clear();
    this.tail = undefined;
    this.recent = this.noneYet();
  }

  private noneYet(): RecentEvents {
    return new RecentEvents(this.limit * this.kept, pageBytesMax * this.kept);
  }

  /** From memory; what may have come since is read first, behind what is there, so nothing is read twice. */
  private fromRecent(after: number): Promise<Page> | undefined {
    const found = this.recent.after(after, this.limit);
    if (!found) return undefined;
    const held = { ...found, line: this.lineHere };
    if (held.full || !this.hinted) return Promise.resolve(held);
    const { end } = this.recent;
    return (this.tailAfter(end) ?? this.join(end)).then(({ full }) => {
      const now = { ...(this.recent.after(after, this.limit) ?? held), line: held.line };
      return full ? { ...now, full } : now;
    });
  }

  private tailAfter(after: number): Promise<Page> | undefined {
    const { tail } = this;
    if (tail?.after !== after || performance.now() - tail.readAt > hintlessMs) return undefined;
    return tail.page;
  }

  /** A reading under way for the same place is waited for: what came since stands behind what it finds, so nothing is read twice. */
  private async join(after: number): Promise<Page> {
    const flying = this.flying.get(after);
    if (!flying) return this.ask(after);
    const page = await flying.page;
    if (page.events.length === 0) return flying.hinted ? this.ask(after) : page;
    return flying.hinted ? { ...page, full: true } : page;
  }

  private ask(after: number): Promise<Page> {
    const readAt = performance.now();
    const line = this.lineHere;
    this.hinted = false;
    const page = this.log.readAll({ after, limit: this.limit }).then((events) => {
      const found = { events, full: isFullPage(events, this.limit), readAt, line };
      if (line !== this.lineHere) return found; // whoever waits for it finds that it is of another server
      if (found.full) this.keep(after, page);
      this.recent.add(after, found);
      return found;
    });
    this.tail = { after, readAt, page };
    this.flying.set(after, { page, hinted: false });
    const landed = () => {
      if (this.flying.get(after)?.page === page) this.flying.delete(after);
    };
    page.then(landed, () => {
      landed();
      if (this.tail?.page === page) this.tail = undefined;
    });
    return page;
  }

  private keep(after: number, page: Promise<Page>): void {
    this.pages.set(after, page);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= this.kept) break;
      this.pages.delete(oldest);
    }
  }

  private readAhead({ events }: Page): void {
    const after = events.at(-1)?.position;
    if (after === undefined || this.pages.has(after) || this.isAtHand(after) || this.tailAfter(after)) return;
    void this.ask(after).catch(() => undefined); // the reader asks again, and hears of it
  }
}
