import { anEvent, aStream } from '../event-log.contract';
import { AppendQueue, type BatchLimits, type PendingAppend } from './append-queue';

/** A database that commits a batch when the spec says so. */
function aQueue(limits?: BatchLimits) {
  const underWay: { readonly batch: readonly string[]; readonly commit: () => void }[] = [];
  const names = new Map<PendingAppend, string>();
  const queue = new AppendQueue(
    (batch) =>
      new Promise<void>((commit) => {
        underWay.push({ batch: batch.map((append) => names.get(append) ?? ''), commit });
      }),
    limits,
  );
  return {
    queue,
    push: (name: string, stream = aStream(), events = [anEvent()]) => {
      const append = { stream, expected: 'any', events, resolve: () => undefined, reject: () => undefined } as const;
      names.set(append, name);
      queue.push(append);
    },
    /** What is at the database. */
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
  });

  it('lets a caller wait for one commit at most before its own: the one under way', async () => {
    const { push, atDatabase, commitNext } = aQueue();
    push('a');
    await atDatabase();
    for (const name of ['b', 'c', 'd']) push(name);
    expect(await atDatabase()).toEqual(['a']);
    commitNext();
    expect(await atDatabase()).toEqual(['b c d']);
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
    commitNext();
    expect(await atDatabase()).toEqual(['second other']);
  });

  it('cuts a batch before it has too many events; one append that has more goes alone', async () => {
    const { push, atDatabase, commitNext } = aQueue({ events: 3, bytes: 1_000 });
    push('two', undefined, [anEvent(), anEvent()]);
    push(
      'five',
      undefined,
      [1, 2, 3, 4, 5].map(() => anEvent()),
    );
    push('one');
    expect(await atDatabase()).toEqual(['two']);
    commitNext();
    expect(await atDatabase()).toEqual(['five']);
    commitNext();
    expect(await atDatabase()).toEqual(['one']);
  });

  it('cuts a batch before it has too many bytes; one append that has more goes alone', async () => {
    const { push, atDatabase, commitNext } = aQueue({ events: 10, bytes: 100 });
    const sized = (bytes: number) => [anEvent({ data: Buffer.alloc(bytes) })];
    push('60', undefined, sized(60));
    push('40', undefined, sized(40));
    push('1', undefined, sized(1));
    push('500', undefined, sized(500));
    expect(await atDatabase()).toEqual(['60 40']);
    commitNext();
    expect(await atDatabase()).toEqual(['1']);
    commitNext();
    expect(await atDatabase()).toEqual(['500']);
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
