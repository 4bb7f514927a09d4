import type { Stand } from '../application';
import { Dossiers, type Found } from './dossiers';

const stand: Omit<Stand, 'position'> = {
  caughtUpAt: null,
  ageMs: 0,
  staleAfterMs: 15_000,
  clocksApart: false,
  stoppedBy: null,
  stopped: new Map(),
  differing: new Set<string>(),
};

/** Stands one further at each reading, up to `last`; says whose dossiers were read. */
class FollowingDossiers extends Dossiers {
  readonly asked: (readonly string[])[] = [];
  private position = 0;

  constructor(private readonly last = 9) {
    super();
  }

  protected read(subjectIds: readonly string[]): Promise<Found> {
    this.asked.push(subjectIds);
    const position = (this.position = Math.min(this.position + 1, this.last));
    return Promise.resolve({ position, stand: { ...stand, position }, found: new Map() });
  }
}

const [one, other] = ['91131022MA0Y00067B', '92131003MA9ANPJY55'];

describe('dossiers that have yet to come', () => {
  it('of many subjects are read once, when they are there', async () => {
    const dossiers = new FollowingDossiers();
    const reading = await dossiers.upTo(3, [one, other]);
    expect(dossiers.asked).toEqual([[], [], [], [one, other]]);
    expect(reading.of(one)).toMatchObject({ known: true, position: 4 });
  });

  it('of one subject are read until they are there', async () => {
    const dossiers = new FollowingDossiers();
    expect((await dossiers.now([one], { atLeast: 2 })).of(one)).toMatchObject({ known: true, position: 2 });
    expect(dossiers.asked).toEqual([[one], [one]]);
  });

  it('of many are read all the same when the time is over, and nothing is known', async () => {
    const dossiers = new FollowingDossiers(2);
    const reading = await dossiers.upTo(3, [one, other], { waitMs: 5 });
    expect(dossiers.asked.at(-1)).toEqual([one, other]);
    expect(reading.of(other)).toMatchObject({ known: false, why: 'read-model-behind', position: 2 });
  });

  it('are not waited for where no position is asked for', async () => {
    const dossiers = new FollowingDossiers();
    await dossiers.now([one, other]);
    expect(dossiers.asked).toEqual([[one, other]]);
  });
});
