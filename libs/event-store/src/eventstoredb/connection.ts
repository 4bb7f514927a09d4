import { convertToCommandError, EventStoreDBClient, NotLeaderError } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { CallOptions, ClientReadableStream, Metadata } from '@grpc/grpc-js';

/**
 * What the client keeps for its own methods and we use as well; a spec notices when another version has it no more.
 *
 * - `execute`, `callArguments`: to read `$all` through a filter on the server. The protocol and every server since 20.6 can;
 *   the client's own `readAll` has no such option. Read this way, a read also has a deadline, which the client's has not.
 *   Subscriptions go the same way: the client's own is a stream whose `_transform` is a promise that nobody awaits, so that
 *   whatever a listener throws ends the process, and it cannot be ended before its call has begun.
 * - `supports`: asked by `appendToStream` whether to send appends through one shared BatchAppend stream. We answer no, so
 *   that each is a call of its own with its own deadline. On the shared stream one broken connection or one message
 *   refused by the transport fails every append under way, of other clients in this process too (their waiting list is one
 *   for all), and an answer that comes after that list was cleared throws where nobody can catch it.
 * - `handleError`: called after each failed call, to have the next one look for another node. It waits for the channel, and
 *   nobody waits for it: while no node of a cluster answers, the channel is a failed discovery, and the process would end
 *   by an unhandled rejection. No other promise of the client stays unawaited by what we call of it (6.2.1).
 */
interface InnerClient {
  supports: () => Promise<boolean>;
  execute: <T>(
    service: typeof StreamsClient,
    name: string,
    action: (client: StreamsClient) => Promise<T>,
  ) => Promise<T>;
  callArguments: (options: { requiresLeader: boolean; deadline?: number }) => [Metadata, CallOptions];
  handleError: (client: unknown, error: Error) => Promise<void>;
}

/** Whoever follows: told each answer, and once that there will be no more, with the reason when there is one. */
export interface Follower {
  readonly answered: (answer: ReadResp) => void;
  readonly ended: (error?: Error) => void;
}

/** One connection to the server, or to the leader of a cluster. Reconnects by itself. */
export class Connection {
  readonly client: EventStoreDBClient;
  private readonly inner: InnerClient;
  private readonly streams = new Set<ClientReadableStream<ReadResp>>();
  private closed = false;

  /** @throws RangeError when the client does not understand the string, without repeating it */
  constructor(
    url: string,
    /** After this long nothing more is expected of a call. Twice as long when a node has to be found first. */
    readonly timeoutMs: number,
  ) {
    this.client = clientFor(url);
    this.inner = this.client as unknown as InnerClient;
    this.inner.supports = () => Promise.resolve(false);
    const { handleError } = this.inner;
    // The discovery that failed is told to the call that waits for it. Here the same failure comes by once more.
    this.inner.handleError = (client, error) => handleError(client, error).catch(() => undefined);
  }

  /**
   * Carries out a call. A node that is no longer the leader has done nothing and names the leader: the client turns to
   * it, and the call is made once more. Always asked of the leader, for only it is sure to know what was just written.
   */
  async call<T>(make: (options: { requiresLeader: true; deadline: number }) => Promise<T>): Promise<T> {
    if (this.closed) throw new Error('the log was closed');
    const options = { requiresLeader: true, deadline: this.timeoutMs } as const;
    return within(2 * this.timeoutMs, async () => {
      try {
        return await make(options);
      } catch (error) {
        if (!(error instanceof NotLeaderError)) throw error;
        return make(options);
      }
    });
  }

  /** Everything the server answers to one read, in order. The request bounds how much that is. */
  read(request: ReadReq): Promise<readonly ReadResp[]> {
    return this.call(async (options) => {
      const answers: ReadResp[] = [];
      await this.stream(request, this.inner.callArguments(options), (answer) => answers.push(answer));
      return answers;
    });
  }

  /** Passes on what the server answers to a subscription until it ends, here or there. */
  follow(request: ReadReq, follower: Follower): void {
    const [metadata, options] = this.inner.callArguments({ requiresLeader: false });
    this.stream(request, [metadata, { ...options, deadline: Infinity }], follower.answered).then(
      () => {
        follower.ended();
      },
      (error: unknown) => {
        follower.ended(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** Ends reads and subscriptions under way, and lets none begin. A channel without calls does not keep the process alive. */
  async close(): Promise<void> {
    this.closed = true;
    for (const call of this.streams) call.cancel();
    await this.client.dispose();
  }

  /** One call of `read`, until its last answer. One that had to wait for a node may find the connection closed by then. */
  private stream(
    request: ReadReq,
    [metadata, options]: [Metadata, CallOptions],
    answered: (answer: ReadResp) => void,
  ): Promise<void> {
    return this.inner.execute(
      StreamsClient,
      'read',
      (streams) =>
        new Promise<void>((resolve, reject) => {
          if (this.closed) {
            reject(new Error('the log was closed'));
            return;
          }
          const call = streams.read(request, metadata, options);
          this.streams.add(call);
          call.on('data', answered);
          call.on('end', () => {
            this.streams.delete(call);
            resolve();
          });
          call.on('error', (error) => {
            this.streams.delete(call);
            reject(convertToCommandError(error));
          });
        }),
    );
  }
}

/** The client's own error carries the whole string, with the password in it. */
function clientFor(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    if (error instanceof Error && 'connectionString' in error)
      // eslint-disable-next-line preserve-caught-error -- whoever prints the cause prints the password
      throw new RangeError('no connection string: the client does not understand it');
    throw error;
  }
}

/** No node is found for long when those that are asked do not even refuse: no caller waits for that. */
async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
