import { Limit } from '@app/projections';
import { namesAllStopped, type Rules, type Stands, whyNoAnswer } from '../application';
import type { Day } from '../shared';
import type { CreditDossier } from './domain';
import type { DossierMemory } from './dossier-memory';
import { Dossiers, type Found, type Reading, type ReadingChoices, type Told } from './dossiers';

type Whole = Reading<CreditDossier | undefined>;

/** A reading, and the edition of the rules under which it was made. */
interface Made {
  readonly reading: Whole;
  readonly edition: string;
}

/** So many readings for those who ask one by one are under way at once; whoever asks meanwhile is answered by the next. Our default. */
const readingsMax = 2;

/**
 * Dossiers that are remembered, in front of those that are read. A question about one subject on a day is answered from memory when
 * what is remembered holds at the position where the dossiers were last seen, at most 250 ms ago; the answer says that position, and
 * its age has grown since. In whatever other case, and whenever anything is wrong with the dossiers, they are read.
 *
 * What is asked one by one and must be read is read together.
 */
export class RememberingDossiers extends Dossiers {
  private readonly places = new Limit(readingsMax);
  /** By day: a reading that has not begun. */
  private readonly waiting = new Map<Day, { readonly subjectIds: Set<string>; readonly made: Promise<Made> }>();

  constructor(
    private readonly inner: Dossiers,
    private readonly memory: DossierMemory,
    private readonly stands: Pick<Stands, 'later'>,
    private readonly rules: Pick<Rules, 'book'>,
  ) {
    super();
  }

  override upTo(position: number, subjectIds: readonly string[], choices?: ReadingChoices): Promise<Whole> {
    return this.inner.upTo(position, subjectIds, choices);
  }

  override now(
    subjectIds: readonly string[],
    choices: ReadingChoices & { readonly atLeast?: number } = {},
  ): Promise<Whole> {
    const { on, atLeast = 0 } = choices;
    const [subjectId] = subjectIds;
    if (on === undefined || subjectId === undefined || subjectIds.length > 1)
      return this.inner.now(subjectIds, choices);
    const remembered = this.fromMemory(subjectId, on, atLeast);
    return remembered ? Promise.resolve(remembered) : this.readAndRemember(subjectId, on, choices);
  }

  protected read(): Promise<Found> {
    return Promise.reject(new Error('what is read is read by the dossiers behind'));
  }

  override remembered(subjectId: string, on: Day): Told<CreditDossier | undefined> | undefined {
    return this.fromMemory(subjectId, on, 0)?.of(subjectId);
  }

  private fromMemory(subjectId: string, on: Day, atLeast: number): Whole | undefined {
    const entry = this.memory.of(subjectId, on, this.rules.book.edition);
    const looked = this.memory.lastLook();
    if (!entry || !looked) return undefined;
    const position = Math.max(entry.position, looked.stand.position);
    const stand = { ...this.stands.later(looked.stand, performance.now() - looked.at), position };
    if (position < atLeast || !namesAllStopped(stand) || whyNoAnswer(stand, subjectId) !== undefined) return undefined;
    const { ageMs } = stand;
    return { stand, of: () => ({ known: true, value: entry.dossier, position, ageMs }) };
  }

  private async readAndRemember(
    subjectId: string,
    on: Day,
    choices: ReadingChoices & { readonly atLeast?: number },
  ): Promise<Whole> {
    const { generation } = this.memory;
    const waits = (choices.atLeast ?? 0) > 0;
    const { reading, edition } = await (waits ? this.make([subjectId], choices) : this.makeTogether(subjectId, on));
    const told = reading.of(subjectId);
    if (told.known) {
      const { value: dossier, position } = told;
      this.memory.remember(subjectId, { dossier, position, on, edition }, generation);
    }
    return reading;
  }

  private makeTogether(subjectId: string, on: Day): Promise<Made> {
    let next = this.waiting.get(on);
    if (!next) {
      const subjectIds = new Set<string>();
      const made = this.places.run(async () => {
        await new Promise(setImmediate);
        this.waiting.delete(on);
        return this.make([...subjectIds], { on });
      });
      next = { subjectIds, made };
      this.waiting.set(on, next);
    }
    next.subjectIds.add(subjectId);
    return next.made;
  }

  private async make(subjectIds: readonly string[], choices: Parameters<Dossiers['now']>[1]): Promise<Made> {
    const { edition } = this.rules.book; // before it is read: the book may change meanwhile, and the next question then reads again
    return { reading: await this.inner.now(subjectIds, choices), edition };
  }
}
