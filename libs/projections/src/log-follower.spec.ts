import { comesTrue } from '../../../test/support/eventually';
import { LogFollower } from './log-follower';

/** A log that says when something was appended, and a follower whose steps the spec decides. */
function aFollower(step: () => Promise<boolean>, pollMs = 60_000) {
  const listeners = new Set<() => void>();
  const errors: string[] = [];
  const follower = new LogFollower({
    log: {
      onAppended: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    step,
    onError: (error) => {
      errors.push(error.message);
      return Promise.resolve();
    },
    pollMs,
  });
  const append = () => {
    for (const listener of listeners) listener();
  };
  return { follower, errors, listeners, append };
}

describe('a follower of the log', () => {
  it('steps at once while there is more, then when something was appended', async () => {
    let steps = 0;
    const { follower, append } = aFollower(() => Promise.resolve(++steps < 3));
    follower.start();
    await comesTrue(() => steps === 3);
    append();
    await comesTrue(() => steps === 4);
    await follower.stop();
    expect(steps).toBe(4);
  });

  it('misses no append that comes while it steps', async () => {
    let steps = 0;
    let goOn: () => void = () => undefined;
    const { follower, append } = aFollower(async () => {
      steps++;
      if (steps === 1) await new Promise<void>((resolve) => (goOn = resolve));
      return false;
    });
    follower.start();
    await comesTrue(() => steps === 1);
    append();
    goOn();
    await comesTrue(() => steps === 2);
    await follower.stop();
    expect(steps).toBe(2);
  });

  it('looks again after a while when nothing wakes it, also after an error, which it reports', async () => {
    let steps = 0;
    const { follower, errors } = aFollower(
      () => (++steps === 1 ? Promise.reject(new Error('no')) : Promise.resolve(false)),
      5,
    );
    follower.start();
    await comesTrue(() => steps > 3);
    await follower.stop();
    expect(errors).toEqual(['no']);
  });

  it('finishes the step under way when it is told to stop, and listens no longer', async () => {
    let finished = false;
    let goOn: () => void = () => undefined;
    const { follower, listeners } = aFollower(async () => {
      await new Promise<void>((resolve) => (goOn = resolve));
      finished = true;
      return true;
    });
    follower.start();
    await comesTrue(() => listeners.size === 1);
    const stopped = follower.stop();
    goOn();
    await stopped;
    expect(finished).toBe(true);
    expect(listeners.size).toBe(0);
  });
});
