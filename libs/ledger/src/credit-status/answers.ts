import { mayHoldToken } from '@app/personal-data';
import type { CreditDossier, Told } from '../credit-dossier';
import type { RuleBook } from '../rule-set';
import { answerFor } from './answer-for';
import { type CreditStatusView, toCreditStatusView } from './credit-status.view';
import type { Asked, StatusAnswer } from './domain/answer';

/** An answer as JSON in UTF-8, and what of it goes on record. */
export interface WrittenAnswer extends Pick<StatusAnswer, 'status' | 'position'> {
  readonly bytes: Buffer;
}

/** An answer that was worked out. */
interface Worked {
  readonly rules: RuleBook;
  readonly answer: StatusAnswer;
  /** Its bytes, made when they are first asked for; null: there is something in it that is opened for some readers only. */
  written?: WrittenView | null;
}

/**
 * Answers that were worked out, each kept as long as its dossier is: by everything known, an answer follows from dossier, day and rules,
 * and only its position, its age and the instant of the question differ.
 */
export class Answers {
  private readonly worked = new WeakMap<CreditDossier, Worked>();

  /** As `answerFor`. */
  of(rules: RuleBook, asked: Asked, told: Told<CreditDossier | undefined>): StatusAnswer {
    const dossier = told.known ? told.value : undefined;
    if (!dossier || asked.knownAt !== null) return answerFor(rules, asked, told);
    return { ...this.workedOut(rules, asked, told, dossier).answer, ...differing(asked, told) };
  }

  /** The view of it as it is sent; undefined when only an answer will do: there is personal text in it. */
  writtenOf(rules: RuleBook, asked: Asked, told: Told<CreditDossier | undefined>): WrittenAnswer | undefined {
    const dossier = told.known ? told.value : undefined;
    if (!dossier || asked.knownAt !== null) return writtenAnew(answerFor(rules, asked, told));
    const worked = this.workedOut(rules, asked, told, dossier);
    worked.written ??= writtenWithoutTokens(worked.answer);
    if (worked.written === null) return undefined;
    const { position, dataAgeMs: dataAge, knownAt } = differing(asked, told);
    return { bytes: worked.written.with({ position, dataAge, knownAt }), status: worked.answer.status, position };
  }

  private workedOut(
    rules: RuleBook,
    asked: Asked,
    told: Told<CreditDossier | undefined>,
    dossier: CreditDossier,
  ): Worked {
    const before = this.worked.get(dossier);
    if (before?.rules === rules && before.answer.validAt === asked.validAt) return before;
    const worked = { rules, answer: answerFor(rules, asked, told) };
    this.worked.set(dossier, worked);
    return worked;
  }
}

const differing = ({ askedAt }: Asked, { position, ageMs }: Told<unknown>) => ({
  position,
  dataAgeMs: Number.isFinite(ageMs) ? ageMs : null,
  knownAt: askedAt,
});

/** The view of an answer as it is sent, written for this question alone; undefined: there is personal text in it. */
export function writtenAnew(answer: StatusAnswer): WrittenAnswer | undefined {
  const text = JSON.stringify(toCreditStatusView(answer));
  const { status, position } = answer;
  return mayHoldToken(text) ? undefined : { bytes: Buffer.from(text), status, position };
}

function writtenWithoutTokens(answer: StatusAnswer): WrittenView | null {
  const written = new WrittenView(toCreditStatusView(answer));
  return written.mayHoldToken ? null : written;
}

type Differing = Pick<CreditStatusView, 'position' | 'dataAge' | 'knownAt'>;
const places: readonly (keyof Differing)[] = ['position', 'dataAge', 'knownAt'];
const isPlace = (field: string): field is keyof Differing => (places as readonly string[]).includes(field);

/**
 * A view as JSON in UTF-8, with places for what differs from one question to the next. The rest of it is written once, and as bytes: a text with
 * Chinese in it would be measured and encoded for every answer, which costs more than finding the answer.
 */
export class WrittenView {
  /** There may be personal text in it, which is opened for some readers only. */
  readonly mayHoldToken: boolean;
  private readonly fixed: Buffer;
  /** The places in their order, each with where it stands in what is fixed. */
  private readonly places: readonly (readonly [at: number, place: keyof Differing])[];

  constructor(view: CreditStatusView) {
    const places: (readonly [number, keyof Differing])[] = [];
    let text = '';
    Object.entries(view).forEach(([field, value], index) => {
      text += `${index === 0 ? '{' : ','}${JSON.stringify(field)}:`;
      if (isPlace(field)) places.push([Buffer.byteLength(text), field]);
      else text += JSON.stringify(value);
    });
    this.mayHoldToken = mayHoldToken(text);
    this.fixed = Buffer.from(`${text}}`);
    this.places = places;
  }

  /** As `JSON.stringify` writes the view with these. */
  with(values: Differing): Buffer {
    const { fixed, places } = this;
    const written = places.map(([, place]) => JSON.stringify(values[place])); // numbers, null and an instant: a byte for each character
    const bytes = Buffer.allocUnsafe(written.reduce((sum, { length }) => sum + length, fixed.length));
    let [read, at] = [0, 0];
    places.forEach(([until], index) => {
      at += fixed.copy(bytes, at, read, until);
      at += bytes.write(written[index] ?? '', at, 'latin1');
      read = until;
    });
    fixed.copy(bytes, at, read);
    return bytes;
  }
}
