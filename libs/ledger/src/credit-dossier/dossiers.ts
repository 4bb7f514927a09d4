import { readUpTo, type Stand, whyNoAnswer, type WhyNoAnswer } from '../application';
import type { Day } from '../shared';
import type { CreditDossier } from './domain';

/** What is known of one subject, or why nothing can be said now. Either way with how far and how old the knowledge is. */
export type Told<Value> = Pick<Stand, 'position' | 'ageMs'> &
  ({ readonly known: true; readonly value: Value } | { readonly known: false; readonly why: WhyNoAnswer });

/** What was read at one position about some subjects. A value can only be used after asking whether it is known. */
export interface Reading<Value> {
  /** Where the dossiers stood. */
  readonly stand: Stand;
  readonly of: (subjectId: string) => Told<Value>;
}

export interface ReadingChoices {
  /** Only the papers that may be held against the subject on this day, each with all its facts; all papers unless given. */
  readonly on?: Day;
  /** How long to wait for the position. Our default: 2 s. */
  readonly waitMs?: number;
}

const waitDefaultMs = 2_000;

/**
 * Reads dossiers. All subjects of a reading are read at one position. A subject unknown to the ledger is a known answer, with
 * the value undefined. The reasons why nothing can be said come in this order: `clocks-apart`, `read-model-stopped`, `subject-stopped`,
 * `read-model-differs`, `read-model-behind`.
 */
export abstract class Dossiers {
  /**
   * The dossiers once they hold every event up to `position`, for a decision: with the head of the log, everything that
   * was recorded when it was asked for. How old they are is then no reason to be silent.
   *
   * @throws when they cannot be asked at all
   */
  async upTo(
    position: number,
    subjectIds: readonly string[],
    { on, waitMs = waitDefaultMs }: ReadingChoices = {},
  ): Promise<Reading<CreditDossier | undefined>> {
    const { stand, found } = await this.readOnce(position, subjectIds, on, waitMs);
    const behind = stand.position < position;
    return readingOf(stand, found, (subjectId) => whyNoAnswer({ ...stand, ageMs: behind ? Infinity : 0 }, subjectId));
  }

  /**
   * The dossiers as they are now, for a question: silent when they are older than the deployment allows, or do not hold
   * `atLeast` (a position from a receipt) in time.
   *
   * @throws when they cannot be asked at all
   */
  async now(
    subjectIds: readonly string[],
    { on, waitMs = waitDefaultMs, atLeast = 0 }: ReadingChoices & { readonly atLeast?: number } = {},
  ): Promise<Reading<CreditDossier | undefined>> {
    const { stand, found } = await this.readOnce(atLeast, subjectIds, on, waitMs);
    return readingOf(stand, found, (subjectId) =>
      whyNoAnswer(stand.position < atLeast ? { ...stand, ageMs: Infinity } : stand, subjectId),
    );
  }

  /**
   * What is known of one subject on a day without reading anything: what `now` would tell, at a position where the dossiers have stood
   * since. Undefined: it must be read.
   */
  remembered(_subjectId: string, _on: Day): Told<CreditDossier | undefined> | undefined {
    return undefined;
  }

  /** Many are read once, when they are there to be read: nobody's dossiers tell where all of them stand. */
  private async readOnce(
    position: number,
    subjectIds: readonly string[],
    on: Day | undefined,
    waitMs: number,
  ): Promise<Found> {
    if (subjectIds.length <= 1) return readUpTo(position, () => this.read(subjectIds, on), waitMs);
    if (position > 0) await readUpTo(position, () => this.read([], on), waitMs);
    return this.read(subjectIds, on);
  }

  /** What there is now, at one position. */
  protected abstract read(subjectIds: readonly string[], on: Day | undefined): Promise<Found>;
}

/** By subject. */
type Findable<Value> = Pick<ReadonlyMap<string, Value>, 'get'>;

/** Dossiers at one position. */
export interface Found {
  readonly position: number;
  readonly stand: Stand;
  readonly found: Findable<CreditDossier>;
}

export function readingOf<Value>(
  stand: Stand,
  found: Findable<Value>,
  why: (subjectId: string) => WhyNoAnswer | undefined,
): Reading<Value | undefined> {
  const { position, ageMs } = stand;
  return {
    stand,
    of: (subjectId) => {
      const reason = why(subjectId);
      return reason === undefined
        ? { known: true, value: found.get(subjectId), position, ageMs }
        : { known: false, why: reason, position, ageMs };
    },
  };
}
