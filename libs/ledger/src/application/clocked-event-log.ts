import type { AppendResult, ExpectedRevision, NewEvent, Position, StoredEvent } from '@app/event-store';
import type { Clocks } from './clocks';
import type { EventLog } from './ports';

/** A log that tells the clocks when something was recorded by its own: on EventStoreDB that is the clock of a third machine. */
export class ClockedEventLog implements EventLog {
  constructor(
    private readonly log: EventLog,
    private readonly clocks: Pick<Clocks, 'recorded'>,
  ) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const appended = await this.log.append(stream, expected, events);
    this.clocks.recorded(appended.recordedAt);
    return appended;
  }

  readStream(stream: string): Promise<readonly StoredEvent[]> {
    return this.log.readStream(stream);
  }

  readAll(page: { readonly after: Position; readonly limit: number }): Promise<readonly StoredEvent[]> {
    return this.log.readAll(page);
  }

  head(): Promise<Position> {
    return this.log.head();
  }

  onAppended(listener: () => void): () => void {
    return this.log.onAppended(listener);
  }

  close(): Promise<void> {
    return this.log.close();
  }
}
