import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BodyInMode } from './bodies';
import { differences } from './compare';
import { diceOf } from './dice';
import { storiesOf } from './facts';
import { type Fault, faults, strike } from './faults';
import { carryWorkbooks } from './officer';
import { orderViolations } from './order';
import { carries, type Plant, planted, PLANTS } from './plant';
import { askSandbox, type Said } from './said';
import { settle, type Stand } from './settle';
import { tell } from './tell';
import { type StoredRow, truthOf } from './truth';
import { World } from './world';

export interface ChaosOptions {
  /** For database and sandboxes; empty. */
  readonly folder: string;
  /** Papers. */
  readonly records: number;
  readonly seed: number;
  readonly bodies: readonly BodyInMode[];
  /** A fault that is put into what each body says at the end: the run has to find it. */
  readonly plant?: Plant | undefined;
  /** A folder for what the processes say. */
  readonly logs?: string | undefined;
  readonly onFault?: (fault: Fault, done: number) => void;
  readonly onStand?: ((stand: Stand) => void) | undefined;
}

export interface ChaosCounts {
  readonly papers: number;
  readonly commands: number;
  readonly events: number;
  readonly faults: number;
  /** Planted faults that the comparison has seen. */
  readonly teeth: number;
  /** By what was done: recording under faults, coming to rest, comparing. */
  readonly seconds: Readonly<
    Record<string, { readonly wall: number; readonly programs: number; readonly database: number }>
  >;
  /** Messages each body has stored, and papers it ought to hold. */
  readonly bodies: Readonly<Record<string, { readonly stored: number; readonly papers: number }>>;
}

/** The clock begins before the day on which the channels got tables of their own, and is stepped past the day on which the catalogue grew. */
const firstDay = '2026-11-27';
const beginning = new Date(`${firstDay}T01:00:00Z`);
const catalogueDay = new Date('2026-11-30T17:00:00Z');
const atOnce = 16;
/** A round of all faults at least; in a long run one for so many papers. */
const papersForAFault = 200;

/** When in the run: the clock passes the day on which the catalogue grew; bodies are backed up; the mode of one is changed; bodies are put back. */
const [catalogueAt, backedUpAt, changedAt, restoredAt] = [0.3, 0.5, 0.6, 0.75];

/** Records facts while everything goes wrong; then asks each body what it holds, and compares it with what the log says it ought to. */
export async function chaos({ folder, records, seed, bodies, plant, logs, onFault, onStand }: ChaosOptions): Promise<{
  readonly counts: ChaosCounts;
  /** A sentence each; empty when all holds. */
  readonly found: readonly string[];
}> {
  const dice = diceOf(seed);
  const stories = storiesOf(records, dice);
  const begunAt = performance.now();
  const world = await World.start(folder, bodies, beginning, logs);
  const whileItLasts = new AbortController();
  const carrying = carryWorkbooks(world, whileItLasts.signal);
  carrying.catch(() => undefined); // told where it is waited for
  const seconds: Record<string, ChaosCounts['seconds'][string]> = {};
  const upTo = (what: string): void => {
    seconds[what] = { wall: Math.round((performance.now() - begunAt) / 1_000), ...world.cpuSeconds() };
  };
  try {
    upTo('started');
    const strikes = Math.max(faults.length, Math.round(records / papersForAFault));
    const deck = Array.from({ length: Math.ceil(strikes / faults.length) }, () => dice.shuffled(faults)).flat();
    let [begun, done, commands, struck] = [0, 0, 0, 0];

    const over = new AbortController();
    const { signal } = over;
    setMaxListeners(0, signal); // each teller waits on it
    // Nobody runs ahead of the faults: each of them meets work that is under way.
    const isAllowed = () => begun < ((struck + 1) / (deck.length + 1)) * stories.length;
    const teller = async (): Promise<void> => {
      while (begun < stories.length) {
        if (!isAllowed()) {
          await sleep(20, undefined, { signal });
          continue;
        }
        const story = stories[begun++] ?? [];
        const said = await tell(world, story, () => (dice.chance(0.15) ? dice.below(500) : 0), signal);
        commands += said;
        done++;
      }
    };
    const striker = async (): Promise<void> => {
      for (const [at, fault] of deck.entries()) {
        while (done < ((at + 0.5) / (deck.length + 1)) * stories.length - atOnce / 2)
          await sleep(20, undefined, { signal });
        onFault?.(fault, done);
        await strike(world, fault, dice);
        if (at === Math.floor(deck.length * catalogueAt)) await reach(world, catalogueDay);
        if (at === Math.floor(deck.length * backedUpAt)) await world.backUp();
        if (at === Math.floor(deck.length * changedAt)) await world.changeModes();
        if (at === Math.floor(deck.length * restoredAt)) await world.restore();
        struck++;
      }
    };
    try {
      await Promise.all([striker(), ...Array.from({ length: atOnce }, teller)]);
    } finally {
      over.abort(); // where one fails the others need not go on
    }
    upTo('recorded');
    // An officer who cannot go on is told of at once: nothing comes to rest without him.
    const stuck = await Promise.race([settle(world, onStand), carrying.then(() => never)]);
    whileItLasts.abort();
    await carrying;
    upTo('at rest');

    const rows = await world.query<StoredRow & { readonly recordedOn: string }>(
      `SELECT stream, type, subject_id AS "subjectId", convert_from(data, 'UTF8')::json AS data,
              to_char(recorded_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "recordedOn"
       FROM ledger_events ORDER BY position`,
    );
    const found = stuck.map((sentence) => `it is not through: ${sentence}`);
    const held: Record<string, { stored: number; papers: number }> = {};
    let teeth = 0;
    for (const { id } of bodies) {
      const said = await askSandbox(world.sandboxUrl(id), id);
      const truth = truthOf(id, rows);
      const faultsOf = (what: Said): readonly string[] => [
        ...differences(truth, what),
        ...orderViolations(what, firstDay),
      ];
      const sentences = faultsOf(plant === undefined || !carries(plant, said) ? said : planted(plant, said));
      found.push(...sentences.map((sentence) => `${id}: ${sentence}`));
      held[id] = { stored: said.records.length, papers: truth.size };
      if (sentences.length > 0) continue;
      const carried = PLANTS.filter((one) => carries(one, said));
      const unseen = carried.filter((one) => faultsOf(planted(one, said)).length === 0);
      found.push(...unseen.map((one) => `${id}: ${one} was planted, and nobody saw it`));
      teeth += carried.length - unseen.length;
    }
    upTo('compared');
    const counts = { papers: done, commands, events: rows.length, faults: struck, teeth, seconds, bodies: held };
    return { counts, found };
  } finally {
    whileItLasts.abort();
    await world.stop();
  }
}

const never = new Promise<never>(() => undefined);

/** Steps the clock to this instant, unless it is later already. */
async function reach(world: World, instant: Date): Promise<void> {
  const ms = instant.getTime() - world.now().getTime();
  if (ms > 0) await world.stepClock(ms);
}
