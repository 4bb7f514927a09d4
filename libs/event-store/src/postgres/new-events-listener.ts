import { WritableClient } from '@app/postgres-hosts';
import pg from 'pg';

const retryMs = 1_000;

/**
 * Holds one connection that LISTENs for appends of any process. Only a hint for readers, who poll as well: while it
 * reconnects nothing is lost, things are just a little later.
 */
export class NewEventsListener {
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private wanted = false;

  constructor(
    private readonly connection: ConstructorParameters<typeof WritableClient>[0],
    private readonly announce: () => void,
    private readonly onTrouble: (error: Error) => void,
  ) {}

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    void this.connect();
  }

  async stop(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.retry);
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new WritableClient(this.connection);
    this.client = client;
    client.on('error', this.onTrouble);
    client.on('notification', this.announce);
    client.on('end', () => {
      this.reconnectLater();
    });
    try {
      await client.connect();
      await client.query('LISTEN ledger_events');
      this.announce();
    } catch (error) {
      this.onTrouble(error instanceof Error ? error : new Error(String(error)));
      await client.end().catch(this.onTrouble);
      this.reconnectLater();
    }
  }

  private reconnectLater(): void {
    clearTimeout(this.retry);
    if (this.wanted) this.retry = setTimeout(() => void this.connect(), retryMs);
  }
}
