import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { EventStoreDbClusterDouble } from './eventstoredb-cluster-double';

interface Recorded {
  readonly what: string;
  readonly result?: {
    readonly error?: { readonly code: number; readonly details: string; readonly metadata: Record<string, string> };
    readonly members?: readonly { readonly state: number; readonly isAlive: boolean }[];
  };
}

const record = JSON.parse(
  readFileSync(join(__dirname, '../../data/eventstoredb/recorded-cluster.json'), 'utf8'),
) as readonly Recorded[];

/** Codes and words a real cluster said, of what fits. */
const saidTo = (what: RegExp) =>
  record.flatMap(({ what: asked, result }) =>
    what.test(asked) && result?.error ? [`${result.error.code} ${result.error.details}`] : [],
  );
/** States and who is alive, leader first, as a real cluster had them. */
const gossiped = record.flatMap(({ result }) => (result?.members ? [shapeOf(result.members)] : []));

function shapeOf(members: readonly { readonly state: number; readonly isAlive: boolean }[]): string {
  return members
    .map(({ state, isAlive }) => `${state}${isAlive ? '' : ' dead'}`)
    .sort()
    .join(', ');
}

/** Held against what a real cluster answered. */
describe('the stand-in for a cluster of three', () => {
  let cluster: EventStoreDbClusterDouble;
  beforeEach(async () => {
    cluster = await EventStoreDbClusterDouble.start({ noticeMs: 500, electionMs: 200 });
  });
  afterEach(() => {
    cluster.stop();
  });

  /** Appends at one node by itself, where the leader is required. @returns what it said, or `written` */
  async function appendAt(index: number): Promise<string> {
    const client = EventStoreDBClient.connectionString(cluster.urlOf(index));
    const event = jsonEvent({ type: 'Counted', data: {} });
    const own = { username: 'any', password: 'any' }; // so that it is one call, not a batch
    try {
      await client.appendToStream('a-1', event, { requiresLeader: true, credentials: own });
      return 'written';
    } catch (error) {
      const { code, details } = (error as { _raw: ServiceError })._raw;
      return `${code} ${details}`;
    } finally {
      await client.dispose();
    }
  }

  async function gossipOf(index: number): Promise<string> {
    const address = cluster.urlOf(index).replace(/^esdb:..|\?.*$/g, '');
    const client = new GossipClient(address, credentials.createInsecure());
    const info = await new Promise<ClusterInfo>((resolve, reject) => {
      client.read(new Empty(), new Metadata(), (error, answer) => {
        if (error) reject(error);
        else resolve(answer);
      });
    });
    client.close();
    return shapeOf(info.getMembersList().map((member) => ({ state: member.getState(), isAlive: member.getIsAlive() })));
  }

  const until = async (said: () => Promise<string>, wanted: string) => {
    const heard = new Set<string>();
    for (;;) {
      const now = await said();
      if (now === wanted) return [...heard];
      heard.add(now);
    }
  };

  it('has a leader and two followers, who send on whoever needs the leader', async () => {
    expect(gossiped).toContain(await gossipOf(1));
    expect(saidTo(/leader required, to a follower/)).toEqual([await appendAt(1)]);
    expect(await appendAt(0)).toBe('written');
  });

  it('names the dead leader, then is not ready, then has another', async () => {
    cluster.kill(0);
    expect(gossiped).toContain(await gossipOf(1));

    expect(await until(() => appendAt(1), 'written')).toEqual([...new Set(saidTo(/survivor after the leader died/))]);
    expect(cluster.leads).toBe(1);
    expect(saidTo(/survivor after the leader died/)).toContain(await appendAt(2));
  });

  it('with one of three left knows nothing of a write at first, then is not ready until another is back', async () => {
    const said = [...new Set(saidTo(/with one node of three/))];
    cluster.kill(1, 2);
    expect(await appendAt(0)).toBe(said[0]);
    expect(await until(() => appendAt(0), said.at(-1) ?? '')).toEqual([said[0]]);

    await cluster.revive(2);
    expect(await until(() => appendAt(0), 'written')).toEqual([...new Set(saidTo(/while two come back/))]);
  });

  it('takes the frozen leader for alive at first, then leads by another, and the one that goes on cancels and ends', async () => {
    cluster.freeze(0);
    expect(gossiped).toContain(await gossipOf(1));
    const slept = appendAt(0);
    await until(() => appendAt(1), 'written');
    expect(cluster.leads).toBe(1);
    expect(gossiped).toContain(await gossipOf(2));

    cluster.thaw(0);
    const [cancelled, , refused] = saidTo(/to the old leader after it went on/);
    expect(await slept).toBe(cancelled);
    const connection = /^14 No connection established. Last error: Error: connect ECONNREFUSED/;
    expect(refused).toMatch(connection);
    await until(async () => connection.exec(await appendAt(0))?.[0] ?? '', connection.source.slice(1));
    expect(cluster.log.stream('a-1', 0, 'forwards', 10)).toHaveLength(1);
  });

  it('refuses connections when all are away, and is as before when they are back', async () => {
    await appendAt(0);
    cluster.kill(0, 1, 2);
    const refused = /^14 No connection established. Last error: Error: connect ECONNREFUSED/;
    expect(saidTo(/gossip/)[0]).toMatch(refused);
    await until(async () => refused.exec(await appendAt(0))?.[0] ?? '', refused.source.slice(1));
    await cluster.revive(0, 1, 2);
    await until(() => appendAt(0), 'written');
    expect(cluster.log.stream('a-1', 0, 'forwards', 10)).toHaveLength(2);
  });
});
