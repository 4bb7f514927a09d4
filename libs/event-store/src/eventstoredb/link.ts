import { CancelledError, convertToCommandError, NotLeaderError, UnavailableError } from '@eventstore/db-client';
import type { Channel, ClientOptions } from '@grpc/grpc-js';
import type { Channels } from './channels';
import type { Node } from './node';

/** A service of the server, as the generated code has it: it takes the channel it is to use from its options. */
export type Service<T> = new (address: never, credentials: never, options: ClientOptions) => T;

interface Opened {
  readonly node: Node;
  readonly channel: Channel;
  /** One for each service that was asked for. */
  readonly clients: Map<unknown, unknown>;
}

/**
 * The one connection that all calls go over, to the node that is said to lead, opened when it is needed. Who fails in a way that says
 * that another node should be asked leaves it; the next call opens another.
 */
export class Link {
  private opened: Promise<Opened> | undefined;
  private current: Opened | undefined;
  private named: Node | undefined;

  constructor(
    private readonly channels: Channels,
    /** Where to go when no node was named. */
    private readonly findNode: () => Promise<Node>,
  ) {}

  /** The node that is connected to; undefined while none is. */
  get node(): Node | undefined {
    return this.current?.node;
  }

  async clientOf<T>(service: Service<T>): Promise<T> {
    const { channel, clients } = await this.open();
    const known = clients.get(service) as T | undefined;
    if (known !== undefined) return known;
    const client = new service(null as never, null as never, { channelOverride: channel });
    clients.set(service, client);
    return client;
  }

  /** What a failed call over `channel` means for those that come. A node that does not lead has named the one that does. */
  failed(channel: object, failure: Error): void {
    if (channel !== this.current?.channel) return; // it was left already
    const error = convertToCommandError(failure);
    if (error instanceof NotLeaderError) this.leave(error.leader);
    else if (error instanceof UnavailableError || error instanceof CancelledError) this.leave();
  }

  /** Calls under way go on; those that come go to `next`, or to whatever is found. */
  leave(next?: Node): void {
    this.current?.channel.close();
    this.current = undefined;
    this.opened = undefined;
    this.named = next;
  }

  private open(): Promise<Opened> {
    this.opened ??= this.openNew();
    return this.opened;
  }

  private async openNew(): Promise<Opened> {
    try {
      const node = this.named ?? (await this.findNode());
      this.named = undefined;
      this.current = { node, channel: this.channels.open(node), clients: new Map() };
      return this.current;
    } catch (error) {
      this.opened = undefined;
      throw error;
    }
  }
}
