import { anEvent, aStream } from '../event-log.contract';
import { AppendQueue, type PendingAppend } from './append-queue';

/** A database that commits one batch after the other, each when the spec says so. */
function aQueue(eventsMax?: number) {
  const underWay: { readonly batch: readonly string[]; readonly commit: () => void }[] = [];
  const names = new Map<PendingAppend, string>();
  const queue = new AppendQueue<string>(
    ['one lane', 'another'],
    (batch) =>
      new Promise<void>((commit) => {
        underWay.push({ batch: batch.map((append) => names.get(append) ?? ''), commit });
      }),
    eventsMax,
  );
  return {
    queue,
    push: (name: string, stream = aStream(), events = [anEvent()]) => {
      const append = { stream, expected: 'any', events, resolve: () => undefined, reject: () => undefined } as const;
      names.set(append, name);
      queue.push(append);
    },
    /** What is at the database, the batch that commits next first. */
    atDatabase: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return underWay.map(({ batch }) => batch.join(' '));
    },
    commitNext: () => underWay.shift()?.commit(),
  };
}

describe('the queue of appends', () => {
  it('lets appends of one turn travel together, and one that is alone at once', async () => {
    const { push, atDatabase } = aQueue();
    push('a');
    expect(await atDatabase()).toEqual(['a']);
    push('b');
    push('c');
    expect(await atDatabase()).toEqual(['a', 'b c']);
  });

  it('lets a caller wait for two commits at most before its own: the one under way and the one behind it', async () => {
    const { push, atDatabase, commitNext } = aQueue();
    push('a');
    await atDatabase();
    push('b');
    await atDatabase();
    for (const name of ['c', 'd', 'e']) push(name);
    expect(await atDatabase()).toEqual(['a', 'b']);
    commitNext();
    expect(await atDatabase()).toEqual(['b', 'c d e']);
  });

  it.each([
    ['to one stream', 'stream', [anEvent()], [anEvent()]],
    ['with one event id', undefined, [anEvent({ id: 'same' })], [anEvent({ id: 'same' })]],
  ])('keeps appends %s in order, one at the database at a time', async (_what, stream, first, second) => {
    const { push, atDatabase, commitNext } = aQueue();
    push('first', stream, first);
    push('second', stream, second);
    push('neighbour');
    expect(await atDatabase()).toEqual(['first neighbour']);
    push('other');
    expect(await atDatabase()).toEqual(['first neighbour', 'other']);
    commitNext();
    expect(await atDatabase()).toEqual(['other', 'second']);
  });

  it('cuts a batch before it has too many events; one append that has more goes alone', async () => {
    const { push, atDatabase, commitNext } = aQueue(3);
    push('two', undefined, [anEvent(), anEvent()]);
    push(
      'five',
      undefined,
      [1, 2, 3, 4, 5].map(() => anEvent()),
    );
    push('one');
    expect(await atDatabase()).toEqual(['two', 'five']);
    commitNext();
    expect(await atDatabase()).toEqual(['five', 'one']);
  });

  it('is drained when the last batch is written, and at once when nothing is under way', async () => {
    const { queue, push, atDatabase, commitNext } = aQueue();
    await queue.drained();
    push('a');
    let drained = false;
    const ended = queue.drained().then(() => (drained = true));
    await atDatabase();
    expect(drained).toBe(false);
    commitNext();
    await ended;
    expect(drained).toBe(true);
  });
});
