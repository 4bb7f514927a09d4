import { isDeepStrictEqual } from 'node:util';
import type { StoredEvent } from '@app/event-store';
import * as fc from 'fast-check';
import * as event from '../../../../test/support/ledger-events';
import type { Stands } from '../application';
import { capabilities } from '../capabilities';
import { judgeUnder } from '../credit-score/domain';
import { publishedRules } from '../rule-set';
import { tellingOf } from './capability';
import { DossierMemory } from './dossier-memory';
import { DossierMemoryFollower } from './dossier-memory-follower';
import { dossiersContract } from './dossiers.contract';
import type { Dossiers } from './dossiers';
import { MemoryDossiers } from './memory-dossiers';
import { RememberingDossiers } from './remembering-dossiers';

const subjects = ['92131003MA9ANPJY55', '91131000MA0Y000167', '92131022MAEHM5G2XY'] as const;
const days = ['2026-05-06', '2026-06-01', '2027-07-01'] as const;
const kinds = [
  event.aRegistration,
  event.aRenaming,
  event.aPenaltyDecision,
  event.aPenaltyRevocation,
  event.aCommitmentMade,
  event.aFalseCommitmentFound,
  event.aFindingWithdrawal,
  event.aListing,
  event.aRemoval,
  event.aRepairApproval,
  event.aRepairRevocation,
  event.aHazardJudged,
  event.anErasure,
  event.aPushDelivered,
] as const;

/** Milliseconds by the clock that nobody sets, which only a spec moves on. */
let now = 1_000;
function standStill(): void {
  now = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
}
afterEach(() => {
  jest.restoreAllMocks();
});

const readerOver = (log: readonly StoredEvent[], visible = () => log.length) => ({
  readAll: ({ after, limit }: { after: number; limit: number }) =>
    Promise.resolve(log.slice(after, Math.min(after + limit, visible()))),
  onAppended: () => () => undefined,
});
const dossiersOver = (reader: ReturnType<typeof readerOver>) =>
  new MemoryDossiers(reader, tellingOf(capabilities), judgeUnder(publishedRules));

/** A process of its own with dossiers behind it, of which a spec says how far they are, and how fast they answer. */
class Under {
  readonly log: StoredEvent[] = [];
  /** How far the projection has come. */
  projected = 0;
  version: string | null = null;
  clocksApart = false;
  rules = { book: publishedRules };
  readings = 0;
  private held: (() => void)[] | undefined;
  readonly cold: MemoryDossiers;
  readonly memory: DossierMemory;
  readonly dossiers: RememberingDossiers;
  readonly follower: DossierMemoryFollower;

  constructor(maxBytes = 1_000_000) {
    this.cold = dossiersOver(readerOver(this.log, () => this.projected));
    this.memory = new DossierMemory(maxBytes);
    const stands: Pick<Stands, 'later' | 'with'> = {
      later: (stand, ms) => ({ ...stand, ageMs: stand.ageMs + ms, clocksApart: this.clocksApart }),
      with: async () => {
        const { stand } = await this.cold.now([]);
        return { stand: { ...stand, clocksApart: this.clocksApart }, rows: [{ version: this.version }] as never[] };
      },
    };
    const inner = {
      upTo: this.cold.upTo.bind(this.cold),
      now: async (...asked: Parameters<Dossiers['now']>) => {
        this.readings++;
        const reading = await this.cold.now(...asked);
        const { held } = this;
        if (held) await new Promise<void>((resolve) => held.push(resolve));
        return reading;
      },
    } as unknown as Dossiers;
    this.dossiers = new RememberingDossiers(inner, this.memory, stands, this.rules);
    this.follower = new DossierMemoryFollower(this.memory, stands as Stands, readerOver(this.log));
  }

  append(made: StoredEvent): number {
    this.log.push({ ...made, position: this.log.length + 1, recordedAt: '2026-05-07T00:00:00.000Z' });
    return this.log.length;
  }

  /** From here on a reading is made at once, and told when it is let go. */
  hold(): void {
    this.held ??= [];
  }

  async letGo(): Promise<void> {
    const held = this.held ?? [];
    this.held = undefined;
    for (const tell of held) tell();
    await new Promise(setImmediate);
  }

  async ask(subjectId: string, on: string, atLeast = 0) {
    return (await this.dossiers.now([subjectId], { on, atLeast, waitMs: 0 })).of(subjectId);
  }

  /** A question was asked, and the log is followed since. */
  async warm(subjectId: string, on: string): Promise<void> {
    await this.ask(subjectId, on);
    await this.follower.look();
    await this.ask(subjectId, on);
    this.readings = 0;
  }
}

/** By a fold of nothing but the first events of the log. */
async function byFold(log: readonly StoredEvent[], position: number, subjectId: string, on: string) {
  const told = (await dossiersOver(readerOver(log.slice(0, position))).now([subjectId], { on })).of(subjectId);
  return told.known ? told.value : 'nothing can be said';
}

const aStep = fc.oneof(
  fc.record({
    what: fc.constant('append' as const),
    subject: fc.nat({ max: subjects.length - 1 }),
    kind: fc.nat({ max: kinds.length - 1 }),
    own: fc.boolean(),
  }),
  fc.record({ what: fc.constant('project' as const), events: fc.nat({ max: 4 }) }),
  fc.record({ what: fc.constant('look' as const) }),
  fc.record({ what: fc.constant('switch' as const) }),
  fc.record({ what: fc.constant('hold' as const) }),
  fc.record({ what: fc.constant('let-go' as const) }),
  fc.record({ what: fc.constant('pass' as const), ms: fc.constantFrom(1, 20, 300) }),
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('ask' as const),
      subject: fc.nat({ max: subjects.length - 1 }),
      day: fc.nat({ max: days.length - 1 }),
      newest: fc.boolean(),
    }),
  },
);

describe('dossiers that are remembered', () => {
  beforeEach(standStill);

  it('tell what a fold up to the position they name tells, whatever comes in between, and never less than was asked for', async () => {
    let [answers, fromMemory] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 20, maxLength: 60 }), async (steps) => {
        const under = new Under();
        const wrong: unknown[] = [];
        const asked: Promise<void>[] = [];
        const ownUpTo = new Map<string, number>();
        await under.warm(subjects[0], days[0]);
        for (const step of steps) {
          switch (step.what) {
            case 'append': {
              const subjectId = subjects[step.subject] ?? '';
              const position = under.append({ ...(kinds[step.kind] ?? event.aRegistration)(), subjectId });
              if (step.own) {
                under.memory.touch(subjectId, position);
                ownUpTo.set(subjectId, position);
              }
              break;
            }
            case 'project':
              under.projected = Math.min(under.log.length, under.projected + step.events);
              break;
            case 'look':
              await under.follower.look();
              break;
            case 'switch':
              under.version = `${under.version ?? ''}+`;
              break;
            case 'hold':
              under.hold();
              break;
            case 'let-go':
              await under.letGo();
              break;
            case 'pass':
              now += step.ms;
              break;
            case 'ask': {
              const [subjectId, on] = [subjects[step.subject] ?? '', days[step.day] ?? ''];
              const atLeast = step.newest ? under.projected : 0;
              const own = ownUpTo.get(subjectId) ?? 0;
              const before = under.readings;
              let told: Awaited<ReturnType<Under['ask']>> | undefined;
              const one = under.ask(subjectId, on, atLeast).then(async (found) => {
                told = found;
                answers++;
                const expected = await byFold(under.log, found.position, subjectId, on);
                const value = found.known ? found.value : 'nothing can be said';
                if (found.position < atLeast || !isDeepStrictEqual(value, expected))
                  wrong.push({ step, found, expected });
              });
              await new Promise(setImmediate);
              await new Promise(setImmediate);
              if (told && under.readings === before) {
                fromMemory++;
                if (told.position < own) wrong.push({ step, told, own }); // of what this process has written itself, memory is never behind
              }
              asked.push(one);
              break;
            }
          }
        }
        await under.letGo();
        await Promise.all(asked);
        expect(wrong).toEqual([]);
      }),
      { numRuns: 300, seed: 20_261_128 },
    );
    expect(answers).toBeGreaterThan(3_000);
    expect(fromMemory).toBeGreaterThan(300);
  });
});

describe('what is remembered', () => {
  const [one, other] = subjects;
  const [today, tomorrow] = days;
  let under: Under;
  beforeEach(async () => {
    standStill();
    under = new Under();
    for (const subjectId of [one, other]) under.append({ ...event.aPenaltyDecision(), subjectId });
    under.projected = 2;
    await under.warm(one, today);
  });
  const isRemembered = async (subjectId: string = one, on: string = today) => {
    const before = under.readings;
    await under.ask(subjectId, on);
    return under.readings === before;
  };

  it('is told without a reading, and is as old as it may be by now', async () => {
    now += 200;
    const told = await under.ask(one, today);
    expect(told).toMatchObject({ known: true, position: 2, ageMs: 200, value: { subjectId: one } });
    expect(under.readings).toBe(0);
  });

  it('is also that nobody ever heard of somebody, until somebody does', async () => {
    const nobody = subjects[2];
    await under.ask(nobody, today);
    expect(await isRemembered(nobody)).toBe(true);
    under.append({ ...event.aRegistration(), subjectId: nobody });
    under.projected = 3;
    await under.follower.look();
    expect(await under.ask(nobody, today)).toMatchObject({ known: true, position: 3, value: { subjectId: nobody } });
  });

  it('holds on when something comes about somebody else, at the new position', async () => {
    under.append({ ...event.aPenaltyRevocation(), subjectId: other });
    under.projected = 3;
    await under.follower.look();
    expect(await under.ask(one, today)).toMatchObject({ position: 3 });
    expect(under.readings).toBe(0);
  });

  it('is no answer where a later position, another day or other rules are asked for', async () => {
    expect(await isRemembered(one, tomorrow)).toBe(false);
    await under.ask(one, today);
    under.rules.book = { ...publishedRules, edition: 'another' };
    expect(await isRemembered()).toBe(false);
  });

  it('is told by the newest look only, and by that for a quarter of a second', async () => {
    now += 251;
    expect(await isRemembered()).toBe(false);
    await under.follower.look();
    expect(await isRemembered()).toBe(true);
  });

  it('is no answer while the clocks are apart, all of it is stopped, or it is too old: the reading says so', async () => {
    under.clocksApart = true;
    expect(await isRemembered()).toBe(false);
    under.clocksApart = false;
    for (const wrong of [{ stoppedBy: 'an event nobody understands' }, { stoppedBy: null, ageMs: 60_000 }]) {
      under.cold.stand = { ...under.cold.stand, ...wrong };
      await under.follower.look();
      expect(await isRemembered()).toBe(false);
      expect((await under.ask(one, today)).known).toBe(false);
    }
  });

  it('is forgotten of a subject that is stopped: when it goes on, its events are applied without a new one', async () => {
    under.cold.stand = { ...under.cold.stand, stopped: new Map([[one, 2]]) };
    await under.follower.look();
    expect(await isRemembered()).toBe(false);
    under.cold.stand = { ...under.cold.stand, stopped: new Map() };
    await under.follower.look();
    expect(await isRemembered()).toBe(false);
    expect(await isRemembered()).toBe(true);
  });

  it('is no answer while more subjects are stopped than a stand names', async () => {
    const many = Array.from({ length: 200 }, (_, at) => [`stopped-${at}`, 1] as const);
    under.cold.stand = { ...under.cold.stand, stopped: new Map(many) };
    await under.follower.look();
    expect(await isRemembered()).toBe(false);
  });

  it('is forgotten when a rebuilt version takes over, and a reading of the one before is not kept', async () => {
    under.hold();
    const reading = under.ask(other, today);
    await new Promise(setImmediate);
    under.version = 'replaced';
    await under.follower.look();
    await under.letGo();
    await reading;
    expect(await isRemembered(other)).toBe(false);
    expect(await isRemembered(one)).toBe(false);
  });

  it('is followed only while somebody asks', async () => {
    now += 60_001;
    await under.follower.look();
    expect(under.memory.size).toBe(0);
    expect(under.memory.followed).toBeUndefined();
  });

  it('is begun anew when more came than is worth reading', async () => {
    for (let events = 0; events < 1_500; events++) under.append({ ...event.aRegistration(), subjectId: other });
    under.projected = under.log.length;
    await under.follower.look();
    expect(under.memory.size).toBe(0);
    expect(under.memory.followed).toBe(under.log.length);
    await under.ask(one, today);
    expect(await isRemembered()).toBe(true);
  });

  it('is not more than fits, and the longest unasked goes first', async () => {
    under = new Under(7_000);
    for (const subjectId of [one, other]) under.append({ ...event.aPenaltyDecision(), subjectId });
    under.projected = 2;
    await under.warm(one, today);
    await under.ask(other, today);
    now += 1_001;
    await under.follower.look();
    await under.ask(one, today);
    await under.ask(subjects[2], today);
    await under.ask('91131000MA00000012', today);
    expect(await isRemembered(one)).toBe(true);
    expect(await isRemembered(other)).toBe(false);
  });

  it('is nothing where a deployment says so', async () => {
    under = new Under(0);
    await under.warm(one, today);
    expect(await isRemembered()).toBe(false);
    expect(under.memory.isWanted()).toBe(false);
  });
});

describe('what is asked one by one', () => {
  it('is read together when it must be read', async () => {
    const under = new Under();
    await Promise.all(subjects.map((subjectId) => under.ask(subjectId, days[0])));
    expect(under.readings).toBe(1);
  });

  it('fails for all who asked, and for nobody after', async () => {
    const under = new Under();
    const failing = jest.spyOn(under.cold, 'now').mockRejectedValueOnce(new Error('the database is gone'));
    const asked = await Promise.allSettled(subjects.map((subjectId) => under.ask(subjectId, days[0])));
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    failing.mockRestore();
    expect(await under.ask(subjects[0], days[0])).toMatchObject({ known: true });
  });
});

dossiersContract('remembering', () => {
  const under = new Under();
  const set = (change: Partial<MemoryDossiers['stand']>) => {
    under.cold.stand = { ...under.cold.stand, ...change };
    return Promise.resolve();
  };
  let isHeld = false;
  return Promise.resolve({
    dossiers: under.dossiers,
    record: (...events: StoredEvent[]) => {
      for (const one of events) under.log.push({ ...one, position: under.log.length + 1 });
      if (!isHeld) under.projected = under.log.length;
      return Promise.resolve();
    },
    hold: () => {
      isHeld = true;
      return Promise.resolve();
    },
    letGo: () => {
      isHeld = false;
      under.projected = under.log.length;
      return Promise.resolve();
    },
    stop: (stoppedBy: string) => set({ stoppedBy }),
    stopSubject: (subjectId: string) => set({ stopped: new Map([[subjectId, 4]]) }),
    grow: (ageMs: number) => set({ ageMs }),
    close: () => Promise.resolve(),
  });
});
