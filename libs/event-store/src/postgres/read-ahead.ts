import { isFullPage, type Position, type StoredEvent } from '../event-log';

type Fetch = (page: { readonly after: Position; readonly limit: number }) => Promise<readonly StoredEvent[]>;

/** A page that nobody asks for is let go after this long. Our default. */
const keptMs = 1_000;

/**
 * Pages one after another: while one is worked on, the server works on the next. Only a full page is ever taken from here:
 * the log grows behind its end and never inside, so it is what would be read now; a page that was not full is read again.
 * It reads ahead for whoever has just read two full pages in a row, one page, and holds no more than that.
 */
export class ReadAhead {
  /** Where the last full page ended, and how large it was. */
  private end: { readonly position: Position; readonly limit: number } | undefined;
  private ahead:
    { readonly after: Position; readonly limit: number; readonly page: Promise<readonly StoredEvent[]> } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly fetch: Fetch) {}

  async read(asked: { readonly after: Position; readonly limit: number }): Promise<readonly StoredEvent[]> {
    const { after, limit } = asked;
    const goesOn = this.end?.position === after && this.end.limit === limit;
    const page = (await this.taken(after, limit)) ?? (await this.fetch(asked));
    const last = isFullPage(page, limit) ? page.at(-1) : undefined;
    if (last) this.end = { position: last.position, limit };
    if (last && goesOn) this.readOn(last.position, limit);
    return page;
  }

  /** Lets go of what is held. */
  stop(): void {
    clearTimeout(this.timer);
    this.ahead = undefined;
  }

  private async taken(after: Position, limit: number): Promise<readonly StoredEvent[] | undefined> {
    const { ahead } = this;
    if (ahead?.after !== after || ahead.limit !== limit) return undefined;
    this.stop();
    const page = await ahead.page.catch(() => undefined); // asked again, and answered for, by who wants it
    return page && isFullPage(page, limit) ? page : undefined;
  }

  private readOn(after: Position, limit: number): void {
    if (this.ahead?.after === after && this.ahead.limit === limit) return;
    const page = this.fetch({ after, limit });
    page.catch(() => undefined);
    this.stop();
    this.ahead = { after, limit, page };
    this.timer = setTimeout(() => {
      this.ahead = undefined;
    }, keptMs).unref();
  }
}
