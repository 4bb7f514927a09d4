import { isFullPage, type StoredEvent } from '@app/event-store';
import type { EventReader } from './projection';

export interface LogStretch {
  /** Events after this position … */
  readonly after: number;
  /** … up to and including this one. */
  readonly until: number;
  readonly pageSize?: number;
  /** Ends the reading, with the signal's reason, before the next page. */
  readonly signal?: AbortSignal;
}

/** A stretch of the log page by page, in order. The next page is read while the one before is worked on; two are held at most. */
export async function* logPages(
  log: EventReader,
  { after, until, pageSize = 1_000, signal }: LogStretch,
): AsyncGenerator<readonly StoredEvent[]> {
  const ask = (from: number) => {
    const page = log.readAll({ after: from, limit: pageSize });
    page.catch(() => undefined); // reported when it is awaited, if it still is
    return page;
  };
  let next = after < until ? ask(after) : undefined;
  while (next) {
    signal?.throwIfAborted();
    const page = await next;
    const last = page.at(-1)?.position ?? until;
    next = isFullPage(page, pageSize) && last < until ? ask(last) : undefined;
    const events = last <= until ? page : page.filter(({ position }) => position <= until);
    if (events.length > 0) yield events;
  }
}
