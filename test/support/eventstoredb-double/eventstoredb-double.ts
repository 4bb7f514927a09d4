import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { type Metadata, Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { connectionLost, Faults } from './faults';
import { uuid } from './messages';
import { accessDenied, notLeader } from './refusals';
import { type ReadCall, streamsService } from './streams-service';
import { TransactionLog } from './transaction-log';

export interface EventStoreDbDoubleOptions {
  /** Key and certificate, PEM; without them the server speaks in the clear, and then asks for no credentials either. */
  readonly tls?: {
    readonly key: string;
    readonly certificate: string;
    /** Whether whoever calls has to show a certificate that this one signed, or this very one. */
    readonly asksForCertificate?: boolean;
  };
  /** Who is let in over TLS. */
  readonly login?: { readonly user: string; readonly password: string };
  readonly maxAppendBytes?: number;
  /** Whether the defaults for streams let only administrators delete and write metadata, and nobody here is one. */
  readonly guarded?: boolean;
  /** The log it keeps together with the other nodes of its cluster; one of its own unless given. */
  readonly log?: TransactionLog;
  readonly now?: () => number;
  /** The address it listens at; 127.0.0.1 unless given. */
  readonly host?: string;
}

/** What stops everything for a while. */
class Sleep {
  private until: Promise<void> | undefined;
  private wake: (() => void) | undefined;

  begin(): void {
    this.until ??= new Promise((resolve) => (this.wake = resolve));
  }

  end(): void {
    this.wake?.();
    this.until = undefined;
  }

  over(): Promise<void> {
    return this.until ?? Promise.resolve();
  }
}

const states = MemberInfo.VNodeState;

/** What a node knows of its cluster. */
export interface ClusterView {
  members(): readonly { readonly port: number; readonly state: MemberInfo.VNodeState; readonly isAlive: boolean }[];
  /** Undefined: this node leads. */
  whyNotHere(): Partial<ServiceError> | undefined;
}

/** 23.10's, and the largest message it takes from the wire. */
const maxAppendBytes = 1024 * 1024;
const maxMessageBytes = 16 * 1024 * 1024;

/**
 * Stands in for an EventStoreDB 23.10 on a machine without one: a gRPC server on a real socket, built on the client's own
 * service definitions. It knows what the ledger asks for, keeps everything in memory and fails when told to.
 */
export class EventStoreDbDouble {
  readonly log: TransactionLog;
  readonly faults = new Faults();
  /** The calls that came in, by name: `append`, `batchAppend`, `read`, `subscribe`. */
  readonly calls: string[] = [];
  /** Told of each call as it comes in, before it is answered. */
  onCall: () => void = () => undefined;
  private readonly subscriptions = new Set<ReadCall>();
  private server: Server | undefined;
  private cluster: ClusterView | undefined;
  private readonly sleep = new Sleep();
  port = 0;

  private constructor(private readonly options: EventStoreDbDoubleOptions) {
    this.log = options.log ?? new TransactionLog(options.now);
  }

  static async start(options: EventStoreDbDoubleOptions = {}): Promise<EventStoreDbDouble> {
    const double = new EventStoreDbDouble(options);
    await double.listen();
    return double;
  }

  get url(): string {
    return `esdb://${this.address}?tls=${this.options.tls ? 'true' : 'false'}`;
  }

  /** Host and port, for a connection string of its own. */
  get address(): string {
    return `${this.options.host ?? '127.0.0.1'}:${this.port}`;
  }

  get subscribers(): number {
    return this.subscriptions.size;
  }

  /** Takes up its place again, on the port it had. */
  async listen(): Promise<void> {
    const { tls } = this.options;
    const server = new Server({ 'grpc.max_receive_message_length': maxMessageBytes });
    server.addService(StreamsService, {
      ...streamsService({
        log: this.log,
        faults: this.faults,
        maxAppendBytes: this.options.maxAppendBytes ?? maxAppendBytes,
        guarded: this.options.guarded ?? false,
        refuses: (metadata) => this.refuses(metadata),
        subscriptions: this.subscriptions,
        seen: (call) => {
          this.calls.push(call);
          this.onCall();
        },
        awake: () => this.sleep.over(),
      }),
    });
    server.addService(ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, answer: (error: null, methods: SupportedMethods) => void) => {
        answer(null, supportedMethods());
      },
    });
    server.addService(GossipService, {
      read: (_call: unknown, answer: (error: null, members: ClusterInfo) => void) => {
        void this.sleep.over().then(() => {
          answer(null, this.members());
        });
      },
    });
    const credentials = tls
      ? ServerCredentials.createSsl(
          tls.asksForCertificate ? Buffer.from(tls.certificate) : null,
          [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) }],
          tls.asksForCertificate ?? false,
        )
      : ServerCredentials.createInsecure();
    this.port = await new Promise((resolve, reject) => {
      server.bindAsync(this.address, credentials, (error, port) => {
        if (error) reject(error);
        else resolve(port);
      });
    });
    this.server = server;
  }

  /** Nobody answers any more, calls under way are cut off. What was stored stays. */
  stop(): void {
    this.server?.forceShutdown();
    this.server = undefined;
    this.subscriptions.clear();
  }

  /** Takes connections and calls as before, and answers none until it is thawed. */
  freeze(): void {
    this.sleep.begin();
  }

  thaw(): void {
    this.sleep.end();
  }

  dropSubscriptions(): void {
    for (const call of this.subscriptions) call.emit('error', connectionLost);
    this.subscriptions.clear();
  }

  /** From now on calls that need the leader are sent on to `leader`. */
  follow(leader: EventStoreDbDouble): void {
    this.join({
      members: () => [
        { port: this.port, state: states.FOLLOWER, isAlive: true },
        { port: leader.port, state: states.LEADER, isAlive: true },
      ],
      whyNotHere: () => notLeader('127.0.0.1', leader.port),
    });
  }

  /** From now on the cluster says who its members are, and why a call that needs the leader is not answered here. */
  join(cluster: ClusterView): void {
    this.cluster = cluster;
  }

  private refuses(metadata: Metadata): Partial<ServiceError> | undefined {
    const { tls, login } = this.options;
    if (tls && login) {
      const expected = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
      if (metadata.get('authorization')[0] !== expected) return accessDenied();
    }
    return metadata.get('requires-leader')[0] === 'true' ? this.cluster?.whyNotHere() : undefined;
  }

  private members(): ClusterInfo {
    const alone = { port: this.port, state: states.LEADER, isAlive: true };
    const info = new ClusterInfo();
    info.setMembersList(
      (this.cluster?.members() ?? [alone]).map(({ port, state, isAlive }) => {
        const endPoint = new EndPoint();
        endPoint.setAddress('127.0.0.1');
        endPoint.setPort(port);
        const member = new MemberInfo();
        member.setInstanceId(uuid('00000000-0000-4000-8000-000000000001'));
        member.setTimeStamp('0');
        member.setState(state);
        member.setIsAlive(isAlive);
        member.setHttpEndPoint(endPoint);
        return member;
      }),
    );
    return info;
  }
}

/** A real server has all of these, batch append among them. */
function supportedMethods(): SupportedMethods {
  const methods = new SupportedMethods();
  methods.setEventStoreServerVersion('23.10.0');
  for (const [name, features] of [
    ['append', []],
    ['batchappend', ['deadline_duration']],
    ['read', ['position', 'events']],
  ] as const) {
    const method = new SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    method.setFeaturesList([...features]);
    methods.addMethods(method);
  }
  return methods;
}
