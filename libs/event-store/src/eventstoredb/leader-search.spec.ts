import type { Node } from './node';
import { LeaderSearch, type View } from './leader-search';

const [a, b, c] = [1, 2, 3].map((port): Node => ({ address: 'node', port })) as [Node, Node, Node];
const all = [a, b, c];
const seeing = (leader: Node | undefined): View => ({ members: all, leader });
const hangs = () => new Promise<View>(() => undefined);

describe('the search for the leader of a cluster', () => {
  const asked: Node[] = [];
  beforeEach(() => {
    asked.length = 0;
  });
  /** `answers`: what each node says; one that is not there refuses. */
  const searchIn = (answers: ReadonlyMap<Node, () => Promise<View>>, hosts: readonly Node[] = all) =>
    new LeaderSearch({
      hosts,
      ...{ answerMs: 20, intervalMs: 1, roundsMax: 3 },
      ask: (node) => {
        asked.push(node);
        const [, answer] = [...answers].find(([{ port }]) => port === node.port) ?? [];
        return answer?.() ?? Promise.reject(new Error('refused'));
      },
    });
  const say = (leader: Node | undefined) => () => Promise.resolve(seeing(leader));

  it('believes what most say', async () => {
    const search = searchIn(
      new Map([
        [a, say(a)], // it slept, and does not know yet that it was replaced
        [b, say(b)],
        [c, say(b)],
      ]),
    );
    expect(await search.look()).toEqual(b);
  });

  it('does not wait for a node that hangs, and does not take it for the leader though all others do', async () => {
    const search = searchIn(
      new Map([
        [a, hangs],
        [b, say(a)],
        [c, say(a)],
      ]),
    );
    expect(await search.look()).toBeUndefined();
  });

  it('does not take for the leader who names another', async () => {
    const search = searchIn(
      new Map([
        [a, say(b)],
        [b, say(undefined)],
      ]),
    );
    expect(await search.look()).toBeUndefined();
  });

  it('asks whom it has heard of, too, as when all were given by one name', async () => {
    const search = searchIn(new Map([[b, say(b)]]), [b]);
    await search.look();
    asked.length = 0;
    await search.look();
    expect(asked).toEqual(expect.arrayContaining([a, b, c]));
  });

  it('looks again while nobody leads, a few times', async () => {
    const answers = new Map([[b, say(undefined)]]);
    const search = searchIn(answers);
    await expect(search.find()).rejects.toThrow('no node of the cluster named a leader that answers, in 3 rounds');
    expect(asked).toHaveLength(9);

    answers.set(b, say(b));
    expect(await search.find()).toEqual(b);
  });
});
