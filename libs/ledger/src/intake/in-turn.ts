/** Chunks that are worked on at the same time: while the log commits one, the next is read and decided. Our default. */
const atOnce = 2;

/**
 * Works on chunks as they come, up to two at the same time, and gives what became of each in their order, as soon as it is known: also
 * while the next chunk is still to come. Behind a chunk that failed no other is begun; those under way are given to their end. Nothing
 * goes on behind the caller's back: also when the caller leaves early, what was begun comes to its end first.
 *
 * @throws what `chunks` throws, once everything before it was given
 */
export async function* inTurn<Chunk, Done extends { readonly failure: unknown }>(
  chunks: AsyncIterator<Chunk, void>,
  work: (chunk: Chunk) => Promise<Done>,
): AsyncGenerator<Done, void, undefined> {
  const underWay: Promise<Done>[] = [];
  let coming: Promise<Coming<Chunk>> | undefined = next(chunks);
  let ended: Coming<Chunk> | undefined;
  try {
    for (;;) {
      const [oldest] = underWay;
      const came =
        underWay.length < atOnce && coming ? await Promise.race([coming, ...(oldest ? [isDone(oldest)] : [])]) : null;
      if (came === null) {
        if (!oldest) break;
        const done = await oldest;
        void underWay.shift(); // it was waited for
        yield done;
        if (done.failure !== undefined) coming = undefined;
      } else if ('chunk' in came) {
        underWay.push(work(came.chunk));
        coming = next(chunks);
      } else {
        ended = came;
        coming = undefined;
      }
    }
  } finally {
    await Promise.allSettled(underWay);
  }
  if (ended !== undefined && 'failure' in ended) throw ended.failure as Error;
}

type Coming<Chunk> = { readonly chunk: Chunk } | { readonly end: true } | { readonly failure: unknown };

/** Never rejects: nobody may be waiting for it when it fails. */
const next = <Chunk>(chunks: AsyncIterator<Chunk, void>): Promise<Coming<Chunk>> =>
  chunks.next().then(
    (result): Coming<Chunk> => (result.done === true ? { end: true } : { chunk: result.value }),
    (failure: unknown): Coming<Chunk> => ({ failure }),
  );

const isDone = (work: Promise<unknown>): Promise<null> =>
  work.then(
    () => null,
    () => null,
  );
