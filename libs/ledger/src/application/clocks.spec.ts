import { Clocks } from './clocks';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const noon = Date.parse('2026-06-01T04:00:00.000Z');

/** Clocks whose every part the spec sets: ours, the database's, and the one that nobody sets. */
function aWorld() {
  const world = {
    elapsed: 0,
    ours: 0,
    theirs: 0,
    newest: noon,
    answersAfter: 0,
    away: false,
    asked: 0,
    told: [] as string[],
  };
  const clocks = new Clocks({
    own: { now: () => new Date(noon + world.elapsed + world.ours) },
    database: {
      read() {
        world.asked++;
        if (world.away) return Promise.reject(new Error('away'));
        const now = new Date(noon + world.elapsed + world.theirs);
        world.elapsed += world.answersAfter;
        return Promise.resolve({ now, newestRecordedAt: new Date(world.newest) });
      },
    },
    onTrouble: ({ message }) => {
      world.told.push(message);
    },
    elapsed: () => world.elapsed,
  });
  return { world, clocks };
}

describe('the clocks of application and database', () => {
  it.each([
    ['agree', 0],
    ['agree', 2 * second],
    ['agree', -2 * second],
    ['differ', 2 * second + 1],
    ['differ', -30 * second],
    ['differ', 30 * second],
    ['apart', 30 * second + 1],
    ['apart', -5 * minute],
    ['apart', 400 * day],
  ])('%s when ours is %d ms ahead', async (verdict, ahead) => {
    const { world, clocks } = aWorld();
    world.ours = ahead;
    await clocks.check();
    expect(clocks.standing()).toMatchObject({ verdict, databaseAheadMs: 0 - ahead });
    expect(clocks.areApart()).toBe(verdict === 'apart');
  });

  it('give the earlier time, and its day in Shanghai', async () => {
    const { world, clocks } = aWorld();
    await clocks.check();
    world.ours = 400 * day;
    expect(clocks.today()).toBe('2026-06-01');
    world.ours = -day;
    expect(clocks.today()).toBe('2026-05-31');
  });

  it('are seen to be set between two comparisons, without asking anybody, and then compared again at once', async () => {
    const { world, clocks } = aWorld();
    await clocks.check();
    world.elapsed += 30 * second;
    expect(clocks.standing()).toMatchObject({ verdict: 'agree', comparedMsAgo: 30 * second });
    world.ours = -5 * minute;
    expect(clocks.standing().verdict).toBe('apart');
    expect(world.asked).toBe(1);
    world.theirs = -5 * minute; // both were set: a machine that slept
    expect(clocks.areApart()).toBe(true);
    await clocks.check();
    expect(clocks.areApart()).toBe(false);
  });

  it('are unknown when they were never compared, or not for three minutes; what was known last still counts', async () => {
    const { world, clocks } = aWorld();
    expect(clocks.standing()).toMatchObject({ verdict: 'unknown', databaseAheadMs: null, comparedMsAgo: null });
    await clocks.check();
    world.away = true;
    world.elapsed += 3 * minute + 1;
    await clocks.check();
    expect(world.told).toEqual(['away']);
    expect(clocks.standing().verdict).toBe('unknown');
    expect(clocks.areApart()).toBe(false);
    world.ours = 31 * second;
    expect(clocks.standing().verdict).toBe('apart');
  });

  it('are not compared by an answer that took longer than a second: it says too little', async () => {
    const { world, clocks } = aWorld();
    world.answersAfter = second + 1;
    await clocks.check();
    expect(clocks.standing().verdict).toBe('unknown');
    expect(world.told).toEqual(['the database took 1001 ms to say what time it is']);
  });

  it('do not take the time of asking for a difference', async () => {
    const { world, clocks } = aWorld();
    world.answersAfter = 800;
    await clocks.check();
    expect(Math.abs(clocks.standing().databaseAheadMs ?? NaN)).toBeLessThanOrEqual(400);
  });

  it('say how far the newest recording lies ahead of both', async () => {
    const { world, clocks } = aWorld();
    await clocks.check();
    expect(clocks.standing().recordedAheadMs).toBe(0);
    clocks.recorded(new Date(noon + day).toISOString());
    expect(clocks.standing()).toMatchObject({ verdict: 'agree', recordedAheadMs: day });
    world.elapsed += day;
    expect(clocks.standing().recordedAheadMs).toBe(0);
    world.newest = noon + 400 * day;
    await clocks.check();
    expect(clocks.standing()).toMatchObject({ verdict: 'agree', recordedAheadMs: 399 * day });
    expect(clocks.areApart()).toBe(false);
  });

  it('are compared at the start, and stop being compared at the end', async () => {
    const { world, clocks } = aWorld();
    await clocks.start();
    expect(world.asked).toBe(1);
    await clocks.stop();
  });
});
