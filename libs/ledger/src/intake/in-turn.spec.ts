import { setImmediate as turn } from 'node:timers/promises';
import { inTurn } from './in-turn';

interface Done {
  readonly chunk: string;
  readonly failure: unknown;
}

/** Work that ends when it is told to. */
function aWork() {
  const begun: string[] = [];
  const end = new Map<string, (failure?: Error) => void>();
  const work = (chunk: string): Promise<Done> => {
    begun.push(chunk);
    return new Promise((resolve) => {
      end.set(chunk, (failure) => {
        resolve({ chunk, failure });
      });
    });
  };
  return { begun, work, end: (chunk: string, failure?: Error) => end.get(chunk)?.(failure) };
}

async function* given(chunks: readonly string[], then: () => Promise<void> = () => Promise.resolve()) {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
  await then();
}

const settled = async () => {
  for (let times = 0; times < 5; times++) await turn();
};

/** What is given, as it comes; with how it ended. */
function told(done: AsyncIterable<Done>) {
  const said: string[] = [];
  const ended = (async () => {
    try {
      for await (const { chunk } of done) said.push(chunk);
      return 'ended';
    } catch (error) {
      return error;
    }
  })();
  return { said, ended };
}

describe('chunks in turn', () => {
  it('are worked on two at a time, and told in their order', async () => {
    const { begun, work, end } = aWork();
    const { said, ended } = told(inTurn(given(['a', 'b', 'c']), work));
    await settled();
    expect(begun).toEqual(['a', 'b']);
    end('b');
    await settled();
    expect([begun, said]).toEqual([['a', 'b'], []]);
    end('a');
    await settled();
    expect([begun, said]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
    ]);
    end('c');
    expect(await ended).toBe('ended');
    expect(said).toEqual(['a', 'b', 'c']);
  });

  it('are told while the next is still to come', async () => {
    const { work, end } = aWork();
    let goOn: () => void = () => undefined;
    const { said, ended } = told(
      inTurn(
        given(['a'], () => new Promise((resolve) => (goOn = resolve))),
        work,
      ),
    );
    await settled();
    end('a');
    await settled();
    expect(said).toEqual(['a']);
    goOn();
    expect(await ended).toBe('ended');
  });

  it('are begun no more behind one that failed; the one beside it is told', async () => {
    const { begun, work, end } = aWork();
    const { said, ended } = told(inTurn(given(['a', 'b', 'c']), work));
    await settled();
    end('a', new Error('log gone'));
    await settled();
    end('b');
    expect(await ended).toBe('ended');
    expect([begun, said]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('that cannot be read are an error behind those before', async () => {
    const { work, end } = aWork();
    const failure = new Error('upload broke off');
    const { said, ended } = told(
      inTurn(
        given(['a'], () => Promise.reject(failure)),
        work,
      ),
    );
    await settled();
    end('a');
    expect(await ended).toBe(failure);
    expect(said).toEqual(['a']);
  });

  it('come to their end before a caller is let go who leaves early', async () => {
    const { work, end } = aWork();
    const done = inTurn(given(['a', 'b']), work);
    const first = done.next();
    await settled();
    end('a');
    await first;
    let left = false;
    const leaving = done.return().then(() => (left = true));
    await settled();
    expect(left).toBe(false);
    end('b');
    await leaving;
  });
});
