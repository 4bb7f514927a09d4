import type { AppendResult, ExpectedRevision, NewEvent, Position, StoredEvent } from '@app/event-store';
import type { EventLog } from './ports';

/** Told of what this process itself has appended, before whoever appended it hears of it. */
export type OnOwnAppend = (appended: AppendResult, events: readonly NewEvent[]) => void;

/**
 * A log that tells at once what is appended by its own: the clocks, as on EventStoreDB it is recorded by the clock of a third machine, and
 * whoever remembers something of a subject. Of what others append `onAppended` gives a hint, a little later.
 */
export class ToldEventLog implements EventLog {
  constructor(
    private readonly log: EventLog,
    private readonly onOwnAppend: OnOwnAppend,
  ) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const appended = await this.log.append(stream, expected, events);
    this.onOwnAppend(appended, events);
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
