import { MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import type { ServiceError } from '@grpc/grpc-js';
import { EventStoreDbDouble } from './eventstoredb-double';
import { serverNotReady } from './faults';
import { commitTimedOut, notLeader, requestCancelled } from './refusals';
import { TransactionLog } from './transaction-log';

const states = MemberInfo.VNodeState;
const majority = 2;

/**
 * Stands in for a cluster of three. It answers as a real one was recorded to (`test/data/eventstoredb`): a survivor names the
 * leader that has just died, is not ready while it elects another, and a leader without a majority does not know what became
 * of a write before it gives up leading.
 */
export class EventStoreDbClusterDouble {
  private readonly up = new Set<number>([0, 1, 2]);
  private readonly frozen = new Set<number>();
  private leader: number | undefined = 0;
  private isElecting = false;
  private readonly timers = new Set<NodeJS.Timeout>();

  private constructor(
    readonly log: TransactionLog,
    private readonly nodes: readonly EventStoreDbDouble[],
    private readonly noticeMs: number,
    private readonly electionMs: number,
  ) {}

  /** @param electionMs a real one took about 1,300 after a kill */
  static async start({ noticeMs = 150, electionMs = 400 } = {}): Promise<EventStoreDbClusterDouble> {
    const log = new TransactionLog();
    const nodes = await Promise.all([0, 1, 2].map(() => EventStoreDbDouble.start({ log })));
    const cluster = new EventStoreDbClusterDouble(log, nodes, noticeMs, electionMs);
    for (const [index, node] of nodes.entries())
      node.join({ members: () => cluster.members(), whyNotHere: () => cluster.whyNotAt(index) });
    return cluster;
  }

  /** All its nodes by name. */
  get url(): string {
    return `esdb://${this.nodes.map(({ address }) => address).join(',')}?tls=false`;
  }

  /** The address of one of them, as a server by itself. */
  urlOf(index: number): string {
    return this.nodes[index]?.url ?? '';
  }

  get leads(): number | undefined {
    return this.leader;
  }

  /** Every write, at whichever node, waits so long before it is carried out. */
  delayWrites(ms: number): void {
    for (const { faults } of this.nodes) faults.delayMs = ms;
  }

  /** It takes calls and answers none; the others notice after a while, and elect another leader if it led. */
  freeze(index: number): void {
    this.nodes[index]?.freeze();
    this.frozen.add(index);
    this.noticeAbsence();
  }

  /** A leader that was replaced while it slept cancels what it was asked meanwhile, and then ends itself. */
  thaw(index: number): void {
    this.nodes[index]?.thaw();
    this.after(this.noticeMs, () => {
      this.frozen.delete(index);
      if (this.leader !== index) this.kill(index);
    });
  }

  /** How many writes one of them was asked for. */
  writesAt(index: number): number {
    return this.nodes[index]?.calls.filter((call) => call === 'append').length ?? 0;
  }

  kill(...indexes: readonly number[]): void {
    for (const index of indexes) {
      this.nodes[index]?.stop();
      this.up.delete(index);
    }
    this.noticeAbsence();
  }

  async revive(...indexes: readonly number[]): Promise<void> {
    for (const index of indexes) {
      await this.nodes[index]?.listen();
      this.up.add(index);
    }
    if (this.leader === undefined) this.elect();
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const node of this.nodes) node.stop();
  }

  private noticeAbsence(): void {
    if (this.isLed) return;
    this.after(this.noticeMs, () => {
      if (this.isLed) return;
      this.leader = undefined;
      this.elect();
    });
  }

  /** Those that work. */
  private get awake(): readonly number[] {
    return [...this.up].filter((index) => !this.frozen.has(index));
  }

  private get isLed(): boolean {
    return this.awake.length >= majority && this.leader !== undefined && this.awake.includes(this.leader);
  }

  private elect(): void {
    if (this.isElecting || this.awake.length < majority) return;
    this.isElecting = true;
    this.after(this.electionMs, () => {
      this.isElecting = false;
      if (this.awake.length >= majority) [this.leader] = this.awake;
    });
  }

  private after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }

  private members() {
    return this.nodes.map(({ port }, index) => ({ port, state: this.stateOf(index), isAlive: this.isSeen(index) }));
  }

  /** Whether the others take it for alive: one that froze is while it leads, for nobody has noticed yet. */
  private isSeen(index: number): boolean {
    return this.up.has(index) && (!this.frozen.has(index) || index === this.leader);
  }

  private stateOf(index: number): MemberInfo.VNodeState {
    if (this.leader === undefined) return states.UNKNOWN;
    if (index === this.leader) return states.LEADER;
    return this.isSeen(index) ? states.FOLLOWER : states.UNKNOWN;
  }

  private whyNotAt(index: number): Partial<ServiceError> | undefined {
    if (this.frozen.has(index) && index !== this.leader) return requestCancelled; // it has just gone on
    if (this.leader === undefined) return serverNotReady;
    if (index !== this.leader) return notLeader('127.0.0.1', this.nodes[this.leader]?.port ?? 0);
    return this.up.size < majority ? commitTimedOut : undefined;
  }
}
