import { convertToCommandError, EventStoreDBClient, NotLeaderError } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { CallOptions, ClientReadableStream, Metadata } from '@grpc/grpc-js';

/**
 * What the client keeps for its own methods and we use as well; a spec notices when another version has it no more.
 *
 * - `execute`, `callArguments`: to read `$all` through a filter on the server. The protocol and every server since 20.6 can;
 *   the client's own `readAll` has no such option. Read this way, a read also has a deadline, which the client's has not.
 * - `supports`: asked by `appendToStream` whether to send appends through one shared BatchAppend stream. We answer no, so
 *   that each is a call of its own with its own deadline. On the shared stream one broken connection or one message
 *   refused by the transport fails every append under way, of other clients in this process too (their waiting list is one
 *   for all), and an answer that comes after that list was cleared throws where nobody can catch it.
 */
interface InnerClient {
  supports: () => Promise<boolean>;
  execute: <T>(
    service: typeof StreamsClient,
    name: string,
    action: (client: StreamsClient) => Promise<T>,
  ) => Promise<T>;
  callArguments: (options: { requiresLeader: boolean; deadline: number }) => [Metadata, CallOptions];
}

/** One connection to the server, or to the leader of a cluster. Reconnects by itself. */
export class Connection {
  readonly client: EventStoreDBClient;
  private readonly inner: InnerClient;
  private readonly reads = new Set<ClientReadableStream<ReadResp>>();

  constructor(
    url: string,
    /** After this long nothing more is expected of a call. */
    readonly timeoutMs: number,
  ) {
    this.client = EventStoreDBClient.connectionString(url);
    this.inner = this.client as unknown as InnerClient;
    this.inner.supports = () => Promise.resolve(false);
  }

  /**
   * Carries out a call. A node that is no longer the leader has done nothing and names the leader: the client turns to
   * it, and the call is made once more. Always asked of the leader, for only it is sure to know what was just written.
   */
  async call<T>(make: (options: { requiresLeader: true; deadline: number }) => Promise<T>): Promise<T> {
    const options = { requiresLeader: true, deadline: this.timeoutMs } as const;
    try {
      return await make(options);
    } catch (error) {
      if (!(error instanceof NotLeaderError)) throw error;
      return make(options);
    }
  }

  /** Everything the server answers to one read, in order. The request bounds how much that is. */
  read(request: ReadReq): Promise<readonly ReadResp[]> {
    return this.call((options) =>
      this.inner.execute(
        StreamsClient,
        'read',
        (streams) =>
          new Promise<readonly ReadResp[]>((resolve, reject) => {
            const answers: ReadResp[] = [];
            const call = streams.read(request, ...this.inner.callArguments(options));
            this.reads.add(call);
            call.on('data', (answer: ReadResp) => answers.push(answer));
            call.on('end', () => {
              this.reads.delete(call);
              resolve(answers);
            });
            call.on('error', (error) => {
              this.reads.delete(call);
              reject(convertToCommandError(error));
            });
          }),
      ),
    );
  }

  /** Ends reads and subscriptions under way. A channel without calls does not keep the process alive. */
  async close(): Promise<void> {
    for (const call of this.reads) call.cancel();
    await this.client.dispose();
  }
}
