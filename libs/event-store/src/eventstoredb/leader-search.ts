import { setTimeout as pause } from 'node:timers/promises';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { type ClusterInfo, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { Metadata } from '@grpc/grpc-js';
import type { Channels } from './channels';
import { nameOf, type Node } from './node';

/** What one node says of its cluster: who is in it, and whom it takes for the leader, if that one is alive. */
export interface View {
  readonly members: readonly Node[];
  readonly leader: Node | undefined;
}

export interface LeaderSearchOptions {
  /** The nodes to begin with, or the name they all have. */
  readonly hosts: readonly Node[];
  /** How long a node may take to say who is in its cluster: one that hangs must not hold up the others' answer. */
  readonly answerMs: number;
  /** Between two rounds that found no leader, and how many rounds there are. */
  readonly intervalMs: number;
  readonly roundsMax: number;
  readonly ask: (node: Node) => Promise<View>;
}

/**
 * Finds out who leads by asking every node that is known, all at the same time. The client asks one after the other, and waits five seconds for
 * each that hangs; and it believes whoever answers first, a leader too that was replaced while it slept.
 */
export class LeaderSearch {
  private learned: readonly Node[] = [];

  constructor(private readonly options: LeaderSearchOptions) {}

  /** @throws when no round finds one */
  async find(): Promise<Node> {
    const { roundsMax, intervalMs } = this.options;
    for (let round = 1; round <= roundsMax; round++) {
      if (round > 1) await pause(intervalMs);
      const leader = await this.look();
      if (leader) return leader;
    }
    throw new Error(`no node of the cluster named a leader that answers, in ${roundsMax} rounds`);
  }

  /** One round: whom most of those that answer name, if that node itself says so. */
  async look(): Promise<Node | undefined> {
    const views = await Promise.all(this.known().map((node) => this.viewOf(node)));
    const members = views.flatMap((view) => view?.members ?? []);
    if (members.length > 0) this.learned = distinct(members);
    for (const named of mostNamedFirst(views.flatMap((view) => view?.leader ?? []))) {
      const own = await this.viewOf(named);
      if (own?.leader && nameOf(own.leader) === nameOf(named)) return named;
    }
    return undefined;
  }

  private known(): readonly Node[] {
    return distinct([...this.options.hosts, ...this.learned]);
  }

  /** Undefined: it does not answer, or not in time. */
  private async viewOf(node: Node): Promise<View | undefined> {
    const timer = new AbortController();
    const late = pause(this.options.answerMs, undefined, { signal: timer.signal }).catch(() => undefined); // it answered before
    try {
      return await Promise.race([this.options.ask(node), late]);
    } catch {
      return undefined; // whoever does not answer names nobody: it is the others that are asked for
    } finally {
      timer.abort();
    }
  }
}

/** Asks a node, over a connection of its own, who is in its cluster. */
export async function askForView(channels: Channels, node: Node, answerMs: number): Promise<View> {
  const client = new GossipClient(nameOf(node), channels.credentialsFor(node), channels.optionsFor(node));
  try {
    const info = await new Promise<ClusterInfo>((resolve, reject) => {
      client.read(new Empty(), new Metadata(), { deadline: Date.now() + answerMs }, (error, answer) => {
        if (error) reject(error);
        else resolve(answer);
      });
    });
    return viewIn(info);
  } finally {
    client.close();
  }
}

function viewIn(info: ClusterInfo): View {
  const alive = info.getMembersList().filter((member) => member.getIsAlive());
  const leader = alive.find((member) => member.getState() === MemberInfo.VNodeState.LEADER);
  return { members: info.getMembersList().flatMap(nodeOf), leader: leader && nodeOf(leader)[0] };
}

function nodeOf(member: MemberInfo): readonly Node[] {
  const at = member.getHttpEndPoint();
  return at ? [{ address: at.getAddress(), port: at.getPort() }] : [];
}

const distinct = (nodes: readonly Node[]): readonly Node[] => [
  ...new Map(nodes.map((node) => [nameOf(node), node])).values(),
];

function mostNamedFirst(named: readonly Node[]): readonly Node[] {
  const timesNamed = (node: Node) => named.filter((other) => nameOf(other) === nameOf(node)).length;
  return [...distinct(named)].sort((one, other) => timesNamed(other) - timesNamed(one));
}
