import { convertToCommandError, EventStoreDBClient, NotLeaderError } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { CallOptions, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { Channels } from './channels';
import { type ConnectionSettings, readConnectionString } from './connection-string';
import { askForView, LeaderSearch } from './leader-search';
import { Link, type Service } from './link';
import { nameOf, type Node } from './node';
import { Silence } from './silence';

/**
 * What the client keeps for its own methods and we use as well, or replace; a spec notices when another version has it no more.
 *
 * - `execute`, `callArguments`: to read `$all` through a filter on the server. The protocol and every server since 20.6 can;
 *   the client's own `readAll` has no such option. Read this way, a read also has a deadline, which the client's has not.
 *   Subscriptions go the same way: the client's own is a stream whose `_transform` is a promise that nobody awaits, so that
 *   whatever a listener throws ends the process, and it cannot be ended before its call has begun.
 * - `supports`: asked by `appendToStream` whether to send appends through one shared BatchAppend stream. We answer no, so
 *   that each is a call of its own with its own deadline. On the shared stream one broken connection or one message
 *   refused by the transport fails every append under way, of other clients in this process too (their waiting list is one
 *   for all), and an answer that comes after that list was cleared throws where nobody can catch it.
 * - `getGRPCClient`, `handleError`: which node is called over which channel, and what a failed call means for the next. Ours
 *   (`link.ts`) ask all nodes at the same time who leads, and leave a node that is silent. The client's `handleError` waits for a channel, and nobody
 *   waits for it: while no node of a cluster answers, that is an unhandled rejection, which ends the process. No other promise of the
 *   client stays unawaited by what we call of it (6.2.1): of its methods we call `appendToStream`, and in `guard.ts` two
 *   that are single calls of `execute`.
 */
interface InnerClient {
  supports: () => Promise<boolean>;
  execute: <T>(
    service: typeof StreamsClient,
    name: string,
    action: (client: StreamsClient) => Promise<T>,
  ) => Promise<T>;
  callArguments: (options: { requiresLeader: boolean; deadline?: number }) => [Metadata, CallOptions];
  getGRPCClient: <T>(service: Service<T>) => Promise<T>;
  handleError: (client: { getChannel(): object }, error: Error) => void;
}

/** Whoever follows: told each answer, and once that there will be no more, with the reason when there is one. */
export interface Follower {
  readonly answered: (answer: ReadResp) => void;
  readonly ended: (error?: Error) => void;
}

export interface Patience {
  /** After this long nothing more is expected of a call. Twice as long when a node has to be found first. */
  readonly timeoutMs: number;
  /** After this long without an answer the other nodes of a cluster are asked who leads. */
  readonly patienceMs?: number;
}

/** Far above what a call takes, and little enough to be with the next leader when it has been elected. Our choice. */
const patienceDefaultMs = 1_500;
/** While a call waits longer than that: a cluster was seen to take five seconds to elect another leader. Our choice. */
const lookEveryMs = 500;
/** How long a node may take to say who leads; the client's own default is five times that. */
const gossipDefaultMs = 1_000;
/** As the client has them. */
const discovery = { intervalMs: 100, roundsMax: 10 };
/** As it was asked first, of the leader that was named instead, and of the one that leads after all. */
const attemptsMax = 3;

/** The node that a call waited for was left: another leads. */
class NodeLeft extends Error {}

/** One connection to the server, or to the leader of a cluster. Reconnects by itself. */
export class Connection {
  readonly client: EventStoreDBClient;
  readonly timeoutMs: number;
  private readonly inner: InnerClient;
  private readonly link: Link;
  private readonly silence: Silence | undefined;
  private readonly streams = new Set<ClientReadableStream<ReadResp>>();
  private closed = false;

  /** @throws RangeError when the client does not understand the string, without repeating it */
  constructor(url: string, { timeoutMs, patienceMs = patienceDefaultMs }: Patience) {
    this.timeoutMs = timeoutMs;
    this.client = clientFor(url);
    const settings = readConnectionString(url);
    const channels = new Channels(settings);
    const search = searchIn(settings, channels);
    const [host] = settings.hosts;
    this.link = new Link(channels, () =>
      search ? search.find() : host ? Promise.resolve(host) : Promise.reject(new RangeError('no host is named')),
    );
    if (search)
      this.silence = new Silence({
        patienceMs,
        lookEveryMs,
        look: () => search.look(),
        heard: (leader) => this.heard(leader),
      });
    this.inner = this.client as unknown as InnerClient;
    this.inner.supports = () => Promise.resolve(false);
    this.inner.getGRPCClient = (service) => this.link.clientOf(service);
    this.inner.handleError = (client, error) => {
      this.link.failed(client.getChannel(), error);
    };
  }

  /**
   * Carries out a call. A node that is no longer the leader has done nothing and names the leader, and the call is made once more;
   * so it is when the leader fell silent and the others have another: what the silent one did with it is found out by saying it again, as every
   * call of ours can be. Always asked of the leader, for only it is sure to know what was just written.
   */
  async call<T>(make: (options: { requiresLeader: true; deadline: number }) => Promise<T>): Promise<T> {
    if (this.closed) throw new Error('the log was closed');
    const options = { requiresLeader: true, deadline: this.timeoutMs } as const;
    return within(2 * this.timeoutMs, async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await (this.silence ? this.silence.over(() => make(options)) : make(options));
        } catch (error) {
          const isElsewhere = error instanceof NotLeaderError || error instanceof NodeLeft;
          if (!isElsewhere || attempt === attemptsMax) throw error;
        }
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
    this.silence?.end();
    for (const call of this.streams) call.cancel();
    await this.client.dispose();
    this.link.leave();
  }

  /** The others say who leads: when that is another than the one we wait for, nobody waits for it any longer. */
  private heard(leader: Node): NodeLeft | undefined {
    const { node } = this.link;
    if (!node || nameOf(node) === nameOf(leader)) return undefined;
    this.link.leave(leader);
    for (const call of this.streams) call.cancel(); // subscriptions are taken up again, at the leader
    return new NodeLeft(`${nameOf(node)} does not answer, ${nameOf(leader)} leads`);
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

/** How the leader of a cluster is found; undefined when one server is named by itself. */
function searchIn(settings: ConnectionSettings, channels: Channels): LeaderSearch | undefined {
  if (!settings.isCluster) return undefined;
  const { hosts, gossipTimeoutMs = gossipDefaultMs } = settings;
  return new LeaderSearch({
    hosts,
    answerMs: gossipTimeoutMs,
    intervalMs: settings.discoveryIntervalMs ?? discovery.intervalMs,
    roundsMax: settings.discoveryRoundsMax ?? discovery.roundsMax,
    ask: (node) => askForView(channels, node, gossipTimeoutMs),
  });
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
